"""Which loop is meant: named, told of in its own words, or just asked about."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.records.loops import OpenLoop
from tools.loops.changes import Said
from tools.loops.topic import Topic, event_topic, kind_in, nearness, speaks_of, topic_of

ANSWERED_WITHIN = timedelta(days=3)
"""How long after it was asked about a loop is what "it went well" means."""


def loops_meant(
    clause: str, near: Sequence[str], said: Said, loops: Sequence[OpenLoop]
) -> list[OpenLoop]:
    """Return which loop a clause is about: named in it, told of in its own words, or just named."""
    waiting = [one for one in loops if one.event and one.status != "closed" and not one.do_not_ask]
    own = topic_of(clause)
    if own.kinds:
        return _nearest(own, waiting)
    by_kind = [one for one in waiting if kind_in(one.event).told.search(clause)]
    if by_kind:
        return _latest([one for one in by_kind if has_begun(one, said.at)])
    for text in (clause, *near, said.before):
        if found := _nearest(topic_of(text), waiting):
            return found
        if topic_of(text).kinds:
            return []
    return _just_asked(said, waiting)


def loops_spoken_of(said: Said, loops: Sequence[OpenLoop]) -> list[OpenLoop]:
    """Return what "it" is: told in this message, named in it, named before, or just asked about."""
    named = [one for one in loops if one.event]
    topic = topic_of(said.text)
    here = [one for one in named if said.id in one.message_ids] or _nearest(topic, named)
    if here or topic.kinds:
        return here
    return _nearest(topic_of(said.before), named) or _just_asked(said, named)


def _nearest(topic: Topic, loops: Sequence[OpenLoop]) -> list[OpenLoop]:
    """Return the loop that a text speaks of; of several, the one it has most in common with."""
    named = [one for one in loops if speaks_of(topic, event_topic(one.event))]
    best = max((nearness(topic, event_topic(one.event)) for one in named), default=0)
    return _latest([one for one in named if nearness(topic, event_topic(one.event)) == best])


def _latest(loops: Sequence[OpenLoop]) -> list[OpenLoop]:
    """Return the first one that is due, which is what "the exam" means in its week."""
    return sorted(loops, key=lambda one: (one.status != "asked", one.due_from))[:1]


def _just_asked(said: Said, loops: Sequence[OpenLoop]) -> list[OpenLoop]:
    asked = [
        one
        for one in loops
        if one.asked_at is not None and said.at - one.asked_at <= ANSWERED_WITHIN
    ]
    return sorted(asked, key=lambda one: one.asked_at or said.at)[-1:]


def has_begun(loop: OpenLoop, moment: datetime) -> bool:
    """Return whether what is open has begun by a moment, or may begin at any."""
    return loop.happens_from is None or moment >= loop.happens_from
