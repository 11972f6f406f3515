"""A talk as numbered lines, the form in which background models read it."""

from collections.abc import Sequence
from datetime import tzinfo

from storage.records import Message
from tools.guardrails.fence import fenced_line
from tools.prompts.render import Language
from tools.text.language import language_of

LONGEST_LINE = 2_000
"""Characters of one message that are shown; the rest of a longer one is cut with an ellipsis."""


def numbered_lines(messages: Sequence[Message], *, zone: tzinfo) -> str:
    """Return each message as one line: `12. [2026-03-01 20:00] they: text`, numbered from 1."""
    return "\n".join(_line(number, message, zone) for number, message in enumerate(messages, 1))


def language_of_talk(messages: Sequence[Message]) -> Language:
    """Return the language the person writes in, whatever the companion answered."""
    return language_of("\n".join(one.content for one in messages if one.role == "user"))


def _line(number: int, message: Message, zone: tzinfo) -> str:
    said_at = message.created_at.astimezone(zone)
    who = "they" if message.role == "user" else "you"
    # One line a message: otherwise somebody could write lines that seem to be another's.
    text = fenced_line(message.content)
    if len(text) > LONGEST_LINE:
        text = f"{text[:LONGEST_LINE]}…"
    return f"{number}. [{said_at:%Y-%m-%d %H:%M}] {who}: {text}"
