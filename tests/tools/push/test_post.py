from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from storage.records.push import PushDevice
from tests.push_service import CONTACT, PushService, Subscription
from tests.tools.push.test_keys import PRIVATE
from tools.push.keys import PushKey
from tools.push.letter import Letter
from tools.push.post import Posted, PushPost, posted

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
LETTER = Letter(content=b'{"title": "Lumi"}', topic="t" * 32, urgency="normal", seconds=90)


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with PushService().open() as opened:
        yield opened


async def send(service: PushService, device: PushDevice) -> Posted:
    post = PushPost(PushKey(PRIVATE), contact=CONTACT, rules=service.rules)
    answer = await post.send(device, LETTER, now=NOW)
    await post.aclose()
    return answer


async def test_only_the_browser_reads_a_letter_and_its_service_knows_who_sent_it(
    service: PushService,
) -> None:
    browser = service.subscribe()
    assert (await send(service, browser.device())).outcome == "accepted"
    [one] = service.delivered
    assert one.shown == {"title": "Lumi"}
    assert (one.claims["key"], one.claims["sub"]) == (PushKey(PRIVATE).public, CONTACT)
    told = {name: one.headers[name] for name in ("ttl", "topic", "urgency", "content-encoding")}
    assert told == {
        "ttl": "90", "topic": "t" * 32, "urgency": "normal", "content-encoding": "aes128gcm"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "after", "outcome", "wait"),
    [
        (201, None, "accepted", None),
        (404, None, "gone", None),
        (410, None, "gone", None),
        (429, "120", "later", 120),
        (429, "999999999999", "later", 3600),
        (503, "Wed, 21 Oct 2026 07:28:00 GMT", "later", None),
        (500, "-1", "later", None),
        (307, None, "refused", None),
        (400, None, "refused", None),
        (413, None, "refused", None),
    ],
)
def test_what_the_answer_of_a_service_means(
    status: int, after: str | None, outcome: str, wait: int | None
) -> None:
    answer = posted(status, after)
    assert (answer.outcome, answer.wait, answer.said) == (outcome, wait, str(status))


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/push",
        "https://[::1]/push",
        "https://169.254.169.254/latest",
        "https://localhost/push",
        "https://2130706433/push",
        "http://push.example/push",
    ],
)
async def test_no_letter_goes_to_where_only_this_machine_gets(endpoint: str) -> None:
    post = PushPost(PushKey(PRIVATE), contact=None)
    answer = await post.send(Subscription(endpoint).device(), LETTER, now=NOW)
    assert answer.outcome == "refused"
    await post.aclose()


async def test_a_service_that_is_away_is_asked_again_later(service: PushService) -> None:
    browser = service.subscribe()
    port = next(iter(service.rules.ports - {443}))
    device = Subscription(browser.endpoint.replace(f":{port}", ":443")).device()
    assert (await send(service, device)).outcome == "later"
