from api.talks.pace import Rest


async def test_a_rest_doubles_with_each_failure_up_to_its_limit() -> None:
    rest = Rest(first=1, longest=60)

    assert [rest.begin() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert rest.is_on


async def test_a_turn_that_goes_well_makes_the_next_failure_a_first_one() -> None:
    rest = Rest(first=1, longest=60)
    rest.begin()
    rest.begin()

    rest.end()

    assert rest.begin() == 1


async def test_a_talk_that_fails_for_days_still_rests_as_long_as_is_allowed() -> None:
    rest = Rest(first=1.0, longest=60)

    assert [rest.begin() for _ in range(2_000)][-1] == 60
