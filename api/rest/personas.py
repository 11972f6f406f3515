"""The cast, and the personas that people bring: to meet, to see, to bring and to take along."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    RequestBody,
    Schema,
)
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import FromPath, QueryParameter

from api.desks.persona_bodies import ImportedBody, MetBody, PersonasBody, PortraitBody
from api.desks.persona_room import PersonaRoom
from api.problems import problems
from api.services import Running
from storage.records import Person
from storage.records.persona import CardForm, PersonaLanguage
from tools.persona.limits import FILE_BYTES

MEDIA_TYPES: dict[CardForm, str] = {
    "json": "application/json",
    "png": "image/png",
    "charx": "application/zip",
}
"""How each form of a card is called on the wire."""

Language = Annotated[PersonaLanguage | None, QueryParameter(name="language")]
"""Left out, it is the person's own."""
Form = Annotated[CardForm, QueryParameter(name="form")]
NewSlug = Annotated[str | None, QueryParameter(name="slug", min_length=1, max_length=100)]

_FILE = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY))


@dataclass
class BringOperation(Operation):
    """What OpenAPI says of a body that is a card."""

    def __post_init__(self) -> None:
        """Describe the body."""
        anything = OpenAPIMediaType(schema=Schema(type=OpenAPIType.OBJECT))
        self.request_body = RequestBody(
            description="A character card of version 1, 2 or 3: JSON, PNG or CHARX.",
            content={
                "application/json": anything,
                "application/octet-stream": _FILE,
                "application/zip": _FILE,
                "image/png": _FILE,
            },
            required=True,
        )


@dataclass
class TakeOperation(Operation):
    """What OpenAPI says of an answer that is a card."""

    def __post_init__(self) -> None:
        """Describe the answer."""
        anything = OpenAPIMediaType(schema=Schema(type=OpenAPIType.OBJECT))
        content = {"application/json": anything, "application/zip": _FILE, "image/png": _FILE}
        self.responses = {
            **(self.responses or {}),
            "200": OpenAPIResponse(description="A character card", content=content),
        }


@get("/api/personas", responses=problems(400, 401, 503))
async def personas(
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    language: Language = None,
) -> PersonasBody:
    """Show everybody there is to talk with: the cast, those the person brought, and those who were.

    At most the cast of 25 and 100 that were brought, and a line about each.
    """
    return PersonasBody(personas=await room(person, running).everybody(language))


@get("/api/personas/{slug:str}", responses=problems(400, 401, 404, 503))
async def portrait(
    slug: FromPath[str], person: NamedDependency[Person], running: NamedDependency[Running]
) -> PortraitBody:
    """Show who somebody is: the cast in both languages, one that was brought as its card says."""
    return await room(person, running).portrait(slug)


@post(
    "/api/personas/{slug:str}/meet",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def meet(
    slug: FromPath[str],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    language: Language = None,
) -> MetBody:
    """Begin to talk with somebody, or go on: from now on messages may carry this `agentId`.

    Where nothing was said yet, it says its first words, once: they are the first message of
    `/api/messages` with this `agentId`.
    """
    return await room(person, running).meet(slug, language)


@post(
    "/api/personas",
    status_code=200,
    responses=problems(400, 401, 403, 409, 413, 503),
    operation_class=BringOperation,
    request_max_body_size=FILE_BYTES,
)
async def bring_persona(
    request: Request[Any, Any, Any],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    slug: NewSlug = None,
) -> ImportedBody:
    """Bring a character card; one that is brought again takes the place of itself.

    What it says is a stranger's word: it shapes a manner, and changes no rule.
    """
    return await room(person, running).bring(await request.body(), slug)


@get(
    "/api/personas/{slug:str}/card",
    responses=problems(400, 401, 404, 503),
    operation_class=TakeOperation,
)
async def take_persona(
    slug: FromPath[str],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    form: Form = "json",
) -> Response[bytes]:
    """Take somebody along as a character card; in the form it came in, all its parts come along."""
    content = await room(person, running).file(slug, form)
    headers = {"Content-Disposition": f'attachment; filename="{slug}.{form}"'}
    return Response(content=content, media_type=MEDIA_TYPES[form], headers=headers)


@delete("/api/personas/{slug:str}", responses=problems(400, 401, 403, 404, 409, 503))
async def remove_persona(
    slug: FromPath[str], person: NamedDependency[Person], running: NamedDependency[Running]
) -> None:
    """Let go of somebody who was brought; the talk with them can still be read. The cast stays."""
    await room(person, running).remove(slug)


def room(person: Person, running: Running) -> PersonaRoom:
    """Return the personas as a person may see and bring them."""
    return PersonaRoom(personas=running.personas, person=person, clock=running.clock)


PERSONA_HANDLERS = (
    personas,
    portrait,
    meet,
    bring_persona,
    take_persona,
    remove_persona,
)
"""The cast and those who were brought."""
