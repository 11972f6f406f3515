"""The five rolling fields, carried on from turn to turn."""

from collections.abc import Iterable, Mapping, Sequence

from langchain_core.messages import BaseMessage

from tools.models.offline.facts import Fact, fact_of, facts_in
from tools.models.offline.judge import relation_of
from tools.models.offline.prompt import fields_in
from tools.models.offline.text import readable, sentences
from tools.models.offline.transcript import Line, last_human, lines_of

LONGEST_FIELD = 600
"""Characters of a field; its oldest sentences give way."""

_GATHERED_TYPES = {
    "purpose_and_context": ("identity", "milestone"),
    "current_state": ("life_event", "emotion"),
    "key_learnings": ("relationship", "preference", "shared"),
    "approach_and_patterns": ("routine",),
    "tools_and_resources": (),
}
"""Which kinds of fact each field gathers."""


def rolling_fields(messages: Sequence[BaseMessage]) -> Mapping[str, str]:
    """Return the fields so far with what the newest lines add, each sentence once."""
    earlier = fields_in(last_human(messages))
    lines = lines_of(messages)
    facts = [fact for line in lines if line.theirs for fact in facts_in(line.text, line.said_on)]
    return {
        key: _gathered(
            _open(earlier.get(key, ""), lines), (one for one in facts if one.type in types)
        )
        for key, types in _GATHERED_TYPES.items()
    }


def _open(field: str, lines: Sequence[Line]) -> list[str]:
    """Return a field's sentences, plans left out that the companion has just asked about."""
    questions = [line.text.lower() for line in lines if not line.theirs and _is_question(line.text)]
    kept = [sentence.original for sentence in sentences(readable(field))]
    return [text for text in kept if not any(_topic(text) in asked for asked in questions)]


def _is_question(text: str) -> bool:
    return text.rstrip().endswith(("?", "？"))


def _topic(sentence: str) -> str:
    """Return the plan a sentence speaks of, or something no question contains."""
    fact = fact_of(sentence)
    return fact.parts["event"].lower() if fact and fact.rule == "event" else "\n"


def _gathered(earlier: Sequence[str], facts: Iterable[Fact]) -> str:
    """Return the sentences that hold, each once: what is new takes the place of its opposite."""
    kept = list(earlier)
    for fact in facts:
        kept = [one for one in kept if relation_of(fact.content, one) != "contradicts"]
        kept += [fact.content] if fact.content not in kept else []
    while sum(map(len, kept)) + len(kept) > LONGEST_FIELD:
        kept.pop(0)
    return " ".join(kept)
