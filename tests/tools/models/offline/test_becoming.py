from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from langchain_core.messages import HumanMessage

from nodes.personality.answers import PersonalitySeed
from storage.records import Message
from tests.graphs.test_personality import EVENING, EVENING_ZH
from tools.memory.lines import numbered_lines
from tools.models.offline.structured import fill
from tools.personality.gate import admit
from tools.prompts.render import Language

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)


def shown(texts: tuple[str, ...]) -> list[Message]:
    return [
        Message(
            id=uuid4(), agent_id=None, position=number, role="user", kind="talk",
            content=text, created_at=NOW + timedelta(minutes=number),
        )
        for number, text in enumerate(texts, 1)
    ]  # fmt: skip


def seed_of(messages: list[Message], now: str = "") -> PersonalitySeed:
    prompt = f"<now>\n{now}\n</now>\n<talk>\n{numbered_lines(messages, zone=UTC)}\n</talk>"
    answer = fill(PersonalitySeed, [HumanMessage(prompt)])
    assert isinstance(answer, PersonalitySeed)
    return answer


@pytest.mark.parametrize(
    ("evening", "language", "interest", "manner"),
    [
        (EVENING, "en", "the stars", "no advice unless they ask"),
        (EVENING_ZH, "zh", "看星星", "没问就不给建议"),
    ],
)
def test_the_offline_voice_hears_how_somebody_wants_to_be_spoken_to(
    evening: tuple[str, ...], language: Language, interest: str, manner: str
) -> None:
    messages = shown(evening)
    seed = seed_of(messages)
    assert interest in seed.interests
    assert manner in seed.how_to_speak_to_them
    admitted = admit(seed.sketch(), messages, language=language)
    assert admitted.rejection is None
    assert admitted.repaired == frozenset()
    assert len(admitted.sources) >= 2


def test_the_offline_voice_says_what_is_different_now() -> None:
    playful = ("haha that was fun", "lol I love old maps", "haha you are silly", "what a day, haha")
    seed = seed_of(shown(playful), "essence: You are quiet.\ntone: gentle and quiet")
    assert seed.changed.startswith("From gentle and quiet to warm, light, a little playful.")


def test_too_little_talk_draws_nothing() -> None:
    assert seed_of(shown(("hello there",))).essence == ""
