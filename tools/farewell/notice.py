"""Notice that somebody is leaving, by rules, before any model is asked."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tools.length.size import size_of
from tools.prompts.render import Language
from tools.text.scripts import HAN
from tools.text.words import WORD, words_of

CLAUSES_READ = 4
"""Last clauses of a message that are read: people leave at the end of what they say."""

AFTERTHOUGHT = 3
"""Words or Chinese characters that may follow the farewell as a clause of their own: "love you"."""

LONGEST_CLAUSE = 80
"""Characters of a clause that can be a farewell; a longer one tells something."""

END_READ = CLAUSES_READ * (LONGEST_CLAUSE + 20)
"""Last characters of a message that are read."""

SMALL_WORDS = 4
"""Small expressions on either side of a farewell; the bound also keeps matching quick."""

_CLAUSE_END = re.compile(r"([.!?,;:~…\n。！？，、；：～]+)")
_ASKS = re.compile("[?？]")
_BLANK_BY_HAN = re.compile(f"(?<=[{HAN}]) | (?=[{HAN}])")


@dataclass(frozen=True)
class _Clause:
    said: str
    end: str


def is_farewell(text: str) -> bool:
    """Say whether a message ends with a farewell that is meant for the companion.

    A clause has to be nothing but a farewell and small words round it: "I said goodbye to my old
    job", "I have to go to the dentist tomorrow" and "他跟我说了晚安" are none. After it only an
    afterthought may come, and no question.
    """
    for clause in reversed(list(_clauses(text))[-CLAUSES_READ:]):
        if _ASKS.search(clause.end):
            return False
        if _is_leaving(clause.said):
            return True
        if size_of(clause.said) > AFTERTHOUGHT:
            return False
    return False


def _clauses(text: str) -> Iterator[_Clause]:
    pieces = [*_CLAUSE_END.split(text[-END_READ:]), ""]
    for said, end in zip(pieces[::2], pieces[1::2], strict=True):
        if WORD.search(said):
            yield _Clause(said, end)


def _is_leaving(clause: str) -> bool:
    if len(clause) > LONGEST_CLAUSE:
        return False
    said = _BLANK_BY_HAN.sub("", " ".join(words_of(clause)))
    return any(pattern.fullmatch(said) for pattern in _patterns())


@cache
def _patterns() -> Sequence[re.Pattern[str]]:
    return [_pattern("en", " "), _pattern("zh", "")]


def _pattern(language: Language, blank: str) -> re.Pattern[str]:
    table = tomllib.loads(
        files("tools.farewell").joinpath(f"farewells_{language}.toml").read_text("utf-8")
    )
    before, after, says = (_any(table[name]) for name in ("before", "after", "says"))
    few = f"{{0,{SMALL_WORDS}}}"
    return re.compile(f"(?:{before}{blank}){few}(?:{says})(?:{blank}{after}){few}")


def _any(patterns: Sequence[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"
