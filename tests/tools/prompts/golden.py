"""Write the golden files anew: `python -m tests.tools.prompts.golden`, or `make golden`."""

from collections.abc import Mapping
from pathlib import Path

from tests.tools.prompts.situations import SITUATIONS, scene_of
from tools.models.tokens import estimate_prompt, estimate_tokens
from tools.prompts.assemble import assemble, stable_part
from tools.prompts.scene import Scene

FOLDER = Path(__file__).with_name("golden")


def told(scene: Scene) -> str:
    """Return a whole prompt as one text to be read, with its size in its first line."""
    prompt = assemble(scene)
    tokens, stable = estimate_prompt(prompt.messages), estimate_tokens(stable_part(scene))
    head = f"<!-- about {tokens} tokens; the first {stable} stay from turn to turn -->"
    spoken = (f"# {one.type}\n\n{one.text}" for one in prompt.messages)
    return "\n\n".join([head, *spoken]) + "\n"


def prompts() -> Mapping[str, str]:
    """Return the prompt of every situation by its name."""
    return {name: told(scene_of(one)) for name, one in SITUATIONS.items()}


def main() -> None:
    """Write every file, and remove those that no situation has."""
    for path in FOLDER.glob("*.md"):
        path.unlink()
    for name, text in prompts().items():
        (FOLDER / f"{name}.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
