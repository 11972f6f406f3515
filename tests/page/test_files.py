import re
from importlib.resources import files
from pathlib import Path

import pytest

PAGE = Path(str(files("api"))) / "page"
MODULES = sorted(PAGE.rglob("*.js"))
STYLES = sorted(PAGE.rglob("*.css"))
TEXTS = [PAGE / "index.html", PAGE / "icon.svg", *MODULES, *STYLES]
MOST_LINES = 250
SVG_NAMESPACE = "http://www.w3.org/2000/svg"


def named(path: Path) -> str:
    return str(path.relative_to(PAGE))


def string_keys(table: str) -> set[str]:
    source = (PAGE / "strings.js").read_text()
    body = re.search(rf"const {table} = {{\n(.*?)\n}};", source, re.DOTALL)
    assert body is not None
    return set(re.findall(r"^  (\w+):", body[1], re.MULTILINE))


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_a_file_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_nothing_is_fetched_from_another_host(path: Path) -> None:
    text = path.read_text().replace(SVG_NAMESPACE, "")
    assert not re.search(r"""(?:https?|wss?):?//[\w.]|url\((?!#)|["'(]//""", text)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_imported_module_is_there_and_exports_what_is_asked(path: Path) -> None:
    for names, source in re.findall(r'import \{([^}]*)\} from "([^"]+)"', path.read_text()):
        exporting = (path.parent / source).read_text()
        for name in names.replace("\n", " ").split(","):
            wanted = name.split(" as ")[0].strip()
            pattern = rf"export (?:async )?(?:class|const|function) {wanted}\b"
            assert not wanted or re.search(pattern, exporting), (source, wanted)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_text_from_outside_can_become_markup_or_code(path: Path) -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    assert not re.search(forbidden, path.read_text())


def test_the_page_holds_no_inline_script_or_style() -> None:
    html = (PAGE / "index.html").read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    assert re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL) == [
        (' type="module" src="/page/main.js"', "")
    ]


def test_every_file_the_page_names_is_there() -> None:
    html = (PAGE / "index.html").read_text()
    named_files = re.findall(r'(?:href|src)="/page/([^"]+)"', html)
    assert named_files
    assert all((PAGE / name).is_file() for name in named_files)


def test_every_style_sheet_is_used() -> None:
    html = (PAGE / "index.html").read_text()
    assert all(f"/page/{named(path)}" in html for path in STYLES)


def test_every_part_the_page_is_put_together_from_is_there() -> None:
    html = (PAGE / "index.html").read_text()
    parts = re.findall(r'part\("([\w-]+)"\)', (PAGE / "main.js").read_text())
    assert parts
    assert all(f'id="{part}"' in html for part in parts)


def test_english_and_chinese_say_the_same_things() -> None:
    assert string_keys("english") == string_keys("chinese")


def test_every_text_the_page_asks_for_is_written() -> None:
    html = (PAGE / "index.html").read_text()
    asked = set(re.findall(r'data-(?:text|label|placeholder)="(\w+)"', html))
    assert asked
    assert asked <= string_keys("english")
