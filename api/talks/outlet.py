"""Where a turn speaks: each call becomes one numbered frame on every device of the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.talks.frames import EmotionBody
from api.talks.frames_down import DoneDown, EmotionDown, NoticeDown, TokenDown
from api.talks.stream import Stream
from storage.records import Emotion, EmotionState, Frame, Reply
from storage.records.use import BesideKind
from tools.mood.temperament import express, temperament_of


@dataclass(frozen=True)
class Beside:
    """What is to be told beside the reply, before its first word or after its last."""

    kind: BesideKind
    text: str


class TurnOutlet:
    """The outlet of one turn.

    Args:
        stream: where frames are numbered.
        reply_id: what the reply will be called.
        agent_id: who speaks.
        beside: what is due beside the talk.
    """

    def __init__(
        self,
        stream: Stream,
        *,
        reply_id: UUID,
        agent_id: str | None,
        beside: Sequence[Beside] = (),
    ) -> None:
        self._beside = list(beside)
        self._temperament = temperament_of(agent_id)
        self._stream = stream
        self._reply_id = reply_id
        self._agent_id = agent_id
        self._said: list[str] = []
        self._part = 0
        self._emotion = EmotionState()

    @property
    def has_spoken(self) -> bool:
        """Whether a word of the reply is already visible."""
        return bool(self._said)

    def token(self, text: str, *, part: int = 0, pause: float | None = None) -> None:
        """Send words of the reply, and in which of its messages they stand."""
        self._tell("disclosure")
        self._said.append(text)
        self._part = part
        self._stream.emit(
            TokenDown(
                seq=self._stream.next_seq,
                text=text,
                message_id=self._reply_id,
                agent_id=self._agent_id,
                part=part or None,
                pause=pause,
            )
        )

    def emotion(self, state: EmotionState) -> None:
        """Move the orb, by as much as this companion shows of what it feels."""
        self._emotion = state
        self._stream.emit(
            EmotionDown(
                seq=self._stream.next_seq, state=self._shown(state), agent_id=self._agent_id
            )
        )

    def notice(self, kind: str, text: str, details: dict[str, Any] | None = None) -> None:
        """Tell the person something beside the reply."""
        frame = NoticeDown.model_validate(
            {**(details or {}), "seq": self._stream.next_seq, "kind": kind, "text": text}
        )
        self._stream.emit(frame)

    def conclude(self, reply: Reply | None, *, spoken_by: str | None) -> tuple[Frame, ...]:
        """Number the last frame and return all of the turn, to be stored before it is sent."""
        text = reply.content if reply else ""
        if reply is not None and reply.kind == "care":
            # Nobody in danger is told to take a break; it is due again with the next reply.
            self._tell("disclosure")
        else:
            self._tell("disclosure", "break", "use")
        self._stream.hold()
        self._stream.emit(
            DoneDown(
                seq=self._stream.next_seq,
                message_id=self._reply_id,
                emotion_state=self._shown(reply.emotion if reply else self._emotion),
                ended=reply.ended if reply else "interrupted",
                spoken_by=spoken_by,
                parts=self._part + 1 if self._part else None,
                text=None if text and text == "".join(self._said) else text,
                agent_id=self._agent_id,
            )
        )
        return self._stream.unsaved()

    def release(self) -> None:
        """Send the last frame, now that the turn is stored."""
        self._stream.release()

    def _tell(self, *kinds: BesideKind) -> None:
        """Tell what is due of these kinds, each once."""
        told = [one for one in self._beside if one.kind in kinds]
        self._beside = [one for one in self._beside if one.kind not in kinds]
        for one in told:
            self.notice(one.kind, one.text)

    def _shown(self, state: EmotionState) -> EmotionBody:
        return emotion_body(express(state, self._temperament))


def emotion_body(state: EmotionState) -> EmotionBody:
    """Return an emotion as frames carry it."""
    feelings: dict[Emotion, float] = {
        name: round(strength, 2) for name, strength in state.feelings.items()
    }
    return EmotionBody(
        valence=round(state.valence, 3),
        arousal=round(state.arousal, 3),
        mood=state.mood,
        feelings=feelings or None,
    )
