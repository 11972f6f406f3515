"""The graph that finds loose threads: what was to come, and whose end was never told. No model."""

from langgraph.graph import END, START, StateGraph

from nodes.gaps.choose_loops import choose_loops, way_after_choice
from nodes.gaps.load_loops import load_loops
from nodes.gaps.mark_loops import mark_loops
from nodes.gaps.state import GapsContext, GapsInput, GapsOutput, GapsState

builder = StateGraph(
    GapsState,
    context_schema=GapsContext,
    input_schema=GapsInput,
    output_schema=GapsOutput,
)

builder.add_node("load_loops", load_loops)
builder.add_node("choose_loops", choose_loops)
builder.add_node("mark_loops", mark_loops)

builder.add_edge(START, "load_loops")
builder.add_edge("load_loops", "choose_loops")
builder.add_conditional_edges(
    "choose_loops", way_after_choice, {"changed": "mark_loops", "nothing": END}
)
builder.add_edge("mark_loops", END)

graph = builder.compile(name="gaps")
