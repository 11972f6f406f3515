import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
from anyio import to_thread
from click.testing import CliRunner, Result

from api.cli import main
from api.commands.relationship import relationship
from api.entrance.tokens import OWNER
from storage.companions import Companions
from storage.database import Database
from storage.persons import Persons
from tools.clock import MovedClock

Run = Callable[..., Awaitable[Result]]


@pytest.fixture
async def run(
    database: Database,
    database_url: str,
    clock: MovedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Runs `miolumi relationship` for an owner who has met Fern."""
    monkeypatch.chdir(tmp_path)
    owner = await Persons(database).find_or_create(
        OWNER, timezone="Europe/London", companion_name="Lumi", now=clock.now()
    )
    await Companions(database).find_or_create(owner.id, "fern", name="Fern", now=clock.now())
    environment = {"DATABASE_URL": database_url, "MIOLUMI_HOME": str(tmp_path)}

    async def ran(*words: str, code: int = 0) -> Result:
        invoke = partial(CliRunner().invoke, env=environment)
        result = await to_thread.run_sync(invoke, main, ["relationship", *words])
        assert result.exit_code == code, result.output + result.stderr
        return result

    return ran


@pytest.mark.parametrize("command", sorted(relationship.commands))
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = CliRunner().invoke(main, ["relationship", command, "--help"])
    assert result.exit_code == 0
    assert f"miolumi relationship {command} --agent" in result.output


async def test_a_terminal_shows_words_and_holds_and_releases(run: Run) -> None:
    assert (await run("show", "--agent", "fern")).output == (
        "Just met\tYou are getting to know each other.\n"
    )
    held = (await run("hold", "--agent", "fern")).output.splitlines()
    assert held[0].endswith("It stays like this until you say otherwise.")
    assert held[1].endswith("\tYou asked to stay like this.")
    released = json.loads((await run("release", "--agent", "fern", "--json")).output)
    assert (released["stage"], released["held"]) == ("just_met", False)
    back = await run("step-back", "--agent", "fern", "--to", "just_met")
    assert back.output.startswith("Just met\t")


async def test_somebody_never_met_is_told_in_a_line(run: Run) -> None:
    result = await run("show", "--agent", "nobody", code=1)
    assert result.stderr == "miolumi: This person has no such companion.\n"


async def test_lumi_has_no_stages(run: Run) -> None:
    assert "--agent" in (await run("show", code=2)).stderr
