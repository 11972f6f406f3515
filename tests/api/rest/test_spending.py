from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from litestar import Litestar
from litestar.testing import AsyncTestClient

from storage.database import Database
from storage.ledger import Ledger
from storage.records import Spending
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]

CHAT = Spending(
    operation="chat",
    model="google_genai:gemini",
    input_tokens=100,
    cached_input_tokens=60,
    output_tokens=20,
    cost_usd=Decimal("0.002"),
)
EMBED = Spending(operation="embed", model="google_genai:gemini-embedding", input_tokens=5)


async def test_calls_are_summed_up_by_role_and_model(
    owner: Client, database: Database, clock: MovedClock
) -> None:
    person_id = UUID((await owner.get("/api/me")).json()["id"])
    await Ledger(database).record(person_id, None, [CHAT, CHAT, EMBED], now=clock.now())
    spending = (await owner.get("/api/spending")).json()
    chat, embed = spending["spending"]
    assert (chat["role"], chat["calls"], chat["inputTokens"]) == ("chat", 2, 200)
    assert (chat["cachedInputTokens"], chat["outputTokens"]) == (120, 40)
    assert Decimal(chat["costUsd"]) == Decimal("0.004") == Decimal(spending["costUsd"])
    assert embed["role"] == "embed"


async def test_sums_can_start_at_a_moment(
    owner: Client, database: Database, clock: MovedClock
) -> None:
    person_id = UUID((await owner.get("/api/me")).json()["id"])
    await Ledger(database).record(person_id, None, [CHAT], now=clock.now())
    after = (clock.now() + timedelta(seconds=1)).isoformat()
    spending = (await owner.get("/api/spending", params={"since": after})).json()
    assert spending == {"spending": [], "costUsd": "0"}
    assert (await owner.get("/api/spending?since=yesterday")).status_code == 400


async def test_a_bill_says_with_whom_and_can_be_of_one_companion_alone(
    owner: Client, database: Database, clock: MovedClock
) -> None:
    person_id = UUID((await owner.get("/api/me")).json()["id"])
    for agent_id in (None, "fern"):
        await Ledger(database).record(person_id, agent_id, [CHAT], now=clock.now())
    whole = (await owner.get("/api/spending")).json()
    assert [one["agentId"] for one in whole["spending"]] == [None, "fern"]
    [fern] = (await owner.get("/api/spending?agentId=fern")).json()["spending"]
    assert (fern["agentId"], fern["calls"]) == ("fern", 1)
