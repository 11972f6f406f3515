"""What is live is shown, in the terminal and on the public page."""

import json
from html import escape

from click.testing import CliRunner

from api.commands.safety import safety
from api.rest.safety import safety_page
from tools.care.jurisdiction import packs


def test_the_terminal_shows_the_rules_of_every_place_or_of_one() -> None:
    shown = CliRunner().invoke(safety, ["rules", "--json"])
    rules = json.loads(shown.output)["rules"]
    assert {rule["pack"] for rule in rules} == set(packs())
    assert len(rules) == sum(len(pack.rules) for pack in packs().values())
    one = CliRunner().invoke(safety, ["rules", "--pack", "china", "--json"])
    assert {rule["pack"] for rule in json.loads(one.output)["rules"]} == {"china"}
    told = CliRunner().invoke(safety, ["rules", "--pack", "china"])
    assert "120" in one.output
    assert "by you" in told.output


def test_an_unknown_place_is_told_which_there_are() -> None:
    shown = CliRunner().invoke(safety, ["rules", "--pack", "mars"])
    assert shown.exit_code == 2
    assert "new_york" in shown.output


def test_the_public_page_shows_every_rule_in_both_languages() -> None:
    page = safety_page()
    for pack in packs().values():
        for rule in pack.rules:
            assert escape(rule.texts["en"]) in page
            assert escape(rule.texts["zh"]) in page
