"""What somebody is to a person, and whether two words for it can mean one person."""

import re
from typing import Literal

from tools.memory.likeness import plain
from tools.memory.people_words import kinds, relations, wider

RelationLikeness = Literal["agree", "may_change", "differ", "unknown"]
"""One relation; two that turn into each other; two that do not; or nothing to compare."""

_OWN = re.compile(r"^(?:my|our|the|an?|his|her|their|我们?家?的?|他的?|她的?) ?(?=.)")
_LOOSE = re.compile(r"\b(?:best|close|old|good|dear|new|late|own|dead) |^(?:好|老|最好的)(?=.{2})")


def relation_of(text: str) -> str | None:
    """Return the relation that a word or two name; None when it is none we know."""
    folded = plain(text)
    for candidate in (folded, _OWN.sub("", folded), _LOOSE.sub("", _OWN.sub("", folded))):
        if found := relations().get(candidate):
            return found
    return None


def relation_likeness(one: str | None, other: str | None) -> RelationLikeness:
    """Return how two relations fit one person."""
    if not one or not other:
        return "unknown"
    if plain(one) == plain(other):
        return "agree"
    first, second = relation_of(one), relation_of(other)
    if first is None or second is None:
        return "unknown"
    if first == second or wider().get(first) == second or first == wider().get(second):
        return "agree"
    return "may_change" if any({first, second} <= kind for kind in kinds()) else "differ"
