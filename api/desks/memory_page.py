"""MEMORY.md after a change, and as a person reads it."""

from collections.abc import Sequence
from datetime import datetime

from storage.records import Kept, Person, ProfileLine
from tools.memory.profile import as_markdown, profile_lines
from tools.prompts.render import Language
from tools.text.language import language_of


def written_anew(kept: Kept, now: datetime) -> Sequence[ProfileLine]:
    """Return the lines of MEMORY.md for what holds now, in the language of what is remembered."""
    texts = [memory.content for memory in kept.memories] or [line.text for line in kept.profile]
    return profile_lines(
        kept.memories,
        kept.preferences,
        previous=kept.profile,
        language=language_of("\n".join(texts)),
        now=now,
    )


def profile_markdown(lines: Sequence[ProfileLine], person: Person) -> str:
    """Return MEMORY.md with headings in the person's language, or in that of its lines."""
    text = as_markdown(lines, _language(lines, person))
    return f"{text}\n" if text else ""


def _language(lines: Sequence[ProfileLine], person: Person) -> Language:
    if person.language:
        return "zh" if person.language.casefold().startswith("zh") else "en"
    return language_of("\n".join(line.text for line in lines))
