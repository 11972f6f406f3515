"""Secrets that are set, or made once for our eyes only."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.entrance.kept_secrets import push_key, signing_secret
from tests.api.entrance.signed import SECRET
from tests.api.factories import make_settings


def test_the_secret_is_made_once_and_for_our_eyes_only(tmp_path: Path) -> None:
    settings = make_settings(home=tmp_path / "new" / "folder")
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: signing_secret(settings), range(8)))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 32
    [file] = settings.home.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_secret_that_is_set_is_written_nowhere(tmp_path: Path) -> None:
    settings = make_settings(home=tmp_path / "none", session_secret=SECRET)
    assert signing_secret(settings) == SECRET
    assert not settings.home.exists()


def test_machines_of_one_secret_wake_devices_with_one_key_and_others_keep_their_own(
    tmp_path: Path,
) -> None:
    one, other = (make_settings(home=tmp_path / name, session_secret=SECRET) for name in "ab")
    assert push_key(one).public == push_key(other).public
    assert not (tmp_path / "a").exists()
    alone = make_settings(home=tmp_path / "c")
    assert push_key(alone).public == push_key(alone).public != push_key(one).public
    assert stat.S_IMODE((tmp_path / "c" / "push-key").stat().st_mode) == 0o600
    kept = (tmp_path / "c" / "push-key").read_text()
    assert (
        push_key(make_settings(home=tmp_path / "d", push_key=kept)).public == push_key(alone).public
    )
    with pytest.raises(ValueError, match="32 bytes"):
        make_settings(push_key="no key")
