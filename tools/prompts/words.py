"""The small words of a prompt, in both languages."""

from collections.abc import Mapping
from datetime import datetime

from tools.prompts.render import Language

WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "nothing": "(nothing yet)",
        "name": "They are called {name}.",
        "line.memory": "- (memory, {day}) {text}",
        "line.user": "- ({day}, they said) {text}",
        "line.assistant": "- ({day}, you said) {text}",
        "tool.nothing": "Nothing was found.",
        "tool.broken": "The search does not work right now.",
        "tool.unknown": "There is no tool called {name!r}.",
        "tool.query": "The search needs a query of 1 to {limit} characters.",
        "tool.too_many": "Too many tools at once.",
        "mood.neutral": "even",
        "mood.happy": "happy",
        "mood.excited": "excited",
        "mood.sad": "sad",
        "mood.anxious": "anxious",
        "mood.angry": "angry",
        "mood.lonely": "lonely",
        "mood.tired": "tired",
        "orb.calm": "calm",
        "orb.happy": "warm and glad",
        "orb.sad": "quiet and close",
        "orb.excited": "lively",
    },
    "zh": {
        "nothing": "（还没有）",
        "name": "对方叫{name}。",
        "line.memory": "- （记忆，{day}）{text}",
        "line.user": "- （{day}，对方说）{text}",
        "line.assistant": "- （{day}，你说）{text}",
        "tool.nothing": "什么也没有找到。",
        "tool.broken": "现在无法查找。",
        "tool.unknown": "没有叫{name!r}的工具。",
        "tool.query": "查找需要 1 到 {limit} 个字符的内容。",
        "tool.too_many": "一次用的工具太多了。",
        "mood.neutral": "平静",
        "mood.happy": "开心",
        "mood.excited": "兴奋",
        "mood.sad": "难过",
        "mood.anxious": "焦虑",
        "mood.angry": "生气",
        "mood.lonely": "孤单",
        "mood.tired": "疲惫",
        "orb.calm": "平静",
        "orb.happy": "温暖而高兴",
        "orb.sad": "安静而贴近",
        "orb.excited": "雀跃",
    },
}

_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
}

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def spoken_time(local: datetime, language: Language) -> str:
    """Return a local time as a person would say it, the same on every machine's locale."""
    weekday = _WEEKDAYS[language][local.weekday()]
    if language == "zh":
        return f"{local.year}年{local.month}月{local.day}日，{weekday}，{local:%H:%M}"
    return f"{weekday}, {local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"
