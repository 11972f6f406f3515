"""Build the prompt of a turn, the stable part first so that a provider's cache hits."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from tools.prompts.fit import Fitted, LeftOut
from tools.prompts.recalled import memories, people
from tools.prompts.render import Language, render
from tools.prompts.scene import Scene
from tools.prompts.sections import facts, lore, personality, recent
from tools.prompts.talk import message, window
from tools.prompts.words import WORDS, spoken_time


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What a model is sent, and what had no room in it."""

    messages: Sequence[BaseMessage]
    left_out: tuple[LeftOut, ...]


def assemble(scene: Scene) -> Prompt:
    """Return the whole prompt: one system message, the last messages, what was just said."""
    stable = {"personality": personality(scene), "facts": facts(scene)}
    moving = {
        "recent": recent(scene),
        "people": people(scene),
        "lore": lore(scene),
        "memories": memories(scene),
    }
    talk, said = window(scene), message(scene)
    system = f"{_stable(scene, **stable)}\n\n{_moving(scene, **moving)}"
    notes = [part.left_out for part in (*stable.values(), *moving.values())]
    return Prompt(
        messages=(SystemMessage(system), *talk.messages, HumanMessage(said.text)),
        left_out=tuple(chain(*notes, talk.left_out, said.left_out)),
    )


def rules(language: Language) -> str:
    """Return the part of the prompt that nobody outside may ever read."""
    return render("turn_rules", language)


def stable_part(scene: Scene) -> str:
    """Return what stays the same from turn to turn, until the standing facts are rewritten."""
    return _stable(scene, personality=personality(scene), facts=facts(scene))


def _marked_rules(scene: Scene) -> str:
    """Return the rules, and behind them the canary: what people share comes before it."""
    if not scene.canary:
        return rules(scene.language)
    mark = render("turn_canary", scene.language, canary=scene.canary)
    return f"{rules(scene.language)}\n{mark}"


def _stable(scene: Scene, *, personality: Fitted, facts: Fitted) -> str:
    return render(
        "turn_stable",
        scene.language,
        name=scene.role.name if scene.role else scene.recall.companion.name,
        personality=personality.text,
        rules=_marked_rules(scene),
        facts=facts.text,
    )


def _moving(scene: Scene, *, recent: Fitted, people: Fitted, lore: Fitted, memories: Fitted) -> str:
    """Return what changes with every turn: the recent talk, recalled lines, the time, the moods."""
    words = WORDS[scene.language]
    return render(
        "turn_moment",
        scene.language,
        recent=recent.text,
        people=people.text,
        lore=lore.text,
        memories=memories.text,
        time=spoken_time(scene.now.astimezone(scene.zone), scene.language),
        mood=words[f"mood.{scene.mood.label}"],
        emotion=words[f"orb.{scene.emotion.mood}"],
        length=f"\n{scene.length}" if scene.length else "",
        reminder=_notes(scene),
    )


def _notes(scene: Scene) -> str:
    reminders = [render("turn_reminder", scene.language)] if scene.hardened else []
    notes = [f"\n{note}" for note in scene.notes]
    return "".join(f"\n{one}" for one in (*reminders, *notes))
