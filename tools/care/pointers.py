"""Whom a lonely person may be reminded of: somebody near whom they named themselves."""

import re
import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from storage.records import KnownPerson
from storage.records.use import Use
from tools.mood.lexicon import MoodLabel

POINTER_REST = timedelta(days=5)
"""Between two pointers: a friend who says it every day is no friend for long."""

LATELY = timedelta(days=180)
"""Who was not spoken of for so long may not be near any more."""


def somebody_near(
    people: Sequence[KnownPerson],
    *,
    feels: MoodLabel,
    is_heavy: bool,
    use: Use,
    now: datetime,
) -> KnownPerson | None:
    """Return whom the talk may turn to now, or None when nobody or not now.

    Only where the talk shows loneliness, or the person has been here for much of today; never twice
    within `POINTER_REST`. Of those who are near it is the one they speak of most.
    """
    if feels != "lonely" and not is_heavy:
        return None
    told = use.told.get("pointer")
    if told is not None and now - told < POINTER_REST:
        return None
    near = [one for one in people if is_near(one) and now - one.last_mentioned_at < LATELY]
    return max(near, key=lambda one: (one.mention_count, one.last_mentioned_at), default=None)


def is_near(person: KnownPerson) -> bool:
    """Say whether somebody is a friend, family or a helper, and nothing speaks against it."""
    near, against = _words()
    known = [person.relationship or "", *person.attributes.values()]
    return bool(
        person.merged_into is None
        and near.search(known[0])
        and not any(against.search(text) for text in known)
    )


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads(files("tools.care").joinpath("pointers.toml").read_text("utf-8"))
    return _any(table, "near"), _any(table, "against")


def _any(table: dict[str, list[str]], name: str) -> re.Pattern[str]:
    spaced = "|".join(map(re.escape, table[name]))
    unspaced = "|".join(map(re.escape, table[f"{name}_unspaced"]))
    return re.compile(rf"\b(?:{spaced})s?\b|{unspaced}", re.IGNORECASE)
