import pytest

from api.entrance.rate import Allowances, Rate, counted_address

LITTLE = Rate(burst=2, per_second=0.5)


class Seconds:
    """A time that stands still."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_has_a_burst_and_then_so_many_a_second() -> None:
    seconds = Seconds()
    doors = Allowances(LITTLE, time=seconds)
    assert [doors.take("anna") for _ in range(3)] == [0, 0, 2]
    assert doors.take("ben") == 0
    seconds.now = 2.0
    assert (doors.take("anna"), doors.take("anna")) == (0, 2)


def test_no_more_are_remembered_than_there_is_room_for_and_the_busy_stay() -> None:
    doors = Allowances(LITTLE, time=Seconds(), kept=10)
    for number in range(1_000):
        doors.take(number)
        doors.take("busy")
    assert doors.take("busy") > 0
    assert doors.take(0) == 0


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("127.0.0.1", None),
        ("127.8.9.1", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        (None, None),
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("a socket", "a socket"),
    ],
)
def test_a_household_is_counted_once_and_this_machine_never(
    host: str | None, counted: str | None
) -> None:
    assert counted_address(host) == counted
