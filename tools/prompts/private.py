"""What of a prompt nobody outside may read: our words, and none of the person's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from tools.persona.role import Role
from tools.prompts.render import Language

PROMPTS = ("turn_", "persona_", "care_", "outreach_task")
"""What the names of prompt files begin with that the companion reads."""

TOLD_BY_OTHERS = ("|", "“")
"""How lines of a part begin that are a stranger's sketch, or examples of how one sounds."""


@dataclass(frozen=True, kw_only=True)
class Private:
    """What no reply may copy."""

    text: str
    canary: str = ""
    """A word that stands in this prompt alone; empty when there is none."""


def private(language: Language, role: Role | None, *, canary: str = "") -> Private:
    """Return what a reply may not copy: the rules, the notes, and the part of a persona.

    The person's own facts are theirs to hear. What somebody brought in a card is known to them, and
    examples of how a persona sounds are there to sound like.
    """
    own = role.part.splitlines() if role else ()
    kept = "\n".join(line for line in own if not line.startswith(TOLD_BY_OTHERS))
    return Private(text=f"{notes(language)}\n{kept}", canary=canary)


@cache
def notes(language: Language) -> str:
    """Return every note that a prompt of the companion may hold in a language."""
    return "\n".join(_notes(language))


def _notes(language: Language) -> Iterator[str]:
    folder = files("tools.prompts").joinpath(language)
    for name in sorted(file.name for file in folder.iterdir()):
        if name.startswith(PROMPTS):
            text = Template(folder.joinpath(name).read_text("utf-8"))
            yield text.substitute(dict.fromkeys(text.get_identifiers(), ""))
