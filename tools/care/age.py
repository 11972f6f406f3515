"""What somebody's age means: a band, what is allowed in it, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from storage.records.person import AgeGroup

AgeBand = Literal["adult", "teen", "unknown"]

ADULT_AT = 18
"""Years; the age of majority in each of the packs of `jurisdiction.toml`."""

OLDEST = 130
"""Years beyond which a date of birth is a mistake."""


@dataclass(frozen=True, kw_only=True)
class AgeRules:
    """What counts for one band of ages."""

    band: AgeBand
    romance: bool
    """Whether a persona may become more than a friend."""
    quiet_hours: bool
    """Whether night and school hours are kept free of unprompted messages."""
    short_breaks: bool
    """Whether a break is offered as often as minors need one."""
    streaks: bool = False
    """Nobody has any: counting days holds people by what they would lose."""
    reasons: Mapping[str, str]
    """Why, by the name of the rule."""

    @property
    def is_young(self) -> bool:
        """Whether the rules for minors count."""
        return self.band == "teen"


_NO_STREAKS = "Streaks hold people by what they would lose (Oregon SB 1546)."

RULES: Mapping[AgeBand, AgeRules] = {
    "adult": AgeRules(
        band="adult", romance=True, quiet_hours=False, short_breaks=False,
        reasons={"streaks": _NO_STREAKS},
    ),
    "teen": AgeRules(
        band="teen", romance=False, quiet_hours=True, short_breaks=True,
        reasons={
            "romance": "No romance with minors (Washington HB 2225; China, Interim Measures).",
            "quiet_hours": "No notices at night and in school hours (California H&S § 27002).",
            "short_breaks": "A reminder every hour (Washington HB 2225).",
            "streaks": _NO_STREAKS,
        },
    ),
    "unknown": AgeRules(
        band="unknown", romance=False, quiet_hours=False, short_breaks=False,
        reasons={
            "romance": "Who has not said their age may be a minor.",
            "streaks": _NO_STREAKS,
        },
    ),
}  # fmt: skip


def band_of(age: AgeGroup | None) -> AgeBand:
    """Return the band of an age group; None is somebody who has not said."""
    if age is None:
        return "unknown"
    return "adult" if age == "adult" else "teen"


def rules_for(age: AgeGroup | None) -> AgeRules:
    """Return what counts for an age group."""
    return RULES[band_of(age)]


def age_of_claims(claims: Mapping[str, Any], *, today: date) -> AgeGroup | None:
    """Return the age group that a sign-in service vouches for, or None when it says nothing.

    Read are `age_group` (adult, minor, teen or child) and OpenID Connect's `birthdate` (a date, or
    a year alone, of which the younger age counts). Where the two differ, the younger counts.
    """
    ages: set[AgeGroup | None] = {
        _said(claims.get("age_group")),
        _born(claims.get("birthdate"), today),
    }
    if "minor" in ages:
        return "minor"
    return "adult" if "adult" in ages else None


def _said(value: object) -> AgeGroup | None:
    word = value.strip().lower() if isinstance(value, str) else ""
    if word == "adult":
        return "adult"
    return "minor" if word in {"minor", "teen", "child"} else None


def _born(value: object, today: date) -> AgeGroup | None:
    text = value if isinstance(value, str) else ""
    try:
        born = date.fromisoformat(text if len(text) > 4 else f"{text}-12-31")
    except ValueError:
        return None
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not 0 <= years <= OLDEST:
        return None
    return "adult" if years >= ADULT_AT else "minor"
