"""Fill in a prompt file."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template
from types import MappingProxyType
from typing import Literal, get_args

Language = Literal["en", "zh"]

LANGUAGES: tuple[Language, ...] = get_args(Language)

NO_TEXTS: Mapping[str, str] = MappingProxyType({})
"""Every prompt as its file says."""


class PromptError(Exception):
    """A prompt file and the values for it do not fit each other."""


@cache
def _written(name: str, language: Language) -> str:
    return files("tools.prompts").joinpath(language, f"{name}.md").read_text("utf-8")


@cache
def _template(text: str) -> tuple[Template, frozenset[str]]:
    template = Template(text.strip())
    return template, frozenset(template.get_identifiers())


def render(
    name: str, language: Language, texts: Mapping[str, str] = NO_TEXTS, /, **values: str
) -> str:
    """Return the prompt `name` in a language, with every `$name` replaced.

    Args:
        name: of the file, without its ending.
        language: of the prompt.
        texts: what stands in the place of files, by their names.
        values: what takes the place of each `$name`.

    Raises:
        PromptError: a value is missing, or one was given that the prompt does not use.
    """
    template, wanted = _template(texts.get(name) or _written(name, language))
    missing, unused = wanted - values.keys(), values.keys() - wanted
    if missing or unused:
        raise PromptError(
            f"prompt {language}/{name}: missing {sorted(missing)}, unused {sorted(unused)}"
        )
    return template.substitute(values)


def check_text(name: str, language: Language, text: str) -> None:
    """Make sure that a text can stand in the place of a prompt file.

    Raises:
        PromptError: it is no template, or asks for other values than the file.
    """
    template, asked = _template(text)
    if not template.is_valid():
        raise PromptError(f"prompt {language}/{name}: write a dollar sign as $$")
    wanted = _template(_written(name, language))[1]
    if asked != wanted:
        told = ", ".join(f"${one}" for one in sorted(wanted)) or "no $name at all"
        raise PromptError(f"prompt {language}/{name}: it must hold {told}, and nothing else of it")
