"""Whether this process lives, and whether it can work."""

import asyncio
from typing import Literal

from litestar import get
from litestar.di import NamedDependency

from api.problems import problems
from api.rest.body import Body
from api.services import Running
from storage.database import EVERYONE
from storage.errors import DatabaseUnavailable
from storage.migrate import ours

READY_SECONDS = 2.0
"""How long the database may take to answer before this process counts as not ready."""


class HealthBody(Body):
    """All is well."""

    status: Literal["ok"] = "ok"
    program: Literal["miolumi"] = "miolumi"
    """Tells this program from others that may listen on its port."""


@get("/health")
async def health() -> HealthBody:
    """Answer while the process lives, whatever else is broken."""
    return HealthBody()


@get("/ready", responses=problems(503))
async def ready(running: NamedDependency[Running]) -> HealthBody:
    """Answer when the database does and has every table."""
    try:
        async with asyncio.timeout(READY_SECONDS):
            [rows] = await running.database.trip(
                EVERYONE, ("applied_migrations", {}), idempotent=True
            )
    except TimeoutError as error:
        raise DatabaseUnavailable from error
    if missing := {migration.name for migration in ours()} - {row["name"] for row in rows}:
        raise DatabaseUnavailable(f"Not migrated yet: {', '.join(sorted(missing))}")
    return HealthBody()
