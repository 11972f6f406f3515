"""How well each of many search hits fits, seen beside the others: a handful of array operations."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from storage.records import Found
from tools.memory.episodes import EPISODE_GAP

Scores = NDArray[np.float64]

VECTOR_WEIGHT, KEYWORD_WEIGHT = 0.6, 0.4
"""What the best match by meaning and by words gain.

Added up: fusing ranks instead would forget by how much one hit is better than the next.
"""

FACT_WEIGHT = 0.3
"""Share of a memory's match that lifts the turn it was read from, and the other way round."""

NEIGHBOUR_WEIGHT = 0.2
"""Share of the match of the turn before and of the turn after: an answer follows its question."""

EPISODE_WEIGHT = 0.5
"""Share of the mean of the best turns of an episode that all of it gains."""

EPISODE_BEST = 3
"""How many turns tell what an episode was about."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """The parts of each hit's score that come from what was asked."""

    vector: Scores
    keyword: Scores
    source: Scores
    """From the turn a memory was read from, or from the memories read from a turn."""
    neighbours: Scores
    episode: Scores


def match(found: Sequence[Found]) -> Match:
    """Return how well each hit fits what was asked, and what its surroundings add."""
    vector = VECTOR_WEIGHT * stretched(np.array([hit.vector_score for hit in found]))
    keyword = KEYWORD_WEIGHT * stretched(np.array([hit.keyword_score for hit in found]), low=0.0)
    plainly = vector + keyword
    sources = _sources(found)
    source = _from_each_other(plainly, sources)
    fitting = plainly + source
    numbers = [hit.number for hit in found]
    neighbours = _from_neighbours(fitting, numbers)
    episode = _from_episodes(fitting + neighbours, _episodes(found))
    for place, turns in sources.items():
        if turns:
            neighbours[place] = neighbours[turns].max()
            episode[place] = episode[turns].max()
    return Match(
        vector=vector, keyword=keyword, source=source, neighbours=neighbours, episode=episode
    )


def stretched(scores: Scores, *, low: float | None = None) -> Scores:
    """Return scores spread over 0 to 1, from the lowest that is known to the highest.

    Zero stands for an unknown score and stays zero; equal scores stay what they are.
    """
    known = scores[scores > 0]
    if not known.size:
        return np.zeros(len(scores))
    bottom, top = (float(known.min()) if low is None else low), float(known.max())
    if bottom == top:
        return scores.astype(np.float64)
    spread: Scores = np.maximum((scores - bottom) / (top - bottom), 0.0)
    return spread


def _sources(found: Sequence[Found]) -> dict[int, list[int]]:
    """Return for the place of each memory the places of the turns it was read from."""
    turns = {hit.id: place for place, hit in enumerate(found) if hit.memory is None}
    return {
        place: [turns[one] for one in hit.memory.source_message_ids if one in turns]
        for place, hit in enumerate(found)
        if hit.memory is not None
    }


def _from_each_other(plainly: Scores, sources: dict[int, list[int]]) -> Scores:
    lifted = np.zeros(len(plainly))
    for place, turns in sources.items():
        for turn in turns:
            lifted[turn] = max(lifted[turn], FACT_WEIGHT * plainly[place])
            lifted[place] = max(lifted[place], FACT_WEIGHT * plainly[turn])
    return lifted


def _from_neighbours(fitting: Scores, numbers: Sequence[int | None]) -> Scores:
    places = {number: place for place, number in enumerate(numbers) if number is not None}
    values, gained = fitting.tolist(), [0.0] * len(fitting)
    for number, place in places.items():
        for beside in (number - 1, number + 1):
            if beside in places:
                gained[place] += NEIGHBOUR_WEIGHT * values[places[beside]]
    return np.array(gained)


def _from_episodes(fitting: Scores, episodes: Sequence[Hashable]) -> Scores:
    members = defaultdict[Hashable, list[int]](list)
    for place, episode in enumerate(episodes):
        members[episode].append(place)
    values, gained = fitting.tolist(), np.zeros(len(fitting))
    for places in members.values():
        best = sorted((values[place] for place in places), reverse=True)[:EPISODE_BEST]
        gained[places] = EPISODE_WEIGHT * sum(best) / len(best)
    return gained


def _episodes(found: Sequence[Found]) -> list[Hashable]:
    """Return what each hit belongs to: its episode, or a stretch of talk without a long silence.

    The newest turns have no episode yet, and an imported memory never had one.
    """
    episodes: list[Hashable] = [hit.id for hit in found]
    turns = [place for place, hit in enumerate(found) if hit.memory is None]
    last, begun = None, UUID(int=0)
    for place in sorted(turns, key=lambda turn: found[turn].said_at):
        hit = found[place]
        if last is None or hit.said_at - last > EPISODE_GAP:
            begun = hit.id
        episodes[place] = hit.episode_id or begun
        last = hit.said_at
    return episodes
