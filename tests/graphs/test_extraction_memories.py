"""What of a talk becomes a memory, and what never does."""

from dataclasses import replace
from typing import Any

import pytest

from storage.database import Database
from storage.records import RecallRequest
from storage.remembered import Remembered
from tests.factories import make_person
from tests.graphs.background import Background
from tests.graphs.extracted import ALEX, proposed
from tools.clock import MovedClock
from tools.memory.gate import MOST_A_READING
from tools.models.calls import RoleModels
from tools.models.table import choose_table
from tools.text.terms import terms_of


async def test_what_is_said_again_is_only_mentioned(background: Background) -> None:
    background.models.answer_with("ExtractedMemories", ALEX)
    await background.say("my name is Alex")
    await background.go_quiet()
    (before,) = await background.kept()

    await background.say("as I said: my name is Alex")
    await background.go_quiet()

    (after,) = await background.kept()
    assert after.id == before.id
    assert after.last_mentioned_at > before.last_mentioned_at


async def test_the_better_wording_takes_over(background: Background) -> None:
    long = proposed("The user's name is Alex", "my name is Alex", 1, importance=0.6)
    background.models.answer_with("ExtractedMemories", {"memories": [long]}, ALEX)
    await background.say("my name is Alex")
    await background.go_quiet()
    await background.say("my name is Alex!")
    await background.go_quiet()

    (kept,) = await background.kept()
    assert kept.content == "Name is Alex"
    assert len(kept.source_message_ids) == 2


async def test_the_companions_own_words_are_never_remembered(background: Background) -> None:
    invented = proposed("Has a cat called Tom", "your cat Tom", 2)
    background.models.answer_with("ExtractedMemories", {"memories": [invented]})
    await background.say("how are you?", answer="Fine! How is your cat Tom?")

    await background.go_quiet()

    assert await background.kept() == []


async def test_care_is_never_remembered(background: Background) -> None:
    background.models.answer_with("ExtractedMemories", ALEX)
    await background.say("my name is Alex and I want to die", kind="care")

    await background.go_quiet()

    assert background.models.calls == []
    assert await background.kept() == []


async def test_one_broken_memory_does_not_spoil_the_others(background: Background) -> None:
    broken: list[Any] = ["text", None, {}, {"type": 7, "importance": "high", "people": "Bo"}]
    background.models.answer_with("ExtractedMemories", {"memories": [*broken, ALEX["memories"][0]]})
    await background.say("my name is Alex")

    await background.go_quiet()

    assert [memory.content for memory in await background.kept()] == ["Name is Alex"]


async def test_a_chinese_talk_is_read_in_chinese(background: Background) -> None:
    background.models.answer_with(
        "ExtractedMemories", {"memories": [proposed("名字叫小明", "我叫小明", 1)]}
    )
    await background.say("你好，我叫小明", answer="你好小明！")

    await background.go_quiet()

    assert [memory.content for memory in await background.kept()] == ["名字叫小明"]
    prompts = [call.prompt[0].text for call in background.models.calls if call.prompt]
    assert all("材料" in prompt for prompt in prompts)


@pytest.mark.parametrize(
    ("talk", "name", "plan"),
    [
        (("我叫小林", "周五有面试"), "对方叫小林。", "对方2026年3月6日星期五有面试。"),
        (
            ("My name is Tom", "I have an interview on Friday"),
            "Their name is Tom.",
            "They have an interview on Friday 6 March 2026.",
        ),
    ],
)
async def test_without_any_key_a_talk_becomes_memories_and_is_recalled(
    database: Database, clock: MovedClock, talk: tuple[str, ...], name: str, plan: str
) -> None:
    person = await make_person(database, clock, timezone="Asia/Shanghai")
    models = RoleModels(choose_table("offline"), access={}, clock=clock)
    background = Background(database, person, clock)
    background.services = replace(background.services, models=models)
    await background.say(*talk)
    await background.go_quiet()
    recall = await background.memories.recall(
        RecallRequest(
            person_id=person.id,
            agent_id=None,
            terms=terms_of(talk[-1]),
            vector=(await models.embed([talk[-1]], spent=background.spendings.append))[0],
            embedder=models.embedder,
        )
    )
    assert {hit.text for hit in recall.found if hit.source == "memory"} == {name, plan}
    assert any(line.section == "basic" for line in recall.profile)
    assert (recall.recent.purpose_and_context, recall.recent.current_state) == (name, plan)
    await models.aclose()


async def test_what_is_wrong_is_turned_away_and_counted_by_reason(background: Background) -> None:
    quote = "my name is Alex and I was born in the year 0"
    broken = [
        proposed("Name is Alex", quote, 1, when="in the year 0"),
        proposed("Is seven", quote, 1, importance=7),
        proposed("Has a yacht", "", 1),
        proposed("Is John Doe", quote, 1),
        proposed("Said haha", quote, 1, importance=0.1),
        *(proposed(f"Alex was born in the year {n}", quote, 1) for n in range(500)),
    ]
    preference = {"quote": quote, "message_number": 1, "value": "Alex"}
    background.models.answer_with(
        "ExtractedMemories",
        {
            "memories": broken,
            "preferences": [
                {**preference, "key": "personal.name", "confidence": 0.9},
                {**preference, "key": "personal.name", "confidence": 0.74},
                {**preference, "key": "secret.key", "confidence": 1},
            ],
        },
    )
    await background.say(quote)

    await background.go_quiet()

    kept = await background.memories.kept(background.person.id, None)
    first = next(memory for memory in kept.memories if memory.content == "Name is Alex")
    assert (first.valid_from, first.valid_to) == (None, None)
    assert [(one.key, one.value) for one in kept.preferences] == [("personal.name", "Alex")]
    remembered = Remembered(background.database)
    now = background.clock.now()
    counts = (await remembered.counts(background.person.id, None, since=now)).reasons
    assert counts["kept"] == len(kept.memories) == MOST_A_READING
    assert counts["wrong_value"] == counts["unquoted"] == counts["placeholder"] == 1
    assert (counts["trivial"], counts["unsure"], counts["unknown_key"]) == (1, 1, 1)
    assert counts["too_many"] > 400
