"""Build the prompt for a message that comes first."""

from collections.abc import Mapping
from datetime import timedelta

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from storage.records.outreach import Candidate
from tools.prompts.assemble import stable_part
from tools.prompts.recalled import memories
from tools.prompts.render import Language, render
from tools.prompts.scene import Scene
from tools.prompts.sections import recent
from tools.prompts.talk import window
from tools.prompts.words import WORDS, spoken_time

CLOSE, NEAR = 0.6, 0.3
"""Closeness from which one is personal, and from which one may be a little."""

REASONS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "reminder": "they asked you to remind them of this: {about}",
        "open_loop": "this was coming up for them, and you do not know how it went: {about}",
        "continuing": "this has been in your mind since you last talked: {about}",
        "anniversary": "today is the day of this: {about}",
        "routine": "this is about the time for something they do: {about}",
        "last_mood": "they seemed low when you last talked.",
        "silence": "it has been quiet for a while; something they had on their mind may be open.",
        "time_of_day": "their day is beginning.",
        "crisis": "they were in a bad way yesterday and said you may ask once how they are.",
    },
    "zh": {
        "reminder": "对方请你提醒这件事：{about}",
        "open_loop": "对方之前有这件事，你还不知道结果：{about}",
        "continuing": "上次聊过之后你一直惦记着这件事：{about}",
        "anniversary": "今天是这件事的日子：{about}",
        "routine": "差不多到了对方平常做这件事的时候：{about}",
        "last_mood": "上次聊的时候，对方情绪低落。",
        "silence": "安静了有一阵子，对方挂心的事也许还没有着落。",
        "time_of_day": "对方的一天刚开始。",
        "crisis": "对方昨天很难熬，也说过你可以问一次好不好。",
    },
}
"""Why a message would be written, by its trigger."""

MANNERS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "close": "You are close: be specific, and take up what only you would know.",
        "near": "You know each other: name what it is about, lightly.",
        "distant": "You hardly know each other yet: keep it casual and easy to leave unanswered.",
    },
    "zh": {
        "close": "你们很亲近：说得具体，提起只有你才知道的事。",
        "near": "你们已经认识：轻轻提到是什么事。",
        "distant": "你们还不太熟：随意一点，让人不回也没关系。",
    },
}


def outreach_prompt(
    scene: Scene, candidate: Candidate, *, closeness: float, silence: timedelta
) -> list[BaseMessage]:
    """Return the whole prompt: the stable part of every turn, what came to mind, and the task.

    Args:
        scene: who speaks with whom, and what was recalled.
        candidate: why it would write.
        closeness: from 0 to 1; decides how personal it may be (seed 003).
        silence: since the person last wrote.
    """
    language = scene.language
    moment = render(
        "outreach_moment",
        language,
        recent=recent(scene).text,
        memories=memories(scene).text,
        time=spoken_time(scene.now.astimezone(scene.zone), language),
        silence=spoken_length(silence, language),
        emotion=WORDS[language][f"orb.{scene.emotion.mood}"],
    )
    task = render(
        "outreach_task",
        language,
        reason=REASONS[language][candidate.trigger].format(about=candidate.about),
        closeness=MANNERS[language][_manner(closeness)],
    )
    notes = "".join(f"\n\n{note}" for note in scene.notes)
    system = SystemMessage(f"{stable_part(scene)}\n\n{moment}{notes}")
    return [system, *window(scene).messages, HumanMessage(task)]


def spoken_length(length: timedelta, language: Language) -> str:
    """Return a time as one says it: in days, or in hours under two days."""
    hours = int(length.total_seconds() // 3600)
    if hours >= 2 * 24:
        return f"{hours // 24} days" if language == "en" else f"{hours // 24}天"
    return f"{hours} hours" if language == "en" else f"{hours}小时"


def _manner(closeness: float) -> str:
    if closeness >= CLOSE:
        return "close"
    return "near" if closeness >= NEAR else "distant"
