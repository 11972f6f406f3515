"""What the prompt of one turn says about the first talk, a new name, or another voice."""

from collections.abc import Iterator, Mapping, Sequence

from storage.records import Message
from tools.personality.naming import Heard
from tools.personality.voices import voices
from tools.prompts.render import NO_TEXTS, Language, render

FIRST_TALK = 8
"""Messages of both sides in which two get to know each other: four rounds."""


def turn_notes(
    window: Sequence[Message],
    heard: Heard | None,
    *,
    name: str,
    language: Language,
    texts: Mapping[str, str] = NO_TEXTS,
) -> tuple[str, ...]:
    """Return the paragraphs that this turn adds to the moving part of its prompt.

    Args:
        window: the last messages before this turn.
        heard: the name or the voice that the person gives in it.
        name: what the companion is called so far.
        language: of the prompt.
        texts: what a variant says in the place of prompt files.
    """
    return (*_first_talk(window, language, texts), *_naming(heard, name, language))


def _first_talk(
    window: Sequence[Message], language: Language, texts: Mapping[str, str]
) -> Iterator[str]:
    if len(window) < FIRST_TALK:
        yield render("turn_first_talk" if window else "turn_first_words", language, texts)


def _naming(heard: Heard | None, name: str, language: Language) -> Iterator[str]:
    if heard is None:
        return
    if heard.fault is not None:
        yield render("turn_name_refused", language, words=heard.fault.words(language))
    if heard.name is not None and heard.name != name:
        yield render("turn_named", language, name=heard.name, before=name)
    if heard.voice_id is not None:
        yield render("turn_voice", language, voice=voices()[heard.voice_id].names[language])
