"""Tell what a message asks of the length of its answer, by rules in English and Chinese."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import get_args

from storage.records import Message
from storage.records.person import ReplyMode
from tools.length.budget import KNEE, MessageSort
from tools.length.size import size_of_message
from tools.mood.read import Mood
from tools.prompts.render import Language
from tools.text.phrases import PhraseBook, phrase_book
from tools.text.scripts import HAN
from tools.text.words import words_of

SILENCE = timedelta(hours=3)
"""After so long a sign of life begins a talk anew, and is greeted with more than a word."""

HEAVY = -0.3
"""Valence from which a mood weighs on somebody: one plain word such as "crying" reaches it."""

VERY_HEAVY = -0.6
"""Valence from which a question about the world is one of somebody in distress: two plain words."""

HEAVY_MOODS = frozenset(("sad", "anxious", "angry", "lonely"))
"""Moods that need room when they are heavy; who is tired mostly needs less."""

WISH_SIZE = 12
"""A message up to this size that says how long replies should be is a wish for good; in a longer
one it is about this answer."""

END_READ = 200
"""Characters at either end of a message that are read for what it asks of an answer: people ask
first or last, and a letter takes no longer than a line."""

LONGEST_SMALL = 40
"""Characters of a message that can be a small one."""

_DRAWN_OUT = re.compile(r"(\w)\1{2,}")
_BETWEEN_HAN = re.compile(f"(?<=[{HAN}]) (?=[{HAN}a-z])|(?<=[a-z]) (?=[{HAN}])")
_QUESTION = re.compile("[?？]")
_ENDS_ASKING = re.compile("[?？][\"'”’」』)）\\s]*$")


def sort_of(
    text: str,
    *,
    window: Sequence[Message],
    mood: Mood,
    now: datetime,
    language: Language,
) -> MessageSort:
    """Return the sort of a message that is no farewell.

    Args:
        text: what the person said in this turn.
        window: the last messages before it, oldest first.
        mood: how it reads.
        now: the moment of the turn.
        language: the one it is written in.
    """
    cues = cues_in(text)
    if "at_length" in cues:
        return "at_length"
    asked = _asked(text, cues, language)
    if _needs_room(mood, asked) or _last_was_care(window):
        return "distress"
    if small := _small(text, window, now):
        return small
    if asked:
        return asked
    return "letter" if size_of_message(text) >= KNEE[language] else "statement"


def wished_mode(text: str) -> ReplyMode | None:
    """Return how long the person says replies should be, or None when they do not say."""
    cues = cues_in(text)
    return next((mode for mode in get_args(ReplyMode) if mode in cues), None)


def wishes_for_good(text: str) -> bool:
    """Say whether a wish for a length is all that a message is about."""
    return size_of_message(text) <= WISH_SIZE


def is_heavy(mood: Mood) -> bool:
    """Say whether a mood weighs on somebody."""
    return mood.label in HEAVY_MOODS and mood.valence <= HEAVY


def cues_in(text: str) -> frozenset[str]:
    """Return the names of the rules that a text fulfils; of a long one its two ends are read."""
    if len(text) > 2 * END_READ:
        text = f"{text[:END_READ]}\n{text[-END_READ:]}"
    return _cues_in(text)


@lru_cache(maxsize=8)
def _cues_in(text: str) -> frozenset[str]:
    return frozenset(match.rule.name for match in _book().matches(words_of(text)))


def folded(text: str) -> str:
    """Return a short text as the lists of small messages are written."""
    return _DRAWN_OUT.sub(r"\1", _BETWEEN_HAN.sub("", " ".join(words_of(text))))


def small_messages() -> Mapping[str, frozenset[str]]:
    """Return the lists of small messages by name."""
    return _small_messages()


def _asked(text: str, cues: frozenset[str], language: Language) -> MessageSort | None:
    """Return what a message wants to know, or None when it asks for no knowledge."""
    if "steps" in cues:
        return "steps"
    is_question = language == "zh" or _QUESTION.search(text)
    return "question" if "question" in cues and is_question else None


def _needs_room(mood: Mood, asked: MessageSort | None) -> bool:
    """Say whether somebody is in distress; a question about the world has to sound very much so."""
    return is_heavy(mood) and (asked is None or mood.valence <= VERY_HEAVY)


def _small(text: str, window: Sequence[Message], now: datetime) -> MessageSort | None:
    """Return the sort of a message that hardly says a thing, or None when it says one."""
    if len(text) > LONGEST_SMALL:
        return None
    said, lists = folded(text), small_messages()
    if said in lists["greetings"]:
        return "hello"
    is_nod = said in lists["nods"]
    if said and not is_nod and said not in lists["signs"]:
        return None
    if not window or now - window[-1].created_at >= SILENCE:
        return "hello"
    return "statement" if is_nod and _was_asked(window) else "ping"


def _was_asked(window: Sequence[Message]) -> bool:
    last = window[-1]
    return last.role == "assistant" and bool(_ENDS_ASKING.search(last.content))


def _last_was_care(window: Sequence[Message]) -> bool:
    replies = [message for message in window if message.role == "assistant"]
    return bool(replies) and replies[-1].kind == "care"


@cache
def _small_messages() -> Mapping[str, frozenset[str]]:
    table = tomllib.loads(files("tools.length").joinpath("small.toml").read_text("utf-8"))
    return {name: frozenset(messages) for name, messages in table.items()}


@cache
def _book() -> PhraseBook:
    return phrase_book("tools.length", "cues_en.toml", "cues_zh.toml")
