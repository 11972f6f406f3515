"""The decorators at the head of a lorebook entry, by the third card specification.

`@@name value`, one a line. A line `@@@name value` stands in for the one before it when that is not
known here. All such lines are taken off the text, the unknown ones as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

NUMBERS = frozenset(
    {
        "activate_only_after",
        "activate_only_every",
        "depth",
        "instruct_depth",
        "reverse_depth",
        "reverse_instruct_depth",
        "scan_depth",
        "instruct_scan_depth",
        "is_greeting",
    }
)
FLAGS = frozenset(
    {
        "keep_activate_after_match",
        "dont_activate_after_match",
        "ignore_on_max_context",
        "activate",
        "dont_activate",
    }
)
LISTS = frozenset({"additional_keys", "exclude_keys"})
WORDS: Mapping[str, frozenset[str]] = {
    "role": frozenset({"assistant", "system", "user"}),
    "position": frozenset({"after_desc", "before_desc", "personality", "scenario"}),
}
NAMES = frozenset({"is_user_icon", "disable_ui_prompt"})
"""Decorators with a free value."""

LARGEST_NUMBER = 1_000_000


@dataclass(frozen=True)
class Decorators:
    """What stands at the head of an entry, as far as it is known here."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


def split_decorators(content: str) -> tuple[Decorators, str]:
    """Return the decorators of an entry, and its text without them; linear in the length."""
    lines = content.split("\n")
    head = 0
    while head < len(lines) and lines[head].startswith("@@"):
        head += 1
    found = _Found()
    settled = False
    for line in lines[:head]:
        stands_in = line.startswith("@@@")
        if stands_in and settled:
            continue
        settled = found.take(*_name_and_value(line))
    decorators = Decorators(found.numbers, frozenset(found.flags), found.lists, found.words)
    return decorators, "\n".join(lines[head:]).strip()


class _Found:
    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.flags: set[str] = set()
        self.lists: dict[str, tuple[str, ...]] = {}
        self.words: dict[str, str] = {}

    def take(self, name: str, value: str) -> bool:
        """Keep a decorator; False when it is not known, or its value is none."""
        if name in NUMBERS and value.isdecimal() and len(value) < len(str(LARGEST_NUMBER)):
            self.numbers[name] = int(value)
        elif name in FLAGS:
            self.flags.add(name)
        elif name in LISTS and value:
            self.lists[name] = tuple(key for part in value.split(",") if (key := part.strip()))
        elif name in NAMES or value in WORDS.get(name, ()):
            self.words[name] = value
        else:
            return False
        return True


def _name_and_value(line: str) -> tuple[str, str]:
    name, _, value = line.lstrip("@").partition(" ")
    return name.strip().lower(), value.strip()
