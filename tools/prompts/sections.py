"""The sections of a prompt, each the text of one part of a scene."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import get_args

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from storage.records import Found, ProfileSection
from tools.memory.introduce import Introduced
from tools.memory.rank import SHOWN_CHARACTERS
from tools.prompts.render import Language, render
from tools.prompts.scene import Scene
from tools.prompts.words import WORDS, spoken_date

WINDOW_CHARACTERS = 6_000
"""Room for the last messages, about 1,500 tokens: long letters push older lines out."""

RECENT_FIELDS = (
    "purpose_and_context",
    "current_state",
    "key_learnings",
    "approach_and_patterns",
    "tools_and_resources",
)


def personality(scene: Scene) -> str:
    """Return who the companion is: its part, or Lumi, an AI of light and what grew in the talk."""
    own = scene.role.part if scene.role else _lumi(scene)
    return f"{own}\n{scene.manner}" if scene.manner else own


def _lumi(scene: Scene) -> str:
    language, grown = scene.language, scene.recall.companion.personality
    born = render("turn_personality", language, scene.texts)
    if not grown:
        return born
    return f"{born}\n{render('turn_grown', language, personality=grown)}"


def recalled_line(found: Found, *, language: Language, zone: tzinfo) -> str:
    """Return one line of a prompt: who said what, on which day where the person lives."""
    words = WORDS[language]
    day = found.said_at.astimezone(zone).date().isoformat()
    if found.memory:
        kind = "line.memory" if found.memory.superseded_at is None else "line.used_to"
    else:
        kind = "line.user" if found.role == "user" else "line.assistant"
    return words[kind].format(day=day, text=_one_line(found.text))


def facts(scene: Scene) -> str:
    """Return MEMORY.md, its sections in order, each under its name."""
    words, profile = WORDS[scene.language], scene.recall.profile
    name = scene.person.name
    named = [words["name"].format(name=name)] if name else []
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


def people(scene: Scene) -> str:
    """Return a block about those the person speaks of, or nothing when they speak of nobody."""
    if not scene.people:
        return ""
    words = WORDS[scene.language]
    lines = (_introduction(one, scene.language, scene.zone) for one in scene.people)
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


def recent(scene: Scene) -> str:
    """Return the rolling fields, a line each."""
    fields = ((name, getattr(scene.recall.recent, name)) for name in RECENT_FIELDS)
    lines = [f"{name}: {_one_line(text)}" for name, text in fields if text]
    return "\n".join(lines) or WORDS[scene.language]["nothing"]


def memories(scene: Scene) -> str:
    """Return the recalled lines, the best first; asked for the past, by episode in its order."""
    zone, found = scene.zone, [ranked.found for ranked in scene.ranked]
    if not found:
        return WORDS[scene.language]["nothing"]
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


def window(scene: Scene) -> list[BaseMessage]:
    """Return the last messages that fit, oldest first."""
    room, kept = WINDOW_CHARACTERS, list[BaseMessage]()
    for message in reversed(scene.recall.window):
        room -= len(message.content)
        if room < 0:
            break
        speaker = HumanMessage if message.role == "user" else AIMessage
        kept.append(speaker(message.content))
    return kept[::-1]


def _one_line(text: str) -> str:
    return " ".join(text.split())[:SHOWN_CHARACTERS]
