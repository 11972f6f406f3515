"""Decide how the reply to one message is shaped, before it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from storage.cast import cast
from storage.records import Message
from storage.records.person import ReplyMode
from storage.records.persona import SpeakingRhythm
from tools.farewell.notice import is_farewell
from tools.length.budget import Budget, MessageSort, budget_for
from tools.length.size import size_of_message
from tools.length.sort import is_heavy, sort_of, wished_mode, wishes_for_good
from tools.mood.read import Mood
from tools.prompts.render import Language

OWN_RHYTHM = SpeakingRhythm(mode="natural", messages=2, pause=0.9, questions=0.35)
"""Lumi's, and that of personas of other hands: the middle of the cast (most of it has two messages,
and a pause near a second)."""

PARTED = frozenset[MessageSort](("hello", "statement", "letter"))
"""What may be answered in more than one message. What tells or teaches stays in one, as does what
is said to somebody in distress."""


@dataclass(frozen=True, kw_only=True)
class ReplyPlan:
    """How one reply is shaped."""

    sort: MessageSort
    language: Language
    budget: Budget
    farewell: bool = False
    """Whether the person is leaving: then no question is asked and nothing keeps them."""
    parts: int | None = None
    """Into how many messages it may fall; None where it stays in one, with its paragraphs."""
    pause: float = OWN_RHYTHM.pause
    """Seconds between two of its messages."""
    wish: ReplyMode | None = None
    """How long the person said, just now and for good, that replies should be."""
    said: str = ""
    """What the person said."""


def plan_reply(
    text: str,
    *,
    window: Sequence[Message],
    mood: Mood,
    now: datetime,
    language: Language,
    agent_id: str | None,
    mode: ReplyMode | None,
) -> ReplyPlan:
    """Return how the reply to a message is shaped.

    Args:
        text: what the person said in this turn.
        window: the last messages before it, oldest first.
        mood: how it reads.
        now: the moment of the turn.
        language: the one of the reply.
        agent_id: who replies; None is Lumi.
        mode: what was chosen for this companion; None is as its own rhythm says.
    """
    rhythm = rhythm_of(agent_id)
    wish = wished_mode(text)
    sort = sort_of(text, window=window, mood=mood, now=now, language=language)
    leaving = sort != "distress" and not is_heavy(mood) and is_farewell(text)
    if leaving and sort != "letter":
        sort = "farewell"
    chosen = wish or mode or rhythm.mode
    return ReplyPlan(
        sort=sort,
        language=language,
        budget=budget_for(size_of_message(text), sort=sort, mode=chosen, language=language),
        farewell=leaving,
        parts=rhythm.messages if sort in PARTED else None,
        pause=rhythm.pause,
        wish=wish if wish and wishes_for_good(text) else None,
        said=text,
    )


def with_room(plan: ReplyPlan, size: int) -> ReplyPlan:
    """Return a plan with room for so many words more, which have to be said to the end."""
    if not size:
        return plan
    budget = plan.budget
    soft = None if budget.soft is None else budget.soft + size
    return replace(plan, budget=replace(budget, most=budget.most + size, soft=soft))


def rhythm_of(agent_id: str | None) -> SpeakingRhythm:
    """Return how a companion shapes its replies: a persona of the cast as it is written."""
    persona = cast().get(agent_id or "")
    return persona.rhythm if persona else OWN_RHYTHM
