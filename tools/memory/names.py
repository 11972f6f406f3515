"""Whether two names can belong to one person."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from tools.memory.likeness import KEPT, plain
from tools.memory.people_words import diminutives, listed, table
from tools.text.scripts import HAN

NameLikeness = Literal["same", "form", "part"]
"""The same name; a form of it, such as Alex for Alexander; or a part that many could share."""

LONGEST_CHINESE_NAME = 4
"""Characters of a full Chinese name, double family names included."""

_FORMAL = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir"})
"""Titles that a family name follows."""

_HAN = re.compile(f"[{HAN}]")
_POSSESSIVE = re.compile(r"['’]s?$")
_MARKS = re.compile(r"[.,·•]")


@lru_cache(KEPT)
def folded_name(name: str) -> str:
    """Return a name for comparison: small, simplified, without accents, marks and possessive."""
    bare = _MARKS.sub(" ", _POSSESSIVE.sub("", plain(name)))
    letters = unicodedata.normalize("NFKD", bare)
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def name_likeness(one: str, other: str) -> NameLikeness | None:
    """Return how alike two names are, or None when they are two people's.

    Only whole parts of a name count. Likeness of letters counts for nothing: Tigran is not Iran,
    and Christina is not Christine.
    """
    first, second = folded_name(one), folded_name(other)
    if not first or not second or bool(_HAN.search(first)) != bool(_HAN.search(second)):
        return None
    if first == second:
        return "same"
    return _chinese(first, second) if _HAN.search(first) else _english(first, second)


def is_bare_surname(name: str) -> bool:
    """Return whether a name is a family name alone, with or without a title: Li, 小李, 王总."""
    folded = folded_name(name)
    if _HAN.search(folded):
        return len(core := _chinese_core(folded)) == 1 and core in table()["surnames_zh"]
    parts = [part for part in folded.split() if part not in listed("titles_en")]
    formal = folded.split()[0] in _FORMAL if parts else False
    return len(parts) == 1 and (formal or parts[0] in listed("surnames_en"))


def given_name(name: str) -> str | None:
    """Return the given name of a full one, as its bearer's friends use it; None when unsure."""
    folded = folded_name(name)
    if _HAN.search(folded):
        full = len(folded) == LONGEST_CHINESE_NAME - 1 and folded[0] in table()["surnames_zh"]
        return folded[1:] if full and folded == _chinese_core(folded) else None
    parts = [part for part in folded.split() if part not in listed("titles_en")]
    return parts[0] if len(parts) > 1 and parts[0] not in listed("surnames_en") else None


def _english(one: str, other: str) -> NameLikeness | None:
    titles = listed("titles_en")
    first, second = ([part for part in name.split() if part not in titles] for name in (one, other))
    if not first or not second:
        return None
    if first == second:
        # "Mr Smith" and "Mrs Smith" share a house at most.
        return "part" if one.split()[:-1] and other.split()[:-1] else "form"
    short, long = sorted((first, second), key=len)
    if len(short) > 1:
        return "form" if _is_longer_form(short, long) else None
    if short[0] in long:
        given = short[0] == long[0] and short[0] not in listed("surnames_en")
        return "form" if given else "part"
    return "form" if long[0] in diminutives().get(short[0], ()) else None


def _is_longer_form(short: list[str], long: list[str]) -> bool:
    """Return whether a full name is another with a middle name, or with a short first one."""
    if len(short) < len(long):
        return set(short) <= set(long)
    return short[1:] == long[1:] and long[0] in diminutives().get(short[0], ())


def _chinese(one: str, other: str) -> NameLikeness | None:
    first, second = _chinese_core(one), _chinese_core(other)
    if first == second:
        return _with_one_core(one, other, first)
    short, long = sorted((first, second), key=len)
    if len(long) < 2 or not short:
        return None
    if len(short) == 1 and short in table()["surnames_zh"] and long.startswith(short):
        return "part"
    # 小红, 红姐 and 张小红: the end of a full name, never its middle.
    return "part" if long.endswith(short) and len(long) <= LONGEST_CHINESE_NAME else None


def _with_one_core(one: str, other: str, core: str) -> NameLikeness | None:
    if len(core) > 1:
        return "form"
    # 小李 and 老李 are called so to tell them apart.
    return None if core in table()["surnames_zh"] else "part"


def _chinese_core(name: str) -> str:
    """Return a name without 小, 老 or 阿 before it and without a title after it."""
    for suffix in sorted(listed("suffixes_zh"), key=len, reverse=True):
        if name.endswith(suffix) and len(name) > len(suffix):
            name = name.removesuffix(suffix)
            break
    if len(name) == 2 and name[0] in table()["prefixes_zh"]:
        return name[1:]
    return name
