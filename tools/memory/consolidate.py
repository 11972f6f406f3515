"""What one reading of a talk changes among the memories.

Rules decide first: which wording says the same, which fact took another's place. A model's verdict
comes on top, and counts only where the rules find it plausible.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from uuid import UUID

from storage.records import Memory, NewMemory, Supersession
from tools.memory.conflict import Relation, contradicts, plausible, until
from tools.memory.merge import MERGE_COSINE, is_better, is_same

Neighbour = tuple[Memory, float]
"""A memory that is kept already, and the cosine of its vector with the new one's."""

_SHARED = frozenset(field.name for field in fields(Memory)) & frozenset(
    field.name for field in fields(NewMemory)
)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A model's word on one new memory and one that is known."""

    new: UUID
    known: UUID
    relation: Relation


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What becomes of the new memories, and of the old ones."""

    added: tuple[NewMemory, ...] = ()
    mentioned: Mapping[UUID, datetime] = field(default_factory=dict)
    replaced: Mapping[UUID, NewMemory] = field(default_factory=dict)
    superseded: tuple[Supersession, ...] = ()


def decide(
    new: Sequence[NewMemory],
    near: Sequence[Sequence[Neighbour]],
    *,
    holding: Sequence[Memory],
    judged: Iterable[Judged] = (),
    agent_id: str | None = None,
) -> Decided:
    """Decide for each new memory whether it adds, mends, repeats or outdates.

    Args:
        new: the new memories, in the order they were said.
        near: at the same places the kept memories that are nearest to them.
        holding: everything that holds.
        judged: what a model made of pairs of them.
        agent_id: whose memories these are.
    """
    said: dict[tuple[UUID, UUID], Relation] = {(one.new, one.known): one.relation for one in judged}
    added: list[NewMemory] = []
    mentioned: dict[UUID, datetime] = {}
    replaced: dict[UUID, NewMemory] = {}
    for memory, neighbours in zip(new, near, strict=True):
        twin = _twin(memory, neighbours) or _judged_twin(memory, holding, said)
        if twin is None:
            added.append(memory)
            continue
        mentioned[twin.id] = max(memory.learned_at, mentioned.get(twin.id, twin.last_mentioned_at))
        if is_better(memory, replaced.get(twin.id, twin)):
            replaced[twin.id] = memory
    return Decided(
        added=tuple(added),
        mentioned=mentioned,
        replaced=replaced,
        superseded=_superseded(added, holding, said, agent_id=agent_id),
    )


def holding_after(
    holding: Iterable[Memory], decided: Decided, *, agent_id: str | None
) -> list[Memory]:
    """Return what holds once a decision is carried out, oldest first."""
    gone = {one.memory_id for one in decided.superseded} | decided.replaced.keys()
    come = [*decided.replaced.values(), *decided.added]
    after = [one for one in holding if one.id not in gone]
    after += [remembered(one, agent_id) for one in come if one.id not in gone]
    return sorted(after, key=lambda one: (one.learned_at, one.id))


def remembered(memory: NewMemory, agent_id: str | None) -> Memory:
    """Return a new memory as it will be once it is stored."""
    values = {name: getattr(memory, name) for name in _SHARED}
    return Memory(**values, agent_id=agent_id, last_mentioned_at=memory.learned_at)


def _twin(memory: NewMemory, neighbours: Sequence[Neighbour]) -> Memory | None:
    """Return the nearest memory that states the same fact."""
    alike = (
        (known, cosine)
        for known, cosine in neighbours
        if cosine >= MERGE_COSINE and is_same(memory, known)
    )
    nearest = max(alike, key=lambda neighbour: neighbour[1], default=None)
    return nearest[0] if nearest else None


def _judged_twin(
    memory: NewMemory, holding: Sequence[Memory], said: Mapping[tuple[UUID, UUID], Relation]
) -> Memory | None:
    twins = (
        known
        for known in holding
        if said.get((memory.id, known.id)) == "same" and plausible(memory, known, verdict="same")
    )
    return next(twins, None)


def _superseded(
    added: Sequence[NewMemory],
    holding: Sequence[Memory],
    said: Mapping[tuple[UUID, UUID], Relation],
    *,
    agent_id: str | None,
) -> tuple[Supersession, ...]:
    """Return what the added memories outdate: what was kept, and what was said before in one go."""
    found: dict[UUID, Supersession] = {}
    earlier = list(holding)
    for memory in added:
        for known in earlier:
            if known.id not in found and _outdates(memory, known, said):
                found[known.id] = Supersession(
                    memory_id=known.id, successor_id=memory.id, until=until(memory, known)
                )
        earlier.append(remembered(memory, agent_id))
    return tuple(found.values())


def _outdates(memory: NewMemory, known: Memory, said: Mapping[tuple[UUID, UUID], Relation]) -> bool:
    if memory.learned_at < known.last_mentioned_at:
        return False
    if contradicts(memory, known):
        return True
    verdict = said.get((memory.id, known.id))
    return verdict == "contradicts" and plausible(memory, known, verdict="contradicts")
