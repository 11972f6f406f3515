"""What a companion may ask of open loops in a talk, and whether it did."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.records import Message
from storage.records.loops import LoopChange, OpenLoop
from tools.loops.topic import Topic, covers, event_topic, speaks_of, topic_of
from tools.memory.likeness import plain
from tools.text.sentences import sentences_of

TALK_ENDS_AFTER = timedelta(hours=1)
"""After such a silence the next message begins another talk."""

ASKED_EARLY = 2
"""So many messages of the person into a talk it is still its beginning."""

MOST_RAISED = 2
"""Loops that one talk begins with; more would be an interrogation."""

MOST_HELD_BACK = 5
"""Loops that a prompt says not to ask about, the latest ones."""

HELD_BACK_FOR = timedelta(days=60)
"""How long a prompt says so; nothing of it is asked about by itself later either."""

_ASKS = re.compile(r"[?？]|怎么样|如何了?[。~！]?$|[吗呢]\s*$")


def to_raise(
    loops: Sequence[OpenLoop],
    window: Sequence[Message],
    *,
    unspoken: Sequence[str] = (),
    now: datetime,
) -> list[OpenLoop]:
    """Return what may be asked about now, the most important first; only as a talk begins.

    Args:
        loops: those of the talk.
        window: the last messages before this one, oldest first.
        unspoken: topics never to be brought up.
        now: the moment.
    """
    if _said_in_talk(window, now) > ASKED_EARLY:
        return []
    hushed = [event_topic(one.event) for one in loops if one.do_not_ask]
    hushed += [topic_of(topic) for topic in unspoken]
    due = [
        one
        for one in loops
        if one.may_be_asked(now)
        and not any(covers(topic, event_topic(one.event)) for topic in hushed)
    ]
    return sorted(due, key=lambda one: (-one.importance, one.due_from))[:MOST_RAISED]


def to_hold_back(loops: Sequence[OpenLoop], now: datetime) -> list[OpenLoop]:
    """Return what is not to be asked about: unwelcome, or asked already, the latest first."""
    held = [
        one
        for one in loops
        if one.event
        and (one.do_not_ask or one.status == "asked")
        and now - (one.closed_at or one.asked_at or one.opened_at) <= HELD_BACK_FOR
    ]
    return sorted(held, key=lambda one: one.opened_at, reverse=True)[:MOST_HELD_BACK]


def asked_about(reply: str, loops: Sequence[OpenLoop], now: datetime) -> list[OpenLoop]:
    """Return the loops whose end a reply asks for; what is still to come is asked about freely."""
    over = [
        one
        for one in loops
        if one.status == "open"
        and not one.do_not_ask
        and now >= (one.happens_until or one.due_from)
    ]
    asked = _questions(reply) if over else []
    return [one for one in over if any(speaks_of(topic, event_topic(one.event)) for topic in asked)]


def asks_again(text: str, loops: Sequence[OpenLoop], now: datetime) -> bool:
    """Return whether a text asks about what is not to be asked about, or was asked about before."""
    held = to_hold_back(loops, now)
    return any(
        speaks_of(topic, event_topic(one.event)) for topic in _questions(text) for one in held
    )


def one_each(changes: Sequence[LoopChange]) -> tuple[LoopChange, ...]:
    """Return one change for each loop: what the person said counts, and their last word."""
    weighed = sorted(changes, key=lambda one: one.becomes != "asked")
    return tuple({change.loop_id: change for change in weighed}.values())


def _questions(text: str) -> list[Topic]:
    """Return what each question of a text is about, with the sentence before it."""
    sentences = sentences_of(plain(text))
    return [
        topic_of(f"{before} {sentence}")
        for before, sentence in zip(["", *sentences], sentences, strict=False)
        if _ASKS.search(sentence)
    ]


def _said_in_talk(window: Sequence[Message], now: datetime) -> int:
    """Return how many messages the person wrote in the talk that goes on, before this one."""
    count, later = 0, now
    for message in reversed(window):
        if later - message.created_at > TALK_ENDS_AFTER:
            break
        count += message.role == "user"
        later = message.created_at
    return count
