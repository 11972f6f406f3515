"""List the licences of the pinned packages the program runs with: `python -m tests.licences`."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.audit import ROOT

LOCK = ROOT / "requirements.txt"

PERMISSIVE = re.compile(
    r"(?:MIT|MIT-0|0BSD|Zlib|ISC|CC0-1\.0|PSF-2\.0|CNRI-Python|MPL-2\.0"
    r"|Apache(?:-2\.0| 2\.0| License, Version 2\.0| Software License)"
    r"|BSD(?:-[23]-Clause)?|(?:MIT|BSD) License|Mozilla Public License 2\.0)"
)
"""Licences under which a package is used and passed on without a word about our own code."""

LINKED = {
    "psycopg": "LGPL-3.0-only",
    "psycopg-binary": "LGPL-3.0-only",
    "psycopg-pool": "LGPL-3.0-only",
}
"""Packages of another licence, which is kept by using them unchanged as libraries."""

_PINNED = re.compile(r"([a-z0-9._-]+)==", re.IGNORECASE)
_JOINT = re.compile(r"\s+(?:AND|OR)\s+|\s*;\s*")


def pinned(lock: Path = LOCK) -> Iterator[Distribution]:
    """Give out the packages of a lock that are installed; some are for other systems only."""
    here = {_named(one.metadata["Name"]): one for one in distributions()}
    for line in lock.read_text("utf-8").splitlines():
        found = _PINNED.match(line)
        if found is not None and (package := here.get(_named(found[1]))) is not None:
            yield package


def licence_of(package: Distribution) -> str:
    """Return the licence a package states, in the newest of the three ways to state it."""
    facts = package.metadata
    for expression in facts.get_all("License-Expression") or ():
        return str(expression)
    classes = [
        one.rpartition(" :: ")[2] for one in facts.get_all("Classifier") or () if "License" in one
    ]
    if classes:
        return "; ".join(classes)
    written = "".join(facts.get_all("License") or ())
    return written.strip().partition("\n")[0].strip()


def is_allowed(name: str, licence: str) -> bool:
    """Return whether every part of a licence is known and lets us use the package."""
    if LINKED.get(_named(name)) == licence:
        return True
    parts = [part.strip(" ()") for part in _JOINT.split(licence.replace("(MPL 2.0)", ""))]
    return all(PERMISSIVE.fullmatch(part) for part in parts)


def _named(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> None:
    """Print the list."""
    table = Table("package", "version", "licence")
    for package in pinned():
        table.add_row(package.metadata["Name"], package.version, licence_of(package))
    Console().print(table)


if __name__ == "__main__":
    main()
