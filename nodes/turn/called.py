"""What a person calls Lumi in a turn: known to the reply at once, and stored with the turn."""

from collections.abc import Mapping
from dataclasses import replace

from nodes.turn.state import Guarded, Retrieved, TurnInput
from storage.records import Companion, Recall
from storage.records.personality import Naming
from tools.personality.naming import Heard, hear_naming
from tools.personality.notes import turn_notes
from tools.prompts.render import Language


class CalledState(TurnInput, Guarded, Retrieved):
    """What may hold a name."""


def heard_in_turn(state: CalledState) -> Heard | None:
    """Return the name or voice that the person gives; None for a persona, who has its own.

    In a message that the guard has doubts about nothing is heard.
    """
    if state["agent_id"] is not None or state["verdict"].kind != "clear":
        return None
    return hear_naming(state["text"])


def called(recall: Recall, heard: Heard | None) -> Recall:
    """Return what was recalled, the companion called as it is from this turn on."""
    if heard is None or heard.name is None:
        return recall
    return replace(recall, companion=replace(recall.companion, name=heard.name))


def notes_in_turn(
    state: CalledState, heard: Heard | None, language: Language, texts: Mapping[str, str]
) -> tuple[str, ...]:
    """Return what the prompt of this turn says about the first talk, a name and a voice."""
    if state["agent_id"] is not None:
        return ()
    recall = state["recall"]
    return turn_notes(
        recall.window, heard, name=recall.companion.name, language=language, texts=texts
    )


def naming_in_turn(state: CalledState, heard: Heard | None) -> Naming | None:
    """Return what is to be stored with the turn; None when it changes nothing."""
    companion: Companion = state["recall"].companion
    name = heard.name if heard and heard.name != companion.name else None
    voice_id = heard.voice_id if heard and heard.voice_id != companion.voice_id else None
    if heard is None or (name is None and voice_id is None):
        return None
    return Naming(
        message_id=state["messages"][-1].id,
        language=heard.language,
        name=name,
        voice_id=voice_id,
    )
