import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.persona.errors import CardInvalid
from tools.persona.naming import SLUG_CHARACTERS, require_slug, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Pilar", "pilar"), ("Élodie du Lac", "elodie-du-lac"), ("  A.I. -- 7 ", "a-i-7")],
)
def test_a_name_becomes_a_slug(name: str, slug: str) -> None:
    assert slug_of(name, taken=()) == slug


def test_a_chinese_name_has_one_that_stays() -> None:
    assert slug_of("文心", taken=()) == slug_of("文心", taken=()) != slug_of("潮生", taken=())


def test_a_taken_slug_gets_a_number() -> None:
    assert slug_of("Moss", taken={"moss", "moss-2"}) == "moss-3"


@given(st.text(max_size=200), st.integers(0, 30))
def test_every_slug_can_be_used_and_is_free(name: str, namesakes: int) -> None:
    name = name.encode("utf-8", "ignore").decode()
    taken = set[str]()
    for _ in range(namesakes + 1):
        slug = require_slug(slug_of(name, taken=taken))
        assert slug not in taken
        taken.add(slug)
    assert all(len(slug) <= SLUG_CHARACTERS and re.fullmatch("[a-z0-9-]+", slug) for slug in taken)


@pytest.mark.parametrize("slug", ["", "Moss", "a b", "-a", "a--b", "a/../b", "苔", "a" * 41, "a\n"])
def test_a_chosen_slug_is_checked_and_told_how_long_it_is(slug: str) -> None:
    with pytest.raises(CardInvalid, match=f"has {len(slug)} characters; .* at most 40"):
        require_slug(slug)
