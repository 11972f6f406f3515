import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
from anyio import to_thread
from click.testing import CliRunner, Result

from api.cli import main
from api.commands.memory import memory

NOTES = """## About
- Name is Robin
- Lives in Oslo
## Family
- Their sister is called Ana
## 兴趣
- 喜欢爬山
"""

Run = Callable[..., Awaitable[Result]]


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `miolumi memory` in this process, as through a pipe."""
    monkeypatch.chdir(tmp_path)
    environment = {
        "DATABASE_URL": database_url,
        "MIOLUMI_HOME": str(tmp_path),
        "MIOLUMI_TIMEZONE": "Europe/London",
    }

    async def ran(*words: str, said: str | None = None, code: int = 0) -> Result:
        invoke = partial(CliRunner().invoke, input=said, env=environment)
        result = await to_thread.run_sync(invoke, main, ["memory", *words])
        assert result.exit_code == code, result.output + result.stderr
        return result

    return ran


@pytest.fixture
async def noted(run: Run) -> Run:
    """A person of whom four things are known."""
    assert (await run("import", "-", said=NOTES)).output == "4\t0\t\n"
    return run


async def rows(run: Run, *words: str) -> list[list[str]]:
    """The lines of a command, cut at their tabs."""
    return [line.split("\t") for line in (await run(*words)).output.splitlines()]


@pytest.mark.parametrize("command", sorted(memory.commands))
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = CliRunner().invoke(main, ["memory", command, "--help"])
    assert result.exit_code == 0
    assert "Example:" in result.output
    assert f"miolumi memory {command}" in result.output


async def test_what_is_known_is_listed_and_found(noted: Run) -> None:
    assert {row[3] for row in await rows(noted, "list")} == {
        "Name is Robin", "Lives in Oslo", "Their sister is called Ana", "喜欢爬山"
    }  # fmt: skip
    assert [row[3] for row in await rows(noted, "search", "爬山")] == ["喜欢爬山"]
    assert [row[3] for row in await rows(noted, "list", "--type", "relationship")] == [
        "Their sister is called Ana"
    ]
    assert len(await rows(noted, "today")) == 4
    assert await rows(noted, "list", "--as-of", "2020-01-01") == []
    assert await rows(noted, "list", "--agent", "mio") == []
    printed = json.loads((await noted("list", "--json")).output)
    assert {one["origin"] for one in printed["memories"]} == {"import"}


async def test_a_memory_is_corrected_and_taken_back(noted: Run) -> None:
    [[number, *_]] = await rows(noted, "search", "Oslo")
    [[_, content, hint]] = await rows(noted, "correct", number, "Lives in Bergen")
    assert content == "Lives in Bergen"
    assert ["used to", "Lives in Oslo"] in await rows(
        noted, "show", (await rows(noted, "search", "Bergen"))[0][0]
    )
    assert "Lives in Oslo (used to)" in (await noted("search", "Oslo")).output
    assert "- Lives in Bergen" in (await noted("profile")).output
    change = hint.rpartition(" ")[2]
    assert (await rows(noted, "undo"))[0][0] == change
    await noted("undo", change)
    assert [row[3] for row in await rows(noted, "search", "lives")] == ["Lives in Oslo"]


async def test_a_memory_is_pinned_and_let_go(noted: Run) -> None:
    [[number, *_]] = await rows(noted, "search", "Robin")
    await noted("pin", number)
    assert "Name is Robin (pinned)" in (await noted("list")).output
    await noted("unpin", number)
    assert "pinned" not in (await noted("list")).output


async def test_forgetting_asks_first(noted: Run) -> None:
    [[number, *_]] = await rows(noted, "search", "Ana")
    await noted("forget", number, said="n\n", code=1)
    assert len(await rows(noted, "list")) == 4
    assert "cannot be taken back" in (await noted("forget", number, said="y\n")).stderr
    assert "Ana" not in (await noted("list")).output
    await noted("forget", number, "--yes", code=1)
    await noted("forget", "--everything", "person", "--yes")
    assert await rows(noted, "list", "--state", "all") == []


async def test_forgetting_wants_to_know_exactly_what(noted: Run) -> None:
    await noted("forget", "--yes", code=2)
    await noted("forget", "abc", "--everything", "person", "--yes", code=2)
    assert "nothing starts" in (await noted("forget", "zzz", "--yes", code=1)).stderr
    assert "more than one" in (await noted("pin", "", code=1)).stderr


@pytest.mark.parametrize("form", ["json", "markdown"])
async def test_what_is_taken_along_comes_back(noted: Run, tmp_path: Path, form: str) -> None:
    file = tmp_path / "memories"
    await noted("export", str(file), "--format", form)
    assert (await noted("export", "--format", form)).output.startswith(("{", "# Memories"))
    before = sorted(row[1:] for row in await rows(noted, "list"))
    await noted("forget", "--everything", "companion", "--yes")
    assert (await noted("import", str(file))).output == "4\t0\t\n"
    assert (await noted("import", str(file))).output == "0\t4\t\n"
    assert sorted(row[1:] for row in await rows(noted, "list")) == before


async def test_a_file_that_cannot_be_read_is_told_in_a_line(run: Run) -> None:
    result = await run("import", "-", said="{", code=1)
    assert result.stderr.count("\n") == 1
    assert "not whole" in result.stderr
    assert "5 MB" in (await run("import", "-", said="- Likes rain\n" * 500_000, code=1)).stderr


async def test_people_and_preferences_are_listed(noted: Run) -> None:
    assert (await noted("people")).output == ""
    assert json.loads((await noted("people", "--json")).output) == []
    assert (await noted("preferences")).output == ""
    assert "nothing starts" in (await noted("people", "--merge", "a", "b", code=1)).stderr
    assert "2026" in (await noted("list", "--as-of", "soon", code=1)).stderr
