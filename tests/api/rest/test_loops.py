from uuid import UUID, uuid4

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.entrance.tokens import OwnTokens
from storage.database import Database
from storage.loops import Loops
from storage.persons import Persons
from storage.records.loops import OpenLoop
from tests.factories import exchange, make_talks
from tests.tools.loops.making import FRIDAY, loop
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]


@pytest.fixture
async def interview(owner_id: UUID, database: Database, clock: MovedClock) -> OpenLoop:
    """An interview that the owner spoke of."""
    person = await Persons(database).by_id(owner_id)
    said = await exchange(make_talks(database), person, "My interview is on Friday", clock=clock)
    one = loop("interview", message_ids=(said.id,), happens_precision="day")
    over = loop("exam", status="expired")
    await Loops(database).write(owner_id, None, [one, over], (), now=FRIDAY)
    return one


async def events(owner: Client, query: str = "") -> list[tuple[str, str, bool]]:
    loops = (await owner.get(f"/api/loops{query}")).json()["loops"]
    return [(one["event"], one["status"], one["doNotAsk"]) for one in loops]


async def test_a_person_sees_what_is_open_with_their_own_words(
    owner: Client, interview: OpenLoop
) -> None:
    [shown] = (await owner.get("/api/loops")).json()["loops"]
    assert (shown["event"], shown["status"], shown["happensPrecision"]) == (
        "interview",
        "open",
        "day",
    )
    assert [one["content"] for one in shown["sources"]] == ["My interview is on Friday"]
    assert await events(owner, "?state=all") == [
        ("interview", "open", False), ("exam", "expired", False)
    ]  # fmt: skip
    assert await events(owner, "?agentId=moss") == []
    assert (await owner.get("/api/loops?state=none")).status_code == 400


async def test_a_person_settles_hushes_and_deletes(owner: Client, interview: OpenLoop) -> None:
    path = f"/api/loops/{interview.id}"
    assert (await owner.post(f"{path}/close")).json()["status"] == "closed"
    assert await events(owner) == []
    hushed = (await owner.post(f"{path}/hush")).json()
    assert (hushed["status"], hushed["doNotAsk"]) == ("closed", True)
    assert await events(owner) == [("interview", "closed", True)]
    reopened = (await owner.post(f"{path}/reopen")).json()
    assert (reopened["status"], reopened["doNotAsk"], reopened["askedAt"]) == ("open", False, None)
    assert (await owner.delete(path)).status_code == 204
    assert await events(owner, "?state=all") == [("exam", "expired", False)]
    assert (await owner.delete(path)).status_code == 404


async def test_nobody_touches_the_loops_of_others(
    owner: Client, interview: OpenLoop, own_tokens: OwnTokens
) -> None:
    stranger = {"Authorization": f"Bearer {own_tokens.session('somebody else')}"}
    for path in (f"{interview.id}", str(uuid4())):
        headers = stranger if path == str(interview.id) else {}
        for deed in ("close", "hush", "reopen"):
            answer = await owner.post(f"/api/loops/{path}/{deed}", headers=headers)
            assert answer.status_code == 404
        assert (await owner.delete(f"/api/loops/{path}", headers=headers)).status_code == 404
    assert await events(owner) == [("interview", "open", False)]
