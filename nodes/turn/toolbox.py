"""The tools a model may ask for in a turn; it sees these forms, and `use_tools` runs them."""

from collections.abc import Sequence

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, Field

from storage.records import Message
from tools.outside.links import links_in
from tools.outside.web_address import LONGEST

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


class ReadPage(BaseModel):
    """Which of the links that the person has just sent."""

    link: str = Field(
        min_length=1, max_length=LONGEST, description="The link, exactly as the person sent it"
    )


READ_PAGE = StructuredTool(
    name="read_page",
    description=(
        "Read the page behind a link in the person's last message. Use it before you say anything"
        " about what stands there."
    ),
    args_schema=ReadPage,
)

TOOLS: tuple[BaseTool, ...] = (SEARCH_MEMORIES, READ_PAGE)
"""Every tool there is."""


def sent_links(messages: Sequence[Message]) -> tuple[str, ...]:
    """Return the links in what the person has just said.

    No other is ever opened: a page, a memory or a card cannot send a companion anywhere, nor have
    it carry words out in an address.
    """
    return links_in("\n".join(message.content for message in messages))


def tools_for(messages: Sequence[Message], *, opens_pages: bool) -> Sequence[BaseTool]:
    """Return the tools of a turn; a page can be read in those in which a link was sent."""
    return TOOLS if opens_pages and sent_links(messages) else (SEARCH_MEMORIES,)
