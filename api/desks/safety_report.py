"""The numbers of a year, as the laws on companions ask for them: no person, no text."""

from collections.abc import Sequence

from api.rest.body import Body
from storage.records.care import Referral, ReferralCount


class ReferralBody(Body):
    """How often in one month for one reason."""

    month: str
    """As in 2026-11."""
    reason: Referral
    count: int


class SafetyReport(Body):
    """How often people were told where help is."""

    year: int
    total: int
    referrals: tuple[ReferralBody, ...]
    """By month and reason; a month without any is left out."""


def safety_report(year: int, counts: Sequence[ReferralCount]) -> SafetyReport:
    """Return the report of a year."""
    return SafetyReport(
        year=year,
        total=sum(one.count for one in counts),
        referrals=tuple(
            ReferralBody(month=f"{one.month:%Y-%m}", reason=one.referral, count=one.count)
            for one in counts
        ),
    )
