"""The first words of a persona to somebody who comes to talk."""

from collections.abc import Mapping
from random import Random

from storage.records.persona import Persona
from tools.persona.card import Card
from tools.persona.introduce import greeting, short_name
from tools.persona.macros import Cast
from tools.persona.role import called
from tools.prompts.render import Language
from tools.text.language import language_of

MOST_GREETINGS = 20
"""Greetings of a card that are looked at."""

FRIEND: Mapping[Language, str] = {"en": "friend", "zh": "朋友"}
"""How somebody is greeted whose name is not known."""

PLAIN: Mapping[Language, str] = {
    "en": "Hello. I'm {name}. I'm glad you came by.",
    "zh": "你好，我是{name}。很高兴你来。",
}
"""What is said for a card that has no words of its own that may be said."""


def first_words(persona: Persona, language: Language) -> str:
    """Return the first words of one of the cast."""
    return persona.portraits[language].greeting


def first_words_of(card: Card, language: Language, *, person: str | None, seed: str) -> str:
    """Return the first words of a stranger's card; in the person's language if it has such.

    Args:
        card: the card, an untrusted text: what no companion may say is passed over.
        language: what the person reads.
        person: their name, None when it is not known.
        seed: decides macros of chance.
    """
    name = short_name(card)
    chance = Random(seed)  # noqa: S311 - no secret
    user = called(person, language) if person else FRIEND[language]
    cast = Cast(char=name, user=user, chance=chance, seed=seed)
    sayable = [
        words
        for number in range(min(1 + len(card.texts("alternate_greetings")), MOST_GREETINGS))
        if (words := greeting(card, number, cast=cast))
    ]
    fitting = (words for words in sayable if language_of(words) == language)
    return next(fitting, None) or next(iter(sayable), PLAIN[language].format(name=name))
