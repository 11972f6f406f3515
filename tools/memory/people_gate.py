"""Who, of those a model found in a talk, may become a known person."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from storage.records import Message
from tools.guardrails.fence import is_attempt
from tools.memory.evidence import MARKS_AROUND, is_placeholder, is_refusal, is_supported
from tools.memory.likeness import plain
from tools.memory.names import folded_name
from tools.memory.people import PersonMention
from tools.memory.people_words import listed
from tools.memory.relations import relation_of

LONGEST_NAME = 40
"""Characters of a name, title and middle names included."""

LONGEST_ATTRIBUTE = 80
"""Characters of what is known of somebody, such as "works at Tencent"."""

MOST_ATTRIBUTES = 8
"""Attributes taken of one person from one reading."""

MOST_PEOPLE = 24
"""People taken from one reading of at most 48 messages; more is a model out of hand."""

PersonRejection = Literal[
    "wrong_value",
    "placeholder",
    "not_their_words",
    "unsaid",
    "nobody",
    "themselves",
    "role_of_somebody_named",
    "too_many",
]
"""Why somebody is turned away."""

_OWNED = re.compile(r"^(?:my|our|his|her|their) |^(?:我们?家?的?|咱们?)(?=.)", re.IGNORECASE)
_EDGE = r"(?<![^\W_]){}(?![^\W_])"
_APART = (
    r"\b(?:another|a different|a second|one more)\b[^.!?]{{0,30}}{0}"
    r"|\b(?:also|too),? (?:called|named) {0}|\bnot (?:that|the same) {0}"
    r"|(?:另一个|另外一个|别的|第二个|又一个)[^。！？]{{0,8}}{0}|也叫{0}|不是[^。！？]{{0,4}}那个{0}"
)


@dataclass(frozen=True, kw_only=True)
class PersonProposal:
    """Somebody a model found: nothing in it is checked yet."""

    name: str
    message_number: int
    aliases: tuple[str, ...] = ()
    relationship: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class GatedPeople:
    """Who passed, and how many were turned away for which reason."""

    mentions: tuple[PersonMention, ...] = ()
    rejected: Counter[PersonRejection] = field(default_factory=Counter)


def gate_people(
    proposals: Iterable[PersonProposal],
    *,
    messages: Mapping[int, Message],
    themselves: Collection[str] = (),
) -> GatedPeople:
    """Let through whom the person really spoke of.

    A role such as "my boss" stands for a name as long as nobody of that relation is named in the
    same reading. Relations, other names and attributes that nothing in the talk supports are left
    out without a word.

    Args:
        proposals: whom a model found.
        messages: the messages by the number under which the model saw them.
        themselves: names of the person and of the companion, who are nobody they know.
    """
    said = "\n".join(one.content for one in messages.values() if one.role == "user")
    own = {folded_name(name) for name in themselves}
    found: list[PersonMention] = []
    rejected: Counter[PersonRejection] = Counter()
    for proposal in proposals:
        outcome = _judged(proposal, messages.get(proposal.message_number), said, own)
        if isinstance(outcome, PersonMention) and len(found) == MOST_PEOPLE:
            outcome = "too_many"
        if isinstance(outcome, PersonMention):
            found.append(outcome)
        else:
            rejected[outcome] += 1
    named = [one for one in found if not _is_role_of_somebody_named(one, found)]
    if len(named) < len(found):
        rejected["role_of_somebody_named"] += len(found) - len(named)
    return GatedPeople(mentions=tuple(named), rejected=rejected)


def _judged(
    proposal: PersonProposal, message: Message | None, said: str, own: Collection[str]
) -> PersonMention | PersonRejection:
    name = _bare(proposal.name)
    if rejection := _flaw(name, own):
        return rejection
    if message is None or message.role != "user":
        return "not_their_words"
    if not is_named(name, message.content):
        return "unsaid"
    relationship = proposal.relationship
    return PersonMention(
        name=name,
        said_at=message.created_at,
        aliases=tuple(
            alias
            for alias in map(_bare, proposal.aliases)
            if alias != name and not _flaw(alias, own) and is_named(alias, said)
        ),
        relationship=_bare(relationship) if _is_told(relationship, said) else None,
        attributes=_attributes(proposal.attributes, said),
        apart=_is_apart(name, message.content),
    )


def is_named(name: str, text: str) -> bool:
    """Return whether a name stands in a text, as whole words where words have spaces."""
    wanted, folded = plain(name), plain(text)
    pattern = _EDGE.format(re.escape(wanted)) if wanted.isascii() else re.escape(wanted)
    return bool(wanted) and re.search(pattern, folded) is not None


def _bare(name: str | None) -> str:
    text = " ".join((name or "").split()).strip(MARKS_AROUND)
    return _OWNED.sub("", re.sub(r"['’]s$", "", text)).strip(MARKS_AROUND)


def _flaw(name: str, own: Collection[str]) -> PersonRejection | None:
    folded = folded_name(name)
    if not folded or len(name) > LONGEST_NAME or not any(map(str.isalpha, folded)):
        return "wrong_value"
    if is_placeholder(name) or is_refusal(name):
        return "placeholder"
    if folded in listed("nobody"):
        return "nobody"
    return "themselves" if folded in own else None


def _is_told(text: str | None, said: str) -> bool:
    """Return whether a few words rest on the talk and are real."""
    bare = _bare(text)
    usable = 0 < len(bare) <= LONGEST_ATTRIBUTE and not is_placeholder(bare)
    return usable and not is_refusal(bare) and not is_attempt(bare) and is_supported(bare, said)


def _attributes(given: Iterable[tuple[str, str]], said: str) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in given:
        key = "_".join(plain(name).split())
        if 0 < len(key) <= LONGEST_NAME and len(kept) < MOST_ATTRIBUTES and _is_told(value, said):
            kept[key] = " ".join(value.split()).strip(MARKS_AROUND)
    return kept


def _is_apart(name: str, text: str) -> bool:
    pattern = _APART.format(re.escape(plain(name)))
    return re.search(pattern, plain(text)) is not None


def _is_role_of_somebody_named(mention: PersonMention, others: Iterable[PersonMention]) -> bool:
    role = relation_of(mention.name)
    return role is not None and any(
        other is not mention
        and relation_of(other.name) is None
        and relation_of(other.relationship or "") == role
        for other in others
    )
