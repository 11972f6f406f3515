"""Answer requests as Gemini does, and count the tokens that Gemini would.

A form is filled by the offline voice, whose notes, memories and evidence are really in the talk:
what a form asks for comes at once, and stands in the prompts that follow.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel

from nodes.extraction.answers import ExtractedMemories, JudgedMemories
from nodes.extraction.summarise_talk import RollingFields
from nodes.outreach.write_message import OutreachDraft
from nodes.personality.answers import PersonalitySeed
from nodes.reflection.answers import ReflectedDay
from nodes.relationship.confirm_transition import TransitionVerdict
from tests.benchmarks.script import Language
from tests.servers.behaviour import Say, Usage
from tests.servers.gemini_request import GeminiRequest
from tests.servers.samples import sample_of
from tools.models.offline.structured import fill
from tools.models.tokens import TOKENS_A_MESSAGE, estimate_tokens

LEAST_CACHED = 1_024
"""Tokens a prompt must share with an earlier one before Gemini's cache is of use."""

REPLY: dict[Language, str] = {
    "en": (
        "That sounds like a long day, and I am glad you told me. You said last week that evenings"
        " are the hardest part of it. Did it help to talk with Anna, or would a walk do more?"
    ),
    "zh": (
        "听起来这一天真不容易，谢谢你告诉我。上周你说晚上最难熬。"
        "跟安娜聊聊有帮助吗，还是出去走走更好？"
    ),
}
"""What is said to a person, every time."""

FORMS: dict[str, type[BaseModel]] = {
    form.__name__: form
    for form in (
        ExtractedMemories,
        JudgedMemories,
        OutreachDraft,
        PersonalitySeed,
        ReflectedDay,
        RollingFields,
        TransitionVerdict,
    )
}
"""Every form that a model is asked to fill beside the talk, by its title."""


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What of a chat prompt stood at the beginning of an earlier one."""

    prompt: int
    """Estimated tokens of the whole prompt."""
    tokens: int
    """Estimated tokens that the two share."""


@dataclass
class Counter:
    """A model that costs nothing and is told to say something of the usual length."""

    language: Language
    shared: list[Shared] = field(default_factory=list)
    """One of each chat prompt, in their order."""
    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How often each form was asked for, by its title; "" is the talk itself."""
    _before: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __call__(self, request: GeminiRequest) -> Say:
        """Say something, or fill the form."""
        text = self._text(request)
        prompt = "\n".join([request.system, *(said for _, said in request.messages)])
        tokens = estimate_tokens(prompt) + TOKENS_A_MESSAGE * (1 + len(request.messages))
        shared = self._shared(request.model, prompt)
        self.asked[_title(request)] += 1
        if request.schema is None:
            self.shared.append(Shared(prompt=tokens, tokens=shared))
        cached = shared if shared >= LEAST_CACHED else 0
        usage = Usage(prompt=tokens, cached=cached, output=estimate_tokens(text))
        return Say(text=text, pieces=4 if request.schema is None else 1, usage=usage)

    def _text(self, request: GeminiRequest) -> str:
        if request.schema is None:
            return REPLY[self.language]
        form = FORMS.get(_title(request))
        answer: Any = (
            fill(form, _messages(request)).model_dump(mode="json")
            if form
            else sample_of(request.schema)
        )
        return json.dumps(answer, ensure_ascii=False)

    def _shared(self, model: str, prompt: str) -> int:
        """Return the tokens at the beginning that an earlier prompt to the model has, too."""
        before, self._before[model] = self._before[model], [*self._before[model], prompt]
        return max((estimate_tokens(_beginning(prompt, one)) for one in before), default=0)


def _title(request: GeminiRequest) -> str:
    return str((request.schema or {}).get("title", ""))


def _messages(request: GeminiRequest) -> Sequence[BaseMessage]:
    turns = [
        AIMessage(said) if role == "model" else HumanMessage(said)
        for role, said in request.messages
    ]
    return [SystemMessage(request.system), *turns]


def _beginning(one: str, other: str) -> str:
    pairs = zip(one, other, strict=False)
    return one[: sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))]
