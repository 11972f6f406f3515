"""The tools a model may ask for in a turn; it sees these forms, and `use_tools` runs them."""

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, Field

MAX_TOOL_ROUNDS = 1
"""Rounds of tools in one turn: with the reply itself at most two model calls a message."""


QUERY_LIMIT = 300
"""Characters of a question to the archive; a longer one is no question."""


class SearchMemories(BaseModel):
    """What to look for in everything that was ever said in this talk."""

    query: str = Field(
        min_length=1,
        max_length=QUERY_LIMIT,
        description="What to look for, in the person's own words",
    )


SEARCH_MEMORIES = StructuredTool(
    name="search_memories",
    description=(
        "Look further back in the talk for something the person once said, when it is not"
        " already among what comes to mind."
    ),
    args_schema=SearchMemories,
)

TOOLS: tuple[BaseTool, ...] = (SEARCH_MEMORIES,)
