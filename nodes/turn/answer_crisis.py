"""Answer somebody in danger: fixed words, the right helpline, no model."""

from langgraph.runtime import Runtime

from nodes.turn.state import Guarded, Spoken, TurnContext, TurnInput
from storage.records import EmotionState
from tools.care.answer import crisis_answer
from tools.text.language import language_of


class CrisisState(TurnInput, Guarded):
    """What the answer needs to know."""


async def answer_crisis(state: CrisisState, runtime: Runtime[TurnContext]) -> Spoken:
    """Say the care answer in the person's language and pin the helplines of their country."""
    person, outlet = state["person"], runtime.context.outlet
    language = language_of(state["text"])
    answer = crisis_answer(language, person.country)
    helplines = [helpline.as_frame() for helpline in answer.helplines]
    outlet.notice("crisis", answer.text, {"helplines": helplines})
    outlet.token(answer.text)
    return {
        "reply": answer.text,
        "kind": "care",
        "ended": "complete",
        "emotion": EmotionState(),
    }
