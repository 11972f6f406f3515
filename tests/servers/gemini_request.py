"""What a client asked Gemini."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.servers.http import Request


@dataclass(frozen=True)
class GeminiRequest:
    """What a client asked, in words."""

    request: Request

    @property
    def model(self) -> str:
        """The model's name, without `models/`."""
        return self.request.path.rpartition("/")[2].partition(":")[0]

    @property
    def action(self) -> str:
        """generateContent, streamGenerateContent, batchEmbedContents, or nothing for a look-up."""
        return self.request.path.rpartition(":")[2] if ":" in self.request.path else ""

    @property
    def key(self) -> str:
        """The key the client came with."""
        return self.request.headers.get("x-goog-api-key", "")

    @cached_property
    def body(self) -> Any:
        """The body, read as JSON; empty for a look-up."""
        return self.request.json if self.request.body else {}

    @property
    def system(self) -> str:
        """The system instruction."""
        return _text(self.body.get("systemInstruction", {}))

    @property
    def messages(self) -> list[tuple[str, str]]:
        """The talk as pairs of role (user, model) and text."""
        return [(turn.get("role", "user"), _text(turn)) for turn in self.body.get("contents", [])]

    @property
    def last_text(self) -> str:
        """The last message's text."""
        return self.messages[-1][1] if self.messages else ""

    @property
    def config(self) -> dict[str, Any]:
        """The generation config: temperature, thinkingConfig, responseJsonSchema and so on."""
        config: dict[str, Any] = self.body.get("generationConfig", {})
        return config

    @property
    def schema(self) -> dict[str, Any] | None:
        """The form the answer must have, when one is asked for."""
        schema: dict[str, Any] | None = self.config.get("responseJsonSchema")
        return schema or self.config.get("responseSchema")

    @property
    def texts(self) -> list[str]:
        """The texts to embed."""
        return [_text(one["content"]) for one in self.body.get("requests", [])]


def _text(content: dict[str, Any]) -> str:
    return "".join(part.get("text", "") for part in content.get("parts", []))
