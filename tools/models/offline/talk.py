"""A talk as the voice sees it: what was just said, what came before, what is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from tools.models.offline.facts import Fact, fact_of, facts_in
from tools.models.offline.lexicon import Lexicon, lexicon
from tools.models.offline.notes import Notes, Recalled
from tools.models.offline.prompt import notes_in
from tools.models.offline.text import readable, sentences
from tools.prompts.render import Language
from tools.text.language import language_of


@dataclass(frozen=True, kw_only=True)
class Known:
    """Something known of the person."""

    text: str
    """A sentence about them in the third person, or their own words when `quoted`."""
    fact: Fact | None = None
    said_on: date | None = None
    quoted: bool = False
    past: bool = False
    """It was so and is so no longer."""


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Everything an answer may rest on."""

    spoken: Lexicon
    said: str
    """What the person just said, several messages typed in a row as one."""
    facts: tuple[Fact, ...]
    """The facts in what was just said."""
    theirs: tuple[str, ...]
    """What the person said before, oldest first."""
    ours: tuple[str, ...]
    """What the companion said before, oldest first."""
    notes: Notes
    known: tuple[Known, ...]
    """What is known, the newest and surest first."""

    @property
    def name(self) -> str | None:
        """What the person wants to be called, or their name, or None when they have not said."""
        cues = [lexicon(language).cues for language in ("en", "zh")]
        for cue in ("called_known", "name_known"):
            for known, named in product(self.known, cues):
                if match := named[cue].search(known.text):
                    return match["name"].strip()
        return None


def talk_of(messages: Sequence[BaseMessage]) -> Talk:
    """Return the talk in a list of messages; nothing in it is required."""
    prompt = "\n".join(message.text for message in messages if isinstance(message, SystemMessage))
    lines = [message for message in messages if isinstance(message, HumanMessage | AIMessage)]
    last = len(lines)
    while last and isinstance(lines[last - 1], HumanMessage):
        last -= 1
    said = readable("\n".join(message.text for message in lines[last:]))
    theirs = tuple(readable(line.text) for line in lines[:last] if isinstance(line, HumanMessage))
    notes = notes_in(prompt)
    facts = tuple(facts_in(said))
    return Talk(
        spoken=_language(said, theirs, prompt),
        said=said,
        theirs=theirs,
        ours=tuple(line.text for line in lines[:last] if isinstance(line, AIMessage)),
        notes=notes,
        facts=facts,
        known=_distinct([*_from_talk(facts, theirs), *_from_notes(notes)]),
    )


def _language(said: str, theirs: Sequence[str], prompt: str) -> Lexicon:
    language: Language = "en"
    for text in (prompt, *theirs, said):
        language = language_of(text, language)
    return lexicon(language)


def _from_talk(facts: Sequence[Fact], theirs: Sequence[str]) -> Iterator[Known]:
    earlier = (fact for text in reversed(theirs) for fact in facts_in(text))
    for fact in (*facts, *earlier):
        yield Known(text=fact.content, fact=fact)


def _from_notes(notes: Notes) -> Iterator[Known]:
    newest_first = sorted(
        (line for line in notes.recalled if line.teller != "you"),
        key=lambda line: line.said_on or date.min,
        reverse=True,
    )
    for line in newest_first:
        yield from _from_line(line)
    lately = (one.original for text in notes.lately.values() for one in sentences(text))
    for text in (*notes.facts, *lately):
        yield Known(text=text, fact=fact_of(text))
    for text, day in (told for person in notes.people for told in person.told if told[1]):
        yield Known(text=text, fact=fact_of(text), said_on=day)
    for line in newest_first:
        if line.teller == "they":
            yield Known(text=line.text, said_on=line.said_on, quoted=True)


def _from_line(line: Recalled) -> Iterator[Known]:
    if line.teller == "memory":
        yield Known(text=line.text, fact=fact_of(line.text), said_on=line.said_on, past=line.past)
        return
    for fact in facts_in(line.text):
        yield Known(text=fact.content, fact=fact, said_on=line.said_on)


def _distinct(known: Sequence[Known]) -> tuple[Known, ...]:
    kept: dict[str, Known] = {}
    for item in known:
        key = item.text.strip(" .。").lower()
        earlier = kept.get(key)
        if earlier is None or (earlier.said_on is None and item.said_on is not None):
            kept[key] = replace(item, past=True) if earlier and earlier.past else item
    return tuple(kept.values())
