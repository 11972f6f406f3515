"""The graph by which a companion looks back on the day, at night, while nobody talks."""

from langgraph.graph import END, START, StateGraph

from nodes.reflection.embed_learnings import embed_learnings
from nodes.reflection.gather_threads import gather_threads, way_after_threads
from nodes.reflection.load_day import load_day, way_after_day
from nodes.reflection.plan_night import plan_night
from nodes.reflection.reflect import reflect
from nodes.reflection.save_reflection import save_reflection
from nodes.reflection.state import (
    ReflectionContext,
    ReflectionInput,
    ReflectionOutput,
    ReflectionState,
)

builder = StateGraph(
    ReflectionState,
    context_schema=ReflectionContext,
    input_schema=ReflectionInput,
    output_schema=ReflectionOutput,
)

builder.add_node("load_day", load_day)
builder.add_node("plan_night", plan_night)
builder.add_node("gather_threads", gather_threads)
builder.add_node("reflect", reflect)
builder.add_node("embed_learnings", embed_learnings)
builder.add_node("save_reflection", save_reflection)

builder.add_edge(START, "load_day")
builder.add_conditional_edges(
    "load_day", way_after_day, {"due": "gather_threads", "not_due": "plan_night"}
)
builder.add_conditional_edges(
    "gather_threads",
    way_after_threads,
    {"ask": "reflect", "nothing": "plan_night", "planned": END},
)
builder.add_edge("reflect", "embed_learnings")
builder.add_edge("embed_learnings", "save_reflection")
builder.add_edge("save_reflection", END)
builder.add_edge("plan_night", END)

graph = builder.compile(name="reflection")
