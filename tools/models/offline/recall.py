"""Questions about what is remembered, answered from what is known and from nothing else."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from tools.models.offline.facts import asks
from tools.models.offline.lexicon import Lexicon, lexicon
from tools.models.offline.mirror import mirrored
from tools.models.offline.talk import Known, Talk
from tools.models.offline.text import Sentence, sentences
from tools.models.offline.when import MONTHS, resolved
from tools.models.offline.wording import Wording
from tools.text.language import language_of

MOST_RECALLED = 4
"""Facts told at once when somebody asks what is remembered of them."""

_WORD = re.compile(r"[\w'-]+")
_SPELLINGS = (("favorite", "favourite"), ("color", "colour"), ("mother", "mom"), ("mum", "mom"))


def recalled(talk: Talk, wording: Wording) -> str | None:
    """Return the answer to a question about the person, or None when none was asked."""
    cues = talk.spoken.cues
    if cues["memory_question"].search(talk.said):
        return _everything(talk, wording)
    for sentence in sentences(talk.said):
        for ask in talk.spoken.asks:
            if ask.question.search(sentence.text):
                return _one(_finds(ask.name, talk), ask.name, talk, wording)
        if asks(sentence, talk.spoken) and (line := _about_topic(sentence, talk, wording)):
            return line
    return None


def _everything(talk: Talk, wording: Wording) -> str:
    facts = [_told(known) for known in talk.known if not known.quoted][:MOST_RECALLED]
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


def _one(found: Iterator[Known], name: str, talk: Talk, wording: Wording) -> str:
    known = next(found, None)
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
    wanted = _terms(topic, talk.spoken)
    scored = [(len(wanted & _terms(known.text, talk.spoken)), known) for known in talk.known]
    best = max((score for score, _ in scored), default=0)
    return next((known for score, known in scored if score == best), None) if best else None


def _terms(text: str, spoken: Lexicon) -> set[str]:
    plain = spoken.cues["stopwords"].sub(" ", text.lower())
    for spelling, usual in _SPELLINGS:
        plain = plain.replace(spelling, usual)
    found = set[str]()
    for word in _WORD.findall(plain):
        if word.isascii():
            found.add(word.removesuffix("'s").removesuffix("s"))
        else:
            found.update(_pieces(word))
    return found


def _pieces(word: str) -> Sequence[str]:
    """Return the single characters and the pairs of a Chinese word."""
    return [*word, *(word[index : index + 2] for index in range(len(word) - 1))]


def _answer(known: Known, talk: Talk, wording: Wording) -> str:
    if known.quoted:
        return wording.say("recall_quote", {"quote": known.text.strip()})
    day = _day_of(known)
    if day is None:
        return wording.say("recall", {"fact": _told(known)})
    return wording.say("recall_dated", {"fact": _told(known), "day": _spelled(day, talk.spoken)})


def _day_of(known: Known) -> date | None:
    if known.fact is None or known.fact.when is None or known.said_on is None:
        return None
    return resolved(known.fact.when, known.said_on)


def _told(known: Known) -> str:
    spoken = lexicon(language_of(known.text))
    return mirrored(known.text, "back", spoken).strip(" .。")


def _spelled(day: date, spoken: Lexicon) -> str:
    return (
        f"{day.month}月{day.day}日"
        if spoken.language == "zh"
        else f"{day.day} {MONTHS[day.month - 1].capitalize()}"
    )
