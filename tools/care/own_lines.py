"""Lines that whoever runs the program brings, and the day they checked the built-in ones."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from tools.care.helplines import Audience, lay_over

LONGEST = 200
"""Characters of a name, a way to reach a line, or its hours."""

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"^[^\n$]+$")]
Source = Annotated[str, StringConstraints(pattern=r"^https://\S+$", max_length=LONGEST)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class BadLines(Exception):
    """A file of helplines cannot be used."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Everywhere(_Strict):
    name: Words
    reach: Words
    hours: Words
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    source: Source
    verified_at: date


class _Line(_Everywhere):
    country: Country
    audience: Audience = "everyone"


class _OwnLines(_Strict):
    verified: Mapping[Country, date] = Field(default_factory=dict)
    """The day on which the built-in lines of a country were held against their sources."""
    international: _Everywhere | None = None
    emergency: Mapping[Country, Words] = Field(default_factory=dict)
    helplines: tuple[_Line, ...] = ()
    """Of a country that is named, all of them: they take the place of the built-in ones."""


def use_own_lines(path: Path | None) -> None:
    """Let the lines of a TOML file count in this process; without a file, the built-in ones alone.

    Care answers where everything else has failed and nothing could be handed in, which is why the
    lines belong to the process.

    Raises:
        BadLines: the file cannot be read, or a line in it is not whole.
    """
    lay_over(_read(path) if path else {})


def _read(path: Path) -> Mapping[str, Any]:
    try:
        own = _OwnLines.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise BadLines(f"{path}: cannot be read ({type(error).__name__})") from error
    except tomllib.TOMLDecodeError as error:
        raise BadLines(f"{path}: {error}") from error
    except ValidationError as error:
        problem = error.errors()[0]
        where = " ".join(str(part) for part in problem["loc"])
        raise BadLines(f"{path}: {where}: {problem['msg']}") from error
    alone = {one.country for one in own.helplines} - {
        one.country for one in own.helplines if one.audience == "everyone"
    }
    if alone:
        raise BadLines(f"{path}: {', '.join(sorted(alone))} has lines for children alone")
    return own.model_dump(exclude_none=True)
