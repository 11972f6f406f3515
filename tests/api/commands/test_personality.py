import json
from functools import partial
from pathlib import Path

import pytest
from anyio import to_thread
from click.testing import CliRunner, Result

from api.cli import main
from api.commands.personality import personality


@pytest.mark.parametrize("command", sorted(personality.commands))
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = CliRunner().invoke(main, ["personality", command, "--help"])
    assert result.exit_code == 0
    assert f"miolumi personality {command}" in result.output


async def test_a_terminal_shows_changes_and_brings_back(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"DATABASE_URL": database_url, "MIOLUMI_HOME": str(tmp_path)}

    async def run(*words: str, code: int = 0) -> Result:
        invoke = partial(CliRunner().invoke, env=environment)
        result = await to_thread.run_sync(invoke, main, ["personality", *words])
        assert result.exit_code == code, result.output + result.stderr
        return result

    assert (await run("show")).output == (
        "name\tLumi\nwho I am\tThat will come out of our first talk.\n"
    )
    told = (await run("edit", "--name", "N" * 25, code=1)).stderr
    assert "That name has 25 characters. Mine can have up to 24 Latin letters" in told
    body = json.loads((await run("edit", "--name", "Nova", "--tone", "dry", "--json")).output)
    assert (body["name"], body["personality"]["tone"]) == ("Nova", "dry")
    await run("edit", "--voice", "calm")
    rows = [line.split("\t") for line in (await run("history")).output.splitlines()]
    assert [(row[0], row[2], row[4]) for row in rows] == [
        ("2", "Nova", "voice"), ("1", "Nova", "tone")
    ]  # fmt: skip
    assert "voice" not in (await run("restore", "1")).output
    assert "no state with the number 9" in (await run("restore", "9", code=1)).stderr
    assert "Say what to change" in (await run("edit", code=2)).stderr
