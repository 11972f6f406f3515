import re
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from storage.records.reminder import Every, Reminder
from tools.reminders.hear import hear_reminders
from tools.reminders.take_back import asks_what_is_kept, hear_answer, hear_taking_back
from tools.reminders.which import answered, meant

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
"""A Monday evening."""


def kept(number: int, what: str, at: str, every: Every | None = None) -> Reminder:
    first_at = datetime.fromisoformat(f"2026-{at}:00+00:00")
    return Reminder(
        id=UUID(int=number), what=what, first_at=first_at, timezone="Europe/London", every=every,
        insists=True, message_id=None, agent_id=None, set_at=NOW + timedelta(seconds=number),
    )  # fmt: skip


ENGLISH = (
    kept(1, "take my pills", "03-02 21:00", "day"),
    kept(2, "call mum", "03-03 09:00"),
    kept(3, "see my doctor", "03-05 15:00"),
    kept(4, "the dentist", "03-06 09:30"),
)
CHINESE = (
    kept(1, "吃药", "03-02 21:00", "day"),
    kept(2, "给妈妈打电话", "03-03 09:00"),
    kept(3, "看医生", "03-05 15:00"),
    kept(4, "看牙", "03-06 09:30"),
)
SAID = [
    ("forget the reminder about the pills", {1}),
    ("Please cancel the pill reminder.", {1}),
    ("You don't have to remind me to take my pills any more", {1}),
    ("you needn't remind me about the pills anymore", {1}),
    ("Stop reminding me to take my pills", {1}),
    ("I don't need the daily reminder any more", {1}),
    ("Can you cancel tomorrow's reminder for calling mum?", {2}),
    ("cancel the reminder to call mum, I already did", {2}),
    ("I've called mum. You can delete that reminder about mum.", {2}),
    ("no need to remind me to call mum tomorrow", {2}),
    ("please don't remind me about the doctor", {3}),
    ("cancel the reminder on Thursday", {3}),
    ("cancel Thursday's reminder", {3}),
    ("forget tomorrow's reminder", {2}),
    ("remind me tomorrow at six to run and forget the reminder about the dentist", {4}),
    ("Never mind the reminder about the doctor", {3}),
    ("drop the 9:30 reminder", {4}),
    ("Cancel the reminder on Friday at 9:30 please", {4}),
    ("I no longer need the dentist reminder", {4}),
    ("the reminder about the dentist is no longer needed", {4}),
    ("cancel all my reminders", {1, 2, 3, 4}),
    ("forget the reminder about the dentist and remind me tomorrow at six to run", {4}),
    ("I already saw the doctor so you don't need to remind me", {3}),
    ("that reminder for mum - cancel it", {2}),
    ("undo the last reminder", {4}),
    ("I changed my mind about the dentist reminder", {4}),
    ("Could you not remind me about the doctor?", {3}),
    ("妈妈的电话我打过了，不用提醒了", {2}),
    ("提醒我吃药那个取消吧", {1}),
    ("撤销刚才的提醒", {4}),
    ("不用提醒我吃药了", {1}),
    ("吃药不用再提醒我了", {1}),
    ("取消吃药的提醒", {1}),
    ("别再提醒我吃药了", {1}),
    ("把每天吃药的提醒取消吧", {1}),
    ("帮我取消明天早上九点的提醒", {2}),
    ("明天不用提醒我给妈妈打电话了", {2}),
    ("打电话的提醒不用了", {2}),
    ("取消周四的提醒", {3}),
    ("取消明天的提醒", {2}),
    ("看牙的提醒取消，明天六点提醒我跑步", {4}),
    ("能不能把看医生的提醒删掉？", {3}),
    ("周五九点半的提醒不要了", {4}),
    ("所有提醒都取消", {1, 2, 3, 4}),
]
ASKED = [
    ("cancel my reminder", {1, 2, 3, 4}),
    ("cancel one of my reminders", {1, 2, 3, 4}),
    ("取消一个提醒吧", {1, 2, 3, 4}),
    ("you needn't remind me any more", {1, 2, 3, 4}),
    ("cancel tonight's reminder", {1}),
    ("取消提醒", {1, 2, 3, 4}),
    ("cancel Wednesday's reminder", {1}),
    ("今晚的提醒取消", {1}),
    ("以后不用提醒我了", {1, 2, 3, 4}),
]
EVERYDAY = [
    "don't cancel the reminder about the pills",
    "Please don't forget the reminder about the pills!",
    "I don't want you to go and cancel the pill reminder",
    "she said: cancel the reminder about the pills",
    'He wrote "forget the reminder about the pills" on the door',
    "My sister told me to cancel the reminder about the pills",
    "should I cancel the reminder about the pills?",
    "Did you cancel the pill reminder?",
    "I cancelled the reminder on my phone",
    "remind me tomorrow at nine to cancel the reminder",
    "Ugh, don't remind me.",
    "you don't have to remind me how bad I was",
    "You don't need to remind me of my ex",
    "stop reminding me that I'm single",
    "don't remind me of Friday",
    "I don't need a reminder of that night",
    "you don't have to remind me to breathe",
    "forget it",
    "forget I said anything about reminders",
    "don't ever stop reminding me about my pills",
    "how do I cancel reminders?",
    "please keep the reminder about the pills",
    "不要取消提醒",
    "我叫我妈别提醒我吃药了",
    "我不用你提醒",
    "怎么取消提醒？",
    "what if I cancel the reminder about the pills?",
    "别取消吃药的提醒",
    "不要把吃药的提醒删掉",
    "我妈说不用提醒我吃药了",
    "他说“取消吃药的提醒”",
    "吃药的提醒取消了吗？",
    "不用提醒我这有多难",
    "我把手机上的提醒取消了",
    "如果取消吃药的提醒会怎么样？",
    "谢谢你提醒我",
]


