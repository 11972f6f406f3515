"""What ninety days of one life came to."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from storage.records.loops import OpenLoop
from storage.records.outreach import OutreachReason, OutreachSettings, OutreachTrigger
from tests.ninety.life import Agent, Life


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A message that came first."""

    at: datetime
    agent: Agent
    zone: str
    """Where the person was."""
    kind: str
    trigger: OutreachTrigger
    about: str
    text: str
    loop_id: UUID | None


@dataclass(kw_only=True)
class Lived:
    """What ninety days came to."""

    life: Life
    person_id: UUID
    sent: list[Sent] = field(default_factory=list)
    withheld: Counter[tuple[OutreachTrigger, OutreachReason]] = field(default_factory=Counter)
    said: list[datetime] = field(default_factory=list)
    """When the person wrote."""
    crises: list[datetime] = field(default_factory=list)
    agreed: list[tuple[datetime, Agent, OutreachSettings]] = field(default_factory=list)
    plans: dict[str, OpenLoop] = field(default_factory=dict)
    told: dict[str, datetime] = field(default_factory=dict)
    looks: int = 0
    calls: int = 0
    """Of the model that writes."""
