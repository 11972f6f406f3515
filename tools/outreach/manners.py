"""Whether a message that comes first is civil: no hook, no guilt, no pretended life."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from tools.care.alarm import is_marked
from tools.care.dependence import kept_apart
from tools.care.screen import check_words
from tools.guardrails.check_reply import check_reply
from tools.outreach.topics import touches

LONGEST = 280
"""Characters of a message that comes first: a note on a doorstep and no letter."""

MOST_QUESTIONS = 1

_QUESTION = re.compile("[?？]")


def unmannerly(
    message: str, *, secret: str | Sequence[str], canary: str = "", forbidden: Sequence[str] = ()
) -> str | None:
    """Return why a message may not be sent first, or None when it may.

    Args:
        message: what would be sent.
        secret: what no message may copy, in one text or in several.
        canary: a word that stands in the prompt alone, or nothing.
        forbidden: topics the person does not want to hear about.
    """
    if broken := check_reply(message, secret=secret, canary=canary) or check_words(message):
        return broken
    if is_marked(message):
        return "no time to chat: somebody may be in danger"
    if len(message) > LONGEST:
        return "too long"
    if len(_QUESTION.findall(message)) > MOST_QUESTIONS:
        return "too many questions"
    if clinging := kept_apart(message)[1]:
        return clinging[0]
    if hook := _words().search(message):
        return f"says {hook[0]!r}"
    return next((f"about {topic!r}" for topic in forbidden if touches(message, topic)), None)


@cache
def _words() -> re.Pattern[str]:
    table = tomllib.loads(files("tools.outreach").joinpath("manners.toml").read_text("utf-8"))
    spaced = "|".join(re.escape(word).replace("'", "['’]") for word in table["words"])
    unspaced = "|".join(map(re.escape, table["unspaced"]))
    return re.compile(rf"\b(?:{spaced})\b|{unspaced}", re.IGNORECASE)
