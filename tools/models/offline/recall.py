"""Questions about what is remembered, answered from what is known and from nothing else."""

from collections.abc import Iterator
from datetime import date

from tools.models.offline.earlier import as_it_was, is_past, once, still_so
from tools.models.offline.fact import filled
from tools.models.offline.facts import asks
from tools.models.offline.lexicon import Lexicon, lexicon
from tools.models.offline.likeness import terms
from tools.models.offline.mirror import mirrored
from tools.models.offline.talk import Known, Talk
from tools.models.offline.text import Sentence, sentences
from tools.models.offline.when import MONTHS, resolved
from tools.models.offline.wording import Wording
from tools.text.language import language_of

MOST_RECALLED = 4
"""Facts told at once when somebody asks what is remembered of them."""

_OF_A_NAME = frozenset({"name", "nickname"})
"""Rules of what somebody is called: their sentences hold nothing but a name."""


def recalled(talk: Talk, wording: Wording) -> str | None:
    """Return the answer to a question about the person, or None when none was asked."""
    cues = talk.spoken.cues
    if cues["memory_question"].search(talk.said):
        return _everything(talk, wording)
    for sentence in sentences(talk.said):
        for ask in talk.spoken.asks:
            if ask.question.search(sentence.text):
                return _asked(ask.name, sentence, talk, wording)
        if asks(sentence, talk.spoken) and (line := _about_topic(sentence, talk, wording)):
            return line
    return None


def _everything(talk: Talk, wording: Wording) -> str:
    facts = [_told(known, talk) for known in talk.known if not (known.quoted or is_past(known))]
    facts = facts[:MOST_RECALLED]
    if not facts:
        return wording.say("unknown_all")
    return wording.say("recall_all", {"facts": _joint(talk.spoken).join(facts)})


def _joint(spoken: Lexicon) -> str:
    return "；" if spoken.language == "zh" else "; "


def _finds(name: str, talk: Talk) -> Iterator[Known]:
    both = (lexicon("en"), lexicon("zh"))
    patterns = [ask.finds for spoken in both for ask in spoken.asks if ask.name == name]
    for known in talk.known:
        if not known.quoted and any(pattern.search(known.text) for pattern in patterns):
            yield known


def _asked(name: str, sentence: Sentence, talk: Talk, wording: Wording) -> str:
    found = list(_finds(name, talk))
    if talk.spoken.cues["asks_past"].search(sentence.text):
        known = once(found)
        return _answer(known, talk, wording) if known else wording.say("unknown")
    holds = still_so(found)
    if name == "name":
        # Somebody may have a name in each script: that in the language of the question comes first.
        holds.sort(key=lambda one: language_of(one.text) != talk.spoken.language)
    known = next(iter(holds), None)
    if known is None:
        return wording.say("unknown_name" if name == "name" else "unknown")
    return _answer(known, talk, wording)


def _about_topic(sentence: Sentence, talk: Talk, wording: Wording) -> str | None:
    for pattern in talk.spoken.topic_asks:
        match = pattern.search(sentence.text)
        if not match:
            continue
        if known := _best(match["topic"], talk):
            return _answer(known, talk, wording)
        if talk.spoken.cues["about_me"].search(sentence.text):
            return wording.say("unknown")
    return None


def _best(topic: str, talk: Talk) -> Known | None:
    wanted = terms(topic, talk.spoken)
    scored = [(len(wanted & terms(known.text, talk.spoken)), known) for known in talk.known]
    best = max((score for score, _ in scored), default=0)
    return next((known for score, known in scored if score == best), None) if best else None


def _answer(known: Known, talk: Talk, wording: Wording) -> str:
    if known.quoted:
        return wording.say("recall_quote", {"quote": known.text.strip()})
    day = _day_of(known)
    if day is None:
        return wording.say("recall", {"fact": _told(known, talk)})
    return wording.say(
        "recall_dated", {"fact": _told(known, talk), "day": _spelled(day, talk.spoken)}
    )


def _day_of(known: Known) -> date | None:
    if known.fact is None or known.fact.when is None or known.said_on is None:
        return None
    return resolved(known.fact.when, known.said_on)


def _told(known: Known, talk: Talk) -> str:
    text = _in_their_language(known, talk.spoken)
    spoken = lexicon(language_of(text))
    told = mirrored(text, "back", spoken).strip(" .。")
    return as_it_was(told[:1].lower() + told[1:], spoken) if is_past(known) else told


def _in_their_language(known: Known, spoken: Lexicon) -> str:
    """Return what is known; what they are called in the language of the talk, the name as it is."""
    fact = known.fact
    if fact is None or fact.rule not in _OF_A_NAME or fact.language == spoken.language:
        return known.text
    said = next(rule.gives[0].content for rule in spoken.rules if rule.name == fact.rule)
    return filled(said, fact.parts, "they", spoken)


def _spelled(day: date, spoken: Lexicon) -> str:
    return (
        f"{day.month}月{day.day}日"
        if spoken.language == "zh"
        else f"{day.day} {MONTHS[day.month - 1].capitalize()}"
    )
