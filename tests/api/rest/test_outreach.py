import re
from datetime import timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.entrance.tokens import OWNER
from api.services import Running
from storage.outreach import Withheld
from storage.records import Person
from storage.records.outreach import GateReason, OutreachKind, OutreachTrigger
from tests.factories import exchange
from tests.letters import a_letter
from tests.remembering import memory, read
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]

PLACE = "/api/companion/outreach"
NIGHT = {"start": "22:30", "end": "08:00"}
AGREEMENT: dict[str, Any] = {
    "kinds": ["follow_up", "check_in"],
    "quietHours": {"start": "23:00", "end": "07:30"},
    "dailyCeiling": 2,
    "touchesSensitive": False,
    "checksInAfterCrisis": True,
}
INTERVIEW = "Robin has an interview at the library on Friday"

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def running(owner: Client) -> Running:
    running: Running = owner.app.state.running
    return running


@pytest.fixture
async def robin(owner: Client, running: Running) -> Person:
    """The owner, after a talk that is long enough to be written to."""
    await owner.patch("/api/me", json={"name": "Robin"})
    person = await running.persons.find_or_create(
        OWNER, timezone="Europe/London", companion_name="Lumi", now=running.clock.now()
    )
    for number in range(11):
        await exchange(running.talks, person, f"Message {number}.", clock=running.clock)
    return person


async def answered(owner: Client, method: str, path: str = "", **sent: Any) -> dict[str, Any]:
    answer = await owner.request(method, f"{PLACE}{path}", **sent)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def refused(owner: Client, method: str, path: str = "", **sent: Any) -> tuple[int, str]:
    answer = await owner.request(method, f"{PLACE}{path}", **sent)
    return answer.status_code, answer.json()["code"]


async def came_first(
    running: Running,
    person: Person,
    text: str,
    *,
    kind: OutreachKind = "follow_up",
    trigger: OutreachTrigger = "open_loop",
    memory_ids: tuple[UUID, ...] = (),
) -> UUID:
    """Let a message be written first."""
    now = running.clock.now()
    reply, note = a_letter(text, kind=kind, trigger=trigger, memory_ids=memory_ids, now=now)
    assert await running.doorstep.hand_over(person, reply, note, spendings=())
    return reply.id


async def remembered(running: Running, person: Person, content: str) -> UUID:
    found = memory(content, now=running.clock.now())
    await read(running.database, person.id, found, now=running.clock.now())
    return found.id


async def test_nothing_comes_until_the_person_agrees_and_none_is_the_end_of_it(
    owner: Client,
) -> None:
    body = await answered(owner, "GET")
    assert (body["on"], body["quietHours"], body["forbidden"]) == (False, NIGHT, [])
    assert [one["kind"] for one in body["kinds"] if one["agreed"]] == []
    assert body["kinds"][0]["explained"] == "What you asked to be reminded of, at its time."

    body = await answered(owner, "PUT", json=AGREEMENT)
    assert body == await answered(owner, "GET")
    assert [one["kind"] for one in body["kinds"] if one["agreed"]] == ["follow_up", "check_in"]
    assert {key: body[key] for key in AGREEMENT if key != "kinds"} == {
        key: value for key, value in AGREEMENT.items() if key != "kinds"
    }

    left = await answered(owner, "PUT", json={"kinds": [], "quietHours": None})
    assert (left["on"], left["quietHours"]) == (False, None)


async def test_what_is_agreed_with_one_companion_is_agreed_with_no_other(
    owner: Client, running: Running
) -> None:
    me = (await owner.get("/api/me")).json()["id"]
    await running.companions.find_or_create(me, "fern", name="Fern", now=running.clock.now())
    await answered(owner, "PUT", json=AGREEMENT, params={"agentId": "fern"})
    assert (await answered(owner, "GET", params={"agentId": "fern"}))["on"]
    assert not (await answered(owner, "GET"))["on"]
    stranger = {"agentId": "nobody"}
    assert await refused(owner, "GET", params=stranger) == (404, "not_found")
    assert await refused(owner, "PUT", json=AGREEMENT, params=stranger) == (404, "not_found")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kinds": ["calls"]},
        {"quietHours": {"start": "08:00", "end": "08:00"}},
        {"quietHours": {"start": "25:00", "end": "08:00"}},
        {"quietHours": "always"},
        {"dailyCeiling": -1},
    ],
)
async def test_what_cannot_be_agreed_to_is_refused_and_changes_nothing(
    owner: Client, wrong: dict[str, Any]
) -> None:
    assert (await refused(owner, "PUT", json=AGREEMENT | wrong))[0] == 400
    assert not (await answered(owner, "GET"))["on"]


