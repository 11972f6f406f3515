"""The lines of minors, and lines that whoever runs the program brings."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.commands.safety import safety
from api.rest.safety import safety_page
from tools.care.answer import Place, crisis_answer, safe_answer_answer
from tools.care.helplines import (
    ALWAYS,
    all_helplines,
    emergency_number,
    helplines_in,
    international_pointer,
    known_numbers,
    outdated,
)
from tools.care.own_lines import BadLines, use_own_lines

OWN = """
[verified]
US = 2031-02-01

[international]
name = "Lines of the World"
reach = "lines.example.com"
hours = "always"
languages = ["en"]
source = "https://lines.example.com"
verified_at = 2031-02-01

[emergency]
IT = "112"

[[helplines]]
country = "IT"
name = "Linea Prova"
reach = "call 02 0000 000"
hours = "24/7"
languages = ["it"]
source = "https://linea.example.it"
verified_at = 2031-02-01

[[helplines]]
country = "GB"
name = "Our Own Line"
reach = "call 020 0000 0000"
hours = "24/7"
languages = ["en"]
source = "https://own.example.com"
verified_at = 2031-02-01
"""

Write = Callable[[str], Path]

YOUTH = {line.country: line for line in all_helplines() if line.audience == "children"}


def test_most_countries_have_a_line_for_minors_and_every_one_of_them_lines_for_all() -> None:
    countries = {line.country for line in all_helplines() if line.country}
    assert len(YOUTH) >= 0.7 * len(countries)
    assert all(helplines_in(country) for country in YOUTH)


@pytest.mark.parametrize("country", YOUTH)
def test_a_minor_reads_the_line_for_minors_first_and_nobody_else_reads_it(country: str) -> None:
    youth = YOUTH[country]
    young = crisis_answer("en", country, young=True)
    assert young.helplines[0] == youth
    assert young.text.index(youth.reach) < young.text.index(helplines_in(country)[0].reach)
    assert youth.name not in crisis_answer("en", country).text


@pytest.mark.parametrize("country", YOUTH)
def test_where_one_line_is_named_it_is_one_that_is_there_at_any_hour(country: str) -> None:
    place = Place(country, young=True)
    hours = {line.hours for line in place.lines}
    assert place.line.hours == ALWAYS or ALWAYS not in hours
    assert place.line.reach in safe_answer_answer("zh", place, "yes").text


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Write]:
    """Writes a file of lines; afterwards the built-in ones count again."""

    def write(text: str) -> Path:
        path = tmp_path / "lines.toml"
        path.write_text(text, "utf-8")
        return path

    yield write
    use_own_lines(None)


def test_own_lines_take_the_place_of_those_of_their_country_and_no_other(written: Write) -> None:
    before = {country: helplines_in(country) for country in ("AU", "US")}
    use_own_lines(written(OWN))
    assert [line.name for line in helplines_in("GB", young=True)] == ["Our Own Line"]
    assert "call 02 0000 000" in crisis_answer("en", "IT").text
    assert (emergency_number("IT"), emergency_number("US")) == ("112", "911")
    assert international_pointer().reach == "lines.example.com"
    assert helplines_in("AU") == before["AU"]
    assert "020000000" in known_numbers(), "so no reply that tells it is taken for made up"
    assert "Our Own Line" in safety_page()
    use_own_lines(None)
    assert {country: helplines_in(country) for country in before} == before
    assert "Our Own Line" not in safety_page()


def test_a_day_of_checking_renews_the_built_in_lines_of_a_country(written: Write) -> None:
    use_own_lines(written("[verified]\nUS = 2031-02-01\n"))
    due = {line.country for line in outdated(date(2031, 3, 1))}
    assert "US" not in due
    assert "GB" in due
    assert {line.verified_at for line in helplines_in("US", young=True)} == {date(2031, 2, 1)}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[helplines]", "line 1"),
        (OWN.replace('source = "https://own.example.com"', ""), "source"),
        (OWN.replace('"GB"', '"Britain"'), "country"),
        (OWN.replace("https://own", "http://own"), "source"),
        (OWN + 'extra = "x"', "extra"),
        (OWN + 'audience = "children"', "children alone"),
        ('[emergency]\nIT = ""', "emergency"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words_and_changes_nothing(
    written: Write, text: str, why: str
) -> None:
    before = all_helplines()
    with pytest.raises(BadLines, match=why):
        use_own_lines(written(text))
    assert all_helplines() == before


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadLines, match="cannot be read"):
        use_own_lines(tmp_path / "none.toml")


def test_the_terminal_lists_what_is_due_and_ends_so_that_a_calendar_hears_of_it(
    written: Write, tmp_path: Path
) -> None:
    own = written(OWN)
    env = {"MIOLUMI_HOME": str(tmp_path), "MIOLUMI_HELPLINES": str(own)}
    every = CliRunner().invoke(safety, ["helplines", "--json"], env=env)
    assert (every.exit_code, "Our Own Line" in every.output) == (0, True)
    due = CliRunner().invoke(safety, ["helplines", "--due", "--json"], env=env)
    names = {one["name"] for one in json.loads(due.output)["helplines"]}
    assert due.exit_code == 1
    assert "Lifeline Australia" in names
    assert "Our Own Line" not in names
    own.write_text("[[helplines]")
    refused = CliRunner().invoke(safety, ["helplines"], env=env)
    assert refused.exit_code == 1
