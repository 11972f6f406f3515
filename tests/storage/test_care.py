"""Counting referrals."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from storage.care import Care
from storage.database import Database
from storage.records import Claim, EmotionState, IncomingMessage, Reply, TurnOutcome
from storage.records.care import ReferralCount
from tests.factories import make_person, make_talks
from tools.clock import MovedClock

FAR = datetime(2041, 5, 3, tzinfo=UTC)
"""A year in which no other test counts."""


def outcome(message_id: UUID, reply_id: UUID, now: datetime) -> TurnOutcome:
    return TurnOutcome(
        reply=Reply(
            id=reply_id,
            agent_id=None,
            kind="care",
            content="I'm here.",
            ended="complete",
            emotion=EmotionState(),
        ),
        settled=(message_id,),
        indexes=(),
        emotion=EmotionState(),
        frames=(),
        spendings=(),
        agent_id=None,
        now=now,
        referral="plan",
    )


async def test_a_turn_is_counted_once_by_month_and_reason_however_often_it_is_stored(
    database: Database,
) -> None:
    clock = MovedClock(FAR)
    person, talks = await make_person(database, clock), make_talks(database)
    for month in (5, 6):
        now = FAR.replace(month=month)
        received = await talks.receive(person.id, IncomingMessage(text="x"), now=now)
        assert isinstance(received.claim, Claim)
        turn = outcome(received.message.id, uuid4(), now)
        await talks.finish(received.claim, turn)
        await talks.finish(received.claim, turn)
    assert await Care(database).referrals(2041) == [
        ReferralCount(month=date(2041, month, 1), referral="plan", count=1) for month in (5, 6)
    ]
    assert await Care(database).referrals(2042) == []
