import io
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from api.doctor.examine import examine, shown
from api.doctor.finding import Finding
from api.settings import Settings
from storage.database import Database
from storage.records import Person
from tests.api.factories import make_settings
from tests.factories import exchange, make_talks
from tests.servers.gemini import GeminiServer
from tools.clock import MovedClock
from tools.models.local import is_installed


@pytest.fixture
def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


def by_name(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.name: finding for finding in findings}


async def test_a_sound_machine_has_nothing_broken(settings: Settings, free_port: int) -> None:
    sound = settings.model_copy(update={"port": free_port})
    findings = await examine(sound, ask_models=True)
    assert [finding for finding in findings if finding.state == "broken"] == []
    names = by_name(findings)
    assert names["Migrations"].state == names["Row-level security"].state == "fine"
    assert "GOOGLE_API_KEY" in names["Voice"].mend


async def test_what_has_vectors_of_another_embedder_is_counted(
    settings: Settings, free_port: int, database: Database, person: Person, clock: MovedClock
) -> None:
    sound = settings.model_copy(update={"port": free_port})
    assert by_name(await examine(sound, ask_models=False))["Vectors"].state == "fine"
    await exchange(make_talks(database), person, "my sister", clock=clock)
    found = by_name(await examine(sound, ask_models=False))["Vectors"]
    assert (found.state, "miolumi reembed" in found.mend) == ("remark", True)
    assert found.says == "2 messages and 0 memories lack those of miolumi:lexical/2"


@pytest.mark.skipif(is_installed(), reason="the optional extra `local` is installed")
async def test_an_embedder_whose_package_is_missing_is_told_with_the_command_that_adds_it(
    settings: Settings, free_port: int
) -> None:
    changed = {"port": free_port, "embedder": "fastembed:BAAI/bge-small-zh-v1.5"}
    findings = await examine(settings.model_copy(update=changed), ask_models=False)
    found = by_name(findings)["Embedder"]
    assert (found.state, found.mend) == ("broken", '.venv/bin/pip install -e ".[local]"')


async def test_a_taken_port_is_named(settings: Settings, taken_port: int) -> None:
    findings = await examine(settings.model_copy(update={"port": taken_port}), ask_models=False)
    found = by_name(findings)["Port"]
    assert found.state == "broken"
    assert "MIOLUMI_PORT" in found.mend


async def test_an_empty_database_is_no_fault(
    empty_database_url: str, tmp_path: Path, free_port: int
) -> None:
    settings = make_settings(home=tmp_path, database_url=empty_database_url, port=free_port)
    found = by_name(await examine(settings, ask_models=False))["Migrations"]
    assert (found.state, "miolumi migrate" in found.mend) == ("remark", True)


async def test_a_database_that_does_not_answer_is_broken(tmp_path: Path, free_port: int) -> None:
    url = "postgresql://somebody:hunter2@127.0.0.1:9/nothing"
    settings = make_settings(home=tmp_path, database_url=url, port=free_port)
    found = by_name(await examine(settings, ask_models=False))["DATABASE_URL"]
    assert found.state == "broken"
    assert "DATABASE_URL" in found.mend
    assert "hunter2" not in found.says


async def test_a_folder_that_cannot_be_written_is_broken(
    database_url: str, tmp_path: Path, free_port: int
) -> None:
    (tmp_path / "file").touch()
    home = tmp_path / "file" / "folder"
    settings = make_settings(home=home, database_url=database_url, port=free_port)
    found = by_name(await examine(settings, ask_models=False))["Data folder"]
    assert (found.state, "MIOLUMI_HOME" in found.mend) == ("broken", True)


async def test_models_that_cannot_be_reached_are_named_once_each(
    settings: Settings, free_port: int
) -> None:
    keyed = settings.model_copy(
        update={
            "google_api_key": make_settings(google_api_key="a-key").google_api_key,
            "google_base_url": "http://127.0.0.1:9",
            "port": free_port,
        }
    )
    findings = [one for one in await examine(keyed, ask_models=True) if one.name == "Model"]
    states = {finding.says.partition(", for ")[2]: finding.state for finding in findings}
    assert states["chat, vision, transcribe"] == "broken"
    assert states["embed"] == "broken"
    assert states["speech"] == "remark"
    assert all("a-key" not in finding.says for finding in findings)


async def test_a_refused_key_is_one_fault_and_nobody_is_told_that_its_model_speaks(
    settings: Settings, free_port: int
) -> None:
    async with GeminiServer() as gemini:
        gemini.keys = frozenset({"the right key"})
        keyed = settings.model_copy(
            update={
                "google_api_key": make_settings(google_api_key="a-key").google_api_key,
                "google_base_url": gemini.url,
                "port": free_port,
            }
        )
        findings = await examine(keyed, ask_models=True)
    [fault] = [finding for finding in findings if finding.state == "broken"]
    assert (fault.name, "GOOGLE_API_KEY" in fault.says) == ("Key", True)
    assert by_name(findings)["Voice"].state == "remark"


async def test_a_broken_model_table_is_named_with_its_line(
    settings: Settings, tmp_path: Path, free_port: int
) -> None:
    table = tmp_path / "models.toml"
    table.write_text("[roles.chat]\nmodle = 'a:b'\n")
    findings = await examine(
        settings.model_copy(update={"models": table, "port": free_port}), ask_models=False
    )
    found = by_name(findings)["Model table"]
    assert found.state == "broken"
    assert "line 2" in found.says


async def test_a_redis_that_does_not_answer_is_broken(settings: Settings, free_port: int) -> None:
    redis = make_settings(redis_url="redis://127.0.0.1:9/0").redis_url
    with_redis = settings.model_copy(update={"redis_url": redis, "port": free_port})
    found = by_name(await examine(with_redis, ask_models=False))["Redis"]
    assert (found.state, "REDIS_URL" in found.mend) == ("broken", True)


def test_what_was_found_is_shown_as_it_is() -> None:
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(shown([Finding(name="A", state="broken", says="[red] 7", mend="do [this]")]))
    assert console.export_text() == "✗  A  [red] 7    \n      → do [this]\n"
