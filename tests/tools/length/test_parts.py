from hypothesis import given, settings
from hypothesis import strategies as st

from tools.length.parts import Parting, Piece, parts_of

REPLY = "Oh wow!\n\nThat is great.\nReally.\n \n\nTell me.\n\nNow.\n\n"


def parted(text: str, most: int | None, pieces: int) -> list[Piece]:
    parting = Parting(most)
    return [
        piece
        for start in range(0, len(text), pieces)
        for piece in parting.push(text[start : start + pieces])
    ]


@settings(max_examples=30)
@given(st.integers(1, 60))
def test_a_blank_line_begins_another_message_wherever_the_stream_is_cut(pieces: int) -> None:
    found = parted(REPLY, 3, pieces)
    whole = "".join(piece.text for piece in found)
    assert whole == "Oh wow!\n\nThat is great.\nReally.\n\nTell me.\nNow."
    by_part = [
        "".join(piece.text for piece in found if piece.part == part).strip() for part in range(3)
    ]
    assert (
        by_part == list(parts_of(whole)) == ["Oh wow!", "That is great.\nReally.", "Tell me.\nNow."]
    )


def test_there_are_never_more_messages_than_the_companion_sends() -> None:
    assert {piece.part for piece in parted(REPLY, 1, 4)} == {0}
    assert parts_of("".join(piece.text for piece in parted(REPLY, 1, 4))) == [
        "Oh wow!\nThat is great.\nReally.\nTell me.\nNow."
    ]


def test_a_reply_that_stays_in_one_message_keeps_its_paragraphs() -> None:
    assert parted(REPLY, None, 4) == [
        Piece(REPLY[at : at + 4], 0) for at in range(0, len(REPLY), 4)
    ]


def test_a_blank_line_in_code_parts_nothing() -> None:
    code = "Try:\n```\na\n\nb\n```\n\nDone."
    for pieces in (1, 2, 3, 30):
        found = parted(code, 3, pieces)
        assert "".join(piece.text for piece in found if piece.part == 0) == "Try:\n```\na\n\nb\n```"


@settings(max_examples=40)
@given(st.text(alphabet="ab \n", max_size=40), st.integers(1, 5), st.integers(1, 3))
def test_no_word_is_lost_and_no_message_is_empty(text: str, pieces: int, most: int) -> None:
    found = parted(text, most, pieces)
    assert "".join(piece.text for piece in found).split() == text.split()
    parts = {piece.part for piece in found if piece.text.strip()}
    assert parts == set(range(len(parts)))
    assert len(parts) <= most
