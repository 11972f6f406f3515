"""Answers that step round a request in character."""

from tools.guardrails.lines import line
from tools.prompts.render import Language


def deflection(language: Language, *, seed: str) -> str:
    """Return a line that does not go along with what was asked, and turns to the person.

    Seeds that differ, such as the ids of messages, vary the line; the same seed repeats it.
    """
    return line("deflections", language, seed=seed)
