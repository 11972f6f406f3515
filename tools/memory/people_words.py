"""The data on names and relations, read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table() -> Mapping[str, Any]:
    """Return the file as it is written."""
    return tomllib.loads(files("tools.memory").joinpath("people.toml").read_text("utf-8"))


@cache
def listed(key: str) -> frozenset[str]:
    """Return one list of words; an underscore in a word stands for a space."""
    return frozenset(word.replace("_", " ") for word in table()[key].split())


@cache
def relations() -> Mapping[str, str]:
    """Return what each word for a relation means."""
    return {
        word.replace("_", " "): name
        for name, words in reversed(table()["relations"].items())
        for word in words.split()
    }


@cache
def wider() -> Mapping[str, str]:
    """Return for each relation that is one of a wider one, such as an older sister, the wider."""
    return {narrow: wide for wide, names in table()["narrower"].items() for narrow in names.split()}


@cache
def kinds() -> tuple[frozenset[str], ...]:
    """Return the groups of relations that can turn into each other."""
    return tuple(frozenset(names.split()) for names in table()["kinds"].values())


@cache
def diminutives() -> Mapping[str, frozenset[str]]:
    """Return for each English given name the names it is a form of or has as a form."""
    forms: dict[str, set[str]] = {}
    for line in table()["diminutives"]:
        full, *short = line.split()
        for one in short:
            forms.setdefault(one, set()).add(full)
            forms.setdefault(full, set()).add(one)
    return {name: frozenset(others) for name, others in forms.items()}
