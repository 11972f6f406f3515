import asyncio

import pytest

from api.talks.writing import Writing

PAUSE, LINGER, LIMIT = 0.06, 0.05, 0.3


@pytest.fixture
async def writing() -> Writing:
    return Writing(pause=PAUSE, linger=LINGER, limit=LIMIT)


async def waited(writing: Writing) -> float:
    """Return the seconds until somebody is through."""
    begun = asyncio.get_running_loop().time()
    await writing.over()
    return asyncio.get_running_loop().time() - begun


@pytest.mark.parametrize("said", ["I went home.", "I went home", "hi", "在吗", "Are you there?"])
async def test_a_message_of_its_own_waits_for_nothing(writing: Writing, said: str) -> None:
    writing.end(said)
    assert not await writing.over()


async def test_a_message_that_breaks_off_waits_a_moment(writing: Writing) -> None:
    writing.end("So I went to the shop and")
    assert LINGER * 0.8 <= await waited(writing) < LIMIT
    writing.end("so I went to the shop and")
    writing.end("bought bread.")
    assert not await writing.over()


async def test_a_question_waits_for_less_typing_than_a_piece(writing: Writing) -> None:
    writing.end("Are you there?")
    writing.go_on()
    short = await waited(writing)
    writing.end("So today")
    writing.go_on()
    assert short < PAUSE < await waited(writing)


async def test_nobody_types_an_answer_away(writing: Writing) -> None:
    writing.end("One moment")

    async def type_on() -> None:
        while True:
            writing.go_on()
            await asyncio.sleep(PAUSE / 3)

    typing = asyncio.create_task(type_on())
    assert await waited(writing) < LIMIT * 2
    typing.cancel()
