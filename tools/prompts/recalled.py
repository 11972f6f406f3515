"""The sections of a prompt that are recalled: what comes to mind, and whom it is about."""

from collections.abc import Sequence
from datetime import tzinfo

from storage.records import Found
from tools.guardrails.fence import fenced_line
from tools.memory.introduce import Introduced
from tools.memory.rank import SHOWN_CHARACTERS
from tools.models.tokens import estimate_tokens
from tools.prompts.fit import BUDGETS, Fitted, fitting, left_out, shortened
from tools.prompts.render import Language
from tools.prompts.scene import Scene
from tools.prompts.words import WORDS, spoken_date


def one_line(text: str) -> str:
    """Return a text on one line, its first sentences where it is long."""
    return shortened(fenced_line(text), SHOWN_CHARACTERS, len)[0]


def recalled_line(found: Found, *, language: Language, zone: tzinfo) -> str:
    """Return one line of a prompt: who said what, on which day where the person lives."""
    words = WORDS[language]
    day = found.said_at.astimezone(zone).date().isoformat()
    if found.memory:
        kind = "line.memory" if found.memory.superseded_at is None else "line.used_to"
    else:
        kind = "line.user" if found.role == "user" else "line.assistant"
    return words[kind].format(day=day, text=one_line(found.text))


def memories(scene: Scene) -> Fitted:
    """Return the recalled lines, the best first; asked for the past, by episode in its order.

    Over the budget the lines that fit worst go.
    """
    if not scene.ranked:
        return Fitted(WORDS[scene.language]["nothing"])
    room, told, gone = BUDGETS["memories"], list[tuple[Found, str]](), list[str]()
    headings = set[str]()
    for found in (ranked.found for ranked in scene.ranked):
        line = recalled_line(found, language=scene.language, zone=scene.zone)
        heading = _heading(found, scene) if scene.asks_back else ""
        cost = estimate_tokens(line)
        if heading not in headings:
            cost += estimate_tokens(heading)
        if cost > room:
            gone.append(line)
            continue
        room -= cost
        headings.add(heading)
        told.append((found, line))
    text = _by_episode(told, scene) if scene.asks_back else "\n".join(line for _, line in told)
    return Fitted(text, left_out("memories", gone))


def _by_episode(told: Sequence[tuple[Found, str]], scene: Scene) -> str:
    episodes = dict[object, list[tuple[Found, str]]]()
    for found, line in sorted(told, key=lambda one: (one[0].said_at, one[0].position or 0)):
        key = found.episode_id or found.said_at.astimezone(scene.zone).date()
        episodes.setdefault(key, []).append((found, line))
    return "\n".join(_episode(lines, scene) for lines in episodes.values())


def _episode(lines: Sequence[tuple[Found, str]], scene: Scene) -> str:
    """Return the lines of one episode under its date and its title."""
    titled = next((found for found, _ in lines if found.episode_title), lines[0][0])
    first = _heading(titled, scene, day=lines[0][0])
    return "\n".join([first, *(line for _, line in lines)])


def _heading(found: Found, scene: Scene, *, day: Found | None = None) -> str:
    said_at = (day or found).said_at.astimezone(scene.zone)
    words = WORDS[scene.language]["episode" if found.episode_title else "episode.untitled"]
    return words.format(
        day=spoken_date(said_at, scene.language), title=one_line(found.episode_title or "")
    )


def people(scene: Scene) -> Fitted:
    """Return a block about those the person speaks of, or nothing when they speak of nobody.

    Names always stand there; over the budget what is told of them goes, from the last on.
    """
    if not scene.people:
        return Fitted("")
    words, gone = WORDS[scene.language], list[str]()
    names = [_name(one, scene.language) for one in scene.people]
    room = (BUDGETS["people"] - sum(map(estimate_tokens, names))) // len(names)
    lines = []
    for name, one in zip(names, scene.people, strict=True):
        told, without_room = fitting(_told(one, scene), room)
        gone += without_room
        lines.append(f"- {name}" + (words["colon"] + words["semicolon"].join(told) if told else ""))
    text = "\n".join([words["people"], *lines]) + "\n\n"
    return Fitted(text, left_out("people", gone))


def _name(one: Introduced, language: Language) -> str:
    known = one.known
    if not known.relationship:
        return one_line(known.name)
    told = WORDS[language]["person"].format(name=known.name, relationship=known.relationship)
    return one_line(told)


def _told(one: Introduced, scene: Scene) -> list[str]:
    fact = WORDS[scene.language]["person.fact"]
    return [
        *(f"{name}: {one_line(value)}" for name, value in sorted(one.known.attributes.items())),
        *(
            fact.format(
                day=told.learned_at.astimezone(scene.zone).date().isoformat(),
                text=one_line(told.content),
            )
            for told in one.facts
        ),
    ]
