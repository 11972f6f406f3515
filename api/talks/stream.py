"""The numbered frames of one person while this process holds the talk."""

from collections.abc import Callable

from api.talks.frames_down import DownFrame
from storage.records import Frame

Send = Callable[[Frame], None]


class Stream:
    """Numbers frames, sends them, and keeps those that are not stored yet."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._unsaved: list[Frame] = []
        self._held_from: int | None = None
        self.next_seq = 1

    def open(self, next_seq: int) -> None:
        """Begin a claim: numbers count on from here, what was not stored before is void.

        They never go back: a late `ack` of the claim before may have used one that is not stored.
        """
        self.next_seq = max(next_seq, self.next_seq)
        self._unsaved.clear()
        self._held_from = None

    def emit(self, frame: DownFrame) -> None:
        """Send a frame that carries `next_seq`, or keep it while the stream is held."""
        numbered = Frame(seq=frame.seq, body=frame.body())
        self.next_seq = frame.seq + 1
        self._unsaved.append(numbered)
        if self._held_from is None:
            self._send(numbered)

    def hold(self) -> None:
        """Keep frames back from here on, until what they tell is stored."""
        self._held_from = self.next_seq

    def unsaved(self) -> tuple[Frame, ...]:
        """Return the frames that are not stored yet, oldest first."""
        return tuple(self._unsaved)

    def visible(self) -> tuple[Frame, ...]:
        """Return the frames that are sent but not stored, oldest first."""
        held = self._held_from
        return tuple(frame for frame in self._unsaved if held is None or frame.seq < held)

    def release(self) -> None:
        """Send what was held; everything up to the first held frame is stored now."""
        stored_to, self._held_from = self._held_from, None
        if stored_to is None:
            return
        held = [frame for frame in self._unsaved if frame.seq >= stored_to]
        self._unsaved = [frame for frame in held if frame.seq > stored_to]
        for frame in held:
            self._send(frame)
