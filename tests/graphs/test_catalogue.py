import json
from importlib import import_module
from pathlib import Path

import pytest

from graphs.catalogue import GRAPHS

ROOT = Path(__file__).parents[2]
CONFIG = json.loads((ROOT / "langgraph.json").read_text("utf-8"))


def test_langgraphs_own_tools_find_every_graph() -> None:
    assert CONFIG["graphs"].keys() == GRAPHS.keys()
    for name, row in CONFIG["graphs"].items():
        path, _, symbol = row["path"].partition(":")
        module = import_module(path.removeprefix("./").removesuffix(".py").replace("/", "."))
        assert getattr(module, symbol) is GRAPHS[name]


@pytest.mark.parametrize("name", GRAPHS)
def test_every_graph_can_tell_what_it_takes_and_gives(name: str) -> None:
    graph = GRAPHS[name]
    assert graph.get_input_jsonschema()["properties"]
    assert graph.get_output_jsonschema()["properties"]
    assert graph.get_context_jsonschema() is not None


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_is_called_what_the_catalogue_calls_it(name: str) -> None:
    assert GRAPHS[name].get_name() == name
