"""Layer 3: facts under canonical keys, each of which holds until it changes."""

import math
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal
from uuid import UUID

from storage.records import Message, Preference, ProfileSection
from tools.guardrails.fence import is_attempt
from tools.memory.evidence import (
    MARKS_AROUND,
    is_placeholder,
    is_quoted,
    is_refusal,
    is_supported,
)
from tools.memory.likeness import agree, plain, words
from tools.prompts.render import Language

LEAST_CONFIDENCE = 0.75
"""Below this a candidate is a guess; at it, it counts. The seeds' threshold."""

LONGEST_VALUE = 120
"""Characters; a value is a few words, and stands in every prompt."""

MOST_PREFERENCES = 20
"""Candidates taken from one reading of at most 48 messages; more is a model out of hand."""

PreferenceRejection = Literal[
    "wrong_value",
    "unknown_key",
    "unsure",
    "placeholder",
    "refusal",
    "not_their_words",
    "unquoted",
    "unsupported",
    "attempt",
    "too_many",
]
"""Why a candidate is turned away."""


@dataclass(frozen=True, kw_only=True)
class CanonicalKey:
    """Something that preferences may be about."""

    name: str
    many: bool
    """Several values may hold side by side."""
    section: ProfileSection
    """Where the standing profile shows it."""
    meaning: Mapping[Language, str]
    label: Mapping[Language, str]
    """What stands before a value in the profile."""
    slot: str | None
    """What the rules of conflict call it, if they know it."""


@dataclass(frozen=True, kw_only=True)
class PreferenceProposal:
    """A preference as a model proposed it: nothing in it is checked yet."""

    key: str
    value: str
    confidence: float
    quote: str
    message_number: int


@dataclass(frozen=True, kw_only=True)
class AcceptedPreference:
    """A proposal that may be kept, with the message that it rests on."""

    key: str
    value: str
    confidence: float
    quote: str
    message: Message


@dataclass(frozen=True, kw_only=True)
class GatedPreferences:
    """What passed, and how many were turned away for which reason."""

    accepted: tuple[AcceptedPreference, ...] = ()
    rejected: Counter[PreferenceRejection] = field(default_factory=Counter)


@cache
def canonical_keys() -> Mapping[str, CanonicalKey]:
    """Return the keys that preferences may have, by name."""
    table = tomllib.loads(files("tools.memory").joinpath("preferences.toml").read_text("utf-8"))
    return {
        row["name"]: CanonicalKey(
            name=row["name"],
            many=row.get("many", False),
            section=row["section"],
            meaning={"en": row["en"], "zh": row["zh"]},
            label=row["label"],
            slot=row.get("slot"),
        )
        for row in table["key"]
    }


def key_lines(language: Language) -> str:
    """Return the keys as lines of a prompt, with what each means."""
    return "\n".join(f"- {key.name}: {key.meaning[language]}" for key in canonical_keys().values())


def gate_preferences(
    proposals: Iterable[PreferenceProposal], *, messages: Mapping[int, Message]
) -> GatedPreferences:
    """Let through what is sure, has a known key and rests on the person's own words.

    Args:
        proposals: what a model proposed.
        messages: the messages by the number under which the model saw them.
    """
    accepted: list[AcceptedPreference] = []
    rejected: Counter[PreferenceRejection] = Counter()
    for proposal in proposals:
        outcome = _judged(proposal, messages.get(proposal.message_number))
        if isinstance(outcome, AcceptedPreference) and len(accepted) == MOST_PREFERENCES:
            outcome = "too_many"
        if isinstance(outcome, AcceptedPreference):
            accepted.append(outcome)
        else:
            rejected[outcome] += 1
    return GatedPreferences(accepted=tuple(accepted), rejected=rejected)


def merge_preferences(
    accepted: Iterable[AcceptedPreference],
    known: Sequence[Preference],
    *,
    new_id: Callable[[], UUID],
) -> tuple[tuple[Preference, ...], Mapping[UUID, UUID]]:
    """Return the preferences to add, and which known one each of them takes the place of.

    A value that is known already changes nothing. Of a key with one value the one said last holds,
    in whatever order the messages are read.
    """
    held = [one for one in known if one.superseded_at is None]
    old = {one.id for one in held}
    outdated: dict[UUID, UUID] = {}
    for candidate in sorted(accepted, key=lambda one: one.message.created_at):
        rivals = [one for one in held if one.key == candidate.key]
        if any(_is_known(candidate.value, rival.value) for rival in rivals):
            continue
        replaced = [] if canonical_keys()[candidate.key].many else rivals
        if any(_outlives(rival, candidate, kept=rival.id in old) for rival in replaced):
            continue
        new = _preference(candidate, new_id())
        held = [one for one in held if one not in replaced] + [new]
        gone = {one.id for one in replaced}
        outdated = {one: new.id if by in gone else by for one, by in outdated.items()}
        outdated.update(dict.fromkeys(gone & old, new.id))
    return tuple(one for one in held if one.id not in old), outdated


def _judged(
    proposal: PreferenceProposal, message: Message | None
) -> AcceptedPreference | PreferenceRejection:
    value = " ".join(proposal.value.split()).strip(MARKS_AROUND)
    if rejection := _flaw(proposal, value):
        return rejection
    if message is None or message.role != "user":
        return "not_their_words"
    if not is_quoted(proposal.quote, message.content):
        return "unquoted"
    if not is_supported(value, message.content):
        return "unsupported"
    if is_attempt(f"{value}\n{proposal.quote}"):
        return "attempt"
    return AcceptedPreference(
        key=proposal.key,
        value=value,
        confidence=proposal.confidence,
        quote=proposal.quote.strip(MARKS_AROUND),
        message=message,
    )


def _flaw(proposal: PreferenceProposal, value: str) -> PreferenceRejection | None:
    if proposal.key not in canonical_keys():
        return "unknown_key"
    sure = proposal.confidence
    if not 0 < len(value) <= LONGEST_VALUE or not math.isfinite(sure) or not 0 <= sure <= 1:
        return "wrong_value"
    if is_placeholder(value):
        return "placeholder"
    if is_refusal(value):
        return "refusal"
    return "unsure" if sure < LEAST_CONFIDENCE else None


def _is_known(value: str, held: str) -> bool:
    """Return whether a held value says all that another one says."""
    if plain(value) == plain(held):
        return True
    said = words(value)
    return bool(said) and said <= words(held) and agree(value, held)


def _outlives(rival: Preference, candidate: AcceptedPreference, *, kept: bool) -> bool:
    """Return whether a held value was said later; what is kept already wins a draw."""
    said_at = candidate.message.created_at
    return rival.learned_at > said_at or (kept and rival.learned_at == said_at)


def _preference(candidate: AcceptedPreference, new_id: UUID) -> Preference:
    return Preference(
        id=new_id,
        agent_id=candidate.message.agent_id,
        key=candidate.key,
        value=candidate.value,
        confidence=candidate.confidence,
        quote=candidate.quote,
        source_message_id=candidate.message.id,
        learned_at=candidate.message.created_at,
    )
