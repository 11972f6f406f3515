"""Build the prompt of a turn, the stable part first so that a provider's cache hits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import get_args
from zoneinfo import ZoneInfo

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from storage.records import (
    Companion,
    EmotionState,
    Found,
    Message,
    Person,
    ProfileLine,
    ProfileSection,
    Recall,
    RecentMemories,
)
from tools.memory.introduce import Introduced
from tools.memory.rank import SHOWN_CHARACTERS, Ranked
from tools.mood.read import Mood
from tools.persona.role import Role
from tools.prompts.render import Language, render
from tools.prompts.words import WORDS, spoken_date, spoken_time

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
    people: Sequence[Introduced] = ()
    """Whom the person speaks of."""
    role: Role | None = None
    """Who the companion is; None for Lumi, who is what it has become."""
    asks_back: bool = False
    """True when the message asks for the past: what comes to mind is told by episode then."""
    hardened: bool = False
    """True when the message was suspicious and the prompt carries a reminder."""
    notes: Sequence[str] = ()
    """Paragraphs that this turn alone adds: about a first talk, or a new name."""


def assemble(scene: Scene) -> list[BaseMessage]:
    """Return the whole prompt: one system message, the last messages, what was just said."""
    system = f"{stable_part(scene)}\n\n{moving_part(scene)}"
    return [SystemMessage(system), *_window(scene.recall.window), HumanMessage(scene.text)]


def rules(language: Language) -> str:
    """Return the part of the prompt that nobody outside may ever read."""
    return render("turn_rules", language)


def stable_part(scene: Scene) -> str:
    """Return what stays the same from turn to turn, until the standing facts are rewritten."""
    companion, role = scene.recall.companion, scene.role
    own = _own_personality(companion, scene.language)
    return render(
        "turn_stable",
        scene.language,
        name=role.name if role else companion.name,
        personality=role.part if role else own,
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
        people=_people(scene),
        lore=f"{scene.role.lore}\n\n" if scene.role and scene.role.lore else "",
        memories=_memories(scene) or words["nothing"],
        time=spoken_time(scene.now.astimezone(ZoneInfo(scene.person.timezone)), scene.language),
        mood=words[f"mood.{scene.mood.label}"],
        emotion=words[f"orb.{scene.emotion.mood}"],
        reminder=_notes(scene),
    )


def _own_personality(companion: Companion, language: Language) -> str:
    """Return who Lumi is: an AI of light, and what has grown in the talk."""
    born = render("turn_personality", language)
    if not companion.personality:
        return born
    return f"{born}\n{render('turn_grown', language, personality=companion.personality)}"


def _notes(scene: Scene) -> str:
    reminders = [render("turn_reminder", scene.language)] if scene.hardened else []
    notes = [f"\n{note}" for note in scene.notes]
    return "".join(f"\n{one}" for one in (*reminders, *notes))


def recalled_line(found: Found, *, language: Language, zone: tzinfo) -> str:
    """Return one line of a prompt: who said what, on which day where the person lives."""
    words = WORDS[language]
    day = found.said_at.astimezone(zone).date().isoformat()
    if found.memory:
        kind = "line.memory" if found.memory.superseded_at is None else "line.used_to"
    else:
        kind = "line.user" if found.role == "user" else "line.assistant"
    return words[kind].format(day=day, text=_one_line(found.text))


def _facts(person: Person, profile: Sequence[ProfileLine], language: Language) -> str:
    """Return MEMORY.md, its sections in order, each under its name."""
    words = WORDS[language]
    named = [words["name"].format(name=person.name)] if person.name else []
    sections = {
        section: [_one_line(line.text) for line in profile if line.section == section]
        for section in get_args(ProfileSection)
    }
    sections["basic"] = [*named, *sections["basic"]]
    blocks = (
        "\n".join([f"### {words[f'section.{section}']}", *(f"- {line}" for line in lines)])
        for section, lines in sections.items()
        if lines
    )
    return "\n".join(blocks) or words["nothing"]


def _people(scene: Scene) -> str:
    """Return a block about those the person speaks of, or nothing when they speak of nobody."""
    if not scene.people:
        return ""
    words = WORDS[scene.language]
    zone = ZoneInfo(scene.person.timezone)
    lines = (_introduction(one, scene.language, zone) for one in scene.people)
    return "\n".join([words["people"], *lines]) + "\n\n"


def _introduction(one: Introduced, language: Language, zone: tzinfo) -> str:
    words, known = WORDS[language], one.known
    who = known.name
    if known.relationship:
        who = words["person"].format(name=known.name, relationship=known.relationship)
    told = [f"{name}: {value}" for name, value in sorted(known.attributes.items())]
    told += [
        words["person.fact"].format(
            day=fact.learned_at.astimezone(zone).date().isoformat(), text=_one_line(fact.content)
        )
        for fact in one.facts
    ]
    return f"- {_one_line(who)}" + (words["colon"] + words["semicolon"].join(told) if told else "")


def _recent(recent: RecentMemories) -> str:
    fields = ((name, getattr(recent, name)) for name in RECENT_FIELDS)
    return "\n".join(f"{name}: {_one_line(text)}" for name, text in fields if text)


def _memories(scene: Scene) -> str:
    """Return the recalled lines, the best first; asked for the past, by episode in its order."""
    zone = ZoneInfo(scene.person.timezone)
    found = [ranked.found for ranked in scene.ranked]
    if not scene.asks_back:
        return "\n".join(_lines(found, scene.language, zone))
    episodes = dict[object, list[Found]]()
    for hit in sorted(found, key=lambda hit: (hit.said_at, hit.position or 0)):
        episodes.setdefault(hit.episode_id or hit.said_at.astimezone(zone).date(), []).append(hit)
    return "\n".join(_episode(hits, scene.language, zone) for hits in episodes.values())


def _episode(hits: Sequence[Found], language: Language, zone: tzinfo) -> str:
    """Return the lines of one episode under its date and its title."""
    day = spoken_date(hits[0].said_at.astimezone(zone), language)
    title = next((hit.episode_title for hit in hits if hit.episode_title), None)
    heading = WORDS[language]["episode" if title else "episode.untitled"]
    first = heading.format(day=day, title=_one_line(title or ""))
    return "\n".join([first, *_lines(hits, language, zone)])


def _lines(found: Sequence[Found], language: Language, zone: tzinfo) -> list[str]:
    return [recalled_line(hit, language=language, zone=zone) for hit in found]


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
