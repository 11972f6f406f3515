import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from anyio import to_thread
from click.testing import CliRunner, Result

from api.cli import main
from api.commands.batch import Work
from api.commands.outreach import outreach
from api.commands.outreach_run import body_of
from api.entrance.tokens import OWNER
from api.services import Running, open_services
from api.settings import Settings
from storage.records import Person
from storage.records.outreach import OutreachSettings
from storage.streams import Stream
from tests.factories import exchange
from tools.clock import MovedClock

Run = Callable[..., Awaitable[Result]]


@pytest.fixture
async def owner(settings: Settings, clock: MovedClock) -> UUID:
    """The owner, to whom a message came first after a silence of three days."""
    async with open_services(settings, clock=clock) as running:
        person = await _talker(running, clock)
        settings_then = OutreachSettings(kinds=frozenset({"check_in"}), quiet=None)
        await running.outreach.save_settings(person.id, None, settings_then, now=clock.now())
        clock.move(timedelta(days=3, hours=1))
        await _looked(running, person)
        return person.id


@pytest.fixture
async def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `miolumi outreach`."""
    monkeypatch.chdir(tmp_path)
    environment = {"DATABASE_URL": database_url, "MIOLUMI_HOME": str(tmp_path)}

    async def ran(*words: str, code: int = 0) -> Result:
        invoke = partial(CliRunner().invoke, env=environment)
        result = await to_thread.run_sync(invoke, main, ["outreach", *words])
        assert result.exit_code == code, result.output + result.stderr
        return result

    return ran


async def _talker(running: Running, clock: MovedClock) -> Person:
    person = await running.persons.find_or_create(
        OWNER, timezone="Europe/London", companion_name="Lumi", now=clock.now()
    )
    for number in range(11):
        await exchange(running.talks, person, f"Message {number}.", clock=clock)
    return person


async def _looked(running: Running, person: Person, *, dry_run: bool = False) -> list[str]:
    """Run the batch over one person twice, and return what it says it did."""
    look = body_of(Work(running=running, since=None, dry_run=dry_run))
    done = [await look(Stream(person.id, None)) for _ in range(2)]
    return [what for one in done for what in one]


@pytest.mark.parametrize("command", sorted(outreach.commands))
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = CliRunner().invoke(main, ["outreach", command, "--help"])
    assert result.exit_code == 0
    assert f"miolumi outreach {command}" in result.output


async def test_allowed_stopped_and_put_off_in_words(owner: UUID, run: Run) -> None:
    assert (await run("show")).output.splitlines()[0] == "It may write first: Checking in."
    said = (
        await run("allow", "--kind", "follow_up", "--quiet", "22:00-9:30", "--most", "1")
    ).output
    assert said.splitlines() == [
        "It may write first: Following up.",
        "Quiet hours: 22:00 to 09:30, Europe/London.",
        "At most 1 a day.",
    ]
    assert "Put off until" in (await run("snooze", "week")).output
    assert "Put off until 2199" not in (await run("snooze", "--until", "2199-01-01", code=1)).output
    assert "Put off" not in (await run("snooze", "--end")).output
    assert (await run("stop")).output.splitlines()[0] == "It does not write first."
    assert (await run("preview")).output.splitlines() == ["It does not write first."]
    assert "write them like" in (await run("allow", "--quiet", "late", code=1)).stderr


async def test_the_last_message_tells_why_it_came_and_is_wished_less_of(
    owner: UUID, run: Run
) -> None:
    lines = (await run("why")).output.splitlines()
    assert lines[1] == "Checking in\tThe two of you had not talked for some days."
    assert "✓\tIt was outside your quiet hours." in lines
    assert "Less often: Checking in." in (await run("less")).output
    assert "Less often" not in (await run("less", "--undo")).output
    refused = await run("never", code=1)
    assert "Say in words what it should never be about" in " ".join(refused.stderr.split())
    assert "Never about: my ex." in (await run("never", "my ex")).output
    assert "Never about" not in (await run("never", "My Ex", "--undo")).output
    assert "an id like 'ffff'" in (await run("why", "ffff", code=1)).stderr
    asked = json.loads((await run("why", "--json")).output)
    assert asked["trigger"] == "silence"
    ahead = json.loads((await run("preview", "--days", "1", "--json")).output)
    assert (ahead["days"], ahead["on"]) == (1, True)
    lines = (await run("preview", "--days", "14")).output.splitlines()
    assert sum("a silence of some days" in line for line in lines) == 1, "each thing once"
    assert (await run("withheld")).output.strip() == "Nothing was kept back in these days."


async def test_a_run_writes_to_who_is_due_once_however_often_it_is_run(
    settings: Settings, clock: MovedClock
) -> None:
    async with open_services(settings, clock=clock) as running:
        person = await _talker(running, clock)
        assert await _looked(running, person) == ["never agreed"] * 2
        agreed = OutreachSettings(kinds=frozenset({"check_in"}), quiet=None)
        await running.outreach.save_settings(person.id, None, agreed, now=clock.now())
        clock.move(timedelta(days=3, hours=1))
        dry = await _looked(running, person, dry_run=True)
        assert dry == ["worth a message (silence)"] * 2
        look_at = await running.outreach.look_at(person.id, None)
        assert await _looked(running, person) == ["written to", "not due yet"]
        assert look_at is not None
        await running.outreach.look_again(person.id, None, look_at, now=clock.now())
        assert await _looked(running, person) == ["with nothing to say", "not due yet"]
        assert len(await running.outreach.notes(person.id, None)) == 1


async def test_a_run_over_everybody_ends_with_a_summary(owner: UUID, run: Run) -> None:
    said = (await run("run", "--all")).output
    assert said.startswith("1 talk: 1 not due yet.") or "1 talk: 1 with nothing to say" in said
    assert "No model was called." in said
    assert "--all, or --user" in (await run("run", code=2)).stderr


async def test_the_batch_needs_no_word_but_its_options_as_those_of_other_graphs_do(
    owner: UUID, run: Run
) -> None:
    for first in (
        ("--all",),
        ("--since", "2026-03-01", "--all"),
        ("--concurrency", "2", "--all", "--dry-run"),
        ("--dry-run", "--user", OWNER),
    ):
        said = (await run(*first)).output
        assert said.startswith("1 talk: 1 "), first
        assert "No model was called." in said
    assert "no time" in (await run("--since", "soon", "--all", code=2)).stderr
    assert "--all, or --user" in (await run("--dry-run", code=2)).stderr
    assert "stand alone" in (await run("--all", "show", code=2)).stderr
    told = (await run("--help")).output
    assert "miolumi outreach --all --dry-run" in told
    assert "--concurrency" in told
    assert "preview" in told