async def test_everything_is_put_off_for_a_day_a_week_or_until_a_moment(
    owner: Client, clock: MovedClock
) -> None:
    await answered(owner, "PUT", json=AGREEMENT)
    for sent, until in (
        ({"length": "day"}, "2026-03-03T20:00:00Z"),
        ({"length": "week"}, "2026-03-09T20:00:00Z"),
        ({"until": "2026-03-04T08:00:00+08:00"}, "2026-03-04T00:00:00Z"),
        ({"until": "2026-06-01T09:00:00"}, "2026-06-01T08:00:00Z"),
    ):
        body = await answered(owner, "POST", "/snooze", json=sent)
        assert body["snoozedUntil"] == until, "a moment without a zone is the person's own"
        assert body["kinds"][1]["agreed"], "what was agreed to stays"
    assert (await answered(owner, "DELETE", "/snooze"))["snoozedUntil"] is None
    for wrong in (
        {"until": "2026-03-01T00:00:00Z"},
        {"until": "9999-12-31T23:59:59-12:00"},
        {"until": "0001-01-01T00:00:00"},
        {"length": "day", "until": "2026-03-04T00:00:00Z"},
        {},
    ):
        assert (await refused(owner, "POST", "/snooze", json=wrong))[0] == 400, wrong


async def test_a_message_tells_why_it_came_and_what_it_rests_on(
    owner: Client, running: Running, robin: Person
) -> None:
    memory_id = await remembered(running, robin, INTERVIEW)
    gone = uuid4()
    message_id = await came_first(
        running, robin, "How did the interview go?", memory_ids=(gone, memory_id)
    )
    why = await answered(owner, "GET", f"/messages/{message_id}/why")
    assert (why["trigger"], why["kindName"]) == ("open_loop", "Following up")
    assert why["words"] == "You told of something that was coming up, and not yet how it went."
    assert why["memories"] == [{"id": str(memory_id), "content": INTERVIEW}]
    gates = {one["gate"]: one["words"] for one in why["gates"]}
    assert gates["quiet_hours"] == "It was outside your quiet hours."
    assert len(gates) == len(get_args(GateReason))

    await owner.patch("/api/me", json={"language": "zh-CN"})
    why = await answered(owner, "GET", f"/messages/{message_id}/why")
    assert why["words"] == "你提过一件事，还不知道后来怎么样。"

    reply = (await owner.get("/api/messages", params={"limit": 2})).json()["messages"][0]
    for message in (reply["id"], uuid4()):
        for method, way in (("GET", "why"), ("POST", "less"), ("POST", "never")):
            assert await refused(owner, method, f"/messages/{message}/{way}") == (404, "not_found")


async def test_less_like_this_halves_a_kind_up_to_an_eighth_and_can_be_taken_back(
    owner: Client, running: Running, robin: Person
) -> None:
    message_id = await came_first(running, robin, "Morning.", kind="greeting")
    seen = []
    for _ in range(4):
        body = await answered(owner, "POST", f"/messages/{message_id}/less")
        seen.append({one["kind"]: one["slower"] for one in body["kinds"]}["greeting"])
    assert seen == [2.0, 4.0, 8.0, 8.0]
    body = await answered(owner, "DELETE", "/less", params={"kind": "check_in"})
    assert [one["slower"] for one in body["kinds"]] == [1.0, 1.0, 1.0, 8.0]
    body = await answered(owner, "DELETE", "/less")
    assert {one["slower"] for one in body["kinds"]} == {1.0}

    reminder = await came_first(running, robin, "Call mum.", kind="reminder", trigger="reminder")
    assert await refused(owner, "POST", f"/messages/{reminder}/less") == (400, "wish_refused")
    assert not (await answered(owner, "GET", f"/messages/{reminder}/why"))["lessIsPossible"]


