"""How long a name and the parts of a personality may be, and what to say when they are not."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tools.personality.words import personality_words
from tools.prompts.render import Language

Field = Literal["name", "essence", "tone", "pace", "interests", "manner"]

LONGEST: Mapping[Field, int] = {
    "name": 24,
    "essence": 500,
    "tone": 30,
    "pace": 30,
    "interests": 50,
    "manner": 200,
}
"""Characters; of a name in Latin letters, a Chinese one counts as four. The first people who tried
were given 500 for everything, then 30 for a style, 50 for hobbies and 6 Chinese for a name;
`manner` stands in every prompt and has room for three short sentences."""

WIDE = 4
"""Latin letters that one Chinese character counts for in a name: 6 of them fill it."""

_NAME = re.compile(r"[\w .'’·・&+-]*")
_LETTER = re.compile(r"[^\W_]")

Trouble = Literal["blank", "too_long", "odd", "unsafe", "unknown"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why a text cannot be taken."""

    field: str
    trouble: Trouble
    length: int = 0
    limit: int = 0
    text: str = ""
    """What was given, where it can be shown again."""

    def words(self, language: Language) -> str:
        """Return this in a person's words, with how long the text is and may be."""
        words = personality_words(language)
        key = f"{self.trouble}_name" if self.field == "name" else self.trouble
        field = words["fields"].get(self.field, self.field)
        return words["faults"][key].format(
            field=field, length=self.length, limit=self.limit, text=self.text
        )


def name_width(name: str) -> int:
    """Return how much room a name takes: 1 for a Latin letter, 4 for a Chinese one."""
    return sum(WIDE if unicodedata.east_asian_width(one) in "WF" else 1 for one in name)


def name_fault(name: str) -> Fault | None:
    """Return why a companion cannot be called this, or None when it can."""
    if not _LETTER.search(name):
        return Fault(field="name", trouble="odd" if name.strip() else "blank", text=name[:40])
    if name_width(name) > LONGEST["name"]:
        return Fault(field="name", trouble="too_long", length=len(name), limit=LONGEST["name"])
    if not _NAME.fullmatch(name):
        return Fault(field="name", trouble="odd", text=name)
    return None


def part_fault(field: Field, text: str) -> Fault | None:
    """Return why a part of a personality cannot be this, or None when it can."""
    if not text.strip():
        return Fault(field=field, trouble="blank", limit=LONGEST[field])
    if len(text) > LONGEST[field]:
        return Fault(field=field, trouble="too_long", length=len(text), limit=LONGEST[field])
    return None
