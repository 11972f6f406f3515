"""How variants did, as a report: figures with their intervals, no text and nobody's name."""

from collections.abc import Iterator, Mapping, Sequence

from api.rest.body import Body
from storage.records.variants import TalkUnderVariant
from tools.variants.compare import MEASURES, Compared, Estimate, compare, crossed

COLUMNS = ("Experiment", "Variant", "Talks", *(name.capitalize() for name in MEASURES))

UNMEASURED = "–"


class EstimateBody(Body):
    """A figure and the interval in which it lies with a confidence of 95 %."""

    value: float
    low: float | None
    high: float | None
    """Both null where fewer than three talks say anything."""
    talks: int
    """That say anything about it."""


class VariantBody(Body):
    """One variant of one experiment."""

    experiment: str
    variant: str
    talks: int
    """Of one person with one companion each."""
    messages: int
    """The person's."""
    measures: Mapping[str, EstimateBody | None]
    """Messages a talk; characters of a reply to one of the message (`length`); of the replies the
    shares `interrupted` and `replaced`; change of `mood` from a message to the next within the
    hour, from -2 to 2; share of days after which the person `returned` on the next; `cost` of a
    reply in US dollars, with all that runs behind it."""


class VariantReport(Body):
    """All experiments since a day."""

    since: str
    crossed: int
    """Talks that met two variants, since the file was changed; they are left out."""
    variants: tuple[VariantBody, ...]


def variant_report(since: str, talks: Sequence[TalkUnderVariant]) -> VariantReport:
    """Return the report of what was done since a day."""
    return VariantReport(
        since=since, crossed=crossed(talks), variants=tuple(map(_variant, compare(talks)))
    )


def lines_of(report: VariantReport) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table: each figure with its interval."""
    for one in report.variants:
        figures = (_told(one.measures[name]) for name in MEASURES)
        yield one.experiment, one.variant, str(one.talks), *figures


def _variant(one: Compared) -> VariantBody:
    return VariantBody(
        experiment=one.experiment,
        variant=one.variant,
        talks=one.talks,
        messages=one.messages,
        measures={name: _estimate(estimate) for name, estimate in one.measures.items()},
    )


def _estimate(one: Estimate | None) -> EstimateBody | None:
    if one is None:
        return None
    return EstimateBody(value=one.value, low=one.low, high=one.high, talks=one.talks)


def _told(one: EstimateBody | None) -> str:
    if one is None:
        return UNMEASURED
    if one.low is None or one.high is None:
        return f"{one.value:.3g} (n {one.talks})"
    return f"{one.value:.3g} [{one.low:.3g}, {one.high:.3g}] (n {one.talks})"
