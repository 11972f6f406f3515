"""Answer somebody in danger: fixed words, the right helpline, no model."""

import asyncio
import logging
import re

from langgraph.runtime import Runtime

from nodes.services import Services
from nodes.turn.state import Guarded, Spoken, StatedCountry, TurnContext, TurnInput
from storage.errors import StorageError
from storage.records import EmotionState, Person
from tools.care.answer import CareAnswer, country_answer, crisis_answer
from tools.care.helplines import Helpline
from tools.care.likely_country import likely_country
from tools.care.stated_country import stated_country
from tools.prompts.render import Language
from tools.text.language import language_of

STORAGE_SECONDS = 1.0
"""How long the database may keep the words to somebody in danger waiting."""

logger = logging.getLogger(__name__)

_NUMBER = re.compile(r"\d[\d -]+\d|\d{2,}")
_ADDRESS = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}")


class CrisisState(TurnInput, Guarded):
    """What the answer needs to know."""


async def answer_crisis(state: CrisisState, runtime: Runtime[TurnContext]) -> Spoken:
    """Say the care answer in the person's language and pin the helplines of their country.

    A country that was just stated is stored, after its lines were said.
    """
    outlet, services = runtime.context.outlet, runtime.context.services
    stated = state["stated"]
    answer = await _answer(state, services)
    pinned = [_pinned(line) for line in answer.helplines]
    outlet.notice("crisis", answer.condition, {"helplines": pinned})
    outlet.token(answer.text)
    if stated:
        await _store(state["person"], stated.code, services)
    return {
        "reply": answer.text,
        "kind": "care",
        "ended": "complete",
        "emotion": EmotionState(),
    }


async def _answer(state: CrisisState, services: Services) -> CareAnswer:
    """Return the answer to somebody in danger, or to somebody who says where they are."""
    stated, text = state["stated"], state["text"]
    language = _language(text, stated)
    if stated and state["verdict"].kind != "crisis":
        return country_answer(language, stated.code)
    if stated:
        return crisis_answer(language, stated.code)
    person = await _present(state["person"], services)
    likely = stated_country(text) or _likely(person, services.assumed_timezone)
    return crisis_answer(language, person.country, likely=likely)


def _language(text: str, stated: StatedCountry | None) -> Language:
    """Return the language of the words; a place in Latin letters does not change it."""
    language = language_of(text)
    return stated.asked_in if stated and language == "en" else language


def _likely(person: Person, assumed_timezone: str | None) -> str | None:
    """Return the country of a time zone that the person or their device named."""
    return likely_country(person.timezone) if person.timezone != assumed_timezone else None


async def _present(person: Person, services: Services) -> Person:
    """Return a person with what they changed since they connected, when that is soon to be had."""
    try:
        async with asyncio.timeout(STORAGE_SECONDS):
            return await services.persons.by_id(person.id)
    except (StorageError, TimeoutError):
        logger.exception("What %s changed lately could not be read.", person.id)
        return person


async def _store(person: Person, country: str, services: Services) -> None:
    try:
        async with asyncio.timeout(STORAGE_SECONDS):
            await services.persons.state_country(person.id, country, now=services.clock.now())
    except (StorageError, TimeoutError):
        logger.exception("The country of %s could not be stored.", person.id)


def _pinned(line: Helpline) -> dict[str, str]:
    """Return a line as a client pins it; `number` only where there is a single one to dial."""
    shown = {"name": line.name, "reach": line.reach, "hours": line.hours}
    numbers = _NUMBER.findall(line.reach)
    if len(numbers) == 1 and not line.reach.startswith("text "):
        shown["number"] = numbers[0]
    if _ADDRESS.fullmatch(line.reach):
        shown["url"] = f"https://{line.reach}"
    return shown
