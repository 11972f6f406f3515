"""Notice that somebody may be in danger, by rules and small trained weights: no language model."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from tools.care.crisis_level import CrisisLevel
from tools.care.learned import Learned, learned_reading
from tools.text.phrases import PhraseBook, phrase_book
from tools.text.words import words_of

CareTopic = Literal["eating", "violence", "unreal"]
"""What else a person may need care about: food as an enemy, being hurt, reality coming apart."""


@dataclass(frozen=True)
class CrisisReading:
    """What rules and the trained model see in one message."""

    level: CrisisLevel
    about_other: bool = False
    """Somebody else is in danger, and the person is not known to be."""
    violence_now: bool = False
    """Somebody is about to hurt the person, or is doing it."""
    topics: tuple[CareTopic, ...] = ()
    is_hint: bool = False
    """No rule saw danger; the trained model did, and takes it to be hinted at rather than said."""
    in_doubt: bool = False
    """It may be danger said in other words: worth a model's look, by itself."""

    @property
    def needs_answer(self) -> bool:
        """Whether fixed words answer it, and no model."""
        return self.level >= CrisisLevel.IDEATION or self.about_other or self.violence_now


LEVELS = {
    "distress": CrisisLevel.DISTRESS,
    "other": CrisisLevel.DISTRESS,
    "harm": CrisisLevel.IDEATION,
    "ideation": CrisisLevel.IDEATION,
    "intent": CrisisLevel.INTENT,
    "plan": CrisisLevel.PLAN,
}
"""What the first word of a rule's name says about the level."""

MAYBE = "maybe_"
"""How the name of a rule begins that counts only where the trained model agrees."""

PLAIN = "plain"
"""How the name of a rule begins for words of every day, whatever the model makes of them."""

__all__ = ["CareTopic", "CrisisLevel", "CrisisReading", "crisis_level", "read_crisis", "rules"]


def read_crisis(text: str) -> CrisisReading:
    """Return what rules and a small trained model see in a message, in English or Chinese.

    Explicit statements count whatever else the text says: a denial, a joke or an order to ignore
    them changes nothing. Words said of anything (a plan for tonight, a bridge)
    count where the model, which weighs them with all others, agrees. What somebody else said
    or did, a story and a time long past are told
    apart, and count as distress. What no rule knows is left to the model, which can only raise.
    Disguised letters are read; linear in the length.
    """
    names = {match.rule.name.partition(".")[0] for match in rules().matches(words_of(text))}
    kinds = {name for name in names if not name.startswith(MAYBE)} - {PLAIN}
    maybe = {name.removeprefix(MAYBE) for name in names - kinds}
    level = _highest(kinds)
    learned = Learned()
    if PLAIN not in names and kinds <= {"distress"}:
        learned = learned_reading(text)
        if learned.agrees:
            level = max(level, _highest(maybe))
    is_hint = learned.is_hint and level < CrisisLevel.IDEATION
    level = max(level, learned.level)
    return CrisisReading(
        level,
        about_other="other" in kinds and level < CrisisLevel.IDEATION,
        violence_now="now" in kinds,
        topics=tuple(topic for topic in get_args(CareTopic) if topic in kinds),
        is_hint=is_hint,
        in_doubt=learned.in_doubt,
    )


def crisis_level(text: str) -> CrisisLevel:
    """Return how much danger a message speaks of, about the person themselves."""
    return read_crisis(text).level


def _highest(kinds: Iterable[str]) -> CrisisLevel:
    return max((LEVELS.get(kind, CrisisLevel.NONE) for kind in kinds), default=CrisisLevel.NONE)


@cache
def rules() -> PhraseBook:
    """Return the rules of both languages."""
    return phrase_book("tools.care", "crisis_en.toml", "crisis_zh.toml")
