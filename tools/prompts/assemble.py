"""Build the prompt of a turn, the stable part first so that a provider's cache hits."""

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from tools.prompts.render import Language, render
from tools.prompts.scene import Scene
from tools.prompts.sections import facts, memories, people, personality, recent, window
from tools.prompts.words import WORDS, spoken_time


def assemble(scene: Scene) -> list[BaseMessage]:
    """Return the whole prompt: one system message, the last messages, what was just said."""
    system = f"{stable_part(scene)}\n\n{moving_part(scene)}"
    return [SystemMessage(system), *window(scene), HumanMessage(scene.text)]


def rules(language: Language) -> str:
    """Return the part of the prompt that nobody outside may ever read."""
    return render("turn_rules", language)


def stable_part(scene: Scene) -> str:
    """Return what stays the same from turn to turn, until the standing facts are rewritten."""
    return render(
        "turn_stable",
        scene.language,
        name=scene.role.name if scene.role else scene.recall.companion.name,
        personality=personality(scene),
        rules=rules(scene.language),
        facts=facts(scene),
    )


def moving_part(scene: Scene) -> str:
    """Return what changes with every turn: the recent talk, recalled lines, the time, the moods."""
    words = WORDS[scene.language]
    return render(
        "turn_moment",
        scene.language,
        recent=recent(scene),
        people=people(scene),
        lore=f"{scene.role.lore}\n\n" if scene.role and scene.role.lore else "",
        memories=memories(scene),
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
