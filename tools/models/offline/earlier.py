"""What was once: how somebody used to live, and the talks they ask back for."""

import re
from collections.abc import Iterator, Sequence

from tools.models.offline.judge import relation_of
from tools.models.offline.lexicon import Lexicon
from tools.models.offline.likeness import terms
from tools.models.offline.notes import Recalled
from tools.models.offline.talk import Known, Talk
from tools.models.offline.when import MONTHS
from tools.models.offline.wording import Wording

_USED_TO = re.compile(r"\bused to\b|\bno longer\b|以前|不再|曾经")
_EN_PAST = (
    (re.compile(r"^you (?:are|were) "), "you used to be "),
    (re.compile(r"^you (?=[a-z]+ )"), "you used to "),
    (re.compile(r"^(your [\w ]{1,40}?) is "), r"\1 used to be "),
)


def is_past(known: Known) -> bool:
    """Whether something known was so and is so no longer."""
    return known.past or bool(_USED_TO.search(known.text))


def once(found: Sequence[Known]) -> Known | None:
    """Return what was once so: marked as past, or said before something that contradicts it."""
    gone = next((known for known in found if is_past(known)), None)
    return gone or next(_contradicted(found), None)


def _contradicted(found: Sequence[Known]) -> Iterator[Known]:
    for number, known in enumerate(found):
        if any(relation_of(newer.text, known.text) == "contradicts" for newer in found[:number]):
            yield known


def still_so(found: Sequence[Known]) -> list[Known]:
    """Return what holds, newest first: what is past or contradicted by something newer is gone."""
    kept: list[Known] = []
    for known in found:
        if is_past(known):
            continue
        if not any(relation_of(newer.text, known.text) == "contradicts" for newer in kept):
            kept.append(known)
    return kept


def as_it_was(told: str, spoken: Lexicon) -> str:
    """Return "you live in Rome" as "you used to live in Rome"."""
    if _USED_TO.search(told):
        return told
    if spoken.language == "zh":
        return re.sub(r"^你(?!的|们)", "你以前", told, count=1) if told.startswith("你") else told
    for pattern, past in _EN_PAST:
        if pattern.match(told):
            return pattern.sub(past, told, count=1)
    return told


def remembered(talk: Talk, wording: Wording) -> str | None:
    """Return the line of a talk that somebody asks back for, or None when they ask for none."""
    if not talk.spoken.cues["asks_back"].search(talk.said):
        return None
    line = _best_line(talk)
    if line is None:
        return wording.say("unknown_then") if not _may_be_known(talk) else None
    parts = {"quote": line.text.strip(" .。"), "day": _spoken_day(line, talk.spoken)}
    key = "recall_memory_then" if line.teller == "memory" else "recall_then"
    return wording.say(key, parts)


def _best_line(talk: Talk) -> Recalled | None:
    asked = talk.spoken.cues["asks_back"].sub(" ", talk.said)
    wanted = terms(asked, talk.spoken)
    lines = [line for line in talk.notes.recalled if line.teller != "you" and line.said_on]
    if not wanted:
        return next(iter(lines), None)
    scored = [(_fit(wanted, line, talk), line) for line in lines]
    best = max((score for score, _ in scored), default=0)
    return next(line for score, line in scored if score == best) if best > 0 else None


def _fit(wanted: set[str], line: Recalled, talk: Talk) -> float:
    """Return how well a line fits; their own words before what was made of them."""
    shared = len(wanted & terms(f"{line.text} {line.episode or ''}", talk.spoken))
    return shared + (0.5 if shared and line.teller == "they" else 0)


def _may_be_known(talk: Talk) -> bool:
    wanted = terms(talk.spoken.cues["asks_back"].sub(" ", talk.said), talk.spoken)
    return any(wanted & terms(known.text, talk.spoken) for known in talk.known)


def _spoken_day(line: Recalled, spoken: Lexicon) -> str:
    day = line.said_on
    if day is None:
        return ""
    if spoken.language == "zh":
        return f"{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1].capitalize()}"
