"""Where a turn speaks: each call becomes one numbered frame on every device of the person."""

import asyncio
from typing import Any
from uuid import UUID

from api.frames import DoneDown, EmotionBody, EmotionDown, NoticeDown, TokenDown
from api.stream import Stream
from storage.records import EmotionState, Frame, Reply


class TurnOutlet:
    """The outlet of one turn.

    The first words go out at once. Later ones that come in one breath of the event loop share a
    frame: a model that is faster than the wire costs no more than the wire can show.
    """

    def __init__(self, stream: Stream, *, reply_id: UUID, agent_id: str | None) -> None:
        self._stream = stream
        self._reply_id = reply_id
        self._agent_id = agent_id
        self._said: list[str] = []
        self._unsent: list[str] = []
        self._emotion = EmotionState()

    @property
    def has_spoken(self) -> bool:
        """Whether a word of the reply is already visible."""
        return bool(self._said)

    def token(self, text: str) -> None:
        """Send words of the reply."""
        is_first = not self._said
        self._said.append(text)
        self._unsent.append(text)
        if is_first:
            self._send_words()
        elif len(self._unsent) == 1:
            asyncio.get_running_loop().call_soon(self._send_words)

    def emotion(self, state: EmotionState) -> None:
        """Move the orb."""
        self._emotion = state
        self._send_words()
        self._stream.emit(
            EmotionDown(
                seq=self._stream.next_seq, state=emotion_body(state), agent_id=self._agent_id
            )
        )

    def notice(self, kind: str, text: str, details: dict[str, Any] | None = None) -> None:
        """Tell the person something beside the reply."""
        self._send_words()
        frame = NoticeDown.model_validate(
            {**(details or {}), "seq": self._stream.next_seq, "kind": kind, "text": text}
        )
        self._stream.emit(frame)

    def conclude(self, reply: Reply | None) -> tuple[Frame, ...]:
        """Number the last frame and return all of the turn, to be stored before it is sent."""
        text = reply.content if reply else ""
        self._send_words()
        self._stream.hold()
        self._stream.emit(
            DoneDown(
                seq=self._stream.next_seq,
                message_id=self._reply_id,
                emotion_state=emotion_body(reply.emotion if reply else self._emotion),
                ended=reply.ended if reply else "interrupted",
                text=None if text and text == "".join(self._said) else text,
                agent_id=self._agent_id,
            )
        )
        return self._stream.unsaved()

    def release(self) -> None:
        """Send the last frame, now that the turn is stored."""
        self._stream.release()

    def _send_words(self) -> None:
        """Send the words that are not sent yet as one frame."""
        if not self._unsent:
            return
        text = "".join(self._unsent)
        self._unsent.clear()
        self._stream.emit(
            TokenDown(
                seq=self._stream.next_seq,
                text=text,
                message_id=self._reply_id,
                agent_id=self._agent_id,
            )
        )


def emotion_body(state: EmotionState) -> EmotionBody:
    """Return an emotion as frames carry it."""
    return EmotionBody(
        valence=round(state.valence, 3), arousal=round(state.arousal, 3), mood=state.mood
    )
