"""What of a drawn personality may stand: manner, and nothing slipped in or told in trust."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from storage.records import Message
from storage.records.personality import PARTS, Personality, PersonalityPart
from tools.guardrails.check_reply import check_reply
from tools.guardrails.judge_input import judge_input
from tools.memory.evidence import is_placeholder, is_quoted, is_refusal
from tools.memory.likeness import plain
from tools.personality.limits import LONGEST
from tools.prompts.render import Language
from tools.text.language import language_of
from tools.text.sentences import sentences_of

MOST_SENTENCES = 4
"""Of `essence`: a personality of more reads like a file."""

LONGEST_NOTE = 200
"""Characters of what changed, and of why."""

MOST_EVIDENCE = 8
"""Messages that are kept as what led to a personality."""

Rejection = Literal[
    "personality_blank",
    "personality_unsafe",
    "personality_no_evidence",
    "personality_language",
    "personality_model",
]
"""Why a drawn personality was turned away, as it is counted."""

_FACT = re.compile(
    r"\d|https?:|www\.|@|[零一二三四五六七八九十]{2,}(?:年|月|号|岁)|(?:1[0-2]|[1-9])月",
    re.IGNORECASE,
)
"""What only a fact about somebody has: numbers, dates, addresses."""

_BODY = re.compile(
    r"\b(?:my|your) (?:body|face|hands?|eyes|hair|job|boss|home|house|childhood|parents|mother|"
    r"father|wife|husband|dinner|lunch|breakfast|apartment|office)\b"
    r"|\b(?:i|you) (?:was|were) (?:born|raised)\b|\b(?:grew|growing) up\b"
    r"|你(?:的)?(?:身体|脸|手|眼睛|头发|工作|老板|家|童年|父母|妈妈|爸爸|晚饭|午饭)|(?:出生|长大)(?:在|于)",
    re.IGNORECASE,
)
"""What an orb of light does not have."""

_YOU_ARE = re.compile(r"\byou(?: are|'re|’re)\b", re.IGNORECASE)
_BREAK = re.compile(r"[,;，；、。.]")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Words of the person that a model says a personality rests on."""

    message_number: int
    """As in the numbered lines it was shown, from 1."""
    quote: str


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """A personality as a model draws it, unchecked."""

    parts: Mapping[PersonalityPart, str]
    changed: str = ""
    why: str = ""
    evidence: Sequence[Evidence] = ()


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """What became of a sketch."""

    personality: Personality | None = None
    """None when it was turned away."""
    changed: str = ""
    why: str = ""
    sources: tuple[Message, ...] = ()
    rejection: Rejection | None = None
    repaired: frozenset[str] = field(default_factory=frozenset)
    """The parts that were shortened, or lost a sentence that may not stand."""


def turns_round(text: str) -> bool:
    """Return whether a text tries to turn the companion into something else, by rules alone.

    What was learned from messages has no say: it knows no sentences about manner.
    """
    verdict = judge_input(text)
    return verdict.kind == "crisis" or bool({*verdict.reasons} - {"learned"})


def is_safe(text: str) -> bool:
    """Return whether a text may be part of who the companion is.

    It tries to turn nobody into anything, and claims neither a body nor a human life.
    """
    if turns_round(text):
        return False
    as_said = (text, _YOU_ARE.sub("I am", text).replace("你是", "我是"))
    return not any(check_reply(one, secret="") for one in as_said) and not _BODY.search(text)


def admit(
    sketch: Sketch, shown: Sequence[Message], *, language: Language, names: Collection[str] = ()
) -> Admitted:
    """Return what of a drawn personality may stand.

    Sentences that tell facts, have names in them or try to change what the companion keeps to are
    left out; what is too long is shortened at the end of a sentence or a phrase. Without an essence
    or without words of the person behind it, all of it is turned away.

    Args:
        sketch: what a model drew.
        shown: the messages it was shown.
        language: in which it has to be written.
        names: of people, the person's own among them; they belong to memory.
    """
    sources = _sources(sketch.evidence, shown)
    if not sources:
        return Admitted(rejection="personality_no_evidence")
    secret = [plain(name) for name in names if len(plain(name)) > 1]
    parts = {part: _standing(sketch.parts.get(part, ""), part, secret) for part in PARTS}
    essence = parts["essence"]
    if not essence:
        unsafe = any(sketch.parts.get("essence", "").strip())
        return Admitted(rejection="personality_unsafe" if unsafe else "personality_blank")
    if language_of(essence, language) != language:
        return Admitted(rejection="personality_language")
    return Admitted(
        personality=Personality(**parts, language=language),
        changed=_note(sketch.changed, secret),
        why=_note(sketch.why, secret),
        sources=sources,
        repaired=frozenset(
            part for part in PARTS if parts[part] != sketch.parts.get(part, "").strip()
        ),
    )


def keeping_own_words(
    personality: Personality, before: Personality, own_words: Collection[PersonalityPart]
) -> Personality:
    """Return a personality in which what the person wrote themselves stands as they wrote it."""
    return replace(personality, **{part: getattr(before, part) for part in own_words})


def _standing(text: str, part: PersonalityPart, names: Sequence[str]) -> str:
    text = " ".join(text.split()) if part != "essence" else text.strip()
    if is_placeholder(text) or is_refusal(text):
        return ""
    if part in {"essence", "manner"}:
        clean = [one for one in sentences_of(text) if _may_stand(one, names)]
        return _joined(clean[:MOST_SENTENCES], LONGEST[part])
    pieces = [one.strip() for one in _BREAK.split(text) if one.strip()]
    clean = [one for one in pieces if _may_stand(one, names)]
    if clean == pieces and len(text) <= LONGEST[part]:
        return text.rstrip(".。")
    return _listed(clean, LONGEST[part], "、" if language_of(text) == "zh" else ", ")


def _may_stand(sentence: str, names: Sequence[str]) -> bool:
    small = plain(sentence)
    return (
        not _FACT.search(sentence)
        and not any(name in small for name in names)
        and is_safe(sentence)
    )


def _joined(sentences: Sequence[str], limit: int) -> str:
    """Return as many sentences as there is room for."""
    text = ""
    for one in sentences:
        longer = f"{text}{'' if not text or language_of(text) == 'zh' else ' '}{one}"
        if len(longer) > limit:
            break
        text = longer
    return text


def _listed(pieces: Sequence[str], limit: int, comma: str) -> str:
    while pieces and len(comma.join(pieces)) > limit:
        pieces = pieces[:-1]
    return comma.join(pieces)


def _note(text: str, names: Sequence[str]) -> str:
    clean = [one for one in sentences_of(text) if _may_stand(one, names)]
    return _joined(clean, LONGEST_NOTE)


def _sources(evidence: Sequence[Evidence], shown: Sequence[Message]) -> tuple[Message, ...]:
    """Return the person's messages that really say what they are quoted with, oldest first."""
    found: dict[int, Message] = {}
    for one in evidence:
        if not 1 <= one.message_number <= len(shown):
            continue
        message = shown[one.message_number - 1]
        if message.role == "user" and is_quoted(one.quote, message.content):
            found[one.message_number] = message
    return tuple(found[number] for number in sorted(found)[:MOST_EVIDENCE])
