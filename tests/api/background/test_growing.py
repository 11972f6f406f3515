from datetime import timedelta

import anyio

from api.background.following_up import following_up
from api.services import open_services
from api.settings import Settings
from storage.records import Person
from tests.factories import exchange
from tests.tools.relationship.records import OPEN
from tools.clock import MovedClock

WAIT_SECONDS = 30
"""How long a worker may take to follow up a turn."""


async def test_the_program_itself_lets_two_grow_closer_after_a_turn_and_leaves_lumi_alone(
    settings: Settings, clock: MovedClock
) -> None:
    async with open_services(settings, clock=clock) as running, following_up(running):
        person: Person = await running.persons.find_or_create(
            "somebody", timezone="Europe/London", companion_name="Lumi", now=clock.now()
        )
        await running.companions.find_or_create(person.id, "fern", name="Fern", now=clock.now())
        for agent_id in (None, "fern"):
            clock.move(timedelta(minutes=1))
            await exchange(running.talks, person, OPEN[0], clock=clock, agent_id=agent_id)
        with anyio.fail_after(WAIT_SECONDS):
            score = 0.0
            while not score:
                await anyio.sleep(0.1)
                found = await running.relationships.get(person.id, "fern")
                score = found.score if found else 0.0
        assert await running.relationships.get(person.id, "") is None
