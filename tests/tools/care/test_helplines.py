"""The lines of minors, and lines that whoever runs the program brings."""

import pytest

from tools.care.answer import Place, crisis_answer, safe_answer_answer
from tools.care.helplines import ALWAYS, all_helplines, helplines_in

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
