"""The sections of a prompt that are said: the last messages, and what was said just now."""

from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from tools.models.tokens import estimate_tokens
from tools.prompts.fit import (
    BUDGETS,
    Fitted,
    LeftOut,
    Section,
    left_out,
    shortened,
    without_end,
)
from tools.prompts.render import Language
from tools.prompts.scene import Scene
from tools.prompts.words import WORDS

LETTER_TOKENS = 1_000
"""Room for one of the last messages: a letter does not push out everything around it."""

BEGINNING = 0.75
"""Of a message that is too long so much is its beginning, and the rest its end."""


@dataclass(frozen=True)
class Talk:
    """The last messages that fit, oldest first, and what is not in them."""

    messages: Sequence[BaseMessage]
    left_out: tuple[LeftOut, ...] = ()


def window(scene: Scene) -> Talk:
    """Return the last messages; the oldest go, and of a letter its middle."""
    room, kept, notes = BUDGETS["window"], list[BaseMessage](), list[LeftOut]()
    messages = scene.recall.window
    for number, message in enumerate(reversed(messages)):
        told = both_ends(message.content, LETTER_TOKENS, scene.language, section="window")
        room -= estimate_tokens(told.text)
        if room < 0:
            gone = [one.content for one in messages[: len(messages) - number]]
            notes += left_out("window", gone)
            break
        speaker = HumanMessage if message.role == "user" else AIMessage
        kept.append(speaker(told.text))
        notes += told.left_out
    return Talk(kept[::-1], tuple(notes))


def message(scene: Scene) -> Fitted:
    """Return what was said just now; of what is longer than any letter, its beginning and end."""
    return both_ends(scene.text, BUDGETS["message"], scene.language, section="message")


def both_ends(text: str, room: int, language: Language, *, section: Section) -> Fitted:
    """Return a text whose middle sentences are left out where it is too long, and say so in it."""
    if estimate_tokens(text) <= room:
        return Fitted(text)
    mark = WORDS[language]["left_out"]
    room -= estimate_tokens(mark) + 2
    beginning, rest = shortened(text, round(room * BEGINNING))
    gone, end = without_end(rest, room - estimate_tokens(beginning))
    parts = [beginning, mark, "".join(end).strip()]
    return Fitted("\n".join(part for part in parts if part), left_out(section, gone))
