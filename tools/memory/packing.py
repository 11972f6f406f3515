"""What the parts of the file are made of in which what is remembered travels."""

from datetime import datetime, time
from typing import Annotated, Self
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic.alias_generators import to_camel

from storage.records.loops import LoopStatus
from storage.records.memory import DatePrecision
from storage.records.outreach import OutreachKind
from storage.records.personality import PersonalityLanguage, PersonalityPart, SnapshotReason
from storage.records.reminder import Every

LONGEST_TEXT = 8_000
"""Characters of one text; the longest message."""

LONGEST_EVENT = 200
"""Characters of what was before somebody; a topic that is not spoken of included."""

YEARS = range(1900, 2200)
"""In which something can have been learned or said."""


def _possible(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise ValueError(f"nothing was learned in the year {moment.year}")
    return moment


def _written(text: str) -> str:
    if not text.strip():
        raise ValueError("nothing is written here")
    return text


Text = Annotated[
    str, StringConstraints(max_length=LONGEST_TEXT, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$")
]
Words = Annotated[Text, AfterValidator(_written)]
Moment = Annotated[AwareDatetime, AfterValidator(_possible)]
Share = Annotated[float, Field(ge=0, le=1)]


class Packed(BaseModel):
    """A part of the file; keys in camel case, what is not known is left alone."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True, frozen=True
    )


class PackedQuiet(Packed):
    """A part of every day, by the clock on the person's wall."""

    start: time
    end: time


class PackedOutreach(Packed):
    """What was agreed to of writing first; shown, and not brought back: consent is given anew."""

    kinds: tuple[OutreachKind, ...] = ()
    quiet: PackedQuiet | None = None
    snoozed_until: Moment | None = None
    forbidden: Annotated[tuple[Text, ...], Field(max_length=1_000)] = ()
    daily_ceiling: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    slower: dict[OutreachKind, float] = Field(default_factory=dict)
    touches_sensitive: bool = True
    checks_in_after_crisis: bool = False


class PackedLoop(Packed):
    """What was before the person, and how it stands."""

    id: UUID
    event: Annotated[Words, Field(max_length=LONGEST_EVENT)]
    message_ids: Annotated[tuple[UUID, ...], Field(max_length=1_000)] = ()
    importance: Share
    happens_from: Moment | None = None
    happens_until: Moment | None = None
    happens_precision: DatePrecision | None = None
    due_from: Moment
    due_until: Moment
    status: LoopStatus = "open"
    do_not_ask: bool = False
    opened_at: Moment
    asked_at: Moment | None = None
    closed_at: Moment | None = None
    settled_by: Annotated[tuple[UUID, ...], Field(max_length=1_000)] = ()

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.due_until < self.due_from:
            raise ValueError("it would be over before it is due")
        if (self.happens_from is None) != (self.happens_until is None):
            raise ValueError("it begins and does not end, or the other way round")
        return self


class PackedReminder(Packed):
    """What the person asked to be reminded of."""

    id: UUID
    what: Annotated[Words, Field(max_length=LONGEST_EVENT)]
    first_at: Moment
    timezone: Annotated[str, Field(max_length=64)]
    every: Every | None = None
    insists: bool = False
    message_id: UUID | None = None
    set_at: Moment
    sent_at: Moment | None = None
    done_at: Moment | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.timezone not in available_timezones():
            raise ValueError(f"there is no time zone {self.timezone!r}")
        return self


class PackedThought(Packed):
    """What was in mind for a next talk; shown, and not brought back: a night makes new ones."""

    id: UUID
    text: Text
    source_message_ids: Annotated[tuple[UUID, ...], Field(max_length=1_000)] = ()
    memory_ids: Annotated[tuple[UUID, ...], Field(max_length=1_000)] = ()
    made_at: Moment
    good_until: Moment
    used_at: Moment | None = None
    settled_at: Moment | None = None


class PackedSnapshot(Packed):
    """The companion as it was after one change; what it may be is checked where it arrives."""

    number: Annotated[int, Field(ge=1, le=2**31 - 1)]
    reason: SnapshotReason
    name: Annotated[Words, Field(max_length=100)]
    voice_id: Annotated[str, Field(max_length=40)] | None = None
    essence: Text = ""
    tone: Text = ""
    pace: Text = ""
    interests: Text = ""
    manner: Text = ""
    language: PersonalityLanguage
    own_words: tuple[PersonalityPart, ...] = ()
    changed: Text = ""
    why: Text = ""
    restored_from: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    source_message_ids: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    created_at: Moment
