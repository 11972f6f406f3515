"""Answer somebody in danger: fixed words, the right helpline, no model."""

import asyncio
import logging

from langgraph.runtime import Runtime

from nodes.services import Services
from nodes.turn.care_notice import pin
from nodes.turn.place import STORAGE_SECONDS, language_of_care, place_of
from nodes.turn.state import Guarded, Referred, TurnContext, TurnInput
from storage.errors import StorageError
from storage.records import EmotionState, Person
from storage.records.care import Referral
from tools.care.answer import (
    CareAnswer,
    Place,
    again_answer,
    country_answer,
    crisis_answer,
    hint_answer,
    other_answer,
    violence_answer,
)
from tools.care.crisis import CrisisLevel
from tools.prompts.render import Language

logger = logging.getLogger(__name__)

REFERRALS: dict[CrisisLevel, Referral] = {
    CrisisLevel.PLAN: "plan",
    CrisisLevel.INTENT: "intent",
}
"""What an answer about the person themselves is counted as; `ideation` otherwise."""


class CrisisState(TurnInput, Guarded):
    """What the answer needs to know."""


async def answer_crisis(state: CrisisState, runtime: Runtime[TurnContext]) -> Referred:
    """Say the care answer in the person's language and pin the helplines of their country.

    What was said before is not said again in the same words. A country that was just stated is
    stored, after its lines were said.
    """
    outlet, services, stated = runtime.context.outlet, runtime.context.services, state["stated"]
    place = await place_of(state, services, text=state["text"], stated=stated)
    language = language_of_care(state["text"], stated)
    referral = _referral(state)
    answer = _answer(state, referral, language, place)
    pin(outlet, answer)
    outlet.token(answer.text)
    if stated:
        await _store(state["person"], stated.code, services)
    return {
        "reply": answer.text,
        "kind": "care",
        "ended": "complete",
        "emotion": EmotionState(),
        "referral": referral,
    }


def _referral(state: CrisisState) -> Referral:
    """Return what the answer is about; danger of the person's own comes first."""
    reading = state["reading"]
    if reading.level >= CrisisLevel.IDEATION:
        return REFERRALS.get(reading.level, "ideation")
    if reading.violence_now:
        return "violence"
    return "other" if reading.about_other else "ideation"


def _answer(state: CrisisState, referral: Referral, language: Language, place: Place) -> CareAnswer:
    reading, before = state["reading"], state["looked_after"]
    if state["stated"] and not reading.needs_answer:
        return country_answer(language, state["stated"].code, young=place.young)
    if referral == "violence":
        return violence_answer(language, place)
    if referral == "other":
        return other_answer(language, place)
    if before.is_open and reading.level <= before.level and not state["stated"]:
        return again_answer(language, place, number=before.answers - 1)
    if reading.is_hint and not state["stated"]:
        return hint_answer(language, place)
    return crisis_answer(
        language, place.country, likely=place.likely, level=reading.level, young=place.young
    )


async def _store(person: Person, country: str, services: Services) -> None:
    try:
        async with asyncio.timeout(STORAGE_SECONDS):
            await services.persons.state_country(person.id, country, now=services.clock.now())
    except (StorageError, TimeoutError):
        logger.exception("The country of %s could not be stored.", person.id)
