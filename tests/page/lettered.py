"""Somebody who agreed to be written to, and to whom the companion wrote first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from psycopg import AsyncConnection

from storage.records.outreach import OutreachSettings
from tests.factories import exchange
from tests.letters import a_letter
from tests.page.house import PageHouse
from tests.remembering import memory, read
from tools.outreach.gates import FEWEST_MESSAGES


@dataclass(frozen=True, kw_only=True)
class Written:
    """A letter, and what it rests on."""

    said: str
    answer: str
    known: str
    text: str


INTERVIEW = Written(
    said="I have a job interview on Friday at three and I'm so nervous",
    answer="Friday at three. I will be thinking of you.",
    known="Has a job interview on Friday at three",
    text="It must be over by now. How did it go?\n\nNo need to answer if you want to sleep on it.",
)
MIANSHI = Written(
    said="周五下午三点有个面试，好紧张",
    answer="周五三点，我会想着你的。",
    known="周五下午三点有面试",
    text="这会儿应该结束了吧，面试怎么样？\n\n想先歇一歇的话，不用急着回我。",
)

AGREED = OutreachSettings(kinds=frozenset({"follow_up", "reminder"}))


async def make_acquainted(house: PageHouse) -> None:
    """Let enough be said that nobody is written to by a stranger."""
    for number in range(FEWEST_MESSAGES):
        said = f"This is what came to my mind on day {number + 1}."
        await exchange(house.running.talks, await house.owner(), said, clock=house.clock)


async def make_letter(
    house: PageHouse, written: Written = INTERVIEW, *, pause: Callable[[], None] | None = None
) -> UUID:
    """Let something be told and remembered, and a letter about it come; return its number.

    `pause` lets time go by between the two.
    """
    running, person, clock = house.running, await house.owner(), house.clock
    talks = running.talks
    said = await exchange(talks, person, written.said, answer=written.answer, clock=clock)
    known = memory(
        written.known,
        type="life_event",
        quote=written.said,
        source_message_ids=(said.id,),
        now=clock.now(),
    )
    await read(running.database, person.id, known, now=clock.now())
    await running.outreach.save_settings(person.id, None, AGREED, now=clock.now())
    if pause:
        pause()
    return await send_letter(house, written.text, known.id)


async def send_letter(house: PageHouse, text: str, *memory_ids: UUID) -> UUID:
    """Let the companion write first; return the number of the message."""
    reply, note = a_letter(
        text, kind="follow_up", trigger="open_loop", memory_ids=memory_ids, now=house.clock.now()
    )
    handed = await house.running.doorstep.hand_over(await house.owner(), reply, note, spendings=())
    assert handed
    return reply.id


async def make_mind(house: PageHouse) -> None:
    """Let something be open, and let the companion have a thought for the next talk."""
    person, now = await house.owner(), house.clock.now()
    values = {"who": person.id, "now": now, "day": timedelta(days=1)}
    async with await AsyncConnection.connect(
        house.running.database.url, autocommit=True
    ) as connection:
        await connection.execute(
            "INSERT INTO open_loops"
            " (id, user_id, event, importance, due_from, due_until, opened_at)"
            " VALUES (gen_random_uuid(), %(who)s, 'the interview at the aquarium', 0.8,"
            " %(now)s::timestamptz + %(day)s, %(now)s::timestamptz + 4 * %(day)s, %(now)s)",
            values,
        )
        await connection.execute(
            "INSERT INTO thoughts (id, user_id, text, made_at, good_until)"
            " VALUES (gen_random_uuid(), %(who)s, 'Did your sister like the lighthouse?',"
            " %(now)s, %(now)s::timestamptz + %(day)s)",
            values,
        )


async def make_reminder(house: PageHouse, what: str) -> None:
    """Let something be on the list of reminders, for tomorrow."""
    person, now = await house.owner(), house.clock.now()
    values = {"who": person.id, "what": what, "zone": person.timezone, "now": now}
    async with await AsyncConnection.connect(
        house.running.database.url, autocommit=True
    ) as connection:
        await connection.execute(
            "INSERT INTO reminders (id, user_id, what, first_at, timezone, set_at)"
            " VALUES (gen_random_uuid(), %(who)s, %(what)s,"
            " %(now)s::timestamptz + interval '1 day', %(zone)s, %(now)s)",
            values,
        )
