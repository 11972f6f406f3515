"""Every way in which something that was said to one companion could come to another."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from itertools import islice

from storage.records import MemoryQuestion, MemoryType, RecallRequest
from storage.reflections import Reflections
from storage.remembered import Remembered
from storage.thoughts import Thoughts
from tests.fakes import embedding
from tests.firewall.rest import read_everything
from tests.firewall.secrets import Whose
from tests.firewall.world import World, flat
from tools.memory.profile import profile_lines
from tools.text.terms import terms_of

Path = Callable[[World, Whose], Awaitable[str]]
"""Returns everything that one way shows of a stream, as text."""

KINDS: tuple[MemoryType, ...] = ("life_event", "relationship", "preference")

MONTH = timedelta(days=30)

AT_ONCE = 24
"""Secrets of others that one search asks for."""


async def chat_prompts(world: World, whose: Whose) -> str:
    """What the model that speaks was shown."""
    return _shown(world, whose, {"chat"})


async def background_prompts(world: World, whose: Whose) -> str:
    """What every other model was shown: notes, memories, verdicts, relationships."""
    roles = {one.role for one in world.models.shown}
    return _shown(world, whose, roles - {"chat", "embed"})


async def embedded_texts(world: World, whose: Whose) -> str:
    """What vectors were made of."""
    return _shown(world, whose, {"embed"})


async def recall(world: World, whose: Whose) -> str:
    """Everything a prompt could be made of, asked for the secrets of all others by name."""
    memories = world.house.running.services.memories
    found = []
    for past in (False, True):
        for text in _questions(world, whose):
            request = RecallRequest(
                person_id=world.person(whose),
                agent_id=whose.agent_id,
                terms=terms_of(text),
                vector=embedding(text),
                embedder=world.models.embedder,
                said=text,
                past=past,
            )
            found.append(repr(await memories.recall(request)))
    return "\n".join(found)


async def archive(world: World, whose: Whose) -> str:
    """What the model finds when it searches the whole talk, the tool `search_memories`."""
    search = world.house.running.services.archive.search
    world.models.whose = None
    person, agent_id = world.person(whose), whose.agent_id
    questions = _questions(world, whose)
    return repr([await search(person, agent_id, text, limit=20) for text in questions])


async def rolling_fields(world: World, whose: Whose) -> str:
    """The notes that stand in every prompt."""
    memories = world.house.running.services.memories
    return repr(await memories.recent(world.person(whose), whose.agent_id))


async def what_a_reading_compares(world: World, whose: Whose) -> str:
    """Memories, people, preferences, episode and profile that a reading of the talk begins with."""
    kept = await world.house.running.services.memories.kept(world.person(whose), whose.agent_id)
    written = profile_lines(
        kept.memories, kept.preferences, previous=(), language="en", now=world.clock.now()
    )
    return f"{kept}\n{written}"


async def nearest(world: World, whose: Whose) -> str:
    """The memories that a new one is compared with."""
    memories = world.house.running.services.memories
    vectors = [embedding(secret.sentence) for secret in world.foreign(whose)[::8]]
    found = [
        await memories.nearest(
            world.person(whose),
            whose.agent_id,
            vectors,
            embedder=world.models.embedder,
            types=[kind for _ in vectors],
            limit=20,
        )
        for kind in KINDS
    ]
    return repr(found)


async def profile(world: World, whose: Whose) -> str:
    """MEMORY.md."""
    return repr(await _remembered(world).profile(world.person(whose), whose.agent_id))


async def people(world: World, whose: Whose) -> str:
    """Everybody in the person's life."""
    return repr(await _remembered(world).people(world.person(whose), whose.agent_id))


async def preferences(world: World, whose: Whose) -> str:
    """What the person prefers, now and before."""
    person = world.person(whose)
    return repr(await _remembered(world).preferences(person, whose.agent_id, state="all"))


async def episodes(world: World, whose: Whose) -> str:
    """The titles of the stretches of talk."""
    return repr(await _remembered(world).episodes(world.person(whose), whose.agent_id))


async def memories(world: World, whose: Whose) -> str:
    """What the person looks at, in all its states, and why it is there."""
    look, person, agent_id = _remembered(world), world.person(whose), whose.agent_id
    page = await look.page(person, agent_id, MemoryQuestion(state="all", limit=1_000))
    reasons = [await look.memory(person, agent_id, memory.id) for memory in page.memories[::6]]
    changes = await look.changes(person, agent_id, after=None, limit=1_000)
    return f"{page}\n{reasons}\n{changes}"


async def unread_messages(world: World, whose: Whose) -> str:
    """What every background graph reads."""
    messages = world.house.running.services.messages
    return repr(await messages.unread(world.person(whose), whose.agent_id, after=0, limit=10_000))


async def history(world: World, whose: Whose) -> str:
    """What was said, as the page shows it."""
    page = await world.house.running.messages.page(
        world.person(whose), whose.agent_id, before=None, limit=1_000
    )
    return repr(page)


