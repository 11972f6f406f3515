"""What the program stands on beside database and models: a folder, a port, lines of help, Redis."""

import os
import platform

from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.doctor.finding import Finding
from api.errors import PortTaken
from api.serving import bind, is_ours
from api.settings import Settings
from tools.care.helplines import VERIFY_EVERY, outdated
from tools.care.own_lines import BadLines, use_own_lines
from tools.clock import SystemClock


def look_at_python() -> Finding:
    """Name the Python that runs this."""
    return Finding(name="Python", state="fine", says=platform.python_version())


def look_at_folder(settings: Settings) -> Finding:
    """Say whether the data folder can be written, or made."""
    place = settings.home
    while not place.exists():
        place = place.parent
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return Finding(name="Data folder", state="fine", says=str(settings.home))
    return Finding(
        name="Data folder",
        state="broken",
        says=f"{settings.home} cannot be written",
        mend="Give yourself the right to, or choose another folder with MIOLUMI_HOME.",
    )


def look_at_port(settings: Settings) -> Finding:
    """Say whether the port is free, or taken by a miolumi of ours."""
    try:
        bind(settings).close()
    except PortTaken as error:
        if is_ours(settings):
            return Finding(name="Port", state="fine", says=str(error))
        return Finding(
            name="Port",
            state="broken",
            says=f"{settings.port} is taken by another program",
            mend="Stop that one, or choose another port with MIOLUMI_PORT.",
        )
    except OSError as error:
        return Finding(
            name="Port",
            state="broken",
            says=f"cannot listen on {settings.host}:{settings.port} ({error.strerror})",
            mend="Set MIOLUMI_HOST to an address of this machine, like 127.0.0.1.",
        )
    return Finding(name="Port", state="fine", says=f"{settings.port} is free")


def look_at_helplines(settings: Settings) -> Finding:
    """Say whether the lines for people in danger were held against their sources lately."""
    try:
        use_own_lines(settings.helplines)
    except BadLines as error:
        mend = (
            "Mend the file, or leave MIOLUMI_HELPLINES out; docs/helplines.md shows how it reads."
        )
        return Finding(name="Helplines", state="broken", says=str(error), mend=mend)
    old = outdated(SystemClock().now().date())
    if not old:
        return Finding(name="Helplines", state="fine", says="held against their sources lately")
    says = f"{len(old)} were held against their sources over {VERIFY_EVERY.days} days ago"
    mend = "`miolumi safety helplines --due` lists them; docs/helplines.md says how to renew them"
    return Finding(name="Helplines", state="remark", says=says, mend=mend)


async def look_at_redis(url: str) -> Finding:
    """Say whether Redis answers."""
    try:
        async with Redis.from_url(url) as redis:
            await redis.ping()
    except (RedisError, OSError) as error:
        return Finding(
            name="Redis",
            state="broken",
            says=f"does not answer ({error})",
            mend="Start it, or leave REDIS_URL unset: PostgreSQL then carries the frames.",
        )
    return Finding(name="Redis", state="fine", says="answers")
