"""The days ahead, as JSON: what would be written first, and what would not."""

from datetime import datetime
from uuid import UUID

from api.rest.body import Body
from storage.records import Person
from storage.records.outreach import OutreachKind, OutreachReason, OutreachTrigger
from tools.outreach.preview import Ahead, Foreseen
from tools.outreach.words import kept_words, kind_name, outreach_words, reason_words
from tools.prompts.render import Language
from tools.relationship.words import language_of_person


class ForeseenBody(Body):
    """Something there would be to say, and what would become of it."""

    at: datetime
    """When it would be written; of what is kept back, when its time would be."""
    again: tuple[datetime, ...]
    """When it would be written once more, as a reminder for every day is."""
    kind: OutreachKind
    kind_name: str
    trigger: OutreachTrigger
    trigger_words: str
    about: str
    """What it is about; empty where it is the hour or a silence."""
    memory_ids: tuple[UUID, ...]
    would_write: bool
    reason: OutreachReason | None
    """What would keep it back through these days; null when it would be written."""
    words: str
    until: datetime | None
    """How long the reason holds at least, where that is known."""


class PreviewBody(Body):
    """The days ahead as they would go if the person wrote nothing."""

    agent_id: str | None
    days: int
    on: bool
    """Whether anything is agreed to; where nothing is, nothing is foreseen."""
    foreseen: tuple[ForeseenBody, ...]
    """Each thing once, in order: what would be written, and the foremost of what would not."""
    left_out: int
    """How many more would be kept back."""
    words: str
    """What the list does not say: that nothing is agreed to, that it is empty, or how many more."""


def preview_body(ahead: Ahead, person: Person, agent_id: str | None, *, days: int) -> PreviewBody:
    """Return the days ahead, as they are shown."""
    return PreviewBody(
        agent_id=agent_id,
        days=days,
        on=ahead.on,
        foreseen=tuple(_foreseen(one, person) for one in ahead.plan),
        left_out=ahead.left_out,
        words=_words(ahead, language_of_person(person.language)),
    )


def _foreseen(one: Foreseen, person: Person) -> ForeseenBody:
    language, candidate, reason = language_of_person(person.language), one.candidate, one.reason
    would = outreach_words(language)["said"]["would_write"]
    return ForeseenBody(
        at=one.at,
        again=one.again,
        kind=candidate.kind,
        kind_name=kind_name(candidate.kind, language),
        trigger=candidate.trigger,
        trigger_words=reason_words(candidate.trigger, language),
        about=candidate.about,
        memory_ids=candidate.memory_ids,
        would_write=reason is None,
        reason=reason,
        words=would if reason is None else kept_words(reason, language),
        until=one.until,
    )


def _words(ahead: Ahead, language: Language) -> str:
    """Return what the list does not say."""
    said = outreach_words(language)["said"]
    if not ahead.on:
        return said["off"]
    if not ahead.plan:
        return said["nothing_ahead"]
    more = "more_one" if ahead.left_out == 1 else "more_ahead"
    return said[more].format(count=ahead.left_out) if ahead.left_out else ""
