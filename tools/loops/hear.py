"""What a person says of their open loops: that they ended, moved, or are not to be asked about.

Rules, so that an answer counts at once and whatever model is away; what they miss, the reading of
the talk finds (`nodes/extraction`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from uuid import uuid5

from storage.records.loops import LoopChange, LoopTurn, OpenLoop
from tools.loops.changes import Said, again, change_of, moved
from tools.loops.cues import Cues, both_languages
from tools.loops.meant import has_begun, loops_meant, loops_spoken_of
from tools.loops.topic import covers, event_topic, kind_in, topic_of
from tools.memory.likeness import plain
from tools.text.sentences import sentences_of

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
        for cues in both_languages():
            for topic in _topics(cues, _MARKS.sub("", sentence)):
                if cues.pronoun.fullmatch(topic):
                    found = loops_spoken_of(said, loops)
                else:
                    found = [
                        one for one in loops if covers(topic_of(topic), event_topic(one.event))
                    ]
                    if not found and topic_of(topic).all:
                        yield _unspoken(said, topic)
                yield from (
                    change_of(loop, "hushed", said) for loop in found if not loop.do_not_ask
                )


def _topics(cues: Cues, sentence: str) -> Iterator[str]:
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
        for cues in both_languages():
            if not cues.invite.search(sentence) or cues.not_invite.search(sentence):
                continue
            for loop in loops_spoken_of(said, loops):
                yield again(loop, sentence, said, zone)


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
        for loop in loops_meant(clause.text, near, said, loops):
            if turn == "moved":
                yield moved(loop, plain(said.text), said, zone)
            elif turn == "cancelled" or has_begun(loop, said.at):
                yield change_of(loop, "told", said)


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
    for cues in both_languages():
        if cues.moved.search(clause):
            return "moved"
        if cues.cancelled.search(clause):
            return "cancelled"
    if any(cues.not_yet.search(clause) for cues in both_languages()):
        return None
    if any(cues.told.search(clause) for cues in both_languages()):
        return "told"
    return "told" if any(kind_in(loop.event).told.search(clause) for loop in loops) else None