def wished(said: str, stored: tuple[Reminder, ...]) -> tuple[set[int], set[int], bool]:
    wish = hear_taking_back(said, said_at=NOW, zone=LONDON)
    if wish is None:
        return set(), set(), False
    found = meant(wish, stored, LONDON, now=NOW)
    off, asks = ({one.id.int for one in some} for some in (found.taken_back, found.asks))
    return off, asks, found.missing


def stored_for(said: str) -> tuple[Reminder, ...]:
    return ENGLISH if said.isascii() else CHINESE


@pytest.mark.parametrize(("said", "numbers"), SAID)
def test_what_somebody_takes_back_is_found_by_its_words_and_its_time(
    said: str, numbers: set[int]
) -> None:
    assert wished(said, stored_for(said)) == (numbers, set(), False)


@pytest.mark.parametrize(("said", "numbers"), ASKED)
def test_where_several_fit_or_only_one_day_was_meant_it_is_asked(
    said: str, numbers: set[int]
) -> None:
    assert wished(said, stored_for(said)) == (set(), numbers, False)


def test_what_takes_a_reminder_back_sets_none() -> None:
    taking = [
        said for said, _ in (*SAID, *ASKED) if not re.search("remind me tom|提醒我跑|那个", said)
    ]
    heard = {said: hear_reminders(said, said_at=NOW, zone=LONDON) for said in taking}
    assert {said: wanted for said, wanted in heard.items() if wanted} == {}


@pytest.mark.parametrize("said", EVERYDAY)
def test_quotes_others_refusals_questions_and_figures_of_speech_take_nothing_back(
    said: str,
) -> None:
    assert wished(said, stored_for(said)) == (set(), set(), False)


@pytest.mark.parametrize("said", ["you needn't remind me any more", "不用再提醒我了"])
def test_the_only_one_is_the_one_that_is_meant(said: str) -> None:
    assert wished(said, (ENGLISH[1],)) == ({2}, set(), False)


def test_who_speaks_of_something_else_is_asked_about_the_only_one() -> None:
    for said in (
        "I saw the doctor already, you don't have to remind me",
        "吃药我自己记得，不用提醒了",
    ):
        assert wished(said, (stored_for(said)[1],)) == (set(), {2}, False)


def test_what_is_not_stored_is_told_and_what_half_fits_is_asked_about() -> None:
    assert wished("cancel the reminder about the rent", ENGLISH) == (set(), set(), True)
    assert wished("取消交房租的提醒", CHINESE) == (set(), set(), True)
    assert wished("cancel my reminder", ()) == (set(), set(), True)
    assert wished("cancel the reminder to call the plumber", ENGLISH) == (set(), {2}, False)
    assert wished("cancel the reminder about the car on Thursday", ENGLISH) == (set(), {3}, False)


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("the one about the pills", {1}),
        ("the pills", {1}),
        ("the one at nine tomorrow", {2}),
        ("the second one please", {2}),
        ("the last one", {4}),
        ("all of them", {1, 2, 3, 4}),
        ("no, leave them", set()),
        ("yes", set()),
        ("soup", set()),
        ("吃药那个", {1}),
        ("明天九点那个", {2}),
        ("第三个", {3}),
        ("都取消吧", {1, 2, 3, 4}),
        ("不用了，留着吧", set()),
    ],
)
def test_the_answer_says_which_one_is_meant(said: str, numbers: set[int]) -> None:
    answer = hear_answer(said, said_at=NOW, zone=LONDON)
    assert answer is not None
    found = answered(answer, stored_for(said), LONDON, now=NOW)
    assert {one.id.int for one in found} == numbers


@pytest.mark.parametrize(
    "said",
    [
        "Actually I have to call mum now",
        "I had soup today",
        "I'm on my way to the dentist",
        "remind me at nine to take my pills",
        "我要去看医生了",
        "现在提醒我吃药吧",
        "The one thing I never told anybody is that I am afraid of the dentist and of the doctor",
    ],
)
def test_who_goes_on_to_something_else_has_not_answered(said: str) -> None:
    assert hear_answer(said, said_at=NOW, zone=LONDON) is None


def test_a_yes_takes_back_the_only_one_that_was_asked_about() -> None:
    for said, stored in (("yes, altogether", ENGLISH[:1]), ("对，取消吧", CHINESE[:1])):
        answer = hear_answer(said, said_at=NOW, zone=LONDON)
        assert answer is not None
        assert answered(answer, stored, LONDON, now=NOW) == stored


@pytest.mark.parametrize(
    "said",
    [
        "what do you have to remind me of?",
        "What did I ask you to remind me about?",
        "which reminders do I have?",
        "Do I have any reminders?",
        "show me my reminders",
        "when will you remind me to take my pills?",
        "what are my reminders for tomorrow?",
        "What are you going to remind me of tomorrow?",
        "你要提醒我什么",
        "你要提醒我什么？",
        "我有哪些提醒？",
        "我让你提醒我什么来着",
        "什么时候提醒我吃药？",
        "有没有提醒？",
        "看看我的提醒",
    ],
)
def test_who_asks_for_their_reminders_is_heard(said: str) -> None:
    assert asks_what_is_kept(said)
    assert hear_taking_back(said, said_at=NOW, zone=LONDON) is None


@pytest.mark.parametrize(
    "said",
    [
        "what do you remind me of? a cat",
        "that reminds me of what you said",
        "remind me what you said",
        "My boss asked what reminders I have",
        "what a nice reminder",
        "谢谢提醒",
        "你提醒了我",
        "他问你要提醒我什么",
    ],
)
def test_what_is_no_question_for_reminders_is_none(said: str) -> None:
    assert not asks_what_is_kept(said)
