"""What the prompt of a turn says to a companion that looks after somebody."""

from collections.abc import Iterator

from tools.care.crisis import CrisisLevel, CrisisReading
from tools.care.standing import Standing
from tools.prompts.render import Language, render


def in_care(reading: CrisisReading, standing: Standing) -> bool:
    """Whether the person is looked after, or says something by which they should be."""
    return standing.is_open or reading.level > CrisisLevel.NONE


def care_notes(
    reading: CrisisReading, standing: Standing, language: Language, *, hushed: bool = False
) -> Iterator[str]:
    """Yield the paragraphs that distress, care and its topics add; none in ordinary talk.

    Args:
        reading: what the rules see in this turn's words.
        standing: whether the person is looked after here.
        language: of the paragraphs.
        hushed: whether they are looked after by another companion, of which nothing is said.
    """
    if standing.is_open:
        yield render("care_mode", language)
    elif reading.level == CrisisLevel.DISTRESS:
        yield render("care_distress", language)
    elif hushed:
        yield render("care_hush", language)
    for topic in reading.topics:
        yield render(f"care_{topic}", language)
