import os
from pathlib import Path

import pytest

from api.errors import SettingsError
from api.settings import Settings, machine_timezone, read_settings
from tests.api.factories import make_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine that runs the tests, and no `.env` file."""
    for field in Settings.model_fields.values():
        if isinstance(field.validation_alias, str):
            monkeypatch.delenv(field.validation_alias, raising=False)
    for name in os.environ:
        if name.startswith("MIOLUMI_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()
    assert settings.address == "http://127.0.0.1:8181"
    assert settings.database_url is None
    assert not settings.signs_in_by_token


def test_a_dotenv_file_in_the_current_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MIOLUMI_PORT=9001\nGOOGLE_API_KEY=secret\nOTHER=1\n")
    settings = read_settings()
    assert settings.port == 9001
    assert settings.google_api_key is not None
    assert settings.google_api_key.get_secret_value() == "secret"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_API_KEY", "")
    assert read_settings().google_api_key is None


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MIOLUMI_PORT", "99999", "MIOLUMI_PORT"),
        ("MIOLUMI_PORT", "many", "MIOLUMI_PORT"),
        ("MIOLUMI_PROT", "9000", "did you mean MIOLUMI_PORT"),
        ("MIOLUMI_LOG_LEVEL", "loud", "MIOLUMI_LOG_LEVEL"),
        ("MIOLUMI_TIMEZONE", "Mars/Olympus", "MIOLUMI_TIMEZONE"),
        ("MIOLUMI_ALLOWED_ORIGINS", "talk.example.org", "MIOLUMI_ALLOWED_ORIGINS"),
        ("MIOLUMI_JWKS_URL", "https://id.example.org/keys", "MIOLUMI_JWT_ISSUER"),
        ("DATABASE_URL", "mysql://host/name", "DATABASE_URL"),
        ("REDIS_URL", "http://host", "REDIS_URL"),
        ("OPENAI_BASE_URL", "localhost", "OPENAI_BASE_URL"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=words):
        read_settings()


def test_a_short_secret_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIOLUMI_JWT_SECRET", "hunter2")
    with pytest.raises(SettingsError, match="MIOLUMI_JWT_SECRET") as caught:
        read_settings()
    assert "hunter2" not in str(caught.value)


def test_two_ways_to_check_tokens_exclude_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIOLUMI_JWT_SECRET", "x" * 32)
    monkeypatch.setenv("MIOLUMI_JWKS_URL", "https://id.example.org/keys")
    with pytest.raises(SettingsError, match="exclude each other"):
        read_settings()


def test_secrets_show_in_no_text_made_of_the_settings() -> None:
    settings = make_settings(jwt_secret="x" * 40, database_url="postgresql://me:word@host/name")
    assert "xxx" not in repr(settings)
    assert "word" not in repr(settings)


def test_origins_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIOLUMI_ALLOWED_ORIGINS", "https://a.example/, http://b.example:8080")
    assert read_settings().allowed_origins == ("https://a.example", "http://b.example:8080")


def test_whoever_listens_everywhere_is_still_found_on_this_machine() -> None:
    assert make_settings(host="::", port=9000).address == "http://127.0.0.1:9000"
    assert make_settings(host="::1", port=9000).address == "http://[::1]:9000"


def test_the_machines_time_zone_is_read_from_its_link(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    zone = tmp_path / "zoneinfo" / "Asia" / "Shanghai"
    zone.parent.mkdir(parents=True)
    zone.touch()
    link = tmp_path / "localtime"
    link.symlink_to(zone)
    assert machine_timezone(link) == "Asia/Shanghai"
    assert machine_timezone(tmp_path / "missing") == "UTC"


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
