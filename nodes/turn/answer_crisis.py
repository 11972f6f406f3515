"""Answer somebody in danger: fixed words, the right helpline, no model."""

import re

from langgraph.runtime import Runtime

from nodes.turn.state import Guarded, Spoken, TurnContext, TurnInput
from storage.records import EmotionState
from tools.care.answer import crisis_answer
from tools.care.helplines import Helpline
from tools.text.language import language_of

_NUMBER = re.compile(r"\d[\d -]+\d|\d{2,}")
_ADDRESS = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}")


class CrisisState(TurnInput, Guarded):
    """What the answer needs to know."""


async def answer_crisis(state: CrisisState, runtime: Runtime[TurnContext]) -> Spoken:
    """Say the care answer in the person's language and pin the helplines of their country."""
    person, outlet = state["person"], runtime.context.outlet
    language = language_of(state["text"])
    answer = crisis_answer(language, person.country)
    outlet.notice("crisis", "", {"helplines": [_pinned(line) for line in answer.helplines]})
    outlet.token(answer.text)
    return {
        "reply": answer.text,
        "kind": "care",
        "ended": "complete",
        "emotion": EmotionState(),
    }


def _pinned(line: Helpline) -> dict[str, str]:
    """Return a line as a client pins it; `number` only where there is a single one to dial."""
    shown = {"name": line.name, "reach": line.reach, "hours": line.hours}
    numbers = _NUMBER.findall(line.reach)
    if len(numbers) == 1 and not line.reach.startswith("text "):
        shown["number"] = numbers[0]
    if _ADDRESS.fullmatch(line.reach):
        shown["url"] = f"https://{line.reach}"
    return shown
