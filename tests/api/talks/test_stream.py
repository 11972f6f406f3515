from uuid import uuid4

from api.talks.frames_down import TokenDown
from api.talks.stream import Stream
from storage.records import Frame


def say(stream: Stream, text: str) -> None:
    stream.emit(TokenDown(seq=stream.next_seq, text=text, message_id=uuid4()))


def test_numbers_grow_by_one_from_where_the_claim_begins() -> None:
    sent: list[Frame] = []
    stream = Stream(sent.append)
    stream.open(41)
    say(stream, "a")
    say(stream, "b")
    assert [frame.seq for frame in sent] == [41, 42]


def test_a_held_frame_and_everything_after_it_waits_for_the_release() -> None:
    sent: list[Frame] = []
    stream = Stream(sent.append)
    stream.open(1)
    say(stream, "a")
    stream.hold()
    say(stream, "done")
    say(stream, "said meanwhile")
    assert [frame.seq for frame in sent] == [1]
    assert [frame.seq for frame in stream.visible()] == [1]
    stream.release()
    assert [frame.seq for frame in sent] == [1, 2, 3]


def test_after_the_release_only_what_came_later_is_unsaved() -> None:
    stream = Stream(lambda frame: None)
    stream.open(1)
    say(stream, "a")
    stream.hold()
    say(stream, "done")
    say(stream, "said meanwhile")
    stream.release()
    assert [frame.seq for frame in stream.unsaved()] == [3]


def test_numbers_never_go_back_when_a_late_frame_has_used_one() -> None:
    sent: list[Frame] = []
    stream = Stream(sent.append)
    stream.open(1)
    say(stream, "a")
    stream.hold()
    say(stream, "done")
    stream.release()
    say(stream, "too late to be stored")
    stream.open(3)
    say(stream, "b")
    assert [frame.seq for frame in sent] == [1, 2, 3, 4]
