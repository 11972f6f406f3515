import json
from functools import partial
from pathlib import Path

import pytest
from anyio import to_thread
from click.testing import CliRunner, Result

from api.cli import main
from api.commands.jobs import jobs
from storage.database import Database
from storage.queue import Queue


@pytest.mark.parametrize("command", sorted(jobs.commands))
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = CliRunner().invoke(main, ["jobs", command, "--help"])
    assert (result.exit_code, "Example:" in result.output) == (0, True)


async def test_dead_jobs_are_seen_done_again_and_thrown_away(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def invoke(*words: str) -> Result:
        environment = {"DATABASE_URL": database_url, "MIOLUMI_HOME": str(tmp_path)}
        return await to_thread.run_sync(
            partial(CliRunner().invoke, env=environment), main, ["jobs", *words]
        )

    async def die(*people: str) -> None:
        for person in people:
            await queue.enqueue("follow_up", lock=person, person_id=person)
        await queue.app.job_manager.connector.execute_query_async(
            "UPDATE procrastinate_jobs SET status = 'failed'"
        )

    monkeypatch.chdir(tmp_path)
    async with Queue(database) as queue:
        assert "No dead jobs" in (await invoke("list")).output
        await die("anna", "ben")
        shown = (await invoke("list")).output
        assert "follow_up" in shown
        assert "anna" in shown
        assert "jobs retry" in shown
        rows = [json.loads(line) for line in (await invoke("list", "--json")).output.splitlines()]
        assert [row["args"]["person_id"] for row in rows] == ["anna", "ben"]

        assert "1 job put back" in (await invoke("retry", str(rows[0]["id"]))).output
        assert "1 job thrown away" in (await invoke("discard", "--all")).output
        assert (await queue.figures()).dead == 0
        [left] = await queue.app.job_manager.list_jobs_async()
        assert left.task_kwargs == {"person_id": "anna"}

        missing = await invoke("retry", "999")
        assert (missing.exit_code, "jobs list" in missing.output) == (1, True)
        assert (await invoke("discard")).exit_code == 2
