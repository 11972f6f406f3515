"""What a person's model calls cost."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from api.problems import problems
from api.rest.body import Body
from api.rest.messages import AgentId
from api.services import Running
from storage.ledger import Spent
from storage.records import Person

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""Before every call."""

Since = Annotated[datetime | None, QueryParameter()]


class SpentBody(Body):
    """The sum of all calls of one role to one model in the talk with one companion."""

    agent_id: str | None
    """Null is Lumi."""
    role: str
    model: str
    calls: int
    input_tokens: int
    cached_input_tokens: int
    output_tokens: int
    cost_usd: Decimal


class SpendingBody(Body):
    """The sums, dearest first."""

    spending: tuple[SpentBody, ...]
    cost_usd: Decimal


@get("/api/spending", responses=problems(400, 401, 503))
async def spending(
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    since: Since = None,
    agent_id: AgentId = None,
) -> SpendingBody:
    """Sum up what the models cost, from the beginning or since a moment.

    Without `agentId` it is the whole bill, with Lumi and with every persona, each for itself.
    """
    start = BEGINNING if since is None else _aware(since)
    sums = await running.ledger.summary(person.id, agent_id, whole=agent_id is None, since=start)
    return SpendingBody(
        spending=tuple(_body(spent) for spent in sums),
        cost_usd=sum((spent.cost_usd for spent in sums), Decimal(0)),
    )


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _body(spent: Spent) -> SpentBody:
    return SpentBody(
        agent_id=spent.agent_id,
        role=spent.operation,
        model=spent.model,
        calls=spent.calls,
        input_tokens=spent.input_tokens,
        cached_input_tokens=spent.cached_input_tokens,
        output_tokens=spent.output_tokens,
        cost_usd=spent.cost_usd,
    )
