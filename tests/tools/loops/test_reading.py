from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from storage.records import Message
from storage.records.loops import OpenLoop
from tests.tools.loops.making import FRIDAY, loop, message
from tools.loops.change import changed
from tools.loops.gate import LoopProposal
from tools.loops.reading import LoopVerdict, ReadLoops, read_loops

ZONE = ZoneInfo("Europe/London")


def proposed(event: str, quote: str, number: int = 1, **changes: Any) -> LoopProposal:
    values: dict[str, Any] = {
        "event": event, "quote": quote, "when": quote, "message_number": number, "importance": 0.7
    }  # fmt: skip
    return LoopProposal(**(values | changes))


def read(
    texts: Sequence[str],
    *proposals: LoopProposal,
    known: Sequence[OpenLoop] = (),
    verdicts: Sequence[LoopVerdict] = (),
) -> ReadLoops:
    """Read some messages, said a minute apart."""
    messages = [
        message(text, position=place, at=FRIDAY + timedelta(minutes=place))
        for place, text in enumerate(texts, 1)
    ]
    return reading(messages, *proposals, known=known, verdicts=verdicts)


def reading(
    messages: Sequence[Message],
    *proposals: LoopProposal,
    known: Sequence[OpenLoop] = (),
    verdicts: Sequence[LoopVerdict] = (),
) -> ReadLoops:
    return read_loops(
        proposals,
        verdicts,
        messages=dict(enumerate(messages, 1)),
        known=known,
        shown=known,
        agent_id=None,
        zone=ZONE,
    )


OPERATION = "My grandmother has an operation on Thursday."


def test_a_loop_rests_on_the_persons_own_words() -> None:
    [opened] = read([OPERATION], proposed("grandmother's operation", OPERATION)).opened
    assert (opened.event, opened.status) == ("grandmother's operation", "open")
    assert opened.happens_from is not None
    assert f"{opened.happens_from:%a %d}" == "Thu 12"
    assert len(opened.message_ids) == 1


@pytest.mark.parametrize(
    ("proposal", "reason"),
    [
        (proposed("x" * 81, OPERATION), "loop_wrong_value"),
        (proposed("operation", OPERATION, importance=7.0), "loop_wrong_value"),
        (proposed("operation", "I never said this"), "loop_unquoted"),
        (proposed("wedding", OPERATION), "loop_unquoted"),
        (proposed("operation", OPERATION, 9), "loop_not_their_words"),
        (proposed("operation of [name]", OPERATION), "loop_placeholder"),
    ],
)
def test_what_they_did_not_say_is_no_loop(proposal: LoopProposal, reason: str) -> None:
    found = read([OPERATION], proposal)
    assert found.opened == ()
    assert found.rejected == {reason: 1}


def test_what_is_told_twice_is_one_loop() -> None:
    first = read(["My interview is on Monday"], proposed("interview", "My interview is on Monday"))
    again = read(
        ["nervous about the job interview on Monday"],
        proposed("job interview", "the job interview on Monday"),
        known=first.opened,
    )
    assert again.opened == ()
    other = read(
        ["another interview on Thursday"],
        proposed("interview", "another interview on Thursday"),
        known=first.opened,
    )
    assert len(other.opened) == 1


@pytest.mark.parametrize(
    ("texts", "event"),
    [
        ([f"{OPERATION} Please don't ask me about it."], "grandmother's operation"),
        ([OPERATION, "please don't ask me about grandma's operation"], "grandmother's operation"),
        (["我奶奶周四要做手术，别问我这件事"], "奶奶的手术"),
        (["我奶奶周四要做手术", "奶奶的手术你就别问了"], "奶奶的手术"),
    ],
)
def test_what_is_hushed_as_it_is_told_is_never_open(texts: list[str], event: str) -> None:
    [opened] = read(texts, proposed(event, texts[0])).opened
    assert (opened.status, opened.do_not_ask) == ("closed", True)


def test_a_hushed_topic_stays_so_for_all_that_comes_later() -> None:
    first = read([f"{OPERATION} Please don't ask me about it."], proposed("operation", OPERATION))
    said = "Grandma's second operation is in three weeks"
    [later] = read([said], proposed("grandma's second operation", said), known=first.opened).opened
    assert (later.status, later.do_not_ask) == ("closed", True)
    interview = "I have an interview on Monday"
    [other] = read([interview], proposed("interview", interview), known=first.opened).opened
    assert other.status == "open"


def test_what_ends_within_one_reading_is_closed_from_the_start() -> None:
    texts = ["Film tonight!", "Back. The film was great"]
    messages = [message(texts[0]), message(texts[1], at=FRIDAY + timedelta(hours=4))]
    found = reading(messages, proposed("film", texts[0]))
    assert [one.status for one in found.opened] == ["closed"]
    assert found.changes == ()


def test_a_models_verdict_counts_where_rules_hear_nothing() -> None:
    known = loop("interview at Google")
    said = "Google sent me the contract"
    verdict = LoopVerdict(loop_number=1, becomes="told", quote=said, message_number=1)
    [change] = read([said], known=[known], verdicts=[verdict]).changes
    assert (change.loop_id, change.becomes) == (known.id, "told")
    for wrong in ({"loop_number": 2}, {"quote": "no"}, {"becomes": "x"}, {"message_number": 2}):
        assert read([said], known=[known], verdicts=[replace(verdict, **wrong)]).changes == ()


def test_a_message_that_was_heard_is_not_heard_again() -> None:
    known = loop("interview", due_from=FRIDAY + timedelta(minutes=1))
    messages = [message("You can ask me again about the interview tomorrow")]
    [change] = reading(messages, known=[known]).changes
    assert change.becomes == "invited"
    after = changed(known, change, at=FRIDAY)
    assert reading(messages, known=[after]).changes == ()


def test_read_twice_it_has_the_same_ids() -> None:
    messages = [message(OPERATION)]
    twice = [reading(messages, proposed("operation", OPERATION)).opened for _ in range(2)]
    assert twice[0] == twice[1]
