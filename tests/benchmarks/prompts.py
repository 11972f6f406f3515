"""What a model was sent, as one text in the order in which a provider reads it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Literal

from tools.models.tokens import estimate_tokens


@dataclass(frozen=True, kw_only=True)
class Prompts:
    """The prompts of turns that follow each other."""

    tokens: float
    """Of one prompt, estimated."""
    size: float
    """Of one prompt, in bytes."""
    prefix: float
    """Bytes that begin a prompt as they began the one before."""
    prefix_share: float
    """Of the prompt, from 0 to 1."""


def kind_of(call: dict[str, str]) -> Literal["chat", "background", "vectors"]:
    """Tell what a call asked for: streamed words, an answer in one piece, or vectors."""
    if "mbed" in call["path"]:
        return "vectors"
    is_streamed = "stream" in call["path"] or json.loads(call["body"]).get("stream")
    return "chat" if is_streamed else "background"


def weigh(calls: Sequence[dict[str, str]]) -> Prompts:
    """Return the medians over the prompts of some calls."""
    texts = [prompt_of(json.loads(call["body"])) for call in calls]
    prefixes = [_common(one, other) for one, other in pairwise(map(str.encode, texts))]
    sizes = [len(text.encode()) for text in texts]
    shares = [prefix / size for prefix, size in zip(prefixes, sizes[1:], strict=True)]
    return Prompts(
        tokens=median(map(estimate_tokens, texts)),
        size=median(sizes),
        prefix=median(prefixes),
        prefix_share=median(shares),
    )


def prompt_of(body: dict[str, Any]) -> str:
    """Return the prompt of a request in OpenAI's or Gemini's form: tools, system, messages."""
    return "\n".join(_parts(body))


def _parts(body: dict[str, Any]) -> Iterator[str]:
    if tools := body.get("tools"):
        yield json.dumps(tools, ensure_ascii=False)
    if form := body.get("response_format"):
        yield json.dumps(form, ensure_ascii=False)
    if system := body.get("systemInstruction"):
        yield _text(system)
    for message in body.get("messages", ()):
        yield f"{message['role']}: {message['content']}"
    for content in body.get("contents", ()):
        yield f"{content.get('role', 'user')}: {_text(content)}"


def _text(content: dict[str, Any]) -> str:
    return "".join(part.get("text", "") for part in content["parts"])


def _common(one: bytes, other: bytes) -> int:
    """Return how many bytes two texts begin with in common."""
    for at, (first, second) in enumerate(zip(one, other, strict=False)):
        if first != second:
            return at
    return min(len(one), len(other))
