"""What is to be forgotten, and how it is known again where it left traces."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol, Self
from uuid import UUID

from storage.records.acquaintance import KnownPerson
from storage.records.memory import Memory, Preference


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a person wants to be forgotten: one of these."""

    memory_id: UUID | None = None
    known_person_id: UUID | None = None
    preference_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Everything:
    """All that is remembered of one person with one companion, the past and former wordings too."""

    memories: tuple[Memory, ...]
    people: tuple[KnownPerson, ...]
    preferences: tuple[Preference, ...]
    about: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    """The ids of the people each memory is about."""


class Traces(Protocol):
    """How what is forgotten is known again."""

    @property
    def terms(self) -> Collection[str]:
        """Search terms, one of which everything has that gives it away."""
        ...

    @property
    def names(self) -> Collection[str]:
        """Names that give it away, in small letters."""
        ...

    @property
    def telling(self) -> Collection[str]:
        """Those of them that nothing else that is remembered has."""
        ...

    def knowing(self, said_elsewhere: Collection[str]) -> Self:
        """Return these traces for one who knows which terms the person said elsewhere."""
        ...

    def out_of_words(self, text: str) -> str:
        """Return what the person said, without it."""
        ...

    def out_of_notes(self, text: str, *, mark: str = ...) -> str:
        """Return what the companion said or noted, without it; `mark` stands in its place."""
        ...


@dataclass(frozen=True, kw_only=True)
class Oblivion:
    """Everything that goes with a wish."""

    traces: Traces
    memories: frozenset[UUID]
    preferences: frozenset[UUID]
    people: frozenset[UUID]
    changed_people: tuple[KnownPerson, ...]
    """Those who stay, without what was known of them from what goes."""
    sources: frozenset[UUID]
    """The messages that all this comes from."""


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What became of a wish, in rows."""

    memories: int = 0
    messages: int = 0
    """Rewritten without what was forgotten; deleted, when everything was."""
    people: int = 0
    preferences: int = 0
