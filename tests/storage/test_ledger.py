from datetime import timedelta
from decimal import Decimal

from storage.database import Database
from storage.ledger import Ledger, Spent
from storage.records import Person, Spending
from tests.factories import make_person
from tools.clock import MovedClock


async def test_spendings_are_summed_by_role_and_model(
    database: Database, person: Person, clock: MovedClock
) -> None:
    ledger, chat = (
        Ledger(database),
        Spending(
            operation="chat",
            model="test:big",
            input_tokens=100,
            cached_input_tokens=60,
            output_tokens=20,
            cost_usd=Decimal("0.0015"),
        ),
    )
    embed = Spending(operation="embed", model="test:small", input_tokens=8)
    await ledger.record(person.id, None, [chat, chat, embed], now=clock.now())
    assert await ledger.summary(person.id, since=clock.now()) == [
        Spent(
            operation="chat",
            model="test:big",
            calls=2,
            input_tokens=200,
            cached_input_tokens=120,
            output_tokens=40,
            cost_usd=Decimal("0.003000"),
        ),
        Spent(
            operation="embed",
            model="test:small",
            calls=1,
            input_tokens=8,
            cached_input_tokens=0,
            output_tokens=0,
            cost_usd=Decimal("0.000000"),
        ),
    ]


async def test_what_was_spent_before_or_by_others_does_not_count(
    database: Database, person: Person, clock: MovedClock
) -> None:
    ledger, other = Ledger(database), await make_person(database, clock)
    call = Spending(operation="chat", model="test:big")
    await ledger.record(person.id, None, [call], now=clock.now())
    await ledger.record(other.id, None, [call], now=clock.now() + timedelta(days=1))
    since = clock.now() + timedelta(seconds=1)
    assert await ledger.summary(person.id, since=since) == []
