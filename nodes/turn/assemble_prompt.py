"""Build the prompt from what was found."""

from langgraph.runtime import Runtime

from nodes.turn.called import called, heard_in_turn, naming_in_turn, notes_in_turn
from nodes.turn.role import role_in_turn
from nodes.turn.state import Assembled, Guarded, Retrieved, TurnContext, TurnInput
from tools.prompts.assemble import Scene, assemble
from tools.prompts.render import Language
from tools.text.language import language_of


class AssembleState(TurnInput, Guarded, Retrieved):
    """What a prompt is made of."""


async def assemble_prompt(state: AssembleState, runtime: Runtime[TurnContext]) -> Assembled:
    """Put the stable part first, the moving part after it, the words of this turn last."""
    language, heard = _language(state), heard_in_turn(state)
    naming = naming_in_turn(state, heard)
    scene = Scene(
        person=state["person"],
        language=language,
        now=state["now"],
        text="\n".join(message.content for message in state["messages"]),
        recall=called(state["recall"], heard),
        ranked=state["ranked"],
        mood=state["mood"],
        emotion=state["emotion"],
        people=state["people"],
        asks_back=state["asks_back"],
        role=await role_in_turn(state, language),
        hardened=state["verdict"].kind == "harden",
        notes=notes_in_turn(state, heard, language),
    )
    return {"language": language, "prompt": assemble(scene), "naming": naming}


def _language(state: AssembleState) -> Language:
    settled: Language = "zh" if (state["person"].language or "").startswith("zh") else "en"
    return language_of(state["text"], settled)
