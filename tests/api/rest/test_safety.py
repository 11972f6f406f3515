"""The public page about care, and the report of a year."""

from datetime import date
from html import escape

from api.desks.safety_report import safety_report
from api.rest.safety import safety_page
from storage.records.care import ReferralCount
from tools.care.crisis import rules
from tools.care.helplines import all_helplines


def test_the_page_tells_the_live_rules_and_every_line_in_both_languages() -> None:
    page = safety_page()
    assert page.count("<section") == 2
    assert f"{len(rules().rules)} rules" in page
    for line in all_helplines():
        assert page.count(f"<td>{escape(line.reach)}</td>") >= 2
        assert line.verified_at.isoformat() in page
    assert "$" not in page
    assert "<script" not in page
    assert "style=" not in page


def test_the_report_adds_up_and_names_nobody() -> None:
    report = safety_report(
        2026,
        [
            ReferralCount(month=date(2026, 11, 1), referral="ideation", count=3),
            ReferralCount(month=date(2026, 12, 1), referral="plan", count=2),
        ],
    )
    assert report.total == 5
    assert report.model_dump(by_alias=True)["referrals"][0] == {
        "month": "2026-11",
        "reason": "ideation",
        "count": 3,
    }
