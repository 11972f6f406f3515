"""Compare variants: each figure with how many people it rests on and how sure it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from statistics import NormalDist

from storage.records.variants import TalkUnderVariant

CONFIDENCE = 0.95

FEWEST = 3
"""Talks from which an interval is told: below, the approximation of Student's t is too far off."""

Part = Callable[[TalkUnderVariant], float]

MEASURES: Mapping[str, tuple[Part, Part]] = {
    "messages": (lambda one: one.messages, lambda _: 1),
    "length": (lambda one: one.reply_characters, lambda one: one.message_characters),
    "interrupted": (lambda one: one.interrupted, lambda one: one.replies),
    "replaced": (lambda one: one.replaced, lambda one: one.replies),
    "mood": (lambda one: one.mood_change, lambda one: one.mood_pairs),
    "returned": (lambda one: one.days_returned, lambda one: one.days),
    "cost": (lambda one: one.cost_usd, lambda one: one.replies),
}
"""Each a sum over all talks divided by another: messages a person, characters of a reply to one of
the message, shares of the replies, change of mood a message, share of days with a next one, US
dollars a reply."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure, and the interval in which it lies with a confidence of 95 %."""

    value: float
    low: float | None
    high: float | None
    """Both None where fewer than three talks say anything."""
    talks: int
    """That say anything about it."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One variant of one experiment."""

    experiment: str
    variant: str
    talks: int
    """Of one person with one companion each."""
    messages: int
    measures: Mapping[str, Estimate | None]
    """By the names of `MEASURES`; None where nothing was there to be measured."""


def compare(talks: Sequence[TalkUnderVariant]) -> list[Compared]:
    """Return every variant of every experiment; talks that crossed over are left out."""

    def key(one: TalkUnderVariant) -> tuple[str, str]:
        return one.experiment, one.variant

    steady = sorted((one for one in talks if not one.crossed), key=key)
    return [_compared(*names, tuple(group)) for names, group in groupby(steady, key=key)]


def crossed(talks: Sequence[TalkUnderVariant]) -> int:
    """Return how many talks met more than one variant of an experiment."""
    return sum(one.crossed for one in talks)


def ratio(pairs: Sequence[tuple[float, float]]) -> Estimate | None:
    """Return the sum of the first over the sum of the second, None when that is over nothing.

    What one person does is alike from turn to turn, so people and not turns are counted: the
    variance is that of a ratio of sums over clusters, linearised (Cochran, Sampling Techniques,
    section 6.3).
    """
    said = [(above, below) for above, below in pairs if below]
    if not said:
        return None
    count, below = len(said), sum(below for _, below in said)
    value = sum(above for above, _ in said) / below
    if count < FEWEST:
        return Estimate(value=value, low=None, high=None, talks=count)
    squares = sum((above - value * under) ** 2 for above, under in said)
    spread = sqrt(squares * count / (count - 1)) / below
    reach = student_t(count - 1) * spread
    return Estimate(value=value, low=value - reach, high=value + reach, talks=count)


def student_t(freedom: int) -> float:
    """Return Student's t for a two-sided interval, by the expansion of Cornish and Fisher.

    Args:
        freedom: degrees of freedom, from 2 on; the result is within 3.5 % of the true one.
    """
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


def _compared(experiment: str, variant: str, talks: Sequence[TalkUnderVariant]) -> Compared:
    return Compared(
        experiment=experiment,
        variant=variant,
        talks=len(talks),
        messages=sum(one.messages for one in talks),
        measures={
            name: ratio([(above(one), below(one)) for one in talks])
            for name, (above, below) in MEASURES.items()
        },
    )
