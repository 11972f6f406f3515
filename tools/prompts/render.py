"""Fill in a prompt file."""

from functools import cache
from importlib.resources import files
from string import Template
from typing import Literal

Language = Literal["en", "zh"]


class PromptError(Exception):
    """A prompt file and the values for it do not fit each other."""


@cache
def _template(name: str, language: Language) -> tuple[Template, frozenset[str]]:
    text = files("tools.prompts").joinpath(language, f"{name}.md").read_text("utf-8")
    template = Template(text.strip())
    return template, frozenset(template.get_identifiers())


def render(name: str, language: Language, /, **values: str) -> str:
    """Return the prompt `name` in a language, with every `$name` replaced.

    Raises:
        PromptError: a value is missing, or one was given that the prompt does not use.
    """
    template, wanted = _template(name, language)
    missing, unused = wanted - values.keys(), values.keys() - wanted
    if missing or unused:
        raise PromptError(
            f"prompt {language}/{name}: missing {sorted(missing)}, unused {sorted(unused)}"
        )
    return template.substitute(values)