async def test_never_about_this_is_by_words_or_by_a_message_and_can_be_taken_back(
    owner: Client, running: Running, robin: Person
) -> None:
    body = await answered(owner, "POST", "/never", json={"topic": "  my   ex "})
    assert body["forbidden"] == ["my ex"]
    memory_id = await remembered(running, robin, INTERVIEW)
    message_id = await came_first(
        running, robin, "Robin, how did the interview go?", memory_ids=(memory_id,)
    )
    for _ in range(2):
        body = await answered(owner, "POST", f"/messages/{message_id}/never")
    assert body["forbidden"] == ["my ex", "interview"]
    body = await answered(owner, "DELETE", "/never", params={"topic": "My ex"})
    assert body["forbidden"] == ["interview"]
    taken = await refused(owner, "DELETE", "/never", params={"topic": "my ex"})
    assert taken == (400, "wish_refused")

    silent = await came_first(running, robin, "How are you?", kind="check_in", trigger="silence")
    assert await refused(owner, "POST", f"/messages/{silent}/never") == (400, "no_topic")
    for wrong in ("", " ", "x" * 101):
        assert (await refused(owner, "POST", "/never", json={"topic": wrong}))[0] == 400


async def test_the_week_ahead_is_seen_without_anything_happening(
    owner: Client, running: Running, robin: Person, clock: MovedClock
) -> None:
    await answered(owner, "PUT", json={"kinds": ["check_in"], "quietHours": NIGHT})
    body = await answered(owner, "GET", "/preview")
    silence, greeting = sorted(body["foreseen"], key=lambda one: not one["wouldWrite"])
    assert (silence["trigger"], silence["at"][:10]) == ("silence", "2026-03-05")
    [later] = silence["again"]
    assert later[:10] == "2026-03-08", "nobody answered, as in a life"
    assert silence["words"] == "would be written, if good words are found for it"
    assert (greeting["kind"], greeting["reason"]) == ("greeting", "no_consent")
    assert (body["on"], body["leftOut"], body["words"]) == (True, 0, "")

    withheld = await answered(owner, "GET", "/withheld")
    assert withheld == {"agentId": None, "days": 30, "withheld": []}, "nothing was counted"
    now = running.clock.now()
    due = await running.outreach.due(now=now, again_at=now, limit=9)
    assert [look.person_id for look in due] == [robin.id], "nor was the look moved"

    twice: list[Withheld] = [("silence", "too_soon")] * 2
    await running.outreach.look_again(robin.id, None, now, withheld=twice, now=now)
    clock.move(timedelta(hours=1))
    [kept] = (await answered(owner, "GET", "/withheld", params={"days": 1}))["withheld"]
    assert (kept["reason"], kept["count"]) == ("too_soon", 2)
    assert kept["words"] == "it has not been quiet for long enough"


async def test_the_week_ahead_says_once_that_nothing_is_agreed_to(
    owner: Client, robin: Person
) -> None:
    body = await answered(owner, "GET", "/preview")
    assert (body["on"], body["foreseen"]) == (False, [])
    assert body["words"] == "It does not write first."


async def test_words_come_in_the_language_asked_for_and_in_the_persons_own_otherwise(
    owner: Client, running: Running, robin: Person
) -> None:
    await owner.patch("/api/me", json={"language": "en-GB"})
    read = {"language": "zh"}
    agreed = await answered(owner, "PUT", json=AGREEMENT, params=read)
    assert [one["name"] for one in agreed["kinds"]] == ["提醒", "问问后来", "问候近况", "打招呼"]
    message_id = await came_first(running, robin, "Call mum.", kind="reminder", trigger="reminder")
    why = await answered(owner, "GET", f"/messages/{message_id}/why", params=read)
    told = [agreed["kinds"][0]["explained"], why["kindName"], why["words"]]
    told += [gate["words"] for gate in why["gates"]]
    ahead = (await answered(owner, "GET", "/preview", params=read))["foreseen"]
    told += [one[key] for one in ahead for key in ("kindName", "triggerWords", "words")]
    kept: list[Withheld] = [("silence", "too_soon")]
    now = running.clock.now()
    await running.outreach.look_again(robin.id, None, now, withheld=kept, now=now)
    [withheld] = (await answered(owner, "GET", "/withheld", params=read))["withheld"]
    told += [withheld["triggerWords"], withheld["words"]]
    assert [words for words in told if not HAN.search(words)] == []

    assert (await answered(owner, "GET"))["kinds"][0]["name"] == "Reminders"
    await owner.patch("/api/me", json={"language": "zh-CN"})
    english = await answered(owner, "GET", "/preview", params={"language": "en"})
    assert not HAN.search(str(english["foreseen"]))
    assert await refused(owner, "GET", params={"language": "fr"}) == (400, "bad_request")
