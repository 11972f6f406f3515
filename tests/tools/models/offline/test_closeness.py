from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from langchain_core.messages import HumanMessage

from nodes.relationship.confirm_transition import TransitionVerdict
from storage.records import Message
from tests.tools.relationship.records import OPEN, OPEN_ZH
from tools.memory.lines import numbered_lines
from tools.models.offline.voice import OfflineVoice

BEGIN = datetime(2026, 3, 2, 20, tzinfo=UTC)


def asked(*texts: str, step: str = "just_met -> good_friends", a_day: int = 2) -> TransitionVerdict:
    """What the offline voice says of a step after a talk with these words, so many a day."""
    messages = [
        Message(
            id=uuid4(),
            agent_id="coco",
            position=number,
            role="user",
            kind="talk",
            content=text,
            created_at=BEGIN + timedelta(days=number // a_day),
        )
        for number, text in enumerate(texts)
    ]
    talk = numbered_lines(messages, zone=UTC)
    prompt = f"<step>\n{step}\ndays at just_met: 9\n</step>\n<talk>\n{talk}\n</talk>"
    form = OfflineVoice().with_structured_output(TransitionVerdict)
    answer = form.invoke([HumanMessage(prompt)])
    assert isinstance(answer, TransitionVerdict)
    return answer


@pytest.mark.parametrize("texts", [OPEN, OPEN_ZH])
def test_a_friendship_that_is_plain_is_confirmed_in_both_languages(texts: tuple[str, ...]) -> None:
    assert asked(*texts) == TransitionVerdict(confirmed=True, reason="earned")


@pytest.mark.parametrize("texts", [OPEN, OPEN_ZH])
def test_the_same_in_one_evening_is_too_soon(texts: tuple[str, ...]) -> None:
    assert asked(*texts, a_day=50).reason == "too_soon"


@pytest.mark.parametrize("text", [OPEN[0], "I love you", "我爱你，你最好了", OPEN_ZH[3]])
def test_the_same_words_again_and_again_are_farming(text: str) -> None:
    assert asked(*[text] * 20) == TransitionVerdict(confirmed=False, reason="farming")


@pytest.mark.parametrize("stage", ["ambiguous", "partners"])
def test_friends_are_no_lovers_by_themselves(stage: str) -> None:
    assert not asked(*OPEN, *OPEN_ZH, step=f"good_friends -> {stage}").confirmed


def test_who_woos_over_days_and_shows_themselves_is_heard() -> None:
    loving = [f"{text}, and I love you" for text in (*OPEN, *OPEN_ZH)]
    assert asked(*loving, step="good_friends -> ambiguous").confirmed


@pytest.mark.parametrize("step", ["", "just_met -> married", "x" * 5_000])
def test_a_step_that_is_none_is_refused(step: str) -> None:
    assert asked(*OPEN, step=step) == TransitionVerdict(confirmed=False, reason="unclear")


def test_a_talk_that_is_empty_is_refused() -> None:
    assert not asked().confirmed
