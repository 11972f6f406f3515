from functools import partial
from pathlib import Path

import pytest
from anyio import to_thread
from click.testing import CliRunner, Result

from api.cli import main


async def test_how_long_messages_are_kept_is_asked_and_tried_out(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {"DATABASE_URL": database_url, "MIOLUMI_HOME": str(tmp_path)}
    monkeypatch.chdir(tmp_path)

    async def invoke(*words: str, **changes: str) -> Result:
        run = partial(CliRunner().invoke, env=environment | changes)
        return await to_thread.run_sync(run, main, ["retention", *words])

    assert "Example:" in (await invoke("--help")).output
    unset = await invoke("--dry-run")
    assert (unset.exit_code, "MIOLUMI_KEEP_MESSAGES_DAYS" in unset.stderr) == (1, True)
    assert "0 messages of 0 people would go" in (await invoke("--dry-run", "--days", "30")).output
    assert (await invoke("--days", "30")).exit_code == 2
    assert "0 messages are removed" in (await invoke(MIOLUMI_KEEP_MESSAGES_DAYS="30")).output
    wrong = await invoke("--dry-run", MIOLUMI_KEEP_MESSAGES_DAYS="0")
    assert (wrong.exit_code, "MIOLUMI_KEEP_MESSAGES_DAYS" in wrong.stderr) == (1, True)
