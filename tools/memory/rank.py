"""Put what was found in the order in which it should come to mind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import numpy as np

from storage.records import Found, MessageRole
from storage.records.relationship import Stage
from tools.memory.decay import HALF_LIVES, MESSAGE_HALF_LIFE, freshness_of
from tools.memory.fill import NEAR_DUPLICATE, SHOWN_CHARACTERS, Ranked, fill
from tools.memory.mood import mood_factor
from tools.memory.past import TimeAsked, is_then
from tools.memory.score import Scores, Sources, inherit, match, sources_of
from tools.memory.stage import stage_factor
from tools.mood.read import NEUTRAL, Mood

__all__ = ["NEAR_DUPLICATE", "SHOWN_CHARACTERS", "Attention", "Ranked", "rank"]

PERSON_WEIGHT = 0.4
"""What is gained by being about the person who is asked for, or by being said by them."""

IMPORTANCE_WEIGHT = 0.1
"""What the most important fresh memory gains; the best match by meaning and words gains 1."""

MESSAGE_IMPORTANCE = 0.5
"""A raw message was never judged: it stands in the middle."""

PAST_WEIGHT = 0.5
"""What is gained by lying in the time that is asked for."""

USED_TO = 0.5
"""What is left of the score of a memory that is no longer true."""


@dataclass(frozen=True, kw_only=True)
class Attention:
    """What a search is for."""

    now: datetime
    mood: Mood = NEUTRAL
    past: TimeAsked | None = None
    """The past that is asked for, or None; only then what is no longer true comes to mind."""
    speaker: MessageRole | None = None
    """Whose words are asked for, when it is one of the two who talk."""
    names: frozenset[str] = frozenset()
    """All names of everybody else who is asked for."""
    stage: Stage | None = None


def rank(found: Sequence[Found], *, attention: Attention, budget: int) -> tuple[Ranked, ...]:
    """Return the best of what was found, best first, within `budget` estimated tokens.

    The parts of a score: `vector` and `keyword` are the match itself, stretched over the
    candidates; `source`, `neighbours` and `episode` what its surroundings add; `wording` decides
    between a memory and its turn; `person` and `past` whom and when it is about; `importance` and
    `faded` what it weighs and what age took of that; `mood` and `stage` at most a tenth of all
    these each; `used to` takes half of what is no longer true.
    """
    asked_back = attention.past is not None
    current = [hit for hit in found if asked_back or not hit.memory or not hit.memory.superseded_at]
    if not current:
        return ()
    parts = _parts(current, attention)
    scores = np.sum(list(parts.values()), axis=0)
    order = sorted(range(len(current)), key=lambda place: (-scores[place], current[place].id))
    return fill((_ranked(current[place], parts, place) for place in order), budget)


def _ranked(hit: Found, parts: Mapping[str, Scores], place: int) -> Ranked:
    own = {name: float(scores[place]) for name, scores in parts.items()}
    return Ranked(found=hit, score=sum(own.values()), parts=MappingProxyType(own))


def _parts(found: Sequence[Found], attention: Attention) -> dict[str, Scores]:
    """Return every part of the scores of all hits."""
    memories = [hit.memory for hit in found]
    sources = sources_of(found)
    parts: dict[str, Scores] = dict(vars(match(found, sources)))
    parts["person"] = _about(found, attention, sources)
    parts["past"] = np.array([PAST_WEIGHT * is_then(hit, attention.past) for hit in found])
    parts["importance"] = IMPORTANCE_WEIGHT * np.array(
        [MESSAGE_IMPORTANCE if memory is None else memory.importance for memory in memories]
    )
    parts["faded"] = parts["importance"] * (_fresh(found, attention.now) - 1)
    plainly = np.sum(list(parts.values()), axis=0)
    mood = np.array([mood_factor(memory, attention.mood) for memory in memories])
    stage = np.array([stage_factor(memory, attention.stage) for memory in memories])
    parts["mood"] = plainly * (mood - 1)
    parts["stage"] = plainly * (stage - 1)
    past = np.array(
        [memory is not None and memory.superseded_at is not None for memory in memories]
    )
    parts["used to"] = (USED_TO - 1) * past * (plainly + parts["mood"] + parts["stage"])
    return parts


def _fresh(found: Sequence[Found], now: datetime) -> Scores:
    return freshness_of(
        [now - (hit.memory.last_mentioned_at if hit.memory else hit.said_at) for hit in found],
        [HALF_LIVES[hit.memory.type] if hit.memory else MESSAGE_HALF_LIFE for hit in found],
    )


def _about(found: Sequence[Found], attention: Attention, sources: Sources) -> Scores:
    """Return what each hit gains by whom it is about; a memory is about whoever said it, too."""
    names = {name.casefold() for name in attention.names}
    about = np.array([PERSON_WEIGHT * _is_about(hit, names, attention.speaker) for hit in found])
    by_name = about.copy()
    inherit(about, sources)
    gained: Scores = np.maximum(about, by_name)
    return gained


def _is_about(hit: Found, names: Collection[str], speaker: MessageRole | None) -> bool:
    """Return whether a hit is about somebody by name, or the words of the speaker asked for."""
    if hit.memory is None:
        by_speaker = hit.role == speaker
    else:
        by_speaker = speaker == "user" and not hit.memory.people
    if by_speaker or not names:
        return by_speaker
    said = hit.text.casefold()
    return any(name in said for name in names) or any(
        person.casefold() in names for person in (hit.memory.people if hit.memory else ())
    )
