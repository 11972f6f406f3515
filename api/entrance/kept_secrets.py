"""Secrets that are set, or made once and kept in the data folder."""

import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from api.errors import SettingsError
from api.settings import SECRET_LENGTH, Settings
from tools.push.keys import KEY_BYTES, PushKey, new_push_key


def signing_secret(settings: Settings) -> str:
    """Return what sessions are signed with; made once and kept in the data folder unless it is set.

    Raises:
        SettingsError: the data folder cannot be written.
    """
    if settings.session_secret:
        return settings.session_secret.get_secret_value()
    return _kept(settings, "session-secret", lambda: secrets.token_urlsafe(SECRET_LENGTH))


def push_key(settings: Settings) -> PushKey:
    """Return what signs letters to devices: what is set, or one that all machines make alike.

    Without a session secret that they share, it is made once and kept in the data folder.

    Raises:
        SettingsError: the data folder cannot be written.
    """
    if settings.push_key:
        return PushKey(settings.push_key.get_secret_value())
    if settings.session_secret:
        secret = settings.session_secret.get_secret_value().encode()
        return PushKey(new_push_key(hmac.digest(secret, b"push", "sha256")))
    return PushKey(
        _kept(settings, "push-key", lambda: new_push_key(secrets.token_bytes(KEY_BYTES)))
    )


def _kept(settings: Settings, name: str, make: Callable[[], str]) -> str:
    """Return a secret out of the data folder, made at the first time."""
    path = settings.home / name
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, make())
        path.chmod(0o600)
        return path.read_text("ascii")
    except OSError as error:
        raise SettingsError(
            f"The data folder {str(settings.home)!r} cannot be used ({error.strerror}). "
            "Choose another one with MIOLUMI_HOME."
        ) from error


def _write_once(path: Path, text: str) -> None:
    """Write a file for our eyes only, whole or not at all; who comes second changes nothing."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
