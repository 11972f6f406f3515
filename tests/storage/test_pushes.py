from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from storage.database import Database
from storage.errors import NotFound
from storage.pushes import MOST_DEVICES, Pushes
from storage.records import Person
from tests.factories import make_person
from tests.push_service import Subscription
from tools.clock import MovedClock


def browser(name: str = "one") -> Subscription:
    return Subscription(f"https://push.example/{name}")


async def test_a_browser_that_comes_again_is_the_same_one_with_what_is_new_of_it(
    database: Database, person: Person, clock: MovedClock
) -> None:
    pushes, one = Pushes(database), browser()
    first = await pushes.save(person.id, one.device(), now=clock.now())
    again = await pushes.save(
        person.id, one.device(language="zh", shows_words=True), now=clock.now()
    )
    assert again.id == first.id
    [known] = await pushes.devices_of(person.id)
    assert (known.language, known.shows_words) == ("zh", True)
    assert (known.public_key, known.secret) == (one.public, one.secret)


async def test_a_browser_is_of_whoever_was_signed_in_last(
    database: Database, person: Person, clock: MovedClock
) -> None:
    pushes, other = Pushes(database), await make_person(database, clock)
    await pushes.save(person.id, browser().device(), now=clock.now())
    await pushes.save(person.id, browser("two").device(), now=clock.now())
    await pushes.save(other.id, browser().device(), now=clock.now())
    assert await _endpoints(pushes, person.id) == ["https://push.example/two"]
    [taken] = await pushes.devices_of(other.id)
    with pytest.raises(NotFound):
        await pushes.remove(person.id, taken.id)
    await pushes.remove(other.id, taken.id)
    assert await _endpoints(pushes, other.id) == []


async def test_nobody_has_more_browsers_than_can_be_written_to(
    database: Database, person: Person, clock: MovedClock
) -> None:
    pushes = Pushes(database)
    for number in range(MOST_DEVICES + 2):
        clock.move(timedelta(minutes=1))
        await pushes.save(person.id, browser(str(number)).device(), now=clock.now())
    kept = await _endpoints(pushes, person.id)
    assert len(kept) == MOST_DEVICES
    assert (kept[0], kept[-1]) == ("https://push.example/13", "https://push.example/2")


async def test_there_is_nothing_to_push_of_a_message_that_is_gone(
    database: Database, person: Person
) -> None:
    assert await Pushes(database).errand(person.id, None, uuid4()) is None


async def _endpoints(pushes: Pushes, person_id: UUID) -> list[str]:
    return [device.endpoint for device in await pushes.devices_of(person_id)]
