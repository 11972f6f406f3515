"""One turn: from what a person said to the stored reply."""

from langgraph.graph import END, START, StateGraph

from nodes.turn.answer_crisis import answer_crisis
from nodes.turn.answer_safe import answer_safe, way_after_retrieval
from nodes.turn.assemble_prompt import assemble_prompt
from nodes.turn.check_persona import check_persona
from nodes.turn.deflect import deflect
from nodes.turn.extract import extract
from nodes.turn.generate_reply import generate_reply, way_after_generation
from nodes.turn.guard_input import guard_input, way_after_guard
from nodes.turn.look_closer import look_closer, way_after_check
from nodes.turn.retrieve_memories import retrieve_memories
from nodes.turn.state import Stored, TurnContext, TurnInput, TurnState
from nodes.turn.use_tools import use_tools

builder = StateGraph(
    TurnState, context_schema=TurnContext, input_schema=TurnInput, output_schema=Stored
)

builder.add_node("guard_input", guard_input)
builder.add_node("answer_crisis", answer_crisis)
builder.add_node("deflect", deflect)
builder.add_node("retrieve_memories", retrieve_memories)
builder.add_node("answer_safe", answer_safe)
builder.add_node("assemble_prompt", assemble_prompt)
builder.add_node("generate_reply", generate_reply)
builder.add_node("use_tools", use_tools)
builder.add_node("check_persona", check_persona)
builder.add_node("look_closer", look_closer)
builder.add_node("extract", extract)

builder.add_edge(START, "guard_input")
builder.add_conditional_edges(
    "guard_input",
    way_after_guard,
    {"clear": "retrieve_memories", "crisis": "answer_crisis", "deflect": "deflect"},
)
builder.add_conditional_edges(
    "retrieve_memories", way_after_retrieval, {"talk": "assemble_prompt", "safe": "answer_safe"}
)
builder.add_edge("assemble_prompt", "generate_reply")
builder.add_conditional_edges(
    "generate_reply",
    way_after_generation,
    {"tools": "use_tools", "said": "check_persona", "crisis": "answer_crisis"},
)
builder.add_edge("use_tools", "generate_reply")
builder.add_conditional_edges(
    "check_persona", way_after_check, {"said": "extract", "look": "look_closer"}
)
builder.add_edge("look_closer", "extract")
builder.add_edge("answer_safe", "extract")
builder.add_edge("answer_crisis", "extract")
builder.add_edge("deflect", "extract")
builder.add_edge("extract", END)

graph = builder.compile(name="turn")
