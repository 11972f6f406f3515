"""How well each of many search hits fits, seen beside the others: a handful of array operations."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from storage.records import Found
from tools.memory.episodes import EPISODE_GAP

Scores = NDArray[np.float64]

Sources = Mapping[int, Sequence[int]]
"""For the place of each memory the places of the turns it was read from."""

KEYWORD_WEIGHT, RETOLD_KEYWORD_WEIGHT = 0.5, 0.4
"""What the best match by words gains, among turns and among memories; by meaning, the rest of 1.

A turn has the person's own words, and neither is trusted more; a memory is told in others, so that
meaning tells more of it. Added up: fusing ranks instead would forget by how much one hit is better
than the next.
"""

FACT_WEIGHT = 0.3
"""Share of a memory's match that lifts the turn it was read from: another way to put the same."""

WORDING_WEIGHT = 0.01
"""What decides between a memory and its turn, which fit alike: which of the two fits by itself."""

NEIGHBOUR_WEIGHT = 0.2
"""Share of the match of the turn before and of the turn after: an answer follows its question."""

EPISODE_WEIGHT = 0.5
"""Share of the best turn of an episode that all of it gains."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """The parts of each hit's score that come from what was asked."""

    vector: Scores
    keyword: Scores
    source: Scores
    """From the memories that were read from a turn."""
    neighbours: Scores
    episode: Scores
    wording: Scores


def match(found: Sequence[Found], sources: Sources) -> Match:
    """Return how well each hit fits what was asked, and what its surroundings add.

    A memory and the turn it was read from are one thing told twice, and fit as the turn does, which
    the memory has lifted. Only a memory whose turn was not found fits by itself.

    Args:
        found: the hits.
        sources: what `sources_of` says of them.
    """
    vector, keyword = _plainly(found)
    plainly = vector + keyword
    source = _from_memories(plainly, sources)
    fitting = plainly + source
    neighbours = _from_neighbours(fitting, [hit.number for hit in found])
    episode = _from_episodes(fitting + neighbours, _episodes(found))
    wording = np.zeros(len(found))
    whole = fitting + neighbours + episode
    for place, turns in sources.items():
        if turns:
            best = max(turns, key=whole.__getitem__)
            better = plainly[place] >= plainly[best]
            wording[place] = WORDING_WEIGHT if better else -WORDING_WEIGHT
            for part in (vector, keyword, source, neighbours, episode):
                part[place] = part[best]
    return Match(
        vector=vector,
        keyword=keyword,
        source=source,
        neighbours=neighbours,
        episode=episode,
        wording=wording,
    )


def _plainly(found: Sequence[Found]) -> tuple[Scores, Scores]:
    """Return the match by meaning and by words: turns among turns, memories among memories."""
    vector, keyword = np.zeros(len(found)), np.zeros(len(found))
    of_meaning = np.array([hit.vector_score for hit in found])
    of_words = np.array([hit.keyword_score for hit in found])
    told = np.array([hit.memory is not None for hit in found])
    for kind, weight in ((told, RETOLD_KEYWORD_WEIGHT), (~told, KEYWORD_WEIGHT)):
        vector[kind] = (1 - weight) * stretched(of_meaning[kind])
        keyword[kind] = weight * stretched(of_words[kind], low=0.0)
    return vector, keyword


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


def inherit(scores: Scores, sources: Sources) -> None:
    """Give each memory the best score of the turns it was read from, where they were found."""
    for place, turns in sources.items():
        if turns:
            scores[place] = scores[turns].max()


def sources_of(found: Sequence[Found]) -> Sources:
    """Return for the place of each memory the places of the turns it was read from."""
    turns = {hit.id: place for place, hit in enumerate(found) if hit.memory is None}
    return {
        place: [turns[one] for one in hit.memory.source_message_ids if one in turns]
        for place, hit in enumerate(found)
        if hit.memory is not None
    }


def _from_memories(plainly: Scores, sources: Sources) -> Scores:
    lifted = np.zeros(len(plainly))
    for place, turns in sources.items():
        for turn in turns:
            lifted[turn] = max(lifted[turn], FACT_WEIGHT * plainly[place])
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
    best = defaultdict[Hashable, float](float)
    for episode, fits in zip(episodes, fitting.tolist(), strict=True):
        best[episode] = max(best[episode], fits)
    return EPISODE_WEIGHT * np.array([best[episode] for episode in episodes])


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
