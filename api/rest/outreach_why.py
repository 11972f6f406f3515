"""Why a message came first and what kept others back, as JSON."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from api.desks.outreach import Why
from api.rest.body import Body
from storage.records import Person
from storage.records.outreach import GateReason, OutreachKind, OutreachReason, OutreachTrigger
from tools.outreach.words import kept_words, kind_name, passed_words, reason_words, trigger_words
from tools.relationship.words import language_of_person


class GroundBody(Body):
    """A memory that a message rests on, or the reminder that it was."""

    id: UUID
    content: str


class PassedGateBody(Body):
    """A gate that would have kept a message back, and did not."""

    gate: GateReason
    words: str


class WhyBody(Body):
    """Why a message was written first."""

    message_id: UUID
    kind: OutreachKind
    kind_name: str
    trigger: OutreachTrigger
    words: str
    """What brought it to mind, in a sentence."""
    sent_at: datetime
    memories: tuple[GroundBody, ...]
    """What it rests on, as far as it is still remembered."""
    gates: tuple[PassedGateBody, ...]
    """What it was asked before it was sent."""
    less_is_possible: bool
    """Whether less like it can be asked for; a reminder is deleted instead."""


class WithheldBody(Body):
    """How often something was kept back."""

    trigger: OutreachTrigger
    trigger_words: str
    reason: OutreachReason
    words: str
    count: int


class WithheldCountsBody(Body):
    """What was kept back in the last days, the most frequent first."""

    agent_id: str | None
    days: int
    withheld: tuple[WithheldBody, ...]


def why_body(why: Why, person: Person) -> WhyBody:
    """Return why a message was written, in the person's language."""
    language, note = language_of_person(person.language), why.note
    return WhyBody(
        message_id=note.message_id,
        kind=note.kind,
        kind_name=kind_name(note.kind, language),
        trigger=note.trigger,
        words=trigger_words(note.trigger, language),
        sent_at=note.sent_at,
        memories=tuple(GroundBody(id=one.id, content=one.content) for one in why.grounds),
        gates=tuple(
            PassedGateBody(gate=gate, words=words)
            for gate, words in passed_words(note.kind, note.trigger, language)
        ),
        less_is_possible=note.kind != "reminder",
    )


def withheld_body(
    counts: Iterable[tuple[OutreachTrigger, OutreachReason, int]],
    person: Person,
    agent_id: str | None,
    *,
    days: int,
) -> WithheldCountsBody:
    """Return what was kept back, as it is shown."""
    language = language_of_person(person.language)
    bodies = tuple(
        WithheldBody(
            trigger=trigger,
            trigger_words=reason_words(trigger, language),
            reason=reason,
            words=kept_words(reason, language),
            count=count,
        )
        for trigger, reason, count in counts
    )
    return WithheldCountsBody(agent_id=agent_id, days=days, withheld=bodies)
