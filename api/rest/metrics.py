"""Figures for Prometheus."""

from contextlib import suppress
from dataclasses import asdict
from ipaddress import ip_address
from typing import Any

from litestar import Response, get
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.plugins.prometheus import PrometheusConfig, PrometheusController
from prometheus_client import Gauge

from api.entrance.sign_in import person_of_connection
from api.services import Running
from storage.errors import StorageError

METRICS = PrometheusConfig(
    app_name="miolumi", prefix="miolumi", group_path=True, exclude=["^/health$", "^/metrics$"]
)
"""Counts and times of requests by path; nothing in it tells people apart."""

JOBS = Gauge("miolumi_jobs", "Background jobs: running, late, or dead.", ("state",))
"""A late one is due for a minute; a dead one waits for somebody who says what to do with it."""


async def local_or_signed_in(
    connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler
) -> None:
    """Let in whoever asks from this machine, and whoever is signed in.

    Raises:
        PermissionDeniedException: it is neither.
    """
    if _is_local(connection) or await person_of_connection(connection) is not None:
        return
    raise PermissionDeniedException(
        "The figures are shown to this machine and to who is signed in."
    )


class Metrics(PrometheusController):
    """Serves the figures."""

    path = "/metrics"
    guards = (local_or_signed_in,)
    include_in_schema = False

    @get()
    async def get(self, running: NamedDependency[Running]) -> Response[bytes]:
        """Return the figures, those of the queue as they are now; without a database, as it was."""
        with suppress(StorageError):
            for state, count in asdict(await running.queue.figures()).items():
                JOBS.labels(state).set(count)
        figures: Response[bytes] = await super().get.fn(self)
        return figures


def _is_local(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    try:
        return connection.client is not None and ip_address(connection.client.host).is_loopback
    except ValueError:
        return False
