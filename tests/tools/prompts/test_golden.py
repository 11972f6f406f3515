import pytest

from tests.tools.prompts.golden import FOLDER, told
from tests.tools.prompts.situations import SITUATIONS, scene_of


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_prompt_is_as_its_golden_file_shows_it(name: str) -> None:
    written = (FOLDER / f"{name}.md").read_text("utf-8")
    assert told(scene_of(SITUATIONS[name])) == written, "meant to be so? then: make golden"


def test_every_golden_file_has_its_situation() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(SITUATIONS)
