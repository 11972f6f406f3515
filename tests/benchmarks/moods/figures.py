"""How a reading compares with labels, with 95 % intervals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter_ns, thread_time_ns

from tests.benchmarks.moods.lines import Line, Source
from tests.benchmarks.moods.measures import Share, estimate, mean_f1, mean_recall, share
from tools.mood.basic import BASICS, Basic
from tools.mood.read import Mood

NANOSECONDS = 1e6
"""Of a millisecond."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is measured of one source."""

    name: str
    language: str
    sign: Share
    """Polar lines whose valence has the right sign; a valence of 0 counts as wrong."""
    balanced: Share
    """Mean of that share among bright and among dark lines."""
    three: Share
    """Macro F1 of bright, dark and neither, by the label."""
    basics: Share
    """Macro F1 of the basic feelings, over lines that have exactly one; absent ones left out."""
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
    return Figures(
        name=source.name,
        language=source.language,
        sign=share([one == wanted for wanted, one in polar]),
        balanced=estimate(polar, mean_recall),
        three=estimate(signed, mean_f1),
        basics=estimate(felt, mean_f1),
        p50=median(times),
        p99=quantiles(times, n=100, method="inclusive")[98],
        cpu_p99=quantiles(cpu, n=100, method="inclusive")[98],
    )


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
