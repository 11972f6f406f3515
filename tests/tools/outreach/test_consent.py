from datetime import time

import pytest

from storage.records.outreach import OutreachKind
from tools.outreach.consent import UNASKED, hear_consent, is_offer
from tools.outreach.words import KINDS

ALLOWED = [
    "yes, you can write to me",
    "You can message me any time.",
    "feel free to text me",
    "Please write to me sometimes.",
    "you may write first",
    "I'd like it if you checked in on me",
    "I don't mind if you message me",
    "Could you please check in on me tomorrow?",
    "你可以主动找我",
    "可以主动给我发消息啊",
    "你随时可以找我聊天",
    "以后你可以给我发消息",
    "希望你能主动找我聊聊",
    "你主动找我吧",
]
REFUSED = [
    "please don't write to me",
    "Don't message me first.",
    "stop texting me",
    "I don't want you to write first",
    "别主动找我",
    "不要再给我发消息了",
    "以后别再主动联系我了",
    "I'd rather you didn't message me",
    "but please stop messaging me",
]
EVERYDAY = [
    "you can write well",
    "she never writes to me",
    "You can write me a poem",
    "you can text me back",
    "Can you write to me?",
    "he said you can message me",
    "My boss told me: you can text me any time",
    "don't write me off",
    "Ugh, don't remind me",
    "that reminds me of him",
    "people don't message me first",
    "They don't write to me any more",
    "I wish you could write to me",
    "if you can message me, I'd be surprised",
    "The shop opens not before nine",
    "I never text first",
    "he doesn't text me after ten",
    "你可以找我妈妈",
    "他可以主动找我",
    "他说别联系我",
    "我让他别给我发消息",
    "你可以给我发消息吗",
    "你能主动找我吗？",
    "早上九点前别发朋友圈",
    "没人主动找我",
    "她从来不主动找我",
    "别提醒我了，好烦",
    "提醒我一下",
    "我希望他主动找我",
    "如果你可以主动找我就好了",
    "yes",
    "no",
    "好",
    "you can tell",
    "You can check in at the hotel before noon",
    "She can message me whenever",
    "my friends never check in on me",
    "Could you check in the dictionary?",
    "老板可以随时给我发消息，真烦",
    "我不想他主动联系我",
    "别打扰我妈睡觉",
    "you may text me the recipe",
    "I told her to stop texting me",
    "nobody can contact me",
    "please text me the address",
    "I only write after 6pm",
    "he only texts me after ten",
    "九点以前不要吃东西",
    "九点以前不行",
    "他只能晚上六点以后找我",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_plain_words_to_the_companion_allow_it_to_write_first(text: str) -> None:
    heard = hear_consent(text)
    assert heard is not None
    assert (heard.allows, heard.refuses) == (frozenset(KINDS), frozenset())


@pytest.mark.parametrize("text", REFUSED)
def test_plain_words_to_the_companion_forbid_it(text: str) -> None:
    heard = hear_consent(text)
    assert heard is not None
    assert (heard.allows, heard.refuses) == (frozenset(), UNASKED)


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_talk_of_writing_and_calling_changes_nothing(text: str) -> None:
    assert hear_consent(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("You can remind me", "reminder"),
        ("可以提醒我", "reminder"),
        ("You can ask how I'm doing", "check_in"),
        ("你可以问问我好不好", "check_in"),
        ("you can ask me how it went", "follow_up"),
        ("you can say good morning", "greeting"),
        ("你可以跟我说早安", "greeting"),
    ],
)
def test_a_kind_can_be_allowed_by_itself(text: str, kind: OutreachKind) -> None:
    heard = hear_consent(text)
    assert heard is not None
    assert heard.allows == frozenset({kind})


