"""Where somebody in danger is, as far as they or their device said."""

import asyncio
import logging

from nodes.services import Services
from nodes.turn.state import StatedCountry, TurnInput
from storage.errors import StorageError
from storage.records import Person
from tools.care.answer import Place
from tools.care.likely_country import likely_country
from tools.care.stated_country import stated_country
from tools.prompts.render import Language
from tools.text.language import language_of

STORAGE_SECONDS = 1.0
"""How long the database may keep the words to somebody in danger waiting."""

logger = logging.getLogger(__name__)


async def place_of(
    state: TurnInput, services: Services, *, text: str, stated: StatedCountry | None
) -> Place:
    """Return where a person is; a country they have just named outweighs everything."""
    young = state["person"].age_group == "minor"
    if stated:
        return Place(stated.code, young=young)
    person = await _present(state["person"], services)
    likely = stated_country(text) or _likely(person, services.assumed_timezone)
    return Place(person.country, likely, person.age_group == "minor")


def language_of_care(text: str, stated: StatedCountry | None) -> Language:
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
