"""What a stretch of talk was about, in a few of its own words."""

from collections.abc import Iterator, Sequence

from tools.models.offline.fact import Fact, filled
from tools.models.offline.facts import facts_in
from tools.models.offline.lexicon import lexicon
from tools.models.offline.mirror import capitalised
from tools.models.offline.transcript import Line
from tools.prompts.render import Language
from tools.text.language import language_of

MOST_TOPICS = 2
"""Things that a title names."""

LONGEST_TITLE_WORDS = 8
"""Words of a title in English."""

LONGEST_TITLE_CHARACTERS = 20
"""Characters of a title in Chinese."""

_AND = {"en": " and ", "zh": "和"}


def title_of(lines: Sequence[Line]) -> str:
    """Return a title made of what the person told; empty when they told nothing of their life."""
    said = [line for line in lines if line.theirs]
    language = language_of("\n".join(line.text for line in said))
    names = frozenset[str]()
    facts: list[Fact] = []
    for line in said:
        found = facts_in(line.text, names=names)
        facts += found
        names |= {fact.about.name for fact in found if fact.about and fact.about.name}
    return capitalised(_joined(list(_topics(facts)), language))


def _topics(facts: Sequence[Fact]) -> Iterator[str]:
    """Yield what was told, the weightiest first, each thing once."""
    told = set[str]()
    for fact in sorted(facts, key=lambda one: -one.importance):
        template = fact.made_by.title
        title = filled(template, fact.parts, "they", lexicon(fact.language)) if template else ""
        subject = fact.about.called if fact.about else title
        if title and title not in told and subject not in told:
            told |= {title, subject}
            yield title


def _joined(topics: Sequence[str], language: Language) -> str:
    for count in range(min(MOST_TOPICS, len(topics)), 0, -1):
        title = _AND[language].join(topics[:count])
        if _is_short(title, language):
            return title
    return ""


def _is_short(title: str, language: Language) -> bool:
    if language == "zh":
        return len(title) <= LONGEST_TITLE_CHARACTERS
    return len(title.split()) <= LONGEST_TITLE_WORDS
