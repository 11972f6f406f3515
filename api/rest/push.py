"""Devices that are woken when a companion writes first: Web Push."""

from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from litestar import Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from pydantic import AfterValidator, Field, StringConstraints

from api.entrance.sign_in import session_of
from api.problems import problems
from api.rest.body import Body
from api.services import Running
from storage.records import Person
from storage.records.push import PushDevice
from tools.outside.web_address import checked_url
from tools.push.keys import browser_key, browser_secret

LONGEST_ENDPOINT = 1024
"""Characters; those of the large push services have about 200."""

Endpoint = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ENDPOINT)]


def _browser_key(text: str) -> str:
    browser_key(text)
    return text


def _browser_secret(text: str) -> str:
    browser_secret(text)
    return text


class PushKeysBody(Body):
    """What a browser made for us, in base64url."""

    p256dh: Annotated[str, Field(max_length=128), AfterValidator(_browser_key)]
    """The public key letters are encrypted for."""
    auth: Annotated[str, Field(max_length=64), AfterValidator(_browser_secret)]
    """A secret of the two."""


class NewPushDevice(Body):
    """A subscription as the Push API writes it, and what the person wants of it."""

    endpoint: Endpoint
    """Where the browser's push service takes letters; it has to be public, and encrypted."""
    keys: PushKeysBody
    expiration_time: float | None = None
    """Read by nobody: a device that is gone is noticed when it is next written to."""
    language: Literal["en", "zh"] = "en"
    shows_words: bool = False
    """Whether messages may stand on the screen, or only that there is one."""


class PushDeviceBody(Body):
    """A device that is woken."""

    id: UUID
    service: str
    """The host of its push service."""
    language: Literal["en", "zh"]
    shows_words: bool


class PushBody(Body):
    """What a browser needs to subscribe, and which ones have."""

    public_key: str
    """What goes into `applicationServerKey`, in base64url."""
    devices: tuple[PushDeviceBody, ...]


@get("/api/push", responses=problems(401, 503))
async def push(person: NamedDependency[Person], running: NamedDependency[Running]) -> PushBody:
    """Show the key to subscribe with, and the devices of the person who is signed in."""
    devices = await running.pushes.devices_of(person.id)
    return PushBody(
        public_key=running.post.key.public,
        devices=tuple(_device(device, running) for device in devices),
    )


@post("/api/push/devices", status_code=200, responses=problems(400, 401, 403, 503))
async def add_push_device(
    request: Request[Any, Any, Any],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    data: JSONBody[NewPushDevice],
) -> PushDeviceBody:
    """Wake this device when a companion writes first and nobody is connected.

    Sent again, it changes what is known of the device. Its endpoint has to be public. Signing out
    with the same cookie or token ends it.
    """
    checked_url(data.endpoint, rules=running.post.rules)
    device = PushDevice(
        id=uuid4(),
        endpoint=data.endpoint,
        public_key=browser_key(data.keys.p256dh),
        secret=browser_secret(data.keys.auth),
        language=data.language,
        shows_words=data.shows_words,
    )
    saved = await running.pushes.save(
        person.id, device, session_id=session_of(request), now=running.clock.now()
    )
    return _device(saved, running)


@delete("/api/push/devices/{device_id:uuid}", responses=problems(400, 401, 403, 404, 503))
async def remove_push_device(
    person: NamedDependency[Person], running: NamedDependency[Running], device_id: FromPath[UUID]
) -> None:
    """Wake a device no longer."""
    await running.pushes.remove(person.id, device_id)


def _device(device: PushDevice, running: Running) -> PushDeviceBody:
    return PushDeviceBody(
        id=device.id,
        service=checked_url(device.endpoint, rules=running.post.rules).host,
        language=device.language,
        shows_words=device.shows_words,
    )


PUSH_HANDLERS = (push, add_push_device, remove_push_device)
"""To be woken, and to be left alone."""
