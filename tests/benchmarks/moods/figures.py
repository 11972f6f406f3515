"""How a reading compares with labels, with 95 % intervals."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter_ns, thread_time_ns

from tests.benchmarks.moods.lines import Line, Source
from tools.mood.basic import BASICS, Basic
from tools.mood.read import Mood

NORMAL_95 = 1.96
"""Standard deviations on each side that hold 95 of 100."""

NANOSECONDS = 1e6
"""Of a millisecond."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """So many of `n`, and the 95 % interval after Wilson (1927)."""

    n: int
    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})" if self.n else "–"


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is measured of one source."""

    name: str
    language: str
    sign: Share
    """Polar lines whose valence has the right sign; a valence of 0 counts as wrong."""
    balanced: float
    """Mean of that share among bright and among dark lines."""
    three: float
    """Macro F1 of bright, dark and neither, by the label."""
    basics: float
    """Macro F1 of the basic feelings, over lines that have exactly one; absent ones left out."""
    basics_n: int
    p50: float
    p99: float
    """Milliseconds of one message, by the clock on the wall."""
    cpu_p99: float
    """Milliseconds of processor time of one message: the same when the machine does other work."""


def measure(source: Source, read: Callable[[str], Mood]) -> Figures:
    """Return the figures of a source."""
    moods, times, cpu = list[Mood](), list[float](), list[float]()
    for line in source.lines:
        begun, worked = perf_counter_ns(), thread_time_ns()
        moods.append(read(line.text))
        cpu.append((thread_time_ns() - worked) / NANOSECONDS)
        times.append((perf_counter_ns() - begun) / NANOSECONDS)
    pairs = list(zip(source.lines, moods, strict=True))
    polar = [(line.sign, _sign(mood.valence)) for line, mood in pairs if line.sign]
    signed = [(line.sign, _named(mood)) for line, mood in pairs if line.sign is not None]
    felt = _felt(pairs)
    sides = [[one == wanted for wanted, one in polar if wanted == side] for side in (1, -1)]
    return Figures(
        name=source.name,
        language=source.language,
        sign=share([one == wanted for wanted, one in polar]),
        balanced=sum(sum(side) / max(1, len(side)) for side in sides) / 2,
        three=macro_f1(signed),
        basics=macro_f1(felt),
        basics_n=len(felt),
        p50=median(times),
        p99=quantiles(times, n=100, method="inclusive")[98],
        cpu_p99=quantiles(cpu, n=100, method="inclusive")[98],
    )


def share(right: Sequence[bool]) -> Share:
    """Return how many are right, with Wilson's interval."""
    n = len(right)
    if not n:
        return Share(n=0, value=0.0, low=0.0, high=1.0)
    value, square = sum(right) / n, NORMAL_95**2
    middle = (value + square / (2 * n)) / (1 + square / n)
    reach = NORMAL_95 / (1 + square / n) * math.sqrt(value * (1 - value) / n + square / (4 * n**2))
    return Share(n=n, value=value, low=max(0.0, middle - reach), high=min(1.0, middle + reach))


def macro_f1(pairs: Iterable[tuple[object, object]]) -> float:
    """Return the mean F1 of every class that is wanted at least once; 0 without any."""
    pairs = list(pairs)
    scores = list[float]()
    for one in {wanted for wanted, _ in pairs}:
        hits = sum(wanted == got == one for wanted, got in pairs)
        wanted_n = sum(wanted == one for wanted, _ in pairs)
        scores.append(2 * hits / (wanted_n + sum(got == one for _, got in pairs)))
    return sum(scores) / len(scores) if scores else 0.0


def _felt(pairs: Sequence[tuple[Line, Mood]]) -> list[tuple[Basic, Basic]]:
    """Pair the labelled feeling with the likeliest; without disgust, anger takes its place."""
    single = [(line, mood) for line, mood in pairs if len(line.basics) == 1]
    asked = {basic for line, _ in single for basic in line.basics}
    felt = list[tuple[Basic, Basic]]()
    for line, mood in single:
        feelings: dict[Basic, float] = {"neutral": 1.0}
        feelings.update(mood.feelings)
        if "disgust" not in asked:
            feelings["anger"] = feelings.get("anger", 0.0) + feelings.pop("disgust", 0.0)
        felt.append((next(iter(line.basics)), max(BASICS, key=lambda one: feelings.get(one, 0.0))))
    return felt


def _sign(valence: float) -> int:
    return (valence > 0) - (valence < 0)


def _named(mood: Mood) -> int:
    return 0 if mood.label == "neutral" else _sign(mood.valence)
