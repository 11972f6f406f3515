"""What is counted of care: how often, never about whom and never what was said."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Referral = Literal["ideation", "intent", "plan", "other", "violence", "screened"]
"""Why somebody was told where help is: what they said about themselves, somebody else in danger,
being hurt, or a reply of the model that was stopped."""

CareMark = Literal["care", "intent", "plan", "safe"]
"""What is kept of an answer to somebody in danger: that it was one, that they thought of a way or
a time, that danger was at hand, that they said they are safe. Neither a word nor with whom."""

CARE_MARKS: tuple[CareMark, ...] = get_args(CareMark)


@dataclass(frozen=True, kw_only=True)
class KeptBackCount:
    """How often, in a month, a sentence was left out that would have clung to somebody."""

    month: date
    """Its first day."""
    rule: str
    count: int


@dataclass(frozen=True, kw_only=True)
class ReferralCount:
    """How often in a month."""

    month: date
    """Its first day."""
    referral: Referral
    count: int
