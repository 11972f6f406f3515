import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from api.cli import main
from tests.api.processes import START_SECONDS, finished, line_with, started

COMMANDS = ("chat", "doctor", "draw", "link", "migrate", "reembed", "run", "serve", "worker")

Invoke = Callable[..., Result]


@pytest.fixture
def invoke(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Invoke:
    """Runs a command in this process."""
    monkeypatch.chdir(tmp_path)

    def invoked(*words: str, **changes: str) -> Result:
        return CliRunner().invoke(main, words, env=environment | changes)

    return invoked


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert "Example:" in result.output
    assert f"miolumi {command}" in result.output


def test_help_names_every_command() -> None:
    output = CliRunner().invoke(main, ["--help"]).output
    assert all(command in output for command in COMMANDS)


def test_help_waits_for_no_framework() -> None:
    heavy = ("litestar", "langgraph", "langchain", "psycopg", "uvicorn", "procrastinate")
    code = f"import sys, api.cli; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert found.stdout.strip() == "[]"


def test_a_wrong_setting_is_told_in_a_line(invoke: Invoke) -> None:
    result = invoke("link", MIOLUMI_PORT="many")
    assert result.exit_code == 1
    assert result.stderr.startswith("miolumi: MIOLUMI_PORT: ")
    assert result.stderr.count("\n") == 1


def test_a_fresh_link_is_printed_whole(invoke: Invoke) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/#key=[\w.-]+\n", invoke("link").output)


@pytest.mark.parametrize(("form", "start"), [("mermaid", "flowchart"), ("svg", "<svg")])
def test_a_graph_is_drawn_in_the_form_that_was_asked_for(
    invoke: Invoke, form: str, start: str
) -> None:
    assert invoke("draw", "turn", "--format", form).output.startswith(start)


def test_without_a_name_every_graph_is_drawn(invoke: Invoke) -> None:
    output = invoke("draw").output
    assert "guard_input" in output
    assert "load_talk" in output


def test_a_graph_that_does_not_exist_is_told(invoke: Invoke) -> None:
    result = invoke("draw", "nothing")
    assert result.exit_code == 2
    assert "turn, extraction" in result.output


def test_the_drawings_of_a_document_are_renewed_in_place(invoke: Invoke, tmp_path: Path) -> None:
    document = tmp_path / "README.md"
    document.write_text("<!-- drawing:turn -->\n<!-- /drawing -->\n")
    assert invoke("draw", "--readme").exit_code == 0
    assert "guard_input -. crisis .-> answer_crisis" in document.read_text("utf-8")


def test_a_database_is_migrated_once(invoke: Invoke) -> None:
    assert "0001_first_tables.sql" in invoke("migrate").output
    assert "up to date" in invoke("migrate").output


def test_where_every_vector_is_of_todays_embedder_there_is_nothing_to_re_embed(
    invoke: Invoke,
) -> None:
    result = invoke("reembed", "--dry-run")
    assert (result.exit_code, "Nothing to do" in result.output) == (0, True)
    assert invoke("reembed", "--concurrency", "0").exit_code == 2


def test_a_doctor_who_finds_something_broken_ends_with_one(invoke: Invoke) -> None:
    assert invoke("doctor").exit_code == 0
    broken = invoke("doctor", DATABASE_URL="postgresql://me@127.0.0.1:9/nothing")
    assert broken.exit_code == 1
    assert "DATABASE_URL" in broken.output


def test_one_command_starts_everything_and_stops_politely(environment: dict[str, str]) -> None:
    address = f"http://127.0.0.1:{environment['MIOLUMI_PORT']}"
    with started(environment, "run", anew=True) as process:
        key = line_with(process, "#key=").partition("#key=")[2].strip()
        assert "offline voice" in line_with(process, "Voice")
        with httpx.Client(base_url=address, trust_env=False) as browser:
            assert browser.get("/ready").status_code == 200
            assert browser.post("/api/sign-in", json={"key": key}).status_code == 204
            assert browser.get("/api/companion").json()["name"] == "Lumi"
            assert browser.get("/metrics").status_code == 200
        second = finished(environment, "run")
        assert (second.returncode, "already runs" in second.stderr) == (1, True)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=START_SECONDS)
    assert process.returncode == 0
    assert "Traceback" not in errors


def test_a_piped_talk_is_answered_and_remembered(environment: dict[str, str]) -> None:
    first = finished(
        environment, "chat", said="Hello, my name is Robin.\n\nI have an interview on Friday.\n"
    )
    assert first.returncode == 0, first.stderr
    assert first.stdout.count("lumi: ") == 2
    assert "offline voice" in first.stderr
    second = finished(environment, "chat", said="What is my name?\n")
    assert "Robin" in second.stdout
    assert "you: Hello, my name is Robin." in second.stderr


def test_a_server_of_other_data_is_told_apart(environment: dict[str, str], tmp_path: Path) -> None:
    other = environment | {"MIOLUMI_HOME": str(tmp_path)}
    with started(environment, "run") as process:
        line_with(process, "#key=")
        result = finished(other, "chat", said="Hello!\n")
    assert result.returncode == 1
    assert "MIOLUMI_HOME" in result.stderr


def test_a_worker_of_its_own_does_what_follows_a_turn(environment: dict[str, str]) -> None:
    address = f"http://127.0.0.1:{environment['MIOLUMI_PORT']}"
    with started(environment, "serve") as server, started(environment, "worker") as worker:
        key = line_with(server, "#key=").partition("#key=")[2].strip()
        line_with(worker, "At work")
        assert finished(environment, "chat", said="Hello, my name is Robin.\n").returncode == 0
        with httpx.Client(base_url=address, trust_env=False) as browser:
            browser.post("/api/sign-in", json={"key": key})
            assert "background" in roles_called(browser, wanted="background")


def roles_called(browser: httpx.Client, *, wanted: str) -> set[str]:
    """Ask which roles were called until the wanted one was."""
    roles: set[str] = set()
    deadline = time.monotonic() + START_SECONDS
    while wanted not in roles and time.monotonic() < deadline:
        time.sleep(0.1)
        roles = {spent["role"] for spent in browser.get("/api/spending").json()["spending"]}
    return roles
