"""What a person says of their open loops: that they ended, moved, or are not to be asked about.

Rules, so that an answer counts at once and whatever model is away; what they miss, the reading of
the talk finds (`nodes/extraction`).
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from uuid import UUID, uuid5

from storage.records.loops import LoopChange, LoopTurn, OpenLoop
from tools.dates.find import resolve
from tools.loops.due import awake, due_window
from tools.loops.kinds import NEVER
from tools.loops.topic import Topic, covers, event_topic, kind_in, nearness, speaks_of, topic_of
from tools.memory.likeness import plain
from tools.text.sentences import sentences_of

ANSWERED_WITHIN = timedelta(days=3)
"""How long after it was asked about a loop is what "it went well" means."""

LONGEST_HEARD = 4_000
"""Characters of one message that are listened to."""

LONGEST_TOPIC = 60
"""Characters of a topic that is not to be asked about."""

WEIGHTIEST: Sequence[LoopTurn] = ("hushed", "unspoken", "invited", "moved", "told", "asked")
"""What counts when one message says several things of one loop."""

_CLAUSE = re.compile(r"[,，;；、。.!！?？\n]+|\bbut\b|\bthough\b|但是|不过|可是")
_ASKS = re.compile(r"[?？]\s*$|[吗么]\s*[?？]?\s*$")
_AROUND = re.compile(
    r"^(?:my|our|the) (?=\S)| (?:any ?more|again|please|ok(?:ay)?|today|for now|at all)$"
)
_MARKS = re.compile(r"[\s,.!?;，。！？；~～…]+$")


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message of the person."""

    id: UUID
    text: str
    at: datetime
    before: str = ""
    """What they said just before it, which it may go on about."""


@dataclass(frozen=True, kw_only=True)
class _Cues:
    told: re.Pattern[str]
    cancelled: re.Pattern[str]
    moved: re.Pattern[str]
    not_yet: re.Pattern[str]
    hush: re.Pattern[str]
    not_a_topic: re.Pattern[str]
    pronoun: re.Pattern[str]
    invite: re.Pattern[str]
    not_invite: re.Pattern[str]


def hear(said: Said, loops: Sequence[OpenLoop], *, zone: tzinfo) -> tuple[LoopChange, ...]:
    """Return what a message says of loops, one change for each of them at most.

    Args:
        said: the message.
        loops: those of the talk, also the ones that are not asked about any more.
        zone: where the person's wall clock stands.
    """
    said = replace(said, text=said.text[:LONGEST_HEARD], before=said.before[-LONGEST_HEARD:])
    heard = [*_hushed(said, loops), *_invited(said, loops, zone), *_ended(said, loops, zone)]
    weighed = sorted(heard, key=lambda one: -WEIGHTIEST.index(one.becomes))
    return tuple({change.loop_id: change for change in weighed}.values())


def _hushed(said: Said, loops: Sequence[OpenLoop]) -> Iterator[LoopChange]:
    """Yield what is not to be asked about; of what nothing is open, the topic itself."""
    for sentence in sentences_of(plain(said.text)):
        for cues in _both():
            for topic in _topics(cues, _MARKS.sub("", sentence)):
                if cues.pronoun.fullmatch(topic):
                    found = _spoken_of(said, loops)
                else:
                    found = [
                        one for one in loops if covers(topic_of(topic), event_topic(one.event))
                    ]
                    if not found and topic_of(topic).all:
                        yield _unspoken(said, topic)
                yield from (_change(loop, "hushed", said) for loop in found if not loop.do_not_ask)


def _topics(cues: _Cues, sentence: str) -> Iterator[str]:
    for clause in (sentence, *_CLAUSE.split(sentence)):
        for match in cues.hush.finditer(clause.strip()):
            groups = match.groupdict().values()
            topic = _MARKS.sub("", next((one for one in groups if one is not None), ""))
            topic = _AROUND.sub("", topic.strip())
            if len(topic) <= LONGEST_TOPIC and not cues.not_a_topic.match(topic):
                yield topic


def _unspoken(said: Said, topic: str) -> LoopChange:
    return LoopChange(
        loop_id=uuid5(said.id, f"unspoken {topic}"),
        becomes="unspoken",
        message_id=said.id,
        event=topic,
    )


def _invited(said: Said, loops: Sequence[OpenLoop], zone: tzinfo) -> Iterator[LoopChange]:
    for sentence in sentences_of(plain(said.text)):
        for cues in _both():
            if not cues.invite.search(sentence) or cues.not_invite.search(sentence):
                continue
            for loop in _spoken_of(said, loops):
                yield again(loop, sentence, said, zone)


