import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from storage.records.outreach import NIGHT, QuietHours
from storage.records.push import PushErrand, PushLanguage
from tests.push_service import Subscription
from tools.push.letter import LIFE, fresh_until, letter, topic_of

SENT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
SHANGHAI = ZoneInfo("Asia/Shanghai")

DEVICE = Subscription("https://push.example/1").device()
ERRAND = PushErrand(
    message_id=uuid4(),
    agent_id=None,
    name="Lumi",
    text="How did the biopsy go?",
    kind="follow_up",
    sent_at=SENT,
    timezone="Europe/London",
    quiet=NIGHT,
    answered=False,
    devices=(DEVICE,),
)


def shown(
    errand: PushErrand = ERRAND, *, words: bool = False, language: PushLanguage = "en"
) -> dict[str, str]:
    device = replace(DEVICE, shows_words=words, language=language)
    written = letter(errand, device, now=SENT)
    assert written is not None
    body: dict[str, str] = json.loads(written.content)
    return body


def test_a_locked_screen_shows_that_there_is_a_message_and_not_what_it_says() -> None:
    assert shown()["title"] == "Lumi"
    assert "biopsy" not in json.dumps(shown())
    assert shown(language="zh")["body"] == "给你留了几句话。"
    assert "reminded" in shown(replace(ERRAND, kind="reminder"))["body"]


def test_where_the_words_are_allowed_they_are_shown_as_far_as_there_is_room() -> None:
    assert shown(words=True)["body"] == ERRAND.text
    long = shown(replace(ERRAND, text="So much\nto say. " * 400, name="N" * 200), words=True)
    assert len(long["body"]) <= 240
    assert long["body"].startswith("So much to say. So")
    assert long["body"].endswith("…")
    assert len(json.dumps(long, ensure_ascii=False).encode()) < 3000
    chinese = shown(replace(ERRAND, text="面试怎么样？" * 300), words=True)
    assert len(json.dumps(chinese, ensure_ascii=False).encode()) < 3000


def test_a_letter_waits_for_a_device_that_sleeps_but_not_into_the_quiet_hours() -> None:
    written = letter(ERRAND, DEVICE, now=SENT + timedelta(minutes=10))
    assert written is not None
    assert written.seconds == int((LIFE - timedelta(minutes=10)).total_seconds())
    late = replace(ERRAND, sent_at=SENT.replace(hour=21))
    written = letter(late, DEVICE, now=late.sent_at)
    assert written is not None
    assert written.seconds == 60 * 60
    assert letter(late, DEVICE, now=late.sent_at + timedelta(minutes=60)) is None


@pytest.mark.parametrize(
    ("quiet", "zone", "hours"),
    [
        (None, LONDON, 4),
        (QuietHours(start=time(20), end=time(7)), LONDON, 1.5),
        (QuietHours(start=time(9), end=time(17)), LONDON, 4),
        (QuietHours(start=time(3), end=time(9)), SHANGHAI, 0.5),
        (QuietHours(start=time(18), end=time(7)), LONDON, 4),
    ],
    ids=["none wished", "soon", "far away", "in another zone", "within, as the person wanted it"],
)
def test_until_when_a_message_is_fresh(
    quiet: QuietHours | None, zone: ZoneInfo, hours: float
) -> None:
    assert fresh_until(SENT, quiet, zone) == SENT + timedelta(hours=hours)


def test_letters_of_one_companion_take_each_others_place_and_name_nobody() -> None:
    device = UUID(int=1)
    assert topic_of(device, "fern") == topic_of(device, "fern")
    topics = {topic_of(device, None), topic_of(device, "fern"), topic_of(UUID(int=2), "fern")}
    assert len(topics) == 3
    assert {len(topic) for topic in topics} == {32}


def test_what_the_person_wanted_to_be_reminded_of_is_urgent_and_nothing_else() -> None:
    urgencies = {}
    for kind in ("reminder", "follow_up", "check_in", "greeting"):
        written = letter(replace(ERRAND, kind=kind), DEVICE, now=SENT)
        urgencies[kind] = written.urgency if written else None
    assert urgencies == {
        "reminder": "high", "follow_up": "normal", "check_in": "normal", "greeting": "normal"
    }  # fmt: skip
