"""What a sentence says about something that has one value at a time."""

import re
from dataclasses import dataclass

from storage.records import Memory, NewMemory
from tools.memory.likeness import plain
from tools.memory.wording import SlotRule, Wording, wording_of
from tools.text.scripts import HAN
from tools.text.words import words_of

NAME_STEM = 3
"""First letters that a short form of a name shares with the long one, as in Alex and Alexander."""

_HAN = re.compile(f"[{HAN}]")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")
_ENDS = re.compile(r"[\s.!?。！？]+$")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b|号|日")


@dataclass(frozen=True, kw_only=True)
class Slot:
    """Who has which value of what."""

    name: str
    owner: frozenset[str]
    """The words that name whose it is; none for the person themselves."""
    value: str


def slot_of(memory: Memory | NewMemory) -> Slot | None:
    """Return what a memory says about something exclusive; None when it says no such thing."""
    text = _ENDS.sub("", plain(memory.content))
    wording = wording_of(text)
    found = (_read(rule, text, memory, wording) for rule in wording.slots)
    return next(filter(None, found), None)


def excludes(one: Slot, other: Slot) -> bool:
    """Return whether two values of one thing cannot both be right.

    A value that says more of the same, a city beside its country, another script and another unit
    exclude nothing: what cannot be compared is left to somebody who understands it.
    """
    if one.name != other.name:
        return False
    first, second = _ORDINAL.sub(" ", one.value), _ORDINAL.sub(" ", other.value)
    if bool(_HAN.search(first)) != bool(_HAN.search(second)):
        return False
    if one.name == "home" and _is_wide(first) != _is_wide(second):
        return False
    if one.name in ("name", "address"):
        return not _could_be_one_name(first, second)
    if _NUMBERS.search(first) and _letters(first) != _letters(second) and one.name == "weight":
        return False
    return not _says_the_same(first, second)


def _read(rule: SlotRule, text: str, memory: Memory | NewMemory, wording: Wording) -> Slot | None:
    if rule.subtypes and plain(memory.subtype or "") not in rule.subtypes:
        return None
    found = next(filter(None, (pattern.search(text) for pattern in rule.patterns)), None)
    if found is None:
        return None
    owner = _owner(text[: found.start()], wording)
    value = _value(found["value"], wording)
    if not value or (rule.own and owner):
        return None
    kind = found.groupdict().get("kind")
    name = f"{rule.name}:{kind.strip()}" if kind else rule.name
    return Slot(name=name, owner=owner, value=wording.same.get(value, value))


def _owner(text: str, wording: Wording) -> frozenset[str]:
    for part in ("self", "filler"):
        text = wording.words[part].sub(" ", text)
    return frozenset(words_of(text))


def _value(text: str, wording: Wording) -> str:
    ends = wording.words["value_ends"]
    for end in ends.finditer(text):
        # A Chinese particle ends a value only where the sentence ends.
        if end.start() and (text[end.start()].isascii() or end.end() == len(text)):
            return text[: end.start()].strip()
    return text.strip()


def _is_wide(value: str) -> bool:
    return value.removeprefix("the ") in wording_of(value).wide


def _letters(value: str) -> str:
    return _NUMBERS.sub("", value).strip()


def _could_be_one_name(one: str, other: str) -> bool:
    if _HAN.search(one):
        return not set(one).isdisjoint(other)
    first, second = words_of(one), words_of(other)
    return any(a[:NAME_STEM] == b[:NAME_STEM] for a in first for b in second)


def _says_the_same(one: str, other: str) -> bool:
    """Return whether one value is part of the other."""
    if _HAN.search(one):
        return one in other or other in one
    first, second = set(words_of(one)), set(words_of(other))
    return first <= second or second <= first
