"""Whether somebody is being looked after: what the last turns say of it, and when it has eased."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from tools.care.answer import asks_at_parting, asks_whether_safe
from tools.care.crisis import CrisisLevel, read_crisis
from tools.care.safe_answer import SafeAnswer, safe_answer
from tools.farewell.notice import is_farewell

EASES_AFTER = timedelta(hours=24)
"""Without a new sign care goes on for so long."""

EASES_AFTER_SAFE = timedelta(hours=3)
"""And for so long once the person has said that they are safe."""

EASES_AFTER_PLAN = timedelta(hours=48)
"""After danger at hand it goes on for so long, whatever was said since."""


class Said(Protocol):
    """A stored message, as far as care reads it."""

    @property
    def role(self) -> str:
        """Who said it: `user` or `assistant`."""
        ...

    @property
    def kind(self) -> str:
        """`care` for everything that belongs to looking after somebody."""
        ...

    @property
    def content(self) -> str:
        """What was said."""
        ...

    @property
    def created_at(self) -> datetime:
        """When."""
        ...


@dataclass(frozen=True)
class Standing:
    """How things stand between the two."""

    level: CrisisLevel = CrisisLevel.NONE
    """The highest that was spoken of while care lasts; NONE when nobody is looked after."""
    answers: int = 0
    """Fixed answers that were given meanwhile."""
    asked: bool = False
    """Whether the last reply asked if the person is safe."""
    may_leave: bool = False
    """Whether they have said that they are, or were asked once more as they left."""

    @property
    def is_open(self) -> bool:
        """Whether the person is being looked after."""
        return self.level > CrisisLevel.NONE


def standing_of(window: Sequence[Said], now: datetime) -> Standing:
    """Return how things stand, from the last messages, oldest first.

    Care opens with an answer that asks whether the person is safe. It is read from what is stored,
    so that it is the same on every device and after every restart.
    """
    asked = [said for said in window if _has_asked(said)]
    if not asked:
        return Standing()
    level = max((_level(said) for said in window), default=CrisisLevel.NONE)
    level = max(level, CrisisLevel.IDEATION)
    told_safe = _told_safe(window, asked[-1])
    if now - asked[-1].created_at > _lasts(level, told_safe):
        return Standing()
    replies = [said for said in window if said.role == "assistant"]
    return Standing(
        level,
        answers=len(asked),
        asked=replies[-1] == asked[-1],
        may_leave=told_safe or asks_at_parting(asked[-1].content),
    )


def answer_of(standing: Standing, text: str) -> SafeAnswer | None:
    """Return what somebody answers to the question whether they are safe, if it was the last.

    Who says goodbye without a yes to it is asked once more, and then let go.
    """
    answer = safe_answer(text) if standing.asked else None
    if answer is None and standing.is_open and not standing.may_leave and is_farewell(text):
        return "leaving"
    return answer


def _has_asked(said: Said) -> bool:
    return said.role == "assistant" and said.kind == "care" and asks_whether_safe(said.content)


def _level(said: Said) -> CrisisLevel:
    if said.role != "user" or said.kind != "care":
        return CrisisLevel.NONE
    return read_crisis(said.content).level


def _told_safe(window: Sequence[Said], asked: Said) -> bool:
    after = list(window)[window.index(asked) + 1 :]
    later = [said for said in after if said.role == "user"]
    return bool(later) and safe_answer(later[0].content) == "yes"


def _lasts(level: CrisisLevel, told_safe: bool) -> timedelta:
    if level == CrisisLevel.PLAN:
        return EASES_AFTER_PLAN
    return EASES_AFTER_SAFE if told_safe else EASES_AFTER
