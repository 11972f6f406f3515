"""The fixed words about a personality, read from the data files beside this one."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from storage.records.personality import PARTS, Personality
from tools.prompts.render import Language

Words = Mapping[str, Mapping[str, str]]


@cache
def personality_words(language: Language) -> Words:
    """Return the words of a language, by group and name."""
    text = files("tools.personality").joinpath(f"words_{language}.toml").read_text("utf-8")
    words: Words = tomllib.loads(text)
    return words


def personality_text(personality: Personality) -> str:
    """Return a personality as it stands in a prompt, a line for each part that there is."""
    prompt = personality_words(personality.language)["prompt"]
    return "\n".join(
        prompt[part].format(text=text) for part in PARTS if (text := getattr(personality, part))
    )
