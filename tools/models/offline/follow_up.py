"""Something the person had before them, asked about once when its day has come."""

from collections.abc import Iterator
from datetime import date, datetime, time

from tools.models.offline.facts import Fact
from tools.models.offline.talk import Known, Talk
from tools.models.offline.when import is_written_out, resolved
from tools.models.offline.wording import Wording

EVENING = time(17)
"""On the day itself it is asked from this hour on, when most appointments are over."""

LONGEST_WAIT = 14
"""Days after which an old plan is no longer asked about."""

_RULES = ("event", "trip")


def follow_up(talk: Talk, wording: Wording) -> str | None:
    """Return a question about a plan whose day has come, or None when there is nothing to ask.

    What the prompt says is open comes first; what it says is not to be asked about is not.
    """
    if talk.notes.open:
        return wording.say("follow_up", {"event": talk.notes.open[0]})
    for fact in _due(talk):
        if not _settled(fact, talk) and not _held_back(fact, talk):
            return wording.say("follow_up_trip" if fact.rule == "trip" else "follow_up", fact.parts)
    return None


def _due(talk: Talk) -> Iterator[Fact]:
    now = talk.notes.now
    for known in talk.known:
        fact = known.fact
        if now and fact and fact.when and fact.rule in _RULES and _is_over(known, fact.when, now):
            yield fact


def _is_over(known: Known, when: str, now: datetime) -> bool:
    if known.said_on is None and not is_written_out(when):
        today = now.date()
        return _names_a_day(when) and resolved(when, today) == today and now.time() >= EVENING
    day = resolved(when, known.said_on or now.date())
    return day is not None and day >= (known.said_on or day) and _is_past(day, now)


def _is_past(day: date, now: datetime) -> bool:
    waited = (now.date() - day).days
    return 0 < waited <= LONGEST_WAIT or (waited == 0 and now.time() >= EVENING)


def _names_a_day(when: str) -> bool:
    """Whether a date means the same on two days running: "on Friday" does, "today" does not."""
    first, second = (resolved(when, day) for day in (date(2026, 1, 6), date(2026, 1, 7)))
    return first == second or (first, second) == (date(2026, 1, 6), date(2026, 1, 13))


def _held_back(fact: Fact, talk: Talk) -> bool:
    topic = _topic(fact)
    return any(topic in event.lower() for event in talk.notes.held_back)


def _topic(fact: Fact) -> str:
    return fact.parts["place" if fact.rule == "trip" else "event"].split()[-1].lower()


def _settled(fact: Fact, talk: Talk) -> bool:
    """Whether it was asked about before, or told how it went."""
    topic = _topic(fact)
    asked = [
        line for line in talk.ours if topic in line.lower() and line.rstrip().endswith(("?", "？"))
    ]
    asked += [
        line.text
        for line in talk.notes.recalled
        if line.teller == "you"
        and topic in line.text.lower()
        and ("?" in line.text or "？" in line.text)
    ]
    return bool(asked) or any(_tells_outcome(text, topic, talk) for text in _their_words(talk))


def _their_words(talk: Talk) -> Iterator[str]:
    yield from talk.theirs
    yield from (line.text for line in talk.notes.recalled if line.teller != "you")


def _tells_outcome(text: str, topic: str, talk: Talk) -> bool:
    return topic in text.lower() and bool(talk.spoken.cues["past_cue"].search(text.lower()))
