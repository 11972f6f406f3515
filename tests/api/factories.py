"""Ready-made settings for tests."""

from datetime import timedelta
from typing import Any

from api.settings import Settings

LEASE = timedelta(seconds=6)


def make_settings(**values: Any) -> Settings:
    """Return settings of these values alone, whatever the environment says."""
    return Settings.model_validate({"allowed_hosts": ("testserver.local",)} | values)
