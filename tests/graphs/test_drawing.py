from pathlib import Path
from xml.etree import ElementTree

import pytest
from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from graphs.catalogue import GRAPHS
from graphs.drawing import AnyGraph, Format, draw, picture_of, redrawn

README = Path(__file__).parents[2] / "README.md"

SVG = "{http://www.w3.org/2000/svg}"


class State(TypedDict):
    word: str


async def step(state: State) -> State:
    return state


def way(_: State) -> str:
    return "stay"


@pytest.fixture(scope="module")
def small() -> AnyGraph:
    """A graph with a branch whose label is also the name of a box."""
    builder = StateGraph(State)
    builder.add_node("ask", step)
    builder.add_node("stay", step)
    builder.add_node("leave", step)
    builder.add_edge(START, "ask")
    builder.add_conditional_edges("ask", way, {"stay": "stay", "goodbye": "leave"})
    builder.add_edge("stay", END)
    builder.add_edge("leave", END)
    return builder.compile(name="small")


def test_mermaid_names_every_way_and_avoids_its_reserved_word(small: AnyGraph) -> None:
    assert draw(small, "mermaid") == (
        "flowchart TD\n"
        "    Start([start])\n"
        "    End([end])\n"
        "    Start --> ask\n"
        "    ask -. stay .-> stay\n"
        "    ask -. goodbye .-> leave\n"
        "    stay --> End\n"
        "    leave --> End\n"
    )


def test_text_lists_where_every_box_leads(small: AnyGraph) -> None:
    assert draw(small, "text") == (
        "start ──▶ ask\n"
        "ask\n"
        "  ├─ stay    ──▶ stay\n"
        "  └─ goodbye ──▶ leave\n"
        "stay ──▶ end\n"
        "leave ──▶ end\n"
    )


def test_svg_shows_every_box_and_label_in_the_pages_colour(small: AnyGraph) -> None:
    drawn = ElementTree.fromstring(draw(small, "svg"))  # noqa: S314 - our own drawing
    texts = [text.text for text in drawn.iter(f"{SVG}text")]
    assert sorted(filter(None, texts)) == [
        "ask", "end", "goodbye", "leave", "start", "stay", "stay"
    ]  # fmt: skip
    assert len(list(drawn.iter(f"{SVG}rect"))) == 5
    assert drawn.get("stroke") == "currentColor"


@pytest.mark.parametrize("form", ["mermaid", "svg", "text"])
@pytest.mark.parametrize("name", GRAPHS)
def test_every_graph_can_be_drawn_without_another_host(name: str, form: Format) -> None:
    drawing = draw(GRAPHS[name], form)
    assert all(box in drawing for box in picture_of(GRAPHS[name]).boxes)
    assert "http" not in drawing.replace("http://www.w3.org/2000/svg", "")


def test_a_drawing_in_a_document_is_brought_up_to_date(small: AnyGraph) -> None:
    document = "before\n<!-- drawing:small -->\nold\nolder\n<!-- /drawing -->\nafter\n"
    renewed = redrawn(document, {"small": small})
    assert "old" not in renewed.replace("goodbye", "")
    assert renewed.startswith("before\n<!-- drawing:small -->\n```mermaid\nflowchart TD\n")
    assert renewed.endswith("```\n<!-- /drawing -->\nafter\n")
    assert redrawn(renewed, {"small": small}) == renewed


def test_a_mark_for_a_graph_that_does_not_exist_is_an_error(small: AnyGraph) -> None:
    with pytest.raises(KeyError):
        redrawn("<!-- drawing:none -->\n<!-- /drawing -->", {"small": small})


def test_the_drawings_in_the_readme_are_those_of_the_code() -> None:
    written = README.read_text("utf-8")
    assert redrawn(written, GRAPHS) == written, "renew it: miolumi draw --readme"
