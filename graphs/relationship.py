"""The graph by which a relationship with a persona grows: after a turn, and never for Lumi."""

from langgraph.graph import END, START, StateGraph

from nodes.relationship.confirm_transition import confirm_transition
from nodes.relationship.load_relationship import load_relationship, way_after_loading
from nodes.relationship.save_relationship import save_relationship
from nodes.relationship.score_turns import score_turns, way_after_scoring
from nodes.relationship.state import (
    RelationshipContext,
    RelationshipInput,
    RelationshipOutput,
    RelationshipState,
)

builder = StateGraph(
    RelationshipState,
    context_schema=RelationshipContext,
    input_schema=RelationshipInput,
    output_schema=RelationshipOutput,
)

builder.add_node("load_relationship", load_relationship)
builder.add_node("score_turns", score_turns)
builder.add_node("confirm_transition", confirm_transition)
builder.add_node("save_relationship", save_relationship)

builder.add_edge(START, "load_relationship")
builder.add_conditional_edges(
    "load_relationship",
    way_after_loading,
    {"said": "score_turns", "nothing_new": END},
)
builder.add_conditional_edges(
    "score_turns",
    way_after_scoring,
    {"crossed": "confirm_transition", "steady": "save_relationship"},
)
builder.add_edge("confirm_transition", "save_relationship")
builder.add_edge("save_relationship", END)

graph = builder.compile(name="relationship")
