"""What is counted of care: how often, never about whom and never what was said."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Referral = Literal["ideation", "intent", "plan", "other", "violence", "screened"]
"""Why somebody was told where help is: what they said about themselves, somebody else in danger,
being hurt, or a reply of the model that was stopped."""


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
