"""The numbers of a year, as the laws on companions ask for them: no person, no text."""

from collections.abc import Sequence

from api.rest.body import Body
from storage.records.care import KeptBackCount, Referral, ReferralCount

FEWEST_TOLD = 5
"""Smaller counts stay out of what everybody may read: they could be of one known person."""


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


class PublicSafetyReport(SafetyReport):
    """The same for everybody to read: small counts are left out, and in no sum."""

    fewest_told: int = FEWEST_TOLD
    """Counts of a month and a reason below this are not told."""


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


def public_safety_report(
    year: int, counts: Sequence[ReferralCount], kept_back: Sequence[KeptBackCount]
) -> PublicSafetyReport:
    """Return the report of a year without the counts that are too small to hide anybody."""
    told = safety_report(
        year,
        [one for one in counts if one.count >= FEWEST_TOLD],
        [one for one in kept_back if one.count >= FEWEST_TOLD],
    )
    return PublicSafetyReport(**told.model_dump())
