import ast
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("api", "graphs", "nodes", "storage", "tools")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", PACKAGES)
def test_another_folders_package_of_the_same_name_does_not_shadow_ours(
    name: str, tmp_path: Path
) -> None:
    code = f"import {name}; print({name}.__file__)"
    found = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-I", "-c", code], capture_output=True, check=True, cwd=tmp_path, text=True
    )
    assert Path(found.stdout.strip()) == ROOT / name / "__init__.py"


def test_package_indexes_refuse_it() -> None:
    assert "Private :: Do Not Upload" in PROJECT["project"]["classifiers"]


def test_the_wheel_holds_the_five_packages_with_their_files_and_no_tests(tmp_path: Path) -> None:
    subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    [wheel] = tmp_path.iterdir()
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
    for suffix in ("py", "sql", "md", "toml", "html", "css", "js", "svg"):
        for package in PACKAGES:
            kept = {str(path.relative_to(ROOT)) for path in (ROOT / package).rglob(f"*.{suffix}")}
            assert kept <= names


def test_every_folder_of_python_says_what_it_is_and_holds_no_code_but_names_to_import() -> None:
    for package in (*PACKAGES, "tests"):
        for folder in {path.parent for path in (ROOT / package).rglob("*.py")}:
            says, *others = ast.parse((folder / "__init__.py").read_text("utf-8")).body
            assert isinstance(says, ast.Expr), folder
            assert isinstance(says.value, ast.Constant), folder
            assert all(isinstance(one, ast.ImportFrom | ast.Assign) for one in others), folder


def test_the_command_leads_to_our_code() -> None:
    [command] = entry_points(group="console_scripts", name="miolumi")
    assert command.value == PROJECT["project"]["scripts"]["miolumi"]
    assert find_spec(command.value.partition(":")[0]) is not None
