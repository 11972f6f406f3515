"""The prompt as one would first write it: every rule spelled out, everything known dumped as JSON.

It says what ours says, by the same knowledge of the same turn. Its rules have numbers, emphasis and
examples; the persona, the profile, the notes and the recalled memories stand there as their rows
would be printed; and one text serves all situations, so that what ours adds only where it applies
(a first talk, a new name, the four stages, distress, how long to answer) always stands in it.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from storage.cast import cast
from storage.records import Found
from storage.records.memory import ROLLING_FIELDS
from storage.records.relationship import STAGES
from tools.care.crisis import CareTopic
from tools.models.tokens import estimate_prompt
from tools.prompts.render import render
from tools.prompts.scene import Scene
from tools.prompts.talk import window

FOLDER = Path(__file__).parent

ALWAYS = (
    "turn_first_words",
    "turn_first_talk",
    "turn_reminder",
    "turn_length_ping",
    "turn_length_at_length",
    "turn_length_farewell",
    "care_mode",
    "care_distress",
    *(f"care_{topic}" for topic in get_args(CareTopic)),
)
"""What ours says in some situations, and a first version in all."""

VALUES = {
    "turn_named": {"name": "{new_name}", "before": "{old_name}"},
    "turn_name_refused": {"words": "{reason}"},
    "turn_voice": {"voice": "{voice}"},
    "turn_length_range": {"least": "{min}", "most": "{max}"},
    "turn_length_distress": {"most": "{max}"},
    "turn_parts": {"parts": "{n}"},
}
"""The same, with the places that are filled in."""


def plain_prompt(scene: Scene, agent_id: str | None, *, everything: bool = True) -> list[str]:
    """Return the messages of the plain version: the system message, the window, what was said.

    Args:
        scene: the same as ours is built of.
        agent_id: the persona; None for Lumi.
        everything: False leaves out what does not apply to this turn, so that only the wording and
            the dumps differ from ours.
    """
    text = (FOLDER / f"{scene.language}.md").read_text("utf-8")
    name = scene.role.name if scene.role else scene.recall.companion.name
    system = text.replace("{name}", name).replace("{personality}", _personality(scene, agent_id))
    guidance = _all_guidance(scene) if everything else _guidance_of_turn(scene)
    parts = [system, "# SITUATIONS", *guidance, *_information(scene)]
    said = [one.text for one in window(scene).messages]
    return ["\n\n".join(parts), *said, scene.text]


def plain_tokens(scene: Scene, agent_id: str | None, *, everything: bool = True) -> int:
    """Return how long it is, estimated as ours."""
    messages = plain_prompt(scene, agent_id, everything=everything)
    return estimate_prompt(messages) + 4 * len(messages)


def _personality(scene: Scene, agent_id: str | None) -> str:
    if scene.role and agent_id is not None and agent_id in cast():
        portrait = asdict(cast()[agent_id].portraits[scene.language])
        return _dump({"agentId": agent_id, "identity": portrait})
    if scene.role:
        return scene.role.part
    grown = scene.recall.companion.personality or ""
    return f"{render('turn_personality', scene.language)}\n{grown}".strip()


def _all_guidance(scene: Scene) -> Iterator[str]:
    for name in ALWAYS:
        yield render(name, scene.language)
    for name, values in VALUES.items():
        yield render(name, scene.language, **values)
    if scene.role:
        for stage in STAGES:
            yield f"## {stage}\n{render(f'persona_stage_{stage}', scene.language)}"


def _guidance_of_turn(scene: Scene) -> Iterator[str]:
    yield from (note for note in (scene.length, *scene.notes) if note)
    if scene.hardened:
        yield render("turn_reminder", scene.language)


def _information(scene: Scene) -> Iterator[str]:
    person = scene.person
    yield "# USER INFORMATION\n" + _dump(
        {"name": person.name, "timezone": person.timezone, "ageGroup": person.age_group}
    )
    profile = [{"section": one.section, "text": one.text} for one in scene.recall.profile]
    yield "# USER PROFILE\n" + _dump(profile)
    recent = {name: getattr(scene.recall.recent, name) for name in ROLLING_FIELDS}
    yield "# RECENT CONTEXT\n" + _dump(recent)
    people = [
        {**asdict(one.known), "facts": [asdict(fact) for fact in one.facts]} for one in scene.people
    ]
    yield "# PEOPLE\n" + _dump(people)
    if scene.role and scene.role.lore:
        yield scene.role.lore
    yield "# RELEVANT MEMORIES\n" + _dump([_row(one.found) for one in scene.ranked])
    local = scene.now.astimezone(scene.zone)
    state = {"userMood": asdict(scene.mood), "yourEmotion": asdict(scene.emotion)}
    yield f"# CURRENT STATE\n{_dump({'currentTime': local.isoformat(), **state})}"


def _row(found: Found) -> dict[str, Any]:
    """Return a hit as its columns, without vectors and hashes, which nobody would print."""
    row: dict[str, Any] = {"content": found.text, "created_at": found.said_at.isoformat()}
    if found.memory:
        kept = found.memory
        row |= {"type": kept.type, "importance": kept.importance}
        row |= {"last_accessed": kept.last_mentioned_at.isoformat()}
    else:
        row |= {"type": "message", "speaker": found.role}
    if found.episode_title:
        row |= {"episode": found.episode_title}
    return row


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
