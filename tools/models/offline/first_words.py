"""A message that comes first, in the few words the offline voice has for each reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import BaseMessage

from tools.models.offline.transcript import last_human

Lines = Mapping[str, str]

_LINES: Sequence[tuple[str, str]] = (
    ("you do not know how it went: ", "I was wondering how this went: {about}"),
    ("today is the day of this: ", "I remembered what day it is: {about}"),
    ("they asked you to remind them of this: ", "You asked me to remind you: {about}"),
    ("the time for something they do: ", "This came to mind: {about} How is it going?"),
    ("they seemed low when you last talked", "Yesterday sounded heavy. How is today?"),
    ("they were in a bad way yesterday", "You said I may ask once: how are you today?"),
    ("something they had on their mind", "You came to mind. I hope the days are kind to you."),
    ("their day is beginning", "Good morning. I hope the day begins gently."),
    ("in your mind since you last talked: ", "{about}"),
    ("一直惦记着这件事：", "{about}"),
    ("你还不知道结果：", "我在想，这件事后来怎么样了：{about}"),
    ("今天是这件事的日子：", "我记得今天是什么日子：{about}"),
    ("对方请你提醒这件事：", "你让我提醒你：{about}"),
    ("平常做这件事的时候：", "我想起了这个：{about}最近怎么样？"),
    ("对方情绪低落", "昨天听起来很沉。今天好些了吗？"),
    ("对方昨天很难熬", "你说过我可以问一次：今天还好吗？"),
    ("安静了有一阵子", "我想起你了。愿这些天对你温柔一点。"),
    ("对方的一天刚开始", "早上好。愿今天轻轻地开始。"),
)
"""The end of each reason as the task names it, and what is said then."""


def first_words(messages: Sequence[BaseMessage]) -> Mapping[str, Any]:
    """Return the draft for the reason in the last message; empty for a reason it does not know."""
    task = last_human(messages)
    for reason, line in _LINES:
        _, found, rest = task.partition(reason)
        if found:
            return {"message": line.format(about=rest.split("\n", 1)[0].strip())}
    return {"message": ""}
