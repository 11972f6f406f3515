"""The rules of writing first, held against a life; nothing here calls the program."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.records.outreach import OutreachSettings
from tests.ninety.life import Agent
from tests.ninety.lived import Lived, Sent
from tests.tools.outreach.rules import is_minor_hour, is_quiet

LEAST_GAP = timedelta(minutes=36)
HOLD = timedelta(hours=48)
TALKING = timedelta(minutes=10)
MOST_A_DAY = {"just_met": 1, "good_friends": 2, "ambiguous": 3, "partners": 4}


def broken_by(lived: Lived) -> Iterator[str]:
    """Yield every rule that was broken, with the message that broke it."""
    for number, one in enumerate(lived.sent):
        before = lived.sent[:number]
        for rule in _broken(lived, one, before):
            yield f"{rule}: {one}"
    yield from _questions(lived)


def _broken(lived: Lived, one: Sent, before: list[Sent]) -> Iterator[str]:
    settings = agreed_at(lived, one.at, one.agent)
    if settings is None or (one.kind not in settings.kinds and one.trigger != "crisis"):
        yield "nobody had agreed to it"
        return
    yield from _unwished(lived, one, settings)
    yield from _unmeasured(lived, one, before)
    yield from _after_crisis(lived, one, before, settings)
    yield from _settled(lived, one, before)


def _unwished(lived: Lived, one: Sent, settings: OutreachSettings) -> Iterator[str]:
    zone = ZoneInfo(one.zone)
    if settings.quiet and is_quiet(settings.quiet, one.at, zone):
        yield "in quiet hours"
    if lived.life.age_group == "minor" and is_minor_hour(one.at, zone):
        yield "at an hour of minors"
    if settings.snoozed_until and one.at < settings.snoozed_until:
        yield "put off"
    if any(topic in f"{one.about} {one.text}" for topic in settings.forbidden):
        yield "about what was never to be brought up"


def _unmeasured(lived: Lived, one: Sent, before: list[Sent]) -> Iterator[str]:
    last = max((said for said in lived.said if said <= one.at), default=None)
    if last is None or one.at - last < TALKING:
        yield "into a talk"
    if last is not None and sum(sent.at > last for sent in before) >= 3:
        yield "after three without an answer"
    if before and one.at - before[-1].at < LEAST_GAP:
        yield "too soon after the last one"
    day = _day(one.at, one.zone)
    if sum(_day(sent.at, one.zone) == day for sent in before) >= _most_a_day(lived, one.agent):
        yield "one too many for the day"


def _after_crisis(
    lived: Lived, one: Sent, before: list[Sent], settings: OutreachSettings
) -> Iterator[str]:
    crisis = max((moment for moment in lived.crises if moment <= one.at), default=None)
    if crisis is None or one.at - crisis >= HOLD or one.kind == "reminder":
        return
    asked = any(sent.trigger == "crisis" and sent.at > crisis for sent in before)
    if one.trigger != "crisis" or not settings.checks_in_after_crisis or asked:
        yield "while all is on hold"


def _settled(lived: Lived, one: Sent, before: list[Sent]) -> Iterator[str]:
    if one.trigger != "open_loop":
        return
    if lived.told.get(one.about, one.at) < one.at:
        yield "about what was told"
    if any(sent.about == one.about for sent in before):
        yield "asked a second time"
    if one.at < lived.plans[one.about].due_from or one.at >= lived.plans[one.about].due_until:
        yield "asked at the wrong time"


def _questions(lived: Lived) -> Iterator[str]:
    """Yield what should have been asked about and was not, among what is called an interview."""
    asked = [one.about for one in lived.sent if one.trigger == "open_loop"]
    for event, loop in lived.plans.items():
        if "interview" not in event and "面试" not in event:
            continue
        expected = int(
            event not in lived.told and agreed_at(lived, loop.due_from, loop.agent_id) is not None
        )
        if asked.count(event) != expected:
            yield f"{event} was asked about {asked.count(event)} times"


def agreed_at(lived: Lived, moment: datetime, agent: Agent) -> OutreachSettings | None:
    """Return what somebody had agreed to at a moment, None if nothing."""
    said = [one for at, who, one in lived.agreed if who == agent and at <= moment]
    return said[-1] if said and said[-1].kinds else None


def _most_a_day(lived: Lived, agent: Agent) -> int:
    if agent is None:
        return 3
    return MOST_A_DAY[lived.life.stages.get(agent, "just_met")]


def _day(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d}"
