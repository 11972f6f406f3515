"""Figures for Prometheus."""

from ipaddress import ip_address
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.plugins.prometheus import PrometheusConfig, PrometheusController

from api.entrance.sign_in import person_of_connection

METRICS = PrometheusConfig(
    app_name="miolumi", prefix="miolumi", group_path=True, exclude=["^/health$", "^/metrics$"]
)
"""Counts and times of requests by path; nothing in it tells people apart."""


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


def _is_local(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    try:
        return connection.client is not None and ip_address(connection.client.host).is_loopback
    except ValueError:
        return False
