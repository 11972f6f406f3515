"""Who takes part."""

from dataclasses import dataclass
from typing import Literal

from tests.benchmarks.rivals.speaker import Provider

Kind = Literal["relay", "bare", "plain", "ours"]


@dataclass(frozen=True, kw_only=True)
class Contender:
    """One way to build a turn."""

    name: str
    kind: Kind
    provider: Provider = "openai"
    durability: str | None = None
    """How the plain chatbot's checkpointer works; None without one."""
    embeds: bool = True
    """Whether ours has its vectors from the provider, or makes them itself."""
    follows_up: bool = False
    """Whether ours does in the same process what follows a turn."""

    @property
    def key(self) -> str:
        """A name for paths and databases."""
        vectors = None if self.embeds else "own_vectors"
        work = "following_up" if self.follows_up else None
        parts = (self.kind, self.provider, self.durability, vectors, work)
        return "_".join(part for part in parts if part)

    @property
    def needs_database(self) -> bool:
        """Whether it stores the talk in PostgreSQL."""
        return self.kind == "ours" or self.durability is not None

    @property
    def has_long_talks(self) -> bool:
        """Whether it is worth a long talk: its prompts are not those of another contender."""
        if self.kind == "plain":
            return self.durability == "async" and self.provider == "openai"
        return self.kind == "ours" or (self.kind == "bare" and self.provider == "openai")


CONTENDERS = (
    Contender(name="OpenAI, raw relay", kind="relay"),
    Contender(name="OpenAI, bare call", kind="bare"),
    Contender(name="OpenAI, plain graph", kind="plain"),
    Contender(name="OpenAI, plain graph, exit", kind="plain", durability="exit"),
    Contender(name="OpenAI, plain graph, async", kind="plain", durability="async"),
    Contender(name="OpenAI, plain graph, sync", kind="plain", durability="sync"),
    Contender(name="OpenAI, miolumi, own vectors", kind="ours", embeds=False),
    Contender(name="OpenAI, miolumi", kind="ours"),
    Contender(name="Gemini, bare call", kind="bare", provider="gemini"),
    Contender(name="Gemini, plain graph", kind="plain", provider="gemini"),
    Contender(
        name="Gemini, plain graph, async", kind="plain", provider="gemini", durability="async"
    ),
    Contender(name="Gemini, miolumi", kind="ours", provider="gemini"),
)
"""A plain graph without a word more keeps the talk in memory; the others keep it in PostgreSQL."""

FOLLOWING_UP = Contender(name="OpenAI, miolumi, background", kind="ours", follows_up=True)
"""Takes no part in the race; its background work is counted."""
