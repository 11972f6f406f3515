"""What the program keeps, as plain records."""

from storage.records.acquaintance import KnownPerson
from storage.records.consolidation import Consolidation, Supersession
from storage.records.memory import (
    DatePrecision,
    Episode,
    Memory,
    MemoryOrigin,
    MemoryType,
    NewMemory,
    Preference,
    ProfileLine,
    ProfileSection,
    RecentMemories,
)
from storage.records.person import Companion, EmotionState, OrbMood, Person
from storage.records.recall import Found, Recall, RecallRequest
from storage.records.talk import (
    Claim,
    Ending,
    Frame,
    FramesTail,
    IncomingMessage,
    Message,
    MessageIndex,
    MessageKind,
    MessageRole,
    Page,
    Received,
    Reply,
    Spending,
    TurnOutcome,
)
from storage.records.vector import Vector

__all__ = [
    "Claim",
    "Companion",
    "Consolidation",
    "DatePrecision",
    "EmotionState",
    "Ending",
    "Episode",
    "Found",
    "Frame",
    "FramesTail",
    "IncomingMessage",
    "KnownPerson",
    "Memory",
    "MemoryOrigin",
    "MemoryType",
    "Message",
    "MessageIndex",
    "MessageKind",
    "MessageRole",
    "NewMemory",
    "OrbMood",
    "Page",
    "Person",
    "Preference",
    "ProfileLine",
    "ProfileSection",
    "Recall",
    "RecallRequest",
    "Received",
    "RecentMemories",
    "Reply",
    "Spending",
    "Supersession",
    "TurnOutcome",
    "Vector",
]
