"""A fact that leaves every trace it can, and how it is forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from storage.database import Database
from storage.memories import Memories
from storage.queue import Queue
from storage.records import Episode, Message, NewMemory, Person, ProfileLine, RecentMemories
from tests.factories import exchange, make_talks
from tests.remembering import memory, preference, read, somebody
from tools.clock import MovedClock


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something with a name that is told in a talk."""

    said: str
    answer: str
    content: str
    quote: str
    name: str
    beside: str
    """What is told too, and has to stay."""


ENGLISH = Fact(
    said="It was a long day. Our dog is called Pemberton, by the way. I had soup.",
    answer="Soup is good! How old is Pemberton?",
    content="Their dog is called Pemberton",
    quote="Our dog is called Pemberton",
    name="Pemberton",
    beside="I moved to Oslo in May",
)

CHINESE = Fact(
    said="今天好累。我家的狗叫豆豆。晚上喝了汤。",
    answer="喝汤好呀！豆豆几岁了？",
    content="他们的狗叫豆豆",
    quote="我家的狗叫豆豆",
    name="豆豆",
    beside="我五月搬到了奥斯陆",
)


async def told(
    database: Database, person: Person, clock: MovedClock, fact: Fact
) -> tuple[NewMemory, Message]:
    """Let a fact leave every trace it can, beside others that have to stay."""
    talks = make_talks(database)
    await exchange(talks, person, fact.beside, clock=clock, answer="Good to hear.")
    message = await exchange(talks, person, fact.said, clock=clock, answer=fact.answer)
    clock.move(timedelta(minutes=1))
    new = await _read_of(database, person, fact, message, now=clock.now())
    await _noted(database, person, fact, now=clock.now())
    await Queue(database).enqueue("follow_up", lock="x", person_id=str(person.id), agent_id=None)
    return new, message


async def _read_of(
    database: Database, person: Person, fact: Fact, message: Message, *, now: datetime
) -> NewMemory:
    """Have a memory, somebody, a preference, a title and lines of MEMORY.md tell of it."""
    name, quote = fact.name, fact.quote
    who = somebody(name, now=now, aliases=(name.lower(),), attributes={"called": name})
    new = memory(
        fact.content,
        now=now,
        quote=quote,
        people=(name,),
        known_people=(who.id,),
        source_message_ids=(message.id,),
    )
    liked = preference("people.pet", name, now=now, quote=quote, source_message_id=message.id)
    episode = Episode(
        id=uuid4(),
        agent_id=None,
        title=f"About {name}",
        started_at=now,
        ended_at=now,
        first_position=1,
        last_position=2,
    )
    await read(
        database, person.id, new, memory(fact.beside, now=now), now=now, people=[who],
        preferences=[liked], episodes=(episode,),
        profile=[
            ProfileLine(section="basic", text=fact.content, memory_id=new.id),
            ProfileLine(section="recent", text=f"{name}!"),
            ProfileLine(section="routines", text="Runs on Sundays"),
        ],
    )  # fmt: skip
    return new


async def _noted(database: Database, person: Person, fact: Fact, *, now: datetime) -> None:
    """Have the rolling notes tell of it."""
    recent = await Memories(database).recent(person.id, None)
    fields = RecentMemories(
        current_state=f"Busy at work. {fact.content}.",
        key_learnings=fact.content,
        purpose_and_context="Wants to run a marathon.",
        forgets=recent.forgets,
    )
    await Memories(database).save_recent(person.id, None, fields, spendings=(), now=now)
