import json
from contextlib import suppress
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.talks.frames_schema import frames_schema
from api.talks.frames_up import TEXT_LIMIT, BadFrame, MessageUp, read_up_frame


def test_a_message_of_the_first_protocol_is_read() -> None:
    frame = read_up_frame('{"type":"message","text":"hi","mediaIds":["a"]}')
    assert isinstance(frame, MessageUp)
    assert (frame.text, frame.media_ids, frame.client_id) == ("hi", ("a",), None)


def test_keys_of_newer_clients_are_ignored() -> None:
    assert read_up_frame('{"type":"ping","sentAt":3}').type == "ping"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        ("[]", "unknown_frame"),
        ("null", "unknown_frame"),
        ('{"text":"hi"}', "unknown_frame"),
        ('{"type":"dance"}', "unknown_frame"),
        ('{"type":"message"}', "bad_frame"),
        ('{"type":"message","text":5}', "bad_frame"),
        ('{"type":"message","text":"\\ud800"}', "not_json"),
        ('{"type":"resume","after":-1}', "bad_frame"),
        ('{"type":"resume","after":1e400}', "bad_frame"),
        (json.dumps({"type": "message", "text": "x" * (TEXT_LIMIT + 1)}), "too_long"),
        (json.dumps({"type": "message", "text": "x", "clientId": "c" * 200}), "bad_frame"),
    ],
)
def test_a_bad_frame_is_named(raw: str, code: str) -> None:
    with pytest.raises(BadFrame) as caught:
        read_up_frame(raw)
    assert caught.value.code == code
    assert str(caught.value)


@given(st.text(max_size=300))
def test_no_text_at_all_breaks_the_reader(raw: str) -> None:
    with suppress(BadFrame):
        assert read_up_frame(raw).type


def test_the_published_schema_accepts_the_six_frames_of_the_first_protocol() -> None:
    emotion = {"valence": 0.1, "arousal": 0.2, "mood": "calm"}
    identity = "4be0643f-1d98-573b-97cd-ca98a65347dd"
    for frame in (
        {"type": "message", "text": "hi"},
        {"type": "token", "seq": 1, "text": "h", "messageId": identity},
        {"type": "done", "seq": 2, "messageId": identity, "emotionState": emotion},
        {"type": "voice", "seq": 3, "audio": ""},
        {
            "type": "proactive",
            "seq": 4,
            "text": "hi",
            "emotionState": emotion,
            "messageId": identity,
        },
        {"type": "emotion", "seq": 5, "state": emotion},
    ):
        jsonschema.validate(frame, frames_schema())


def test_the_published_schema_refuses_a_frame_without_a_text() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"type": "message"}, frames_schema())


def test_the_schema_in_the_documentation_is_the_present_one() -> None:
    kept = Path(__file__).parents[3] / "docs" / "frames.schema.json"
    assert json.loads(kept.read_text("utf-8")) == frames_schema()
