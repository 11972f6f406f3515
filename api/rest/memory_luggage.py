"""Taking along what is remembered, and bringing it back."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    RequestBody,
    Schema,
)
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import QueryParameter

from api.desks.luggage import LARGEST_FILE, Form
from api.problems import problems
from api.rest.body import Body
from api.rest.messages import AgentId
from api.services import Running
from storage.records import Person

Format = Annotated[Form, QueryParameter(name="format")]

MEDIA_TYPES: dict[Form, tuple[str, str]] = {
    "json": ("application/json", "memories.json"),
    "markdown": ("text/markdown; charset=utf-8", "MEMORY.md"),
}
"""How each form is called on the wire and on disk."""


@dataclass
class ImportOperation(Operation):
    """What OpenAPI says of a body that is a file."""

    def __post_init__(self) -> None:
        """Describe the body."""
        text = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
        anything = OpenAPIMediaType(schema=Schema(type=OpenAPIType.OBJECT))
        self.request_body = RequestBody(
            description="An export, or another assistant's MEMORY.md: headings and bullet lines.",
            content={"application/json": anything, "text/markdown": text},
            required=True,
        )


@dataclass
class ExportOperation(Operation):
    """What OpenAPI says of an answer that is a file of one of two kinds."""

    def __post_init__(self) -> None:
        """Describe the answer."""
        text = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
        anything = OpenAPIMediaType(schema=Schema(type=OpenAPIType.OBJECT))
        content = {"application/json": anything, "text/markdown": text}
        self.responses = {
            **(self.responses or {}),
            "200": OpenAPIResponse(description="A file", content=content),
        }


class ImportedBody(Body):
    """What became of an import."""

    added: int
    """Memories, people and preferences that are new."""
    known: int
    """Those that were there already."""
    rejected: dict[str, int]
    """How many lines were turned away, and why."""


@get(
    "/api/memories/export",
    responses=problems(400, 401, 503),
    operation_class=ExportOperation,
)
async def export_memories(
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    form: Format = "json",
    agent_id: AgentId = None,
) -> Response[bytes]:
    """Take along everything that is remembered: memories with both clocks and their messages,
    preferences, people, episodes, changes, the standing profile and counts.
    """  # noqa: D205 - one sentence
    media_type, name = MEDIA_TYPES[form]
    text = await running.travel.export(person.id, agent_id, form)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content=text.encode(), media_type=media_type, headers=headers)


@post(
    "/api/memories/import",
    status_code=200,
    responses=problems(400, 401, 403, 413, 503),
    operation_class=ImportOperation,
    request_max_body_size=LARGEST_FILE,
)
async def import_memories(
    request: Request[Any, Any, Any],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> ImportedBody:
    """Remember what a file holds, all of it or nothing; the same file twice adds nothing more."""
    done = await running.travel.bring(person, agent_id, await request.body())
    return ImportedBody(added=done.added, known=done.known, rejected=dict(done.rejected))


LUGGAGE_HANDLERS = (export_memories, import_memories)
"""Export and import."""
