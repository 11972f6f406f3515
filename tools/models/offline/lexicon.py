"""What the voice knows of a language, read from the data files beside this one."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from storage.records import MemoryType
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


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One way to say one kind of fact."""

    name: str
    patterns: tuple[re.Pattern[str], ...]
    gives: tuple[Gives, ...]
    subtype: str | None = None
    dated: bool = False
    """The sentence is searched for a date."""
    needs_date: bool = False
    """Without a date it is not worth keeping."""
    others: bool = False
    """It is about somebody else; other rules are not read where somebody else is spoken of."""
    whole: bool = False
    """The patterns see the whole sentence, not its clauses."""


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
    rules: tuple[Rule, ...]
    when: re.Pattern[str]
    clause_break: re.Pattern[str]
    words: Mapping[str, frozenset[str]]
    mirrors: Mapping[str, tuple[re.Pattern[str], Mapping[str, str]]]
    """Pronouns and what they become, by the person a text is turned to."""


@cache
def lexicon(language: Language) -> Lexicon:
    """Return a language's lexicon, read once."""
    cues, facts, phrases = (_read(language, name) for name in ("cues", "facts", "phrases"))
    macros: Mapping[str, str] = facts["macros"]
    return Lexicon(
        language=language,
        phrases={key: tuple(lines) for key, lines in phrases.items()},
        cues=_compiled_all(cues["cues"]),
        feelings=_compiled_all(cues["feelings"]),
        asks=tuple(_ask(entry) for entry in cues["ask"]),
        topic_asks=tuple(_compiled(pattern) for pattern in cues["topic_asks"]),
        rules=tuple(_rule(entry, macros) for entry in facts["fact"]),
        when=_compiled(macros["when"]),
        clause_break=_compiled(facts["clause_break"]),
        words={key: frozenset(value) for key, value in facts["words"].items()},
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


def _rule(entry: Mapping[str, Any], macros: Mapping[str, str]) -> Rule:
    def expanded(pattern: str) -> re.Pattern[str]:
        return _compiled(_MACRO.sub(lambda found: f"(?P<{found[1]}>{macros[found[1]]})", pattern))

    return Rule(
        **{key: value for key, value in entry.items() if key not in {"patterns", "gives"}},
        patterns=tuple(expanded(pattern) for pattern in entry["patterns"]),
        gives=tuple(Gives(**gives) for gives in entry["gives"]),
    )


def _mirror(
    table: Mapping[str, str], language: Language
) -> tuple[re.Pattern[str], Mapping[str, str]]:
    longest_first = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
    bounded = rf"(?<![\w'])(?:{longest_first})(?!\w)" if language == "en" else longest_first
    return _compiled(bounded), table
