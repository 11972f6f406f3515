"""What of a prompt nobody outside may read: our words, and none of the person's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from tools.persona.role import Role
from tools.prompts.render import Language, render

PROMPTS = ("turn_", "persona_", "care_", "outreach_task")
"""What the names of prompt files begin with that the companion reads."""

TOLD_BY_OTHERS = ("|", "“")
"""How lines of a part begin that are a stranger's sketch, or examples of how one sounds."""


FIRST_CHARACTERS = 160
"""Of who one is, read together with the name before it: enough to be a leak."""


@dataclass(frozen=True, kw_only=True)
class Private:
    """What no reply may copy."""

    texts: tuple[str, ...]
    canary: str = ""
    """A word that stands in this prompt alone; empty when there is none."""
    name: str = "Lumi"
    """Of who speaks; anybody may hear it."""


def private(
    language: Language, role: Role | None, *, name: str = "Lumi", canary: str = ""
) -> Private:
    """Return what a reply may not copy: the rules, the notes, and the part of a persona.

    The person's own facts are theirs to hear. What somebody brought in a card is known to them, and
    examples of how a persona sounds are there to sound like.

    Args:
        language: of the prompt.
        role: who speaks, None for Lumi.
        name: what Lumi is called.
        canary: the word that stands in this prompt alone.
    """
    part = role.part if role else render("turn_personality", language)
    kept = "\n".join(line for line in part.splitlines() if not line.startswith(TOLD_BY_OTHERS))
    name = role.name if role else name
    first = render(
        "turn_stable",
        language,
        name=name,
        personality=kept[:FIRST_CHARACTERS],
        rules=render("turn_canary", language, canary=""),
        facts="",
    )
    own = (kept,) if role else ()
    return Private(texts=(notes(language), first, *own), canary=canary, name=name)


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
