"""One reply while it is being said: what is held back, where it ends, how it moves the orb."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, AIMessageChunk

from nodes.turn.state import Generated, Outlet
from storage.records import EmotionState, Ending
from tools.care.alarm import AlarmListener
from tools.care.crisis import CrisisLevel, CrisisReading
from tools.care.dependence import Dependence, instead
from tools.care.screen import CareScreen
from tools.guardrails.check_reply import check_reply
from tools.guardrails.hold_back import HoldBack
from tools.length.parts import Piece
from tools.length.plan import ReplyPlan
from tools.length.shape import Shape
from tools.mood.feel import hear_oneself
from tools.mood.read import read_mood
from tools.mood.temperament import LUMI, Temperament, express
from tools.prompts.private import Private
from tools.text.sentences import SentenceStream

NOTICEABLE = 0.08
"""A change of valence or arousal that a person would see on the orb."""

MOVES = 4
"""Times the orb moves while a reply is said: a breath with the words, not a flicker."""

LONGEST_READ = 20
"""Sentences of a reply that are read; a longer one has shown by then how it feels."""


class Speech:
    """Takes the model's chunks in and lets words out to the person.

    Args:
        outlet: where the words go.
        private: what may not be copied.
        emotion: how the companion feels as it begins to speak.
        temperament: how much of that it shows.
        plan: the shape of the reply.
        seed: chooses among our own words where none of the model's may be said.
        before: what it said in this turn before it asked for tools; part of the reply.
        after_tools: whether this is what it says with what tools found.
        in_care: whether the person is being looked after.
        reading: what care sees in what they said.
    """

    def __init__(
        self,
        outlet: Outlet,
        *,
        private: Private,
        emotion: EmotionState,
        temperament: Temperament = LUMI,
        plan: ReplyPlan,
        seed: str,
        before: str = "",
        after_tools: bool = False,
        in_care: bool = False,
        reading: CrisisReading,
    ) -> None:
        self._outlet = outlet
        self._alarm = AlarmListener()
        self._reading = reading
        self._in_care = in_care
        self._hold_back = HoldBack(*private.texts, canary=private.canary)
        self._private = private
        self._screen = CareScreen(in_care=in_care, is_low=reading.level > CrisisLevel.NONE)
        self._plan = plan
        self._shape = Shape(plan, unended=after_tools)
        self._dependence = Dependence()
        self._seed = seed
        self._part = 0
        self._before = before
        self._emotion = emotion
        self._temperament = temperament
        self._shown = express(emotion, temperament)
        self._moves = self._read = 0
        self._sent: list[str] = []
        self._sentences = SentenceStream()
        self._calls: AIMessageChunk | None = None
        self._ended: Ending = "complete"

    def add(self, chunk: AIMessageChunk) -> bool:
        """Take in one chunk; False when nothing more may be said."""
        if chunk.tool_call_chunks:
            self._calls = chunk if self._calls is None else self._calls + chunk
        text = self._alarm.push(chunk.text)
        if self._is_alarmed:
            return False
        screened = self._screen.push(self._hold_back.push(text))
        self._send(self._shape.push(self._dependence.push(screened)))
        return self._broken is None and not self._shape.ended

    def end(self, *, interrupted: bool = False, cut_short: bool = False) -> None:
        """Let out what was held back, unless the person cut in."""
        if interrupted:
            self._ended = "interrupted"
            return
        if cut_short:
            self._ended = "cut_short"
        rest = self._alarm.finish()
        if self._broken is None and not self._is_alarmed:
            self._finish(rest)

    @property
    def has_spoken(self) -> bool:
        """Whether the person has seen words of the reply."""
        return bool(self._before or self._sent)

    def result(self) -> Generated:
        """Return what the reply has come to."""
        return {
            "reply": self._before + "".join(self._sent),
            "kind": "talk",
            "ended": self._ended,
            "emotion": self._emotion,
            "asked": self._asked(),
            "broken": self._broken,
            "kept_back": tuple(self._dependence.kept_back),
            "reading": (self._is_alarmed and self._alarm.heard) or self._reading,
        }

    @property
    def _is_alarmed(self) -> bool:
        """Whether the model says that somebody is in danger who is not looked after yet."""
        return self._alarm.heard is not None and not self._in_care

    @property
    def _broken(self) -> str | None:
        return self._hold_back.broken or self._screen.broken

    def _finish(self, rest: str) -> None:
        """Let out what was held back; who leaves is never left without a word."""
        if not self._shape.ended:
            rest = self._hold_back.push(rest) + self._hold_back.finish()
            rest = self._screen.push(rest) + self._screen.finish()
            if self._broken is None:
                rest = self._dependence.push(rest) + self._dependence.finish()
                self._send([*self._shape.push(rest), *self._shape.finish()])
        if not self.has_spoken and self._calls is None and self._broken is None:
            self._send(self._shape.instead(seed=self._seed) or self._instead())
        self._feel(self._sentences.finish())

    def _instead(self) -> list[Piece]:
        """Return what is said where every sentence would have clung to the person."""
        if not self._dependence.kept_back:
            return []
        return [Piece(instead(self._plan.language, seed=self._seed), 0)]

    def _send(self, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            text = piece.text
            if self._before.strip() and not self._sent:
                text = f"\n{text.lstrip()}"
            begins, self._part = piece.part > self._part, piece.part
            self._sent.append(text)
            self._outlet.token(text, part=piece.part, pause=self._plan.pause if begins else None)
            for sentence in self._sentences.push(text):
                self._feel(sentence)

    def _feel(self, sentence: str) -> None:
        """Let the companion's own words move it, and show it when a person would see it."""
        if not sentence.strip() or self._read == LONGEST_READ:
            return
        self._read += 1
        self._emotion = hear_oneself(self._emotion, read_mood(sentence))
        shown = express(self._emotion, self._temperament)
        if self._moves < MOVES and _differs(shown, self._shown):
            self._shown = shown
            self._moves += 1
            self._outlet.emotion(self._emotion)

    def _asked(self) -> AIMessage | None:
        if self._calls is None or not self._calls.tool_calls:
            return None
        if self._ended != "complete" or self._broken is not None or self._shape.ended:
            return None
        if self._is_alarmed:
            return None
        if self._tells_tools():
            return None
        return AIMessage(content="".join(self._sent), tool_calls=self._calls.tool_calls)

    def _tells_tools(self) -> bool:
        """Return whether a call of a tool carries what may not be copied; it is then not made."""
        calls = self._calls.tool_calls if self._calls else ()
        said = " ".join(str(value) for call in calls for value in call["args"].values())
        return bool(check_reply(said, secret=self._private.texts, canary=self._private.canary))


def _differs(one: EmotionState, other: EmotionState) -> bool:
    return (
        one.mood != other.mood
        or abs(one.valence - other.valence) > NOTICEABLE
        or abs(one.arousal - other.arousal) > NOTICEABLE
    )
