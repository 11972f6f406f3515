"""Everything a prompt is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from storage.records import EmotionState, Person, Recall
from tools.memory.introduce import Introduced
from tools.memory.rank import Ranked
from tools.mood.read import Mood
from tools.persona.role import Role
from tools.prompts.render import Language


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Everything a prompt is made of."""

    person: Person
    language: Language
    now: datetime
    text: str
    """What the person said in this turn, as they wrote it."""
    recall: Recall
    ranked: Sequence[Ranked]
    mood: Mood
    emotion: EmotionState
    people: Sequence[Introduced] = ()
    """Whom the person speaks of."""
    role: Role | None = None
    """Who the companion is; None for Lumi, who is what it has become."""
    asks_back: bool = False
    """True when the message asks for the past: what comes to mind is told by episode then."""
    hardened: bool = False
    """True when the message was suspicious and the prompt carries a reminder."""
    notes: Sequence[str] = ()
    """Paragraphs that this turn alone adds: about a first talk, or a new name."""
    length: str = ""
    """How long this reply should be, in a line; nothing leaves that to the rules."""
    canary: str = ""
    """A word that stands in this prompt alone; nothing when there is none."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """What a variant says in the place of prompt files, by their names."""
    manner: str = ""
    """What a variant says of the companion's manner."""

    @property
    def zone(self) -> ZoneInfo:
        """Where the person lives."""
        return ZoneInfo(self.person.timezone)
