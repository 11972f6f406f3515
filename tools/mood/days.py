"""How a day went, in a word that people use."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo

from storage.records import EmotionState
from storage.records.mood import MoodDay, MoodLabel
from tools.mood.orb import CALM_VALENCE
from tools.mood.temperament import Temperament, express
from tools.prompts.render import Language

DayWord = Literal["bright", "calm", "low", "mixed"]

BRIGHT: frozenset[MoodLabel] = frozenset(("happy", "excited"))
LOW: frozenset[MoodLabel] = frozenset(("sad", "anxious", "angry", "lonely", "tired"))

FEW = 1 / 6
"""Share of a day's messages with a mood below which the day was calm: one sigh makes no low day."""

BOTH = 1 / 4
"""Share of the messages with a mood, on either side, from which a day was both: thanks and a good
night read bright on the day of a loss, too."""

MOODED = 1 / 3
"""Share of a day's messages with a mood from which it stands as high in a picture as they do."""

MIDDLE = 0.15
"""Mean valence nearer to zero than this is calm."""


def first_moment(now: datetime, *, days: int, zone: ZoneInfo) -> datetime:
    """Return when the first of so many days began where the person lives; today is the last."""
    first = now.astimezone(zone).date() - timedelta(days=days - 1)
    return datetime.combine(first, time(), tzinfo=zone)


def calendar(known: Sequence[MoodDay], *, start: date, days: int) -> list[MoodDay | date]:
    """Return so many days in a row, each as it is known, or by its date alone without talk."""
    found = {one.day: one for one in known}
    row = (start + timedelta(days=number) for number in range(days))
    return [found.get(day, day) for day in row]


def day_word(day: MoodDay) -> DayWord | None:
    """Return how the person's day went; None when no message was read for its mood."""
    if not day.messages:
        return None
    bright = sum(day.labels.get(label, 0) for label in BRIGHT)
    low = sum(day.labels.get(label, 0) for label in LOW)
    named = bright + low
    if day.valence is None or named < FEW * day.messages:
        return "calm"
    if min(bright, low) >= BOTH * named:
        return "mixed"
    if abs(day.valence) < MIDDLE:
        return "calm"
    return "bright" if day.valence > 0 else "low"


def day_level(day: MoodDay) -> float | None:
    """Return how high a day stands in a picture, from -1 to 1; None when no message was read.

    The mean valence, drawn towards the middle when most messages had no mood.
    """
    if not day.messages:
        return None
    if day.valence is None:
        return 0.0
    named = sum(day.labels.get(label, 0) for label in BRIGHT | LOW)
    return day.valence * min(1.0, named / day.messages / MOODED)


def shown_of(day: MoodDay, temperament: Temperament) -> EmotionState | None:
    """Return what the companion showed of its day, on average; None when it said nothing."""
    if day.own_valence is None or day.own_arousal is None:
        return None
    felt = EmotionState(valence=day.own_valence, arousal=day.own_arousal)
    return express(felt, temperament)


def own_word(shown: EmotionState) -> DayWord:
    """Return how the companion's day looked, by the colour of its orb."""
    if abs(shown.valence) < CALM_VALENCE:
        return "calm"
    return "bright" if shown.valence > 0 else "low"


def words_of(language: Language) -> Mapping[str, str]:
    """Return the words of moods and days in a language."""
    return _words()[language]


@cache
def _words() -> Mapping[Language, Mapping[str, str]]:
    table = tomllib.loads(files("tools.mood").joinpath("words.toml").read_text("utf-8"))
    return {"en": table["en"], "zh": table["zh"]}
