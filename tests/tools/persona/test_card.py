import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.cast import cast, persona_of, preset_cards
from storage.records.persona import CardForm
from tests.tools.persona import samples
from tools.persona.card import FORMS, card_of, read_card, write_card
from tools.persona.compose import card_of as composed
from tools.persona.lorebook import lorebook_of
from tools.persona.picture import draw_picture
from tools.persona.png import read_chunks, text_of

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@st.composite
def cards(draw: st.DrawFn) -> dict[str, Any]:
    """Cards of all versions with things in them that nobody knows."""
    fields = {
        "name": draw(TEXT.filter(bool)),
        **{name: draw(TEXT) for name in ("description", "personality", "first_mes")},
    }
    unknown = {f"x_{key}": value for key, value in draw(st.dictionaries(TEXT, JSON)).items()}
    version = draw(st.sampled_from((1, 2, 3)))
    if version == 1:
        return {**fields, **unknown}
    data = {**fields, **unknown, "extensions": draw(st.dictionaries(TEXT, JSON, max_size=3))}
    spec = {"spec": f"chara_card_v{version}", "spec_version": f"{version}.0"}
    return {**spec, "data": data, **unknown}


def test_there_are_more_than_ten_public_forms() -> None:
    assert len(samples.FILES) >= 10


@pytest.mark.parametrize(("file", "document"), samples.FILES.values(), ids=samples.FILES)
def test_what_is_imported_is_exported_equal(file: bytes, document: dict[str, Any]) -> None:
    card = read_card(file)
    assert card.document == document
    again = read_card(write_card(card, card.form))
    assert (again.document, again.form, again.assets) == (document, card.form, card.assets)
    assert (again.chunks, again.older, again.version) == (card.chunks, card.older, card.version)
    assert write_card(again, again.form) == write_card(card, card.form)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("file", "document"), samples.FILES.values(), ids=samples.FILES)
def test_a_card_may_change_its_form_and_stays_itself(
    file: bytes, document: dict[str, Any], form: CardForm
) -> None:
    card = read_card(file)
    other = read_card(write_card(card, form))
    assert (other.document, other.form, other.version) == (document, form, card.version)
    if form != "json":
        assert set(card.assets.items()) <= set(other.assets.items())


@given(cards(), st.sampled_from(FORMS))
def test_any_card_comes_back_equal(document: dict[str, Any], form: CardForm) -> None:
    assert read_card(write_card(card_of(document), form)).document == document


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("slug", cast())
def test_the_whole_cast_round_trips(slug: str, form: CardForm) -> None:
    document = preset_cards()[slug]
    card = read_card(write_card(card_of(document), form))
    assert card.document == document
    assert persona_of(card.document) == cast()[slug]


@pytest.mark.parametrize("slug", cast())
def test_what_other_programs_read_of_the_cast_is_what_it_is(slug: str) -> None:
    assert preset_cards()[slug] == composed(cast()[slug])
    assert card_of(preset_cards()[slug]).version == 3


def test_a_card_of_the_third_version_is_also_given_to_older_programs() -> None:
    file = write_card(card_of(samples.V3), "png")
    texts = dict(filter(None, map(text_of, read_chunks(file))))
    assert set(texts) == {"ccv3", "chara"}


def test_where_both_versions_are_the_newer_counts() -> None:
    card = read_card(samples.FILES["V3 and V2 in one PNG"][0])
    assert card.name == "文心"
    assert card.older == samples.V2


def test_a_newer_specification_is_told() -> None:
    assert "3.7" in read_card(samples.as_json(samples.NEWER)).remarks[0]
    assert read_card(samples.as_json(samples.V3)).remarks == ()


def test_missing_fields_read_as_nothing() -> None:
    card = card_of({"name": "Bo", "personality": "calm", "scenario": None})
    assert (card.name, card.text("scenario"), card.texts("tags")) == ("Bo", "", ())


def test_what_the_first_version_does_not_know_is_kept_and_never_read() -> None:
    odd = {**samples.V1, "character_book": 7, "nickname": ["x"], "alternate_greetings": 3}
    card = card_of(odd)
    assert card.document == odd
    assert (card.name, card.texts("alternate_greetings")) == ("Bramble", ())
    assert lorebook_of(card).entries == ()


def test_a_card_without_a_picture_gets_an_orb_of_its_own() -> None:
    assert draw_picture("moss") == draw_picture("moss") != draw_picture("flint")
    [header, *_, end] = read_chunks(draw_picture("moss"))
    assert (header.type, end.type) == (b"IHDR", b"IEND")


def test_written_json_is_readable_by_people() -> None:
    text = write_card(card_of(samples.V3), "json").decode()
    assert "文心" in text
    assert json.loads(text) == samples.V3
