"""The standing sections: who the companion is, what is always known, what was lately."""

from collections.abc import Iterable
from typing import get_args

from storage.records import ProfileSection
from storage.records.memory import ROLLING_FIELDS
from tools.models.tokens import estimate_tokens
from tools.prompts.fit import BUDGETS, Fitted, left_out, sentences, shortened
from tools.prompts.recalled import one_line
from tools.prompts.render import render
from tools.prompts.scene import Scene
from tools.prompts.words import WORDS

GROWN_TOKENS = 800
"""Room for who Lumi has become; its parts are bounded where they are written."""

STEADY_FIRST = (*(name for name in ROLLING_FIELDS if name != "current_state"), "current_state")
"""The rolling fields as they are told: the one that changes with nearly every turn last, so that
what a provider has cached reaches over the others."""


def personality(scene: Scene) -> Fitted:
    """Return who the companion is: its part, or Lumi, an AI of light and what grew in the talk."""
    own = Fitted(scene.role.part) if scene.role else _lumi(scene)
    return Fitted(f"{own.text}\n{scene.manner}", own.left_out) if scene.manner else own


def _lumi(scene: Scene) -> Fitted:
    language, grown = scene.language, scene.recall.companion.personality
    born = render("turn_personality", language, scene.texts)
    if not grown:
        return Fitted(born)
    kept, gone = shortened(grown, GROWN_TOKENS)
    text = f"{born}\n{render('turn_grown', language, personality=kept)}"
    return Fitted(text, left_out("personality", gone))


def facts(scene: Scene) -> Fitted:
    """Return MEMORY.md, its sections in order, each under its name.

    Over the budget the last line of the longest section goes, again and again.
    """
    words = WORDS[scene.language]
    lines: dict[ProfileSection, list[str]] = {name: [] for name in get_args(ProfileSection)}
    for line in scene.recall.profile:
        lines[line.section].append(f"- {one_line(line.text)}")
    gone = _thinned(lines.values(), BUDGETS["facts"])
    if name := scene.person.name:
        lines["basic"].insert(0, f"- {words['name'].format(name=name)}")
    blocks = (
        "\n".join([f"### {words[f'section.{section}']}", *told])
        for section, told in lines.items()
        if told
    )
    return Fitted("\n".join(blocks) or words["nothing"], left_out("facts", gone))


def recent(scene: Scene) -> Fitted:
    """Return the rolling fields, a line each, the state of things last.

    Over the budget the last sentence of the longest goes, again and again.
    """
    texts = {name: " ".join(getattr(scene.recall.recent, name).split()) for name in STEADY_FIRST}
    told = {name: sentences(text) for name, text in texts.items() if text}
    gone = _thinned(told.values(), BUDGETS["recent"])
    lines = [f"{name}: {''.join(pieces).rstrip()}" for name, pieces in told.items() if pieces]
    return Fitted("\n".join(lines) or WORDS[scene.language]["nothing"], left_out("recent", gone))


def lore(scene: Scene) -> Fitted:
    """Return what a lorebook tells of this moment, or nothing; what is too long ends earlier."""
    if not (scene.role and scene.role.lore):
        return Fitted("")
    kept, gone = shortened(scene.role.lore, BUDGETS["lore"])
    return Fitted(f"{kept}\n\n", left_out("lore", gone))


def _thinned(groups: Iterable[list[str]], room: int) -> list[str]:
    """Take pieces away until the rest fits: always the last of the group with the most tokens."""
    costs = [([estimate_tokens(one) for one in group], group) for group in groups]
    total, gone = sum(sum(each) for each, _ in costs), list[str]()
    while total > room:
        each, group = max(costs, key=lambda one: sum(one[0]))
        total -= each.pop()
        gone.append(group.pop())
    return gone
