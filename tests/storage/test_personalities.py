import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from storage.database import Database
from storage.errors import NotFound
from storage.forgetting import Forgetting
from storage.personalities import Personalities
from storage.records import Person, Wish
from storage.records.personality import Becoming, Naming, Personality, Reading, Snapshot
from tests.catalogue import places_of
from tests.factories import exchange, make_outcome, make_person, make_talks, say
from tests.remembering import memory, read
from tools.clock import MovedClock
from tools.personality.change import edited, restored
from tools.personality.words import personality_text

MANNER = Personality(essence="You listen first.", tone="dry", interests="the stars")


@pytest.fixture
def personalities(database: Database) -> Personalities:
    return Personalities(database, text_of=personality_text)


async def grow(
    personalities: Personalities,
    person: Person,
    personality: Personality,
    *,
    now: datetime,
    **values: object,
) -> Becoming:
    """Let a reading of the talk come to a personality."""
    before = await personalities.becoming(person.id, None)
    snapshot = Snapshot(
        number=before.number + 1, reason="emerged", name=before.name, personality=personality,
        created_at=now, **values,  # type: ignore[arg-type]
    )  # fmt: skip
    reading = Reading(read_to=before.read_position + 1, snapshot=snapshot)
    assert await personalities.save(person.id, None, before, reading, spendings=(), now=now)
    return await personalities.becoming(person.id, None)


async def test_a_name_and_a_voice_are_stored_with_the_turn_in_one_trip_and_once(
    database: Database, personalities: Personalities, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    received = await say(talks, person, "call yourself Nova", clock=clock)
    assert received.claim is not None
    naming = Naming(message_id=received.message.id, language="en", name="Nova", voice_id="calm")
    outcome = replace(
        make_outcome(received.claim, received.waiting, now=clock.now()), naming=naming
    )
    database.trips = 0
    await talks.finish(received.claim, outcome)
    assert database.trips == 1
    await talks.finish(received.claim, outcome)
    now = await personalities.becoming(person.id, None)
    assert (now.name, now.voice_id, now.number) == ("Nova", "calm", 1)
    [snapshot] = await personalities.history(person.id, None)
    assert (snapshot.reason, snapshot.source_message_ids) == ("named", (received.message.id,))


async def test_a_turn_without_a_name_leaves_no_snapshot(
    database: Database, personalities: Personalities, person: Person, clock: MovedClock
) -> None:
    await exchange(make_talks(database), person, "hello", clock=clock)
    assert await personalities.history(person.id, None) == []


async def test_what_was_edited_and_restored_is_kept_number_by_number(
    personalities: Personalities, person: Person, clock: MovedClock
) -> None:
    first = await grow(personalities, person, MANNER, now=clock.now())
    clock.move(timedelta(days=1))
    changes = {"tone": "warm", "name": "Nova"}
    after = await personalities.change(
        person.id, None, lambda it: edited(it, changes, language="en", now=clock.now())
    )
    assert (after.name, after.personality.tone, after.number) == ("Nova", "warm", 2)
    assert first.latest is not None
    earlier = first.latest
    back = await personalities.change(
        person.id, None, lambda it: restored(it, earlier, now=clock.now())
    )
    assert (back.name, back.personality, back.number) == ("Lumi", MANNER, 3)
    history = await personalities.history(person.id, None)
    assert [one.reason for one in history] == ["restored", "edited", "emerged"]
    assert history[0].restored_from == 1


async def test_two_changes_at_once_follow_each_other(
    personalities: Personalities, person: Person, clock: MovedClock
) -> None:
    async def called(name: str) -> None:
        await personalities.change(
            person.id, None, lambda it: edited(it, {"name": name}, language="en", now=clock.now())
        )

    await asyncio.gather(*(called(name) for name in ("Ada", "Bo", "Cy", "Di")))
    history = await personalities.history(person.id, None)
    assert [one.number for one in history] == [4, 3, 2, 1]
    assert (await personalities.becoming(person.id, None)).name == history[0].name


async def test_nobody_sees_or_changes_another_ones_lumi(
    database: Database, personalities: Personalities, person: Person, clock: MovedClock
) -> None:
    await grow(personalities, person, MANNER, now=clock.now())
    stranger = await make_person(database, clock)
    assert await personalities.history(stranger.id, None) == []
    assert (await personalities.becoming(stranger.id, None)).latest is None
    assert await personalities.history(person.id, "fern") == []
    with pytest.raises(NotFound):
        await personalities.becoming(person.id, "fern")
    with pytest.raises(NotFound):
        await personalities.becoming(uuid4(), None)


@pytest.mark.parametrize(
    ("said", "fact", "word", "essence", "left"),
    [
        (
            "Our dog is called Pemberton.", "Their dog is called Pemberton", "Pemberton",
            "You listen first. You ask after Pemberton with a smile.", "You listen first.",
        ),
        (
            "我家的狗叫豆豆。", "他们的狗叫豆豆", "豆豆",
            "你先听再说。你常问起豆豆。", "你先听再说。",
        ),
    ],
    ids=["en", "zh"],
)  # fmt: skip
async def test_what_is_forgotten_goes_from_every_state_and_from_the_prompt(
    database: Database, database_url: str, personalities: Personalities, forgetting: Forgetting,
    person: Person, clock: MovedClock, said: str, fact: str, word: str, essence: str, left: str,
) -> None:  # fmt: skip
    message = await exchange(make_talks(database), person, said, clock=clock)
    told = memory(fact, now=clock.now(), quote=said, source_message_ids=(message.id,))
    await read(database, person.id, told, now=clock.now())
    grown = Personality(essence=essence, interests="tea")
    sources = {"source_message_ids": (message.id,), "why": f"{word}!", "changed": f"{word}."}
    await grow(personalities, person, grown, now=clock.now(), **sources)
    await grow(personalities, person, replace(grown, tone="dry"), now=clock.now())
    where = {"personality_snapshots.essence", "companions.personality"}
    assert where <= await places_of(database_url, word)
    await forgetting.forget(person.id, None, Wish(memory_id=told.id), now=clock.now())
    assert await places_of(database_url, word) == set()
    kept = (await personalities.becoming(person.id, None)).personality
    assert (kept.essence, kept.tone, kept.interests) == (left, "dry", "tea")


async def test_when_everything_is_forgotten_lumi_begins_anew_under_its_first_name(
    database: Database, database_url: str, personalities: Personalities, forgetting: Forgetting,
    person: Person, clock: MovedClock,
) -> None:  # fmt: skip
    await personalities.change(
        person.id, None, lambda it: edited(it, {"name": "Quillon"}, language="en", now=clock.now())
    )
    await grow(personalities, person, replace(MANNER, tone="wry"), now=clock.now())
    assert "companions.name" in await places_of(database_url, "Quillon")
    await forgetting.forget_everything(person.id, None, whole=False, now=clock.now())
    for word in ("Quillon", "wry", "You listen first"):
        assert await places_of(database_url, word) == set()
    now = await personalities.becoming(person.id, None)
    assert (now.name, now.latest, now.read_at) == ("Lumi", None, None)
