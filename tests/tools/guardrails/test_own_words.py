"""What a companion naturally says of what was arranged is no copy of the notes that ask for it."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

import pytest

from tools.guardrails.check_reply import check_reply
from tools.prompts.private import private
from tools.prompts.render import Language

NATURAL: dict[Language, tuple[str, ...]] = {
    "en": (
        "I'll write to you first now and then. A word is enough to end it.",
        "Shall I write first sometimes, to remind you of things or ask how something went?",
        "I won't write to you first, then. Nothing will come.",
        "I'll remind you tomorrow at nine to call your mum.",
        "Done, that one is off: every day at 21:00, your pills. It does not come any more.",
        "Okay, deleted just now. Everything else that is stored stays.",
        "You have two: your pills at nine and the doctor on Friday. Which one do you mean?",
        "Shall I take it back altogether? Nothing is deleted yet.",
        "There is no reminder like that. This is stored: your pills at nine in the evening.",
        "This is everything that is stored and still to come: your pills at nine in the evening.",
        "How did the interview go? If you have something else on your mind, leave it.",
    ),
    "zh": (
        "好，我偶尔可以主动给你发消息，提醒你事情，问问后来怎么样，看看你好不好。一句话就能停。",
        "明白，不会再主动给你发消息了。",
        "明天九点我提醒你给妈妈打电话。",
        "刚删掉，不会再来。别的提醒都还在。",
        "有两个提醒：今晚九点吃药，周五三点看医生。你要取消哪一个？",
        "要整个取消吗？还什么都没有删。",
        "没有记过这样的提醒，什么都没有删。现在记着的是：今晚九点吃药。",
        "你要我提醒的都在这里：今晚九点吃药，周五三点看医生。",
        "面试怎么样了？如果你在想别的事，我们就聊别的。",
    ),
}


def voiced(language: Language) -> Iterator[str]:
    """Yield all that the offline voice says of names, reminders and letters."""
    table = files("tools.models.offline").joinpath(language, "becoming.toml").read_text("utf-8")
    for lines in tomllib.loads(table)["phrases"].values():
        for line in lines:
            yield re.sub(r"\{\w+\}", "Ash", line)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_about_what_was_arranged_are_no_leak(language: Language) -> None:
    secret = private(language, None).texts
    said = [*NATURAL[language], *voiced(language), " ".join(voiced(language))]
    assert [one for one in said if check_reply(one, secret=secret)] == []