@pytest.mark.parametrize(
    ("text", "begin", "end", "allows"),
    [
        ("you can write to me but not before nine", time(9), None, True),
        ("You can message me, but not after ten please", None, time(22), True),
        ("You can message me between 9 and 6", time(9), time(18), True),
        ("please don't write to me before 9:30", time(9, 30), None, False),
        ("Don't message me after 10:30 pm", None, time(22, 30), False),
        ("可以主动找我，但早上九点前别发", time(9), None, True),
        ("早上九点前别发", time(9), None, False),
        ("晚上十点半以后不要给我发消息", None, time(22, 30), False),
        ("别在早上八点之前找我", time(8), None, False),
        ("你可以主动找我，但是九点以前不要", time(9), None, True),
        ("你可以主动找我，但九点前不要", time(9), None, True),
        ("你可以主动找我，九点之前不行", time(9), None, True),
        ("你可以主动找我，但晚上十点以后不行。", None, time(22), True),
        ("only write after 6pm", time(18), None, False),
        ("Please only text me before 9 pm.", None, time(21), False),
        ("you can write to me but only after 6 pm", time(18), None, True),
        ("you can write to me, but no reminders before nine", time(9), None, True),
        ("只在晚上六点以后给我发消息", time(18), None, False),
        ("你可以主动找我，但晚上八点之后才行", time(20), None, True),
    ],
)
def test_hours_are_heard_with_it_and_alone_they_neither_allow_nor_refuse(
    text: str, begin: time | None, end: time | None, *, allows: bool
) -> None:
    heard = hear_consent(text)
    assert heard is not None
    assert (heard.not_before, heard.not_after) == (begin, end)
    assert (bool(heard.allows), heard.refuses) == (allows, frozenset())


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("you can write to me but only reminders", {"reminder"}),
        ("You can write to me, only about my reminders.", {"reminder"}),
        ("You can write to me. But only reminders and follow-ups!", {"reminder", "follow_up"}),
        ("you can write to me only to follow up", {"follow_up"}),
        ("you can only send me reminders", {"reminder"}),
        ("Please don't write to me, only reminders.", {"reminder"}),
        ("you can write to me but no good mornings", {"reminder", "check_in", "follow_up"}),
        ("you can message me, except for check-ins", {"reminder", "greeting", "follow_up"}),
        ("可以给我发消息，但只发提醒", {"reminder"}),
        ("你可以主动找我，不过只能提醒我", {"reminder"}),
        ("你可以主动找我，除了提醒别的都不要", {"reminder"}),
        ("你可以主动找我，但不要说早安", {"reminder", "check_in", "follow_up"}),
        ("你可以主动找我，除了早安和晚安都可以", {"reminder", "check_in", "follow_up"}),
    ],
)
def test_nothing_is_allowed_beyond_the_kinds_that_were_said(
    text: str, allowed: set[OutreachKind]
) -> None:
    heard = hear_consent(text)
    assert heard is not None
    assert (set(heard.allows), set(heard.refuses)) == (allowed, set(KINDS) - allowed)


@pytest.mark.parametrize(
    "text",
    [
        "you can write to me but don't remind me of my ex",
        "you can write to me, but no reminders before nine",
        "You can just check in on me",
        "你可以主动找我，但不要提醒我他的事",
    ],
)
def test_what_a_message_is_not_to_be_about_refuses_no_kind(text: str) -> None:
    heard = hear_consent(text)
    assert heard is not None
    assert (heard.allows, heard.refuses) == (frozenset(KINDS), frozenset())


def test_an_offer_may_be_taken_for_one_kind_alone() -> None:
    for text in ("Only reminders please", "Yes, but just reminders.", "可以，但只要提醒"):
        heard = hear_consent(text, asked=True)
        assert heard is not None, text
        assert heard.allows == {"reminder"}
    assert hear_consent("Only reminders please") is None


def test_a_bare_yes_or_no_counts_only_where_the_companion_has_just_asked() -> None:
    for yes in ("Yes please!", "sure, but not before nine", "好啊", "嗯，可以"):
        heard = hear_consent(yes, asked=True)
        assert heard is not None, yes
        assert heard.allows == frozenset(KINDS)
    for no in ("No thanks.", "不用了", "rather not"):
        heard = hear_consent(no, asked=True)
        assert heard is not None, no
        assert heard.refuses == UNASKED
    for neither in ("What do you mean?", "no problem, what was it again", "好像不太好"):
        assert hear_consent(neither, asked=True) is None, neither


def test_an_offer_is_known_by_its_question() -> None:
    for offer in (
        "Would you like me to write to you first now and then?",
        "May I check in on you sometimes?",
        "要不要我偶尔主动找你聊聊？",
    ):
        assert is_offer(offer), offer
    for other in ("Shall I tell you a joke?", "I could write to you.", "要不要聊聊？"):
        assert not is_offer(other), other


@pytest.mark.parametrize(
    "text", ["Please don't write to me, no reminders either", "别主动找我，也不要提醒"]
)
def test_only_the_word_itself_ends_reminders_that_were_set(text: str) -> None:
    heard = hear_consent(text)
    assert heard is not None
    assert heard.refuses == frozenset(KINDS)
