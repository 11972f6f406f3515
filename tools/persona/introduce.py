"""Turn a persona, or the card of a stranger, into the part of a prompt that says who one is.

What stands here is handed to `assemble` as the companion's personality. The rules, the care for
somebody in danger and the guards stand outside of it and are the same for everybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from storage.records.persona import LONGEST_CHINESE_NAME, Persona
from tools.care.dependence import kept_apart
from tools.care.screen import check_words
from tools.guardrails.check_reply import check_reply
from tools.guardrails.fence import fenced_line
from tools.models.tokens import estimate_tokens
from tools.persona.card import Card
from tools.persona.compose import facets
from tools.persona.lorebook import Entry
from tools.persona.macros import Cast, fill_macros
from tools.persona.sift import offences, sift, visible
from tools.prompts.render import Language, render
from tools.text.words import UNSPACED

OWN_TOKENS = 900
"""Room for a persona of the cast; examples are left out from the last when it is too little."""

CARD_TOKENS = {
    "description": 450,
    "personality": 200,
    "scenario": 150,
    "system_prompt": 120,
    "post_history_instructions": 80,
    "mes_example": 250,
}
"""Room for each text of a stranger's card, in the order in which they are told."""

GREETING_TOKENS = 600
"""The longest greeting that is said; stories begin with one of some hundred words."""

LORE_CHARACTERS = 6_000
"""Of one entry of a lorebook; more than its tokens can hold, with room for what is left out."""

NAME_CHARACTERS = 24
"""How long a companion's name may be, in Latin letters."""

NAMELESS = "Mio"
"""What somebody is called whose card has no name that fits."""

_START = "<START>"

_ORIGINAL = "{{original}}"
"""Where a card wants the program's own prompt; it stands before the card in any case."""

_QUOTES = {"en": "“{}” → “{}”", "zh": "“{}”→“{}”"}


@dataclass(frozen=True, kw_only=True)
class Introduction:
    """The part of a prompt, and what did not get into it."""

    text: str
    left_out: tuple[str, ...] = ()
    """One line each: which text of a card was shortened, or lost sentences, and why."""


def own_part(persona: Persona, language: Language, *, tokens: int = OWN_TOKENS) -> str:
    """Return who a persona of the cast is; the same for every turn."""
    portrait = persona.portraits[language]
    quotes = [
        _QUOTES[language].format(example.said, example.reply) for example in portrait.examples
    ]
    sides = "\n".join(facets(portrait, language))
    while True:
        text = render(
            "persona_own",
            language,
            essence=portrait.essence,
            facets=sides,
            examples="\n".join(quotes),
        )
        if estimate_tokens(text) <= tokens or len(quotes) == 1:
            return text
        quotes.pop()


def card_part(card: Card, language: Language, *, cast: Cast) -> Introduction:
    """Return who a stranger's card makes one, every line of it fenced.

    Notes of its maker, tags and versions are never part of it. Its own prompts do not replace
    ours: they are told as wishes about manner, within the fence.
    """
    sketch = sketch_part(card, cast=cast)
    return replace(sketch, text=render("persona_card", language, sketch=sketch.text))


def sketch_part(card: Card, *, cast: Cast) -> Introduction:
    """Return what a stranger's card tells of somebody, every line behind the mark of the fence."""
    lines, remarks = list[str](), list[str]()
    for field, tokens in CARD_TOKENS.items():
        text = card.text(field).replace(_ORIGINAL, "").replace(_START, "")
        _tell(field, fill_macros(text, cast), tokens, lines, remarks)
    return Introduction(text="\n".join(fenced(lines)), left_out=tuple(remarks))


def lore_part(entries: Sequence[Entry], *, tokens: int, cast: Cast) -> Introduction:
    """Return what found entries of a lorebook tell, every line of it fenced."""
    lines, remarks = list[str](), list[str]()
    for entry in entries:
        room = tokens - sum(map(estimate_tokens, lines))
        _tell(f"entry {entry.number}", fill_macros(entry.text, cast), room, lines, remarks)
    return Introduction(text="\n".join(fenced(lines)), left_out=tuple(remarks))


def greeting(card: Card, number: int, *, cast: Cast) -> str | None:
    """Return the first words of a card's character, as they may be said aloud.

    Args:
        card: the card.
        number: 0 for its first greeting, from 1 on for the others.
        cast: what its macros stand for.

    Returns:
        None when there is no such greeting, when it is longer than `GREETING_TOKENS`, or when it
        says what no companion may say: the sift reads it, and all that reads replies.
    """
    greetings = (card.text("first_mes"), *card.texts("alternate_greetings"))
    if not 0 <= number < len(greetings):
        return None
    sifted = sift(fill_macros(greetings[number], cast), tokens=GREETING_TOKENS)
    refused = sifted.left_out or sifted.shortened or _may_not_be_said(sifted.text)
    return None if refused else sifted.text or None


def _may_not_be_said(words: str) -> bool:
    """Say whether a reply with these words would be replaced, or lose a clinging sentence."""
    return bool(check_reply(words, secret="") or check_words(words) or kept_apart(words)[1])


def call_name(card: Card) -> str | None:
    """Return what a card's character can be called here, None when it has no fitting name."""
    for name in (card.text("nickname"), card.text("name")):
        told = " ".join(visible(name).split())
        if told and len(told) <= _room(told) and not offences(told):
            return told
    return None


def short_name(card: Card) -> str:
    """Return what a card's character is called here: its own name, or as much of it as fits."""
    if named := call_name(card):
        return named
    told = " ".join(visible(card.name).split())
    fitting = ""
    for word in told.split():
        longer = f"{fitting} {word}".strip()
        if len(longer) > _room(longer) or offences(longer):
            break
        fitting = longer
    return fitting or NAMELESS


def unnamed(card: Card) -> str:
    """Return what is said of a card whose character has no fitting name."""
    told = " ".join(visible(card.name).split())
    return (
        f"name: this one has {len(told)} characters, and {_room(told)} fit here; "
        f"here it is called {short_name(card)}"
    )


def fenced(lines: Iterable[str]) -> Iterable[str]:
    """Return lines with the mark of the fence before each; none can stand outside of it."""
    for line in "\n".join(lines).splitlines():
        if line.strip():
            yield f"| {fenced_line(line)}"


def _tell(field: str, text: str, tokens: int, lines: list[str], remarks: list[str]) -> None:
    sifted = sift(text, tokens=tokens)
    if sifted.text:
        lines.append(sifted.text)
    if sifted.left_out:
        remarks.append(f"{field}: left out what tries to rule ({', '.join(sifted.left_out)})")
    if sifted.shortened:
        remarks.append(f"{field}: longer than its {tokens} tokens; the end was left out")


def _room(name: str) -> int:
    return LONGEST_CHINESE_NAME if UNSPACED.search(name) else NAME_CHARACTERS
