"""What the voice knows of a language, read from the data files beside this one."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from storage.records import MemoryType
from tools.models.offline.subtypes import Subtype
from tools.prompts.render import Language

_CHINESE_RANGE = re.compile(r"[\u3400-\u9fff]|\\u4e00")
_MACRO = re.compile(r"(?<!\(\?P)<(\w+)>")


@dataclass(frozen=True, kw_only=True)
class Gives:
    """A memory that a rule makes of what it found."""

    type: MemoryType
    content: str
    """A sentence in the third person with the rule's captures in braces."""
    importance: float
    subtype: Subtype | None = None
    needs: str | None = None
    """The capture without which there is no such memory."""
    person: str | None = None
    """The capture that names somebody in their life."""
    slot: str | None = None
    """What of a life this fills, captures in braces; only one value is true at a time."""
    value: str | None = None
    """What it is filled with, captures in braces."""
    ends: tuple[str, ...] = ()
    """The slots that this empties."""
    ended: str | None = None
    """The one value that is no longer true; without it, any."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One way to say one kind of fact."""

    name: str
    patterns: tuple[re.Pattern[str], ...]
    gives: tuple[Gives, ...]
    title: str | None = None
    """What a talk about it may be called, captures in braces."""
    dated: bool = False
    """The sentence is searched for a date."""
    needs_date: bool = False
    """Without a date it is not worth keeping."""
    others: bool = False
    """It is about somebody else; other rules are not read where somebody else is spoken of. Of what
    is told of others: it is believed of a name that was never heard before, too."""
    whole: bool = False
    """The patterns see the whole sentence, not its clauses."""
    bold: bool = False
    """It is read where others are not: in wishes, in what is over, in what is only half meant."""
    of: str | None = None
    """The list of words that says of whom alone it may be told: "left" is a death of few."""
    attribute: str | None = None
    """What it tells of somebody else: job, city, study, age, illness or alias."""
    preference: str | None = None
    """The canonical key of what it tells of the person."""
    stated: str = ""
    """The value of the attribute or of the preference, captures in braces."""
    confidence: float = 0.9
    """How sure the preference is."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question about the person themselves, and how a fact that answers it reads."""

    name: str
    question: re.Pattern[str]
    finds: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Everything the voice knows of one language."""

    language: Language
    phrases: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, re.Pattern[str]]
    """What to listen for, by name; `cues.toml` says how each is used."""
    feelings: Mapping[str, re.Pattern[str]]
    asks: tuple[Ask, ...]
    topic_asks: tuple[re.Pattern[str], ...]
    person_asks: tuple[re.Pattern[str], ...]
    rules: tuple[Rule, ...]
    told: tuple[Rule, ...]
    """What may be said of somebody else; the patterns see what follows the subject."""
    hedged: tuple[Rule, ...]
    """What somebody only supposes of themselves; it gives preferences and no memories."""
    subjects: Mapping[str, re.Pattern[str]]
    """How somebody else is named at the beginning of a clause, by kind."""
    macros: Mapping[str, str]
    """Pieces of patterns by name."""
    when: re.Pattern[str]
    clause_break: re.Pattern[str]
    words: Mapping[str, frozenset[str]]
    mirrors: Mapping[str, tuple[re.Pattern[str], Mapping[str, str]]]
    """Pronouns and what they become, by the person a text is turned to."""


@cache
def lexicon(language: Language) -> Lexicon:
    """Return a language's lexicon, read once."""
    cues, facts, life, people, phrases, becoming, care = (
        _read(language, name)
        for name in ("cues", "facts", "life", "people", "phrases", "becoming", "care")
    )
    macros: Mapping[str, str] = facts["macros"] | people["macros"]
    return Lexicon(
        language=language,
        phrases={
            key: tuple(lines) for key, lines in (phrases | care | becoming["phrases"]).items()
        },
        cues=_compiled_all(cues["cues"]),
        feelings=_compiled_all(cues["feelings"]),
        asks=tuple(_ask(entry) for entry in cues["ask"]),
        topic_asks=tuple(_compiled(pattern) for pattern in cues["topic_asks"]),
        person_asks=tuple(_compiled(pattern) for pattern in cues["person_asks"]),
        rules=tuple(_rule(entry, macros) for entry in [*facts["fact"], *life["fact"]]),
        hedged=tuple(_rule(entry, macros) for entry in life["hedged"]),
        told=tuple(_rule(entry, macros) for entry in people["told"]),
        subjects={
            name: _compiled(_expanded(pattern, macros))
            for name, pattern in people["subjects"].items()
        },
        macros=macros,
        when=_compiled(macros["when"]),
        clause_break=_compiled(facts["clause_break"]),
        words={key: frozenset(value) for key, value in (facts["words"] | people["words"]).items()},
        mirrors={key: _mirror(table, language) for key, table in facts["mirror"].items()},
    )


def _read(language: Language, name: str) -> dict[str, Any]:
    path = files("tools.models.offline").joinpath(language, f"{name}.toml")
    return tomllib.loads(path.read_text("utf-8"))


def _compiled(pattern: str) -> re.Pattern[str]:
    # Ignoring case, Python walks through every character of a range: slow for all of Chinese.
    return re.compile(pattern, 0 if _CHINESE_RANGE.search(pattern) else re.IGNORECASE)


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return _compiled("|".join(f"(?:{pattern})" for pattern in patterns))


def _compiled_all(table: Mapping[str, list[str]]) -> dict[str, re.Pattern[str]]:
    return {name: _any_of(patterns) for name, patterns in table.items()}


def _ask(entry: Mapping[str, Any]) -> Ask:
    return Ask(
        name=entry["name"], question=_any_of(entry["question"]), finds=_any_of(entry["finds"])
    )


def _expanded(pattern: str, macros: Mapping[str, str]) -> str:
    return _MACRO.sub(lambda found: f"(?P<{found[1]}>{macros[found[1]]})", pattern)


def _rule(entry: Mapping[str, Any], macros: Mapping[str, str]) -> Rule:
    own = {
        key: value for key, value in entry.items() if key not in {"patterns", "gives", "subtype"}
    }
    return Rule(
        **own,
        patterns=tuple(_compiled(_expanded(pattern, macros)) for pattern in entry["patterns"]),
        gives=tuple(_gives(gives, entry.get("subtype")) for gives in entry.get("gives", ())),
    )


def _gives(entry: Mapping[str, Any], subtype: Subtype | None) -> Gives:
    ends = tuple(entry.get("ends", ()))
    return Gives(**{"subtype": subtype, **entry, "ends": ends})


def _mirror(
    table: Mapping[str, str], language: Language
) -> tuple[re.Pattern[str], Mapping[str, str]]:
    longest_first = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
    bounded = rf"(?<![\w'])(?:{longest_first})(?!\w)" if language == "en" else longest_first
    return _compiled(bounded), table
