"""When a new memory says that an old one is not true any more."""

from datetime import datetime
from typing import Literal

from storage.records import Memory, MemoryType, NewMemory
from tools.memory.likeness import agree, negated, plain
from tools.memory.slots import Slot, excludes, slot_of
from tools.memory.stance import recounts, reverses, stance_of
from tools.memory.wording import wording_of
from tools.text.terms import terms_of

STANDING: frozenset[MemoryType] = frozenset({"identity", "preference", "relationship", "routine"})
"""Types that say how things are; the others tell what was, and stay true whatever comes after."""

COUNTABLE: frozenset[MemoryType] = frozenset({"identity", "preference", "routine"})
"""Types in which another number is a change. Of other people, another number may be another one."""

COMPARABLE: frozenset[MemoryType] = STANDING.union(("life_event",))
"""Types of which one may outdate another: a move outdates a home."""

Relation = Literal["same", "contradicts"]
"""What a model says of a new memory and an old one."""

_FAMILIES = (
    frozenset({"home", "move", "moved", "residence", "location", "address"}),
    frozenset({"work", "job", "employer", "occupation", "career", "profession"}),
    frozenset({"study", "education", "school", "major"}),
    frozenset({"status", "relationship_status", "marriage", "partner", "breakup"}),
)
"""Subtypes that speak of one thing."""


def contradicts(new: NewMemory, old: Memory) -> bool:
    """Return whether a new memory, by its words alone, makes an old one a thing of the past.

    Both have to hold in the present and be about the same people and of one type, or the new one a
    milestone, such as to have married or stopped smoking. It is another value of what has only one,
    the opposite of a taste or habit, or another number in the same sentence. What rules cannot tell
    is no contradiction: an old fact kept costs a line, a true one taken costs trust.
    """
    changes = new.type in (old.type, "milestone") and old.type in STANDING
    if not changes or not _may_meet(new, old) or _is_ahead(new):
        return False
    if not (_holds_now(new.content) and _holds_now(old.content)):
        return False
    if _says(new.content, "beside"):
        return False
    return _other_value(new, old) or _turned_round(new, old)


def until(new: NewMemory, old: Memory) -> datetime:
    """Return when an outdated memory stopped being true, as far as is known.

    When the new one began to be true, if that was said, or else when it was learned; never before
    the old one began.
    """
    ended = new.valid_from or new.learned_at
    return max(ended, old.valid_from) if old.valid_from else ended


def plausible(new: NewMemory, old: Memory, *, verdict: Relation) -> bool:
    """Return whether a model's verdict on two memories may be believed.

    Both have to be about the same people and of types that can meet. The same fact has the same
    numbers and both affirm or both deny; a contradiction is about the same thing.
    """
    if _people(new) != _people(old):
        return False
    if verdict == "same":
        of_one_kind = new.type == old.type or {new.type, old.type} <= COMPARABLE
        return of_one_kind and agree(new.content, old.content)
    return (
        new.type in COMPARABLE.union(("milestone",))
        and old.type in COMPARABLE
        and _may_meet(new, old)
        # A plan may change before its day, but what is not true yet takes nothing from today.
        and not (old.type in STANDING and _is_ahead(new))
        and not _is_over(old, at=new.learned_at)
        and _about_one_thing(new, old)
    )


def _may_meet(new: NewMemory, old: Memory) -> bool:
    """Return whether both are believed, in this order, about the same people."""
    return (
        old.superseded_at is None
        and new.learned_at >= old.learned_at
        and set(new.source_message_ids).isdisjoint(old.source_message_ids)
        and _people(new) == _people(old)
    )


def _is_ahead(new: NewMemory) -> bool:
    return new.valid_from is not None and new.valid_from > new.learned_at


def _is_over(old: Memory, *, at: datetime) -> bool:
    return old.type not in STANDING and old.valid_to is not None and old.valid_to <= at


def _holds_now(content: str) -> bool:
    return not _says(content, "past") and not _says(content, "unsure")


def _says(content: str, part: str) -> bool:
    return bool(wording_of(content).words[part].search(plain(content)))


def _other_value(new: NewMemory, old: Memory) -> bool:
    one, other = slot_of(new), slot_of(old)
    if one is None or other is None or negated(new.content) or negated(old.content):
        return False
    return _have_one_owner(one, other, new) and excludes(one, other)


def _have_one_owner(one: Slot, other: Slot, new: NewMemory) -> bool:
    if not one.owner and not other.owner:
        return not new.people
    if new.people:
        names = {part for name in new.people for part in plain(name).split()}
        return one.owner == other.owner or all(
            _is_named(slot.owner, names) for slot in (one, other)
        )
    return one.owner == other.owner and _is_unique(one.owner, new.content)


def _is_named(owner: frozenset[str], names: set[str]) -> bool:
    return not owner.isdisjoint(names) or any(set(name) <= owner for name in names)


def _is_unique(owner: frozenset[str], content: str) -> bool:
    words = wording_of(content).words
    joined = "" if any(not word.isascii() for word in owner) else " "
    return any(words["unique"].fullmatch(word) for word in (*owner, joined.join(owner))) or bool(
        words["unique"].search(plain(content)) and not words["several"].search(plain(content))
    )


def _turned_round(new: NewMemory, old: Memory) -> bool:
    if not new.people and (_is_of_several(new.content) or _is_of_several(old.content)):
        # Without a name, two friends may well differ; two cats becoming three are still theirs.
        return _recounted(new, old)
    of_taste = old.type == "preference"
    one, other = (stance_of(told.content, of_taste=of_taste) for told in (new, old))
    if reverses(one, other, of_taste=of_taste):
        return True
    return new.type in COUNTABLE and recounts(one, other)


def _is_of_several(content: str) -> bool:
    """Return whether a sentence speaks of somebody of whom there may be more, such as a friend."""
    words, text = wording_of(content).words, plain(content)
    turns = (words[part].search(text) for part in ("aversion", "negation", "affinity"))
    end = min((turn.start() for turn in turns if turn), default=len(text))
    return bool(words["several"].search(text[:end]))


def _recounted(new: NewMemory, old: Memory) -> bool:
    """Return whether somebody has more or fewer of a kind than before."""
    counted = _says(new.content, "counting") and _says(old.content, "counting")
    return counted and recounts(stance_of(new.content), stance_of(old.content))


def _about_one_thing(new: NewMemory, old: Memory) -> bool:
    one, other = slot_of(new), slot_of(old)
    if one and other and one.name == other.name:
        return True
    if _subtypes_meet(plain(new.subtype or ""), plain(old.subtype or "")):
        return True
    return not _subject(new).isdisjoint(_subject(old))


def _subtypes_meet(one: str, other: str) -> bool:
    """Return whether two subtypes speak of one thing; of tastes a subtype says too little."""
    if not one or not other or {one, other} <= {"like", "dislike"}:
        return False
    return one == other or any({one, other} <= family for family in _FAMILIES)


def _subject(memory: Memory | NewMemory) -> set[str]:
    core = stance_of(memory.content, of_taste=True).core
    spaced = "".join(core) if any(not word.isascii() for word in core) else " ".join(core)
    return set(terms_of(spaced))


def _people(memory: Memory | NewMemory) -> frozenset[str]:
    return frozenset(plain(name) for name in memory.people)
