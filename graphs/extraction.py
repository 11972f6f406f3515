"""The graph that follows a turn: keep the notes, and when it is due the memories."""

from langgraph.graph import END, START, StateGraph

from nodes.extraction.compare_memories import compare_memories
from nodes.extraction.consolidate_memories import consolidate_memories
from nodes.extraction.extract_memories import extract_memories
from nodes.extraction.index_memories import index_memories
from nodes.extraction.index_messages import index_messages
from nodes.extraction.judge_memories import judge_memories
from nodes.extraction.load_talk import load_talk
from nodes.extraction.state import (
    ExtractionContext,
    ExtractionInput,
    ExtractionOutput,
    ExtractionState,
)
from nodes.extraction.summarise_talk import summarise_talk, way_after_summary

builder = StateGraph(
    ExtractionState,
    context_schema=ExtractionContext,
    input_schema=ExtractionInput,
    output_schema=ExtractionOutput,
)

builder.add_node("load_talk", load_talk)
builder.add_node("summarise_talk", summarise_talk)
builder.add_node("index_memories", index_memories)
builder.add_node("extract_memories", extract_memories)
builder.add_node("compare_memories", compare_memories)
builder.add_node("judge_memories", judge_memories)
builder.add_node("consolidate_memories", consolidate_memories)
builder.add_node("index_messages", index_messages)

builder.add_edge(START, "load_talk")
builder.add_edge("load_talk", "summarise_talk")
builder.add_edge("summarise_talk", "index_memories")
builder.add_conditional_edges(
    "index_memories",
    way_after_summary,
    {"due": "extract_memories", "not_due": "index_messages"},
)
builder.add_edge("extract_memories", "compare_memories")
builder.add_edge("compare_memories", "judge_memories")
builder.add_edge("judge_memories", "consolidate_memories")
builder.add_edge("consolidate_memories", "index_messages")
builder.add_edge("index_messages", END)

graph = builder.compile(name="extraction")
