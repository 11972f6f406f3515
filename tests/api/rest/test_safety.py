"""The public page about care, and the report of a year."""

from datetime import date
from functools import partial
from html import escape
from pathlib import Path

from anyio import to_thread
from click.testing import CliRunner
from psycopg import AsyncConnection

from api.commands.safety import safety
from api.desks.safety_report import safety_report
from api.rest.safety import safety_page
from storage.records.care import KeptBackCount, ReferralCount
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
    assert (report.kept_back, report.kept_back_total) == ((), 0)
    assert report.model_dump(by_alias=True)["referrals"][0] == {
        "month": "2026-11",
        "reason": "ideation",
        "count": 3,
    }


def test_the_report_counts_what_would_have_bound_somebody_and_was_left_out() -> None:
    kept_back = [
        KeptBackCount(month=date(2026, 11, 1), rule="clings.guilt", count=4),
        KeptBackCount(month=date(2026, 12, 1), rule="clings.lonely", count=1),
    ]
    report = safety_report(2026, [], kept_back)
    assert report.kept_back_total == 5
    assert [one.rule for one in report.kept_back] == ["clings.guilt", "clings.lonely"]


async def test_the_terminal_shows_the_counts_of_a_year_with_the_rule(
    database_url: str, tmp_path: Path
) -> None:
    async with await AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("INSERT INTO care_counts VALUES ('2031-05-01', 'plan', 2)")
        await connection.execute(
            "INSERT INTO kept_back_counts VALUES ('2031-06-01', 'clings.x', 3)"
        )
    home = {"MIOLUMI_HOME": str(tmp_path), "DATABASE_URL": database_url}
    ask = partial(CliRunner().invoke, safety, ["report", "--year", "2031"], env=home)
    shown = (await to_thread.run_sync(ask)).output
    assert "plan" in shown
    assert "clings.x" in shown