async def export_json(world: World, whose: Whose) -> str:
    """What the person takes along of one companion."""
    return await world.house.running.travel.export(world.person(whose), whose.agent_id, "json")


async def export_markdown(world: World, whose: Whose) -> str:
    """The same, to be read."""
    return await world.house.running.travel.export(world.person(whose), whose.agent_id, "markdown")


async def relationship(world: World, whose: Whose) -> str:
    """How close two are, and what changed about that."""
    if whose.agent_id is None:
        return ""
    found = world.house.running.relationships
    person = world.person(whose)
    return repr(
        (await found.get(person, whose.agent_id), await found.changes(person, whose.agent_id))
    )


async def companion(world: World, whose: Whose) -> str:
    """Who a companion is, and how it feels."""
    return repr(await world.house.running.companions.get(world.person(whose), whose.agent_id))


async def frames(world: World, whose: Whose) -> str:
    """What devices get that come back: each frame names the companion that it is of."""
    async with world.house.device(whose.subject, after=0) as device:
        [newest] = await world.rows(
            "SELECT max(last_seq) AS seq FROM frames WHERE user_id = %s", world.person(whose)
        )
        await device.until_seq(newest["seq"])
        return flat([one for one in device.frames if one.get("agentId") == whose.agent_id])


async def thoughts(world: World, whose: Whose) -> str:
    """What a companion would bring up, and would have."""
    table, person = Thoughts(world.house.running.database), world.person(whose)
    found = await table.all_of(person, whose.agent_id)
    return repr((found, await table.words_behind(person, whose.agent_id, found)))


async def day_looked_back_on(world: World, whose: Whose) -> str:
    """What a night begins with."""
    now = world.clock.now()
    return repr(
        await Reflections(world.house.running.database).day(
            world.person(whose), whose.agent_id, since=now - MONTH, again=True, now=now
        )
    )


async def rest(world: World, whose: Whose) -> str:
    """Every route that can be read, asked for one companion."""
    return await read_everything(world, whose)


PATHS: Mapping[str, Path] = {
    path.__name__: path
    for path in (
        *(chat_prompts, background_prompts, embedded_texts, recall, archive, rolling_fields),
        *(what_a_reading_compares, nearest, profile, people, preferences, episodes, memories),
        *(unread_messages, history, export_json, export_markdown, relationship, companion),
        *(thoughts, day_looked_back_on, frames, rest),
    )
}

TELLS_NOTHING = frozenset({"relationship", "companion"})
"""Paths that no secret is on at all, not even the stream's own."""


async def leaks_on(world: World, path: str, streams: Sequence[Whose]) -> list[tuple[Whose, str]]:
    """Return every secret that a path shows of another stream, and in which stream it did."""
    return [
        (whose, token)
        for whose in streams
        for token in world.leaks(whose, await PATHS[path](world, whose))
    ]


async def owners_in_database(world: World) -> list[str]:
    """Return every row of any table that holds a secret and belongs to another stream."""
    tables = await world.rows(
        "SELECT table_name, array_agg(column_name::text) AS columns FROM information_schema.columns"
        " WHERE table_schema = 'public' GROUP BY table_name ORDER BY table_name"
    )
    return [
        f"{table['table_name']}: {token}"
        for table in tables
        for token in await _astray(world, table["table_name"], table["columns"])
    ]


async def _astray(world: World, table: str, columns: Sequence[str]) -> list[str]:
    named = "agent_id" if "agent_id" in columns else "stream" if "stream" in columns else None
    query = f"SELECT to_jsonb(t) - 'embedding' AS row FROM {table} AS t"  # noqa: S608 - of the schema
    rows = await world.rows(query)
    astray = []
    for row in (one["row"] for one in rows):
        for text, agent_id in _texts(table, row, named):
            whose = _owner(world, row.get("user_id"), agent_id)
            astray += [
                secret.token
                for secret in world.secrets
                if secret.token in text and secret.whose not in whose
            ]
    return astray


def _texts(table: str, row: dict[str, object], named: str | None) -> list[tuple[str, object]]:
    """Return the texts of a row, each with the companion it is of."""
    if table == "frames":
        body = row["body"]
        assert isinstance(body, list)
        return [(flat(frame), frame.get("agentId")) for _, frame in body]
    return [(flat(row), (row[named] or None) if named else None)]


def _owner(world: World, user_id: object, agent_id: object) -> set[Whose]:
    """Return whose secrets a row may hold."""
    subjects = [name for name, one in world.people.items() if str(one.id) == user_id]
    agent = agent_id if isinstance(agent_id, str) else None
    return {Whose(subject, agent) for subject in subjects}


def _remembered(world: World) -> Remembered:
    return world.house.running.remembered


def _shown(world: World, whose: Whose, roles: set[str]) -> str:
    return "\n".join(
        one.text for one in world.models.shown if one.whose == whose and one.role in roles
    )


def _questions(world: World, whose: Whose) -> list[str]:
    tokens = iter([secret.token for secret in world.foreign(whose)])
    return list(iter(lambda: " ".join(islice(tokens, AT_ONCE)), ""))
