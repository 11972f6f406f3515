"""The graph that follows a change of the embedder: everything of one person gets new vectors."""

from langgraph.graph import END, START, StateGraph

from nodes.extraction.index_memories import index_memories
from nodes.extraction.index_messages import index_messages
from nodes.extraction.state import ExtractionContext, ReembeddingState, Reindexed, Whose

builder = StateGraph(
    ReembeddingState,
    context_schema=ExtractionContext,
    input_schema=Whose,
    output_schema=Reindexed,
)

builder.add_node("index_memories", index_memories)
builder.add_node("index_messages", index_messages)

builder.add_edge(START, "index_memories")
builder.add_edge("index_memories", "index_messages")
builder.add_edge("index_messages", END)

graph = builder.compile(name="reembedding")
