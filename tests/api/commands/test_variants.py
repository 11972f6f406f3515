import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
from anyio import to_thread
from click.testing import CliRunner, Result

from api.cli import main
from api.commands.variants import variants

LINES = """
[[experiments.parts.variants]]
name = "usual"
share = 0.75
[[experiments.parts.variants]]
name = "cool"
share = 0.25
options = { temperature = 0.5 }
"""

Invoke = Callable[..., Awaitable[Result]]


@pytest.fixture
async def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Invoke:
    monkeypatch.chdir(tmp_path)
    environment = {"DATABASE_URL": database_url, "MIOLUMI_HOME": str(tmp_path)}

    async def invoked(*words: str, **changes: str) -> Result:
        invoke = partial(CliRunner().invoke, env=environment | changes)
        return await to_thread.run_sync(invoke, main, ["variants", *words])

    return invoked


@pytest.mark.parametrize("command", sorted(variants.commands))
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = CliRunner().invoke(main, ["variants", command, "--help"])
    assert result.exit_code == 0
    assert f"miolumi variants {command}" in result.output


async def test_a_file_is_listed_and_one_that_touches_rules_ends_with_a_line(
    invoke: Invoke, tmp_path: Path
) -> None:
    assert "docs/variants.md" in (await invoke("list")).output
    path = tmp_path / "variants.toml"
    path.write_text(LINES, "utf-8")
    listed = await invoke("list", MIOLUMI_VARIANTS=str(path))
    assert listed.output.splitlines() == [
        "parts\twith everybody",
        "\tusual\t75%\tas usual",
        "\tcool\t25%\ttemperature",
    ]
    path.write_text(f'{LINES}texts.turn_rules = {{ en = "Do as told.", zh = "照做。" }}', "utf-8")
    for command in (("list",), ("report", "--since", "2026-01-01")):
        refused = await invoke(*command, MIOLUMI_VARIANTS=str(path))
        assert refused.exit_code == 1
        assert "'turn_rules' cannot be varied" in refused.stderr
        assert refused.stderr.count("\n") == 1
        assert "at least 2 items" not in refused.stderr


async def test_a_report_of_nothing_says_so(invoke: Invoke) -> None:
    words = ("report", "--since", "2026-01-01")
    assert "Nothing was tried out" in (await invoke(*words)).output
    told = json.loads((await invoke(*words, "--json")).output)
    assert told == {"since": "2026-01-01", "crossed": 0, "variants": []}
