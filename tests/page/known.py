"""A person of whom much is known: what they said over half a year, and what was read out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from storage.queue import Queue
from storage.records import KnownPerson, Message, NewMemory, ProfileLine, ProfileSection
from storage.talks import Talks
from tests.factories import exchange
from tests.page.house import PageHouse
from tests.remembering import memory, preference, read, somebody
from tools.clock import MovedClock


@dataclass(frozen=True, kw_only=True)
class Told:
    """Something the person said, and a memory read out of it."""

    ago: int
    """Days."""
    said: str
    quote: str
    content: str
    type: str
    answer: str = "I am listening."
    values: Mapping[str, Any] = field(default_factory=dict)
    instead_of: str | None = None
    """The memory that holds no more since then."""


@dataclass(frozen=True, kw_only=True)
class Life:
    """What is known of one person."""

    told: tuple[Told, ...]
    people: tuple[tuple[str, dict[str, Any]], ...]
    preferences: tuple[tuple[str, str], ...]
    profile: tuple[tuple[ProfileSection, str], ...]


def told(ago: int, type_: str, content: str, said: str, quote: str = "", **values: Any) -> Told:
    """Return something that was told; the quote is all that was said unless given."""
    rest = {name: values.pop(name) for name in ("answer", "instead_of") if name in values}
    return Told(
        ago=ago,
        said=said,
        quote=quote or said,
        content=content,
        type=type_,
        values=values,
        **rest,
    )


MAREN = Life(
    told=(
        told(
            160,
            "identity",
            "Lives in London",
            "I'm Maren, hi. I've been in London for six years now",
            "I've been in London for six years now",
            importance=0.8,
        ),
        told(150, "identity", "Is called Maren", "My name is Maren", importance=0.9),
        told(
            96,
            "life_event",
            "Left the agency after six years",
            "I handed in my notice at the agency today. Six years. My hands were shaking",
            "I handed in my notice at the agency today. Six years.",
            importance=0.8,
        ),
        told(
            60,
            "identity",
            "Lives in Lisbon",
            "So. I live in Lisbon now. The boxes are still everywhere",
            "I live in Lisbon now",
            answer="That is a big step. How does the first evening there feel?",
            importance=0.85,
            instead_of="Lives in London",
        ),
        told(
            41,
            "relationship",
            "Her sister Ana lives twenty minutes away, in Graça",
            "My sister Ana is only twenty minutes away, up in Graça. We cook on Sundays",
            "My sister Ana is only twenty minutes away, up in Graça.",
            people=("Ana",),
        ),
        told(
            33,
            "preference",
            "Drinks her coffee black",
            "Black coffee, always. Milk is a crime",
            "Black coffee, always.",
        ),
        told(
            20,
            "emotion",
            "Felt lonely on the first Sunday without plans",
            "It was Sunday and nobody called. I felt really alone in that flat",
            "nobody called. I felt really alone",
        ),
        told(
            12,
            "routine",
            "Runs along the river before work",
            "I run along the river before work now, most mornings",
        ),
        told(
            5,
            "milestone",
            "First published an illustration under her own name",
            "They printed it!! My first illustration with my own name under it",
            "My first illustration with my own name under it",
            importance=0.9,
            answer="With your own name under it. I am so glad you told me.",
        ),
        told(
            3,
            "shared",
            "Said that talking at night helps her to sleep",
            "Talking to you before bed helps, I sleep better",
        ),
        told(
            0,
            "life_event",
            "Has an interview at the museum on Friday",
            "I have an interview at the museum on Friday!",
            importance=0.7,
        ),
        told(
            0,
            "preference",
            "Does not want to be cheered up at once when she is sad",
            "When I'm sad please don't cheer me up straight away",
        ),
    ),
    people=(
        ("Ana", {"relationship": "sister", "mention_count": 9, "attributes": {"home": "Graça"}}),
        ("Tiago", {"relationship": "neighbour", "mention_count": 3}),
        ("Annie", {"mention_count": 1}),
    ),
    preferences=(
        ("personal.name", "Maren"),
        ("location.home", "Lisbon"),
        ("health.diet", "vegetarian"),
        ("talk.comfort", "listening first"),
    ),
    profile=(
        ("basic", "Is called Maren"),
        ("basic", "Lives in Lisbon"),
        ("interests", "Drinks her coffee black"),
        ("recent", "Has an interview at the museum on Friday"),
        ("relationship", "Talking at night helps her to sleep"),
        ("moments", "First published an illustration under her own name"),
        ("routines", "Runs along the river before work"),
    ),
)

XIAOYU = Life(
    told=(
        told(90, "identity", "住在北京", "我在北京住了五年了", importance=0.8),
        told(
            30,
            "identity",
            "住在成都",
            "搬完家了，我现在住在成都，箱子还堆着",
            "我现在住在成都",
            importance=0.8,
            instead_of="住在北京",
        ),
        told(21, "relationship", "姐姐也在成都，周末一起做饭", "周末和姐姐一起做饭，她也在成都"),
        told(8, "emotion", "加班到很晚的时候觉得孤单", "昨晚加班到十二点，一个人走回家，好孤单"),
        told(1, "life_event", "周五有面试", "周五有个面试，好紧张", "周五有个面试"),
        told(0, "preference", "喜欢吃微辣的火锅", "火锅还是微辣最好吃"),
    ),
    people=(("小安", {"relationship": "姐姐", "mention_count": 4}),),
    preferences=(("personal.name", "小雨"), ("preferences.food", "火锅")),
    profile=(
        ("basic", "住在成都"),
        ("recent", "周五有面试"),
        ("interests", "喜欢吃微辣的火锅"),
    ),
)


async def make_known(house: PageHouse, life: Life = MAREN) -> dict[str, NewMemory]:
    """Let a life be told and read; returns the memories by what they say."""
    person, database = await house.owner(), house.running.database
    now = house.clock.now()
    # With a lease that lasts from then to now: the house must not take over what is of long ago.
    talks = Talks(database, Queue(database), holder="long ago", lease=timedelta(days=10_000))
    known: dict[str, NewMemory] = {}
    circle = [somebody(name, now=now - timedelta(days=2), **values) for name, values in life.people]
    for one in sorted(life.told, key=lambda told: -told.ago):
        clock = MovedClock(now - timedelta(days=one.ago, minutes=7))
        said = await exchange(talks, person, one.said, clock=clock, answer=one.answer)
        new = _memory_of(one, said, circle, now=clock.now())
        gone = {known[one.instead_of].id: new.id} if one.instead_of else {}
        people = circle if new.known_people else ()
        await read(database, person.id, new, people=people, now=clock.now(), superseded=gone)
        known[one.content] = new
    settled = [preference(key, value, now=now) for key, value in life.preferences]
    lines = [
        ProfileLine(section=section, text=text, memory_id=_id_of(known, text))
        for section, text in life.profile
    ]
    await read(database, person.id, people=circle, preferences=settled, profile=lines, now=now)
    return known


def _memory_of(
    told: Told, said: Message, circle: Sequence[KnownPerson], *, now: datetime
) -> NewMemory:
    names = told.values.get("people", ())
    return memory(
        told.content,
        now=now,
        type=told.type,
        quote=told.quote,
        source_message_ids=(said.id,),
        known_people=tuple(friend.id for friend in circle if friend.name in names),
        **told.values,
    )


def _id_of(known: Mapping[str, NewMemory], text: str) -> UUID | None:
    return known[text].id if text in known else None