def again(loop: OpenLoop, words: str, said: Said, zone: tzinfo) -> LoopChange:
    """Return that a loop is to be asked about (again), at the time that was named or was meant."""
    span = resolve(words, said_at=said.at, zone=zone, tense="future")
    if span is None and loop.due_from > said.at:
        return _change(loop, "invited", said)
    window = due_window(
        span, kind_in(loop.event), importance=loop.importance, said_at=said.at, zone=zone
    )
    due_from = window.due_from if span is None else awake(max(span.start, said.at), zone)
    return replace(
        _change(loop, "invited", said),
        due_from=due_from,
        due_until=max(window.due_until, due_from + (window.due_until - window.due_from)),
    )


def _ended(said: Said, loops: Sequence[OpenLoop], zone: tzinfo) -> Iterator[LoopChange]:
    for place, clause in enumerate(clauses := _clauses(said.text)):
        turn = _turn(clause.text, clause.asks, loops)
        if turn is None:
            continue
        near = [
            clauses[other].text
            for other in (place - 1, place - 2, place + 1)
            if 0 <= other < len(clauses)
        ]
        for loop in _meant(clause.text, near, said, loops):
            if turn == "moved":
                yield moved(loop, plain(said.text), said, zone)
            elif turn == "cancelled" or _has_begun(loop, said.at):
                yield _change(loop, "told", said)


@dataclass(frozen=True)
class _Clause:
    text: str
    asks: bool


def _clauses(text: str) -> list[_Clause]:
    return [
        _Clause(clause.strip(), bool(_ASKS.search(sentence)))
        for sentence in sentences_of(plain(text))
        for clause in _CLAUSE.split(sentence)
        if clause.strip()
    ]


def _turn(clause: str, asks: bool, loops: Sequence[OpenLoop]) -> str | None:
    """Return what a clause says of something that was open, if it does."""
    if asks:
        return None
    for cues in _both():
        if cues.moved.search(clause):
            return "moved"
        if cues.cancelled.search(clause):
            return "cancelled"
    if any(cues.not_yet.search(clause) for cues in _both()):
        return None
    if any(cues.told.search(clause) for cues in _both()):
        return "told"
    return "told" if any(kind_in(loop.event).told.search(clause) for loop in loops) else None


def _meant(
    clause: str, near: Sequence[str], said: Said, loops: Sequence[OpenLoop]
) -> list[OpenLoop]:
    """Return which loop a clause is about: named in it, told of in its own words, or just named."""
    waiting = [one for one in loops if one.event and one.status != "closed" and not one.do_not_ask]
    own = topic_of(clause)
    if own.kinds:
        return _nearest(own, waiting)
    by_kind = [one for one in waiting if kind_in(one.event).told.search(clause)]
    if by_kind:
        return _latest([one for one in by_kind if _has_begun(one, said.at)])
    for text in (clause, *near, said.before):
        if found := _nearest(topic_of(text), waiting):
            return found
        if topic_of(text).kinds:
            return []
    return _just_asked(said, waiting)


def _spoken_of(said: Said, loops: Sequence[OpenLoop]) -> list[OpenLoop]:
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


def _has_begun(loop: OpenLoop, moment: datetime) -> bool:
    return loop.happens_from is None or moment >= loop.happens_from


def moved(loop: OpenLoop, words: str, said: Said, zone: tzinfo) -> LoopChange:
    """Return that a loop happens at another time, or, where the words name none, some day."""
    span = resolve(words, said_at=said.at, zone=zone, tense="future")
    window = due_window(
        span, kind_in(loop.event), importance=loop.importance, said_at=said.at, zone=zone
    )
    return replace(
        _change(loop, "moved", said),
        happens_from=window.happens_from,
        happens_until=window.happens_until,
        happens_precision=window.precision,
        due_from=window.due_from,
        due_until=window.due_until,
    )


def _change(loop: OpenLoop, becomes: LoopTurn, said: Said) -> LoopChange:
    return LoopChange(loop_id=loop.id, becomes=becomes, message_id=said.id)


@cache
def _both() -> tuple[_Cues, _Cues]:
    return _cues("hear_en.toml", "(?<![a-z])", "(?![a-z])"), _cues("hear_zh.toml", "", "")


def _cues(name: str, before: str, after: str) -> _Cues:
    table = tomllib.loads(files("tools.loops").joinpath(name).read_text("utf-8"))
    return _Cues(**{cue: _either(row["says"], before, after) for cue, row in table.items()})


def _either(says: Sequence[str], before: str, after: str) -> re.Pattern[str]:
    if not says:
        return NEVER
    told_apart = [one.replace("(?P<topic>", f"(?P<topic{place}>") for place, one in enumerate(says)]
    return re.compile("|".join(f"{before}(?:{one}){after}" for one in told_apart))
