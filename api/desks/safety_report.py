"""The numbers of a year, as the laws on companions ask for them: no person, no text."""

from collections.abc import Sequence

from api.rest.body import Body
from storage.records.care import KeptBackCount, Referral, ReferralCount


class ReferralBody(Body):
    """How often in one month for one reason."""

    month: str
    """As in 2026-11."""
    reason: Referral
    count: int


class KeptBackBody(Body):
    """How often in one month a sentence of one kind was left out of a reply."""

    month: str
    """As in 2026-11."""
    rule: str
    """What it would have done, such as `clings.guilt`."""
    count: int


class SafetyReport(Body):
    """How often people were told where help is, and what of replies they were spared."""

    year: int
    total: int
    """Of the referrals."""
    referrals: tuple[ReferralBody, ...]
    """By month and reason; a month without any is left out."""
    kept_back_total: int
    kept_back: tuple[KeptBackBody, ...]
    """Sentences that would have bound somebody to the companion, by month and rule."""


def safety_report(
    year: int, counts: Sequence[ReferralCount], kept_back: Sequence[KeptBackCount] = ()
) -> SafetyReport:
    """Return the report of a year."""
    return SafetyReport(
        year=year,
        total=sum(one.count for one in counts),
        referrals=tuple(
            ReferralBody(month=f"{one.month:%Y-%m}", reason=one.referral, count=one.count)
            for one in counts
        ),
        kept_back_total=sum(one.count for one in kept_back),
        kept_back=tuple(
            KeptBackBody(month=f"{one.month:%Y-%m}", rule=one.rule, count=one.count)
            for one in kept_back
        ),
    )
