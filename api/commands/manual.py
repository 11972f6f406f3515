"""What README.md says about the program, written by the program: settings and commands.

Each part stands between marks, `<!-- settings -->` and `<!-- /settings -->` and so on.
"""

import re
from collections.abc import Iterator

import click
from pydantic import AliasChoices, AliasPath
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from api.settings import PREFIX, Settings
from graphs.catalogue import GRAPHS
from graphs.drawing import redrawn


def renewed(document: str, program: click.Group) -> str:
    """Return a Markdown document with its drawings, settings and commands brought up to date."""
    document = redrawn(document, GRAPHS)
    document = _between("settings", document, "\n".join(_settings()))
    return _between("commands", document, "\n".join(_commands(program)))


def _between(mark: str, document: str, text: str) -> str:
    part = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.DOTALL)
    return part.sub(lambda marks: f"{marks[1]}{text}\n{marks[2]}", document)


def _settings() -> Iterator[str]:
    yield "| variable | meaning | default |"
    yield "|---|---|---|"
    for name, field in Settings.model_fields.items():
        yield f"| `{_variable(name, field)}` | {field.description} | {_default(field)} |"


def _variable(name: str, field: FieldInfo) -> str:
    alias: str | AliasPath | AliasChoices | None = field.validation_alias
    return alias if isinstance(alias, str) else f"{PREFIX}{name}".upper()


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "of this machine"
    if field.default in {None, PydanticUndefined, ()}:
        return ""
    return f"`{field.default}`"


def _commands(program: click.Group) -> Iterator[str]:
    yield "| command | what it does |"
    yield "|---|---|"
    yield from _rows("miolumi", program)


def _rows(path: str, group: click.Group) -> Iterator[str]:
    for name, command in sorted(group.commands.items()):
        yield f"| `{path} {name}` | {command.get_short_help_str(limit=200)} |"
        if isinstance(command, click.Group):
            yield from _rows(f"{path} {name}", command)
