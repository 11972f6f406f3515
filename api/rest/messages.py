"""What was said."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from api.problems import problems
from api.rest.body import Body
from api.services import Running
from api.talks.frames_up import AGENT_ID_LIMIT
from storage.records import Message, Person

LARGEST_POSITION = 2**63 - 1
"""PostgreSQL's bigint."""

Before = Annotated[int | None, QueryParameter(ge=1, le=LARGEST_POSITION)]
Limit = Annotated[int, QueryParameter(ge=1, le=100)]
AgentId = Annotated[
    str | None,
    QueryParameter(
        name="agentId", min_length=1, max_length=AGENT_ID_LIMIT, pattern=r"^[^\x00-\x1f]+$"
    ),
]


class MessageBody(Body):
    """One message."""

    id: UUID
    role: Literal["user", "assistant"]
    kind: Literal["talk", "care", "deflection", "proactive"]
    content: str
    created_at: datetime
    position: int
    ended: Literal["complete", "interrupted", "cut_short", "replaced"] | None


class MessagesBody(Body):
    """One page of a talk, oldest first."""

    messages: tuple[MessageBody, ...]
    earlier: int | None
    """Ask with `before` set to this for the page before; null at the beginning."""


@get("/api/messages", responses=problems(400, 401, 503))
async def messages(
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    before: Before = None,
    limit: Limit = 50,
    agent_id: AgentId = None,
) -> MessagesBody:
    """Read the talk backwards, a page at a time."""
    page = await running.messages.page(person.id, agent_id, before=before, limit=limit)
    return MessagesBody(
        messages=tuple(_body(message) for message in page.messages), earlier=page.earlier
    )


def _body(message: Message) -> MessageBody:
    return MessageBody(
        id=message.id,
        role=message.role,
        kind=message.kind,
        content=message.content,
        created_at=message.created_at,
        position=message.position,
        ended=message.ended,
    )
