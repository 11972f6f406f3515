import json
from functools import partial
from pathlib import Path

import pytest
from anyio import to_thread
from click.testing import CliRunner, Result

from api.cli import main
from api.commands.loops import loops
from storage.database import Database
from storage.loops import Loops
from storage.persons import Persons
from tests.tools.loops.making import loop
from tools.clock import SystemClock


@pytest.mark.parametrize("command", sorted(loops.commands))
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = CliRunner().invoke(main, ["loops", command, "--help"])
    assert result.exit_code == 0
    assert f"miolumi loops {command}" in result.output


async def test_a_terminal_lists_settles_and_deletes_loops_and_looks_for_more(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"DATABASE_URL": database_url, "MIOLUMI_HOME": str(tmp_path)}

    async def run(*words: str, code: int = 0) -> Result:
        invoke = partial(CliRunner().invoke, env=environment)
        result = await to_thread.run_sync(invoke, main, list(words))
        assert result.exit_code == code, result.output + result.stderr
        return result

    assert (await run("loops", "list")).output == ""
    now = SystemClock().now()
    owner = await Persons(database).find_or_create(
        "owner", timezone="UTC", companion_name="Lumi", now=now
    )
    one = loop("面试", due_from=now, due_until=now)
    await Loops(database).write(owner.id, None, [one], (), now=now)
    number = str(one.id)[:8]
    assert (await run("loops", "list")).output.startswith(f"{number}\t面试\t")
    assert "no loop 'zzz'" in (await run("loops", "close", "zzz", code=1)).stderr
    assert "is settled" in (await run("loops", "close", number)).output
    assert "not asked about" in (await run("loops", "hush", number)).output
    [told] = json.loads((await run("loops", "list", "--json")).output)["loops"]
    assert (told["status"], told["doNotAsk"]) == ("closed", True)
    assert "may be asked" in (await run("loops", "reopen", number)).output
    assert "is deleted" in (await run("loops", "forget", number)).output
    assert (await run("loops", "list", "--all")).output == ""
    assert "0" in (await run("gaps", "--all", "--dry-run")).output
    assert "Say whom" in (await run("gaps", code=2)).stderr
