"""Who has to name a companion, read off the code itself."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import ModuleType, UnionType
from typing import Any, get_args, get_type_hints
from uuid import UUID

import nodes
import storage
from graphs.catalogue import GRAPHS
from storage.records import Person

AGENT = "agent_id"


def classes_of(package: ModuleType) -> Iterator[type]:
    """Yield every public class of a package, each once, where it is written."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        found = importlib.import_module(module.name)
        for name, one in inspect.getmembers(found, inspect.isclass):
            if one.__module__ == module.name and not name.startswith("_"):
                yield one


def forgetful_methods(one: type) -> Iterator[str]:
    """Yield the public methods of a class that are about a person and name no companion."""
    for name, method in vars(one).items():
        if name.startswith("_") or not inspect.isfunction(method):
            continue
        hints = {key: kind for key, kind in get_type_hints(method).items() if key != "return"}
        if _is_about_a_person(hints) and not _names_a_companion(hints):
            yield f"{one.__module__}.{one.__name__}.{name}"


def forgetful_graphs() -> Iterator[str]:
    """Yield the graphs that are run for a person and are not told with which companion."""
    for name, graph in GRAPHS.items():
        schema = graph.get_input_jsonschema()["properties"]
        if "person" in schema and AGENT not in schema:
            yield name


def repositories() -> Iterator[str]:
    """Yield every forgetful method of storage and of the protocols that steps call."""
    for package in (storage, nodes):
        for one in classes_of(package):
            yield from forgetful_methods(one)


def _is_about_a_person(hints: Mapping[str, Any]) -> bool:
    return any(
        (name.endswith("person_id") and UUID in _kinds(kind) and name == "person_id")
        or Person in _kinds(kind)
        for name, kind in hints.items()
    )


def _names_a_companion(hints: Mapping[str, Any]) -> bool:
    """Return whether a companion is named, or comes in a record: a message, a relationship."""
    records = {one for kind in hints.values() for one in _kinds(kind) if one is not Person}
    return AGENT in hints or any(AGENT in _fields(one) for one in records)


def _kinds(kind: Any) -> Iterator[Any]:
    """Yield a type, or those that a union is made of; what is in a list may be of many streams."""
    yield from get_args(kind) if isinstance(kind, UnionType) else (kind,)


def _fields(kind: Any) -> set[str]:
    """Return the names in a record, and in the records that it is made of."""
    if not is_dataclass(kind) or not isinstance(kind, type):
        return set(getattr(kind, "__annotations__", {}))
    hints = get_type_hints(kind)
    inner = [one for part in hints.values() for one in _kinds(part) if is_dataclass(one)]
    return {*hints, *(field.name for one in inner for field in fields(one))}


_TABLES = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)")
_SCOPED = re.compile(
    r"(?:\w+\.)?(?:stream|agent_id)\s*(?:=|<>)\s*\S"
    r"|coalesce\((?:\w+\.)?agent_id, ''\)\s*="
    r"|(?<!%\()\bagent_id(?=[\w\s,]*\))"
)


def unscoped_parts(statement: str, tables: frozenset[str]) -> list[str]:
    """Return the tables of streams that a statement touches where nothing names a stream.

    Each pair of brackets is looked at for itself: a filter in one does nothing for another. There
    has to be one for each table, so that a join does not hide a table behind the filter of another.
    """
    found = []
    for part in _levels(re.sub(r"--[^\n]*", "", statement)):
        touched = [name for name in _TABLES.findall(part) if name in tables]
        if len(touched) > len(_SCOPED.findall(part)):
            found.append(" ".join(touched))
    return found


def _levels(statement: str) -> list[str]:
    """Return the text of every pair of brackets with a query in it, without those inside it."""
    levels, parts = [""], []
    for sign in statement:
        if sign == "(":
            levels.append("")
        elif sign == ")" and len(levels) > 1:
            inner = levels.pop()
            if re.search(r"\b(?:SELECT|UPDATE|DELETE|INSERT)\b", inner):
                parts.append(inner)
                levels[-1] += "( )"
            else:
                levels[-1] += f"({inner})"
        else:
            levels[-1] += sign
    return [*parts, levels[0]]
