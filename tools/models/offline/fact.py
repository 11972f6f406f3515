"""What a person said, as one fact: a sentence in the third person and where it comes from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from storage.records import MemoryType
from tools.models.offline.lexicon import Gives, Lexicon, Rule
from tools.models.offline.mirror import Turned, capitalised, mirrored
from tools.models.offline.text import Sentence
from tools.models.offline.when import written_out
from tools.prompts.render import Language

_TURNED_PARTS = ("thing", "cause", "event", "an_event", "kind", "who", "goal", "topic", "how")
"""Parts that hold the person's own words, pronouns included."""

_TONES = {"happy": "joy", "excited": "joy", "stressed": "worry", "tired": "worry"}
"""The subtype of a feeling that lifts or weighs; every other feeling hurts."""

_SPACES = re.compile(r" {2,}")
_LOOSE = re.compile(r" +(?=[.,;!?])")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Somebody in the person's life, as they were spoken of."""

    name: str | None = None
    relation: str | None = None
    """What they are to the person: "sister", "外婆"."""
    introduced: bool = True
    """False for a name that was never heard before."""

    @property
    def called(self) -> str:
        """Their name, or what they are."""
        return self.name or self.relation or ""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing a person said about their life."""

    made_by: Rule
    gives: Gives
    content: str
    """A sentence in the third person; the same fact gives the same sentence."""
    quote: str
    """The sentence it was said in, as it was written."""
    language: Language
    subtype: str | None = None
    when: str | None = None
    """The date in their words, such as "on Friday"."""
    said_when: str | None = None
    """The date exactly as it was written."""
    about: Subject | None = None
    """Whom it is about, when that is somebody else."""
    people: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        """The name of the rule that found it."""
        return self.made_by.name

    @property
    def type(self) -> MemoryType:
        """The type of the memory it makes."""
        return self.gives.type

    @property
    def importance(self) -> float:
        """How much it weighs, from 0 to 1."""
        return self.gives.importance


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a rule found in a sentence, before it is told."""

    rule: Rule
    parts: Mapping[str, str]
    sentence: Sentence
    said_when: str | None = None
    about: Subject | None = None

    def facts(self, spoken: Lexicon, said_on: date | None) -> list[Fact]:
        """Return what it gives; dates are written out from the day it was said."""
        parts = dict(self.parts)
        if said_on and "when" in parts:
            parts["when"] = written_out(parts["when"], said_on, spoken.language)
        return [
            self._fact(gives, parts, spoken)
            for gives in self.rule.gives
            if gives.needs is None or gives.needs in parts
        ]

    def _fact(self, gives: Gives, parts: Mapping[str, str], spoken: Lexicon) -> Fact:
        content = filled(_with_how(gives.content, parts, spoken), parts, "they", spoken)
        feeling = parts.get("feeling")
        about = self._about(gives, parts)
        return Fact(
            made_by=self.rule,
            gives=gives,
            content=capitalised(content),
            quote=self.sentence.original,
            language=spoken.language,
            subtype=_tone(feeling, spoken) if feeling else _subtype(gives, parts, spoken),
            when=parts.get("when"),
            said_when=self.said_when,
            about=about,
            people=_people(about, spoken),
            parts=parts,
        )

    def _about(self, gives: Gives, parts: Mapping[str, str]) -> Subject | None:
        if self.about or gives.person is None:
            return self.about
        return Subject(name=parts.get(gives.person), relation=parts.get("relation"))


def filled(template: str, parts: Mapping[str, str], to: Turned, spoken: Lexicon) -> str:
    """Return a template with the parts in it, pronouns turned, gaps of absent parts closed."""
    turned = {
        key: mirrored(value, to, spoken) if key in _TURNED_PARTS else value
        for key, value in parts.items()
    }
    return _LOOSE.sub("", _SPACES.sub(" ", template.format_map(_Gaps(turned)))).strip()


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _with_how(template: str, parts: Mapping[str, str], spoken: Lexicon) -> str:
    """Return a sentence with the words it rests on, where it uses none of them itself."""
    if "how" not in parts:
        return template
    return f"{template[:-1]}{'（{how}）。' if spoken.language == 'zh' else ' ({how}).'}"


def _people(about: Subject | None, spoken: Lexicon) -> tuple[str, ...]:
    """Return the name, or the relation where it can mean one person only."""
    if about is None:
        return ()
    if about.name:
        return (about.name,)
    relation = (about.relation or "").lower()
    return (relation,) if relation in spoken.words["one_of_a_kind"] else ()


def _subtype(gives: Gives, parts: Mapping[str, str], spoken: Lexicon) -> str | None:
    relation = parts.get("relation", "").lower()
    if gives.subtype or not relation:
        return gives.subtype
    for word, subtype in (("family", "family"), ("animals", "pet")):
        if relation in spoken.words[word]:
            return subtype
    return "friend"


def _tone(feeling: str, spoken: Lexicon) -> str:
    named = (name for name, pattern in spoken.feelings.items() if pattern.search(feeling))
    return _TONES.get(next(named, ""), "hurt")
