"""Build the prompt of a turn, the stable part first so that a provider's cache hits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from storage.records import EmotionState, Found, Memory, Message, Person, Recall, RecentMemories
from tools.memory.rank import SHOWN_CHARACTERS, Ranked
from tools.mood.read import Mood
from tools.prompts.render import Language, render
from tools.prompts.words import WORDS, spoken_time

WINDOW_CHARACTERS = 6_000
"""Room for the last messages, about 1,500 tokens: long letters push older lines out."""

RECENT_FIELDS = (
    "purpose_and_context",
    "current_state",
    "key_learnings",
    "approach_and_patterns",
    "tools_and_resources",
)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Everything a prompt is made of."""

    person: Person
    language: Language
    now: datetime
    text: str
    """What the person said in this turn, as they wrote it."""
    recall: Recall
    ranked: Sequence[Ranked]
    mood: Mood
    emotion: EmotionState
    hardened: bool = False
    """True when the message was suspicious and the prompt carries a reminder."""


def assemble(scene: Scene) -> list[BaseMessage]:
    """Return the whole prompt: one system message, the last messages, what was just said."""
    system = f"{stable_part(scene)}\n\n{moving_part(scene)}"
    return [SystemMessage(system), *_window(scene.recall.window), HumanMessage(scene.text)]


def rules(language: Language) -> str:
    """Return the part of the prompt that nobody outside may ever read."""
    return render("turn_rules", language)


def stable_part(scene: Scene) -> str:
    """Return what stays the same from turn to turn, until the standing facts are rewritten."""
    companion = scene.recall.companion
    return render(
        "turn_stable",
        scene.language,
        name=companion.name,
        personality=companion.personality or render("turn_personality", scene.language),
        rules=rules(scene.language),
        facts=_facts(scene.person, scene.recall.profile, scene.language),
    )


def moving_part(scene: Scene) -> str:
    """Return what changes with every turn: the recent talk, recalled lines, the time, the moods."""
    words = WORDS[scene.language]
    return render(
        "turn_moment",
        scene.language,
        recent=_recent(scene.recall.recent) or words["nothing"],
        memories=_memories(scene) or words["nothing"],
        time=spoken_time(scene.now.astimezone(ZoneInfo(scene.person.timezone)), scene.language),
        mood=words[f"mood.{scene.mood.label}"],
        emotion=words[f"orb.{scene.emotion.mood}"],
        reminder=f"\n{render('turn_reminder', scene.language)}" if scene.hardened else "",
    )


def recalled_line(found: Found, *, language: Language, zone: tzinfo) -> str:
    """Return one line of a prompt: who said what, on which day where the person lives."""
    day = found.said_at.astimezone(zone).date().isoformat()
    if found.memory:
        return WORDS[language]["line.memory"].format(day=day, text=_one_line(found.text))
    who = "line.user" if found.role == "user" else "line.assistant"
    return WORDS[language][who].format(day=day, text=_one_line(found.text))


def _facts(person: Person, profile: Sequence[Memory], language: Language) -> str:
    words = WORDS[language]
    lines = [words["name"].format(name=person.name)] if person.name else []
    lines += [_one_line(memory.content) for memory in profile]
    return "\n".join(f"- {line}" for line in lines) or words["nothing"]


def _recent(recent: RecentMemories) -> str:
    fields = ((name, getattr(recent, name)) for name in RECENT_FIELDS)
    return "\n".join(f"{name}: {_one_line(text)}" for name, text in fields if text)


def _memories(scene: Scene) -> str:
    zone = ZoneInfo(scene.person.timezone)
    return "\n".join(
        recalled_line(ranked.found, language=scene.language, zone=zone) for ranked in scene.ranked
    )


def _window(messages: Sequence[Message]) -> list[BaseMessage]:
    room, kept = WINDOW_CHARACTERS, list[BaseMessage]()
    for message in reversed(messages):
        room -= len(message.content)
        if room < 0:
            break
        speaker = HumanMessage if message.role == "user" else AIMessage
        kept.append(speaker(message.content))
    return kept[::-1]


def _one_line(text: str) -> str:
    return " ".join(text.split())[:SHOWN_CHARACTERS]
