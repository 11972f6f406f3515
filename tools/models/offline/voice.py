"""The offline voice as a chat model."""

import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.tools import BaseTool
from pydantic import BaseModel

from tools.models.offline.answer import answer
from tools.models.offline.lexicon import lexicon
from tools.models.offline.structured import UnknownSchema, fill
from tools.models.offline.talk import talk_of
from tools.models.tokens import estimate_prompt, estimate_tokens

_PIECE = re.compile(r"[\u3400-\u9fff，。！？、；：]{1,2}|[^\s\u3400-\u9fff，。！？、；：]+\s*|\s+")
"""What one streamed chunk holds: a word, or two Chinese characters."""


class OfflineVoice(BaseChatModel):
    """A chat model of rules: English and Chinese, deterministic, without a key or a network.

    It holds a small talk, remembers what the prompt and the talk tell it, and says honestly what is
    beyond it. Tools are accepted and never called.
    """

    def model_post_init(self, context: Any) -> None:
        """Read both languages now, so that no talk waits for them."""
        super().model_post_init(context)
        lexicon("en")
        lexicon("zh")

    @property
    def _llm_type(self) -> str:
        return "miolumi-offline"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Return the voice as it is: it never calls a tool."""
        return self

    def with_structured_output(
        self, schema: dict[str, Any] | type, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[LanguageModelInput, dict[str, Any] | BaseModel]:
        """Return a runnable that answers in a form.

        Args:
            schema: a pydantic class.
            include_raw: answer with `raw`, `parsed` and `parsing_error` instead of the form alone.
            kwargs: what other providers take; nothing here.

        Raises:
            UnknownSchema: the schema is not a pydantic class; raised by the runnable when the class
                is not known and has required fields.
        """
        if not (isinstance(schema, type) and issubclass(schema, BaseModel)):
            raise UnknownSchema("the offline voice answers in pydantic classes only")
        form = schema

        def parsed(message: AIMessage) -> BaseModel:
            return form.model_validate_json(message.text)

        def with_raw(message: AIMessage) -> dict[str, Any]:
            return {"raw": message, "parsed": parsed(message), "parsing_error": None}

        return self.bind(schema=form) | RunnableLambda(with_raw if include_raw else parsed)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        schema: type[BaseModel] | None = kwargs.get("schema")
        text = fill(schema, messages).model_dump_json() if schema else answer(talk_of(messages))
        usage = _usage(messages, text)
        return ChatResult(
            generations=[ChatGeneration(message=AIMessage(text, usage_metadata=usage))]
        )

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return self._generate(messages, stop, **kwargs)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        message = self._generate(messages, stop, **kwargs).generations[0].message
        for piece in _PIECE.findall(message.text):
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        last = AIMessageChunk(
            content="", usage_metadata=_usage(messages, message.text), chunk_position="last"
        )
        yield ChatGenerationChunk(message=last)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in self._stream(messages, stop, **kwargs):
            yield chunk


def _usage(messages: Sequence[BaseMessage], text: str) -> UsageMetadata:
    asked, said = estimate_prompt(messages), estimate_tokens(text)
    return UsageMetadata(input_tokens=asked, output_tokens=said, total_tokens=asked + said)
