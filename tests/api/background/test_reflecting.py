from datetime import timedelta
from zoneinfo import ZoneInfo

import anyio

from api.background.following_up import following_up
from api.background.reflecting import reflecting_of
from api.services import open_services
from api.settings import Settings
from storage.records.outreach import OutreachSettings
from storage.thoughts import Thoughts
from tests.factories import exchange
from tools.clock import MovedClock
from tools.reflection.night import is_night

WAIT_SECONDS = 30
"""How long the program may take to look back on a talk whose night has come."""

DAY, FORTNIGHT = timedelta(days=1), timedelta(days=14)

SHANGHAI = ZoneInfo("Asia/Shanghai")


async def test_the_program_itself_looks_back_in_the_persons_own_night_and_not_by_day(
    settings: Settings, clock: MovedClock
) -> None:
    async with open_services(settings, clock=clock) as running:
        reflecting, now = reflecting_of(running), clock.now()
        person = await running.persons.find_or_create(
            "far away", timezone=SHANGHAI.key, companion_name="Lumi", now=now
        )
        for said in ("我还没想好要不要换工作", "换工作的事想了一整天"):
            await exchange(running.talks, person, said, clock=clock)
        agreed = OutreachSettings(kinds=frozenset({"follow_up"}))
        await running.outreach.save_settings(person.id, None, agreed, now=now)
        await running.outreach.look_again(person.id, None, now + FORTNIGHT, now=now)
        await reflecting.reflections.plan(person.id, None, now)
        clock.move(timedelta(hours=6))
        assert not is_night(clock.now(), SHANGHAI)
        await reflecting.look(str(person.id), None)
        due = reflecting.reflections.due(now=clock.now(), again_at=clock.now(), limit=9)
        assert await due == [], "after a long stop it waits for the next night"

        thoughts = Thoughts(running.database)
        assert await thoughts.all_of(person.id, None) == []
        clock.move(timedelta(hours=19, minutes=30))
        assert is_night(clock.now(), SHANGHAI)
        async with following_up(running):
            with anyio.fail_after(WAIT_SECONDS):
                found = await thoughts.all_of(person.id, None)
                while not found:
                    await anyio.sleep(0.1)
                    found = await thoughts.all_of(person.id, None)
        assert "换工作" in found[0].text
        looks = await running.outreach.due(now=clock.now() + DAY, again_at=clock.now(), limit=9)
        assert [one.person_id for one in looks] == [person.id], "thought of when it may come up"
