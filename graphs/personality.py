"""The graph by which Lumi becomes somebody: after a turn, and never for a persona."""

from langgraph.graph import END, START, StateGraph

from nodes.personality.draw_personality import draw_personality
from nodes.personality.load_personality import load_personality, way_after_personality
from nodes.personality.save_personality import save_personality
from nodes.personality.state import (
    PersonalityContext,
    PersonalityInput,
    PersonalityOutput,
    PersonalityState,
)

builder = StateGraph(
    PersonalityState,
    context_schema=PersonalityContext,
    input_schema=PersonalityInput,
    output_schema=PersonalityOutput,
)

builder.add_node("load_personality", load_personality)
builder.add_node("draw_personality", draw_personality)
builder.add_node("save_personality", save_personality)

builder.add_edge(START, "load_personality")
builder.add_conditional_edges(
    "load_personality",
    way_after_personality,
    {"due": "draw_personality", "not_due": END},
)
builder.add_edge("draw_personality", "save_personality")
builder.add_edge("save_personality", END)

graph = builder.compile(name="personality")
