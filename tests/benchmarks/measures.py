"""What is measured of one contender."""

from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Literal

from tests.benchmarks.load import Sample
from tests.benchmarks.prompts import Prompts
from tests.benchmarks.script import Language

MILLISECONDS = 1000.0


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Milliseconds that half of all turns stay below, and 95 of 100."""

    p50: float
    p95: float


@dataclass(frozen=True, kw_only=True)
class Round:
    """One visit of some people who talk at once."""

    first: Spread
    """To the first words."""
    done: Spread
    """To the end of the reply."""
    cpu: float
    """Milliseconds of the server's processor time a turn."""
    database_cpu: float
    """Milliseconds of PostgreSQL's processor time a turn."""
    rate: float
    """Turns a second."""


@dataclass(frozen=True, kw_only=True)
class Depth:
    """How a talk goes on after many turns."""

    turn: int
    language: Language
    first: float
    """Milliseconds to the first words."""
    done: float
    prompts: Prompts
    chat_calls: float
    """Calls of the chat model a message."""
    vector_calls: float
    """Calls of the embedding model a message."""


@dataclass(frozen=True, kw_only=True)
class Waits:
    """How often a turn waits for the database."""

    before_first: float
    after_first: float
    """Until the reply is at its end."""


Pace = Literal["slow", "quick"]
"""Whether a person waits until all background work is done before they go on, or not at all."""


@dataclass(frozen=True, kw_only=True)
class FollowUps:
    """What a message costs once everything that follows it is done."""

    pace: Pace
    chat_calls: float
    background_calls: float
    vector_calls: float
    background_tokens: float
    """In the prompts of the background calls, estimated."""


@dataclass(kw_only=True)
class Results:
    """Everything that was measured of one contender."""

    rounds: dict[int, list[Round]] = field(default_factory=dict)
    """By the number of people who talk at once."""
    depths: list[Depth] = field(default_factory=list)
    waits: Waits | None = None

    def middle(self, users: int) -> Round:
        """Return the median of all rounds, figure by figure."""
        rounds = self.rounds[users]
        return Round(
            first=_middle([one.first for one in rounds]),
            done=_middle([one.done for one in rounds]),
            cpu=median(one.cpu for one in rounds),
            database_cpu=median(one.database_cpu for one in rounds),
            rate=median(one.rate for one in rounds),
        )


def round_of(samples: list[Sample], *, seconds: float, cpu: float, database_cpu: float) -> Round:
    """Return the figures of a round; all arguments are in seconds, for the whole round."""
    return Round(
        first=_spread([sample.first for sample in samples]),
        done=_spread([sample.done for sample in samples]),
        cpu=cpu / len(samples) * MILLISECONDS,
        database_cpu=database_cpu / len(samples) * MILLISECONDS,
        rate=len(samples) / seconds,
    )


def _spread(seconds: list[float]) -> Spread:
    parts = quantiles(seconds, n=20, method="inclusive")
    return Spread(p50=parts[9] * MILLISECONDS, p95=parts[18] * MILLISECONDS)


def _middle(spreads: list[Spread]) -> Spread:
    return Spread(
        p50=median(spread.p50 for spread in spreads), p95=median(spread.p95 for spread in spreads)
    )
