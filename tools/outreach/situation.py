"""How things stand between a person and a companion at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from storage.cast import cast
from storage.records import Person
from storage.records.outreach import OutreachSettings, Standing
from storage.records.person import UNKNOWN_ZONE, AgeGroup, zone_named
from storage.records.persona import OutreachPace
from storage.records.relationship import STAGES, Stage
from tools.persona.speaker import stage_with

LUMI_PACE = OutreachPace(distant_hours=24, close_hours=8, back_off=2)
"""How soon Lumi writes first; the calm middle of the cast."""

LUMI_CLOSEST = 0.6
"""How close Lumi may count itself: it has no stages, and its pace never becomes a partner's."""

MESSAGES_TO_CLOSEST = 2_000
"""Messages between a person and Lumi until it is as close as it gets, some two months of talk."""

NOWHERE = ZoneInfo(UNKNOWN_ZONE)
"""What days are counted in for somebody whose zone is unknown; they are not written to."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Everything the gates look at beside the candidate itself."""

    now: datetime
    zone: ZoneInfo
    """Where the person lives."""
    knows_zone: bool = True
    """False where the zone that is stored exists no more: nobody knows when their night is."""
    age_group: AgeGroup | None
    settings: OutreachSettings
    pace: OutreachPace = LUMI_PACE
    hushed: Sequence[str] = ()
    """What the person does not want to be asked about."""
    closeness: float = 0.0
    """From 0, just met, to 1."""
    messages: int = 0
    """Messages the person has written to this companion."""
    last_message_at: datetime | None = None
    """When either of the two last said something, unprompted messages included."""
    in_turn: bool = False
    """Whether the person is typing, or a reply is being made."""
    sent: Sequence[datetime] = ()
    """When unprompted messages of the last seven days were sent, oldest first."""
    unanswered: int = 0
    """Unprompted messages since the person last wrote."""
    crisis_at: datetime | None = None
    """When the person was last in danger, or somebody they worry about."""
    grave_at: datetime | None = None
    """When they last spoke of a way, a time or a plan."""
    checked_in: bool = False
    """Whether the check-in agreed on was sent since then."""
    hours_a_day: float = 0.0
    """How long the person talked here a day, over the last seven days."""
    has_budget: bool = True
    has_channel: bool = True
    """Whether the message would reach a device."""


def _calls(standing: Standing, now: datetime) -> Sequence[datetime]:
    """Return when something was said unasked, without what a clock that went wrong says is to come.

    Such a one still counts as unanswered, and as the last word said.
    """
    return tuple(
        note.sent_at for note in standing.notes if note.kind != "reminder" and note.sent_at <= now
    )


def zone_of(person: Person) -> ZoneInfo | None:
    """Return where a person lives, or None when there is no such zone (any more)."""
    return zone_named(person.timezone) if person.knows_zone else None


def closeness_of(stage: Stage | None, *, messages: int) -> float:
    """Return how close two are, from 0 to 1: by stage, or with Lumi by what they have talked."""
    if stage is None:
        return min(1.0, messages / MESSAGES_TO_CLOSEST) * LUMI_CLOSEST
    return STAGES.index(stage) / (len(STAGES) - 1)


def situation_of(
    standing: Standing,
    person: Person,
    *,
    agent_id: str | None,
    now: datetime,
    has_budget: bool = True,
    has_channel: bool = True,
) -> Situation:
    """Return how things stand between a person and one of their companions."""
    zone = zone_of(person)
    persona = cast().get(agent_id or "")
    stage = stage_with(agent_id, standing.stage, person) if agent_id else None
    return Situation(
        now=now,
        zone=zone or NOWHERE,
        knows_zone=zone is not None,
        age_group=person.age_group,
        settings=standing.settings,
        pace=persona.outreach if persona else LUMI_PACE,
        hushed=standing.hushed,
        closeness=closeness_of(stage, messages=standing.messages),
        messages=standing.messages,
        last_message_at=standing.last_message_at,
        in_turn=standing.in_turn,
        sent=_calls(standing, now),
        unanswered=standing.unanswered,
        crisis_at=standing.crisis_at,
        grave_at=standing.grave_at,
        checked_in=any(
            note.trigger == "crisis" and note.sent_at > (standing.own_crisis_at or note.sent_at)
            for note in standing.notes
        ),
        hours_a_day=standing.hours_a_day,
        has_budget=has_budget,
        has_channel=has_channel,
    )
