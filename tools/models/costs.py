"""What one model call used, and what that costs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from langchain_core.messages import BaseMessage
from langchain_core.messages.ai import UsageMetadata

from storage.records import Spending
from tools.models.table import ModelFacts, Role
from tools.models.tokens import estimate_prompt, estimate_tokens

MILLION = Decimal(1_000_000)


@dataclass(slots=True, kw_only=True)
class Meter:
    """Counts the tokens of one call. What the provider does not tell is estimated."""

    role: Role
    model: str
    facts: ModelFacts | None
    prompt: Sequence[BaseMessage] | Sequence[str]
    billed: bool = False
    """The provider was asked, and did not turn the call down."""
    finished: bool = False
    """The model came to its end by itself, so its own numbers are whole."""
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    said: list[str] = field(default_factory=list)

    def count(self, usage: UsageMetadata) -> None:
        """Add the numbers of one chunk; they are what came on top of the chunks before."""
        self.input_tokens += usage["input_tokens"]
        self.output_tokens += usage["output_tokens"]
        self.cached_tokens += usage.get("input_token_details", {}).get("cache_read", 0)

    def spending(self) -> Spending:
        """Return the bill."""
        used, said = self.input_tokens, self.output_tokens
        if self.billed and not used:
            used = estimate_prompt(self.prompt)
        if not said or not self.finished:
            said = max(said, estimate_tokens("".join(self.said)))
        cached = min(self.cached_tokens, used)
        return Spending(
            operation=self.role,
            model=self.model,
            input_tokens=used,
            cached_input_tokens=cached,
            output_tokens=said,
            cost_usd=cost(self.facts, input_tokens=used, cached_tokens=cached, output_tokens=said),
        )


def cost(
    facts: ModelFacts | None, *, input_tokens: int, cached_tokens: int, output_tokens: int
) -> Decimal:
    """Return US dollars, exactly; 0 for a model without prices.

    Args:
        facts: The model's prices.
        input_tokens: All tokens of the prompt.
        cached_tokens: Those among them that the provider had in its cache.
        output_tokens: The tokens of the answer, thinking included.
    """
    if facts is None:
        return Decimal(0)
    cached_price = facts.input if facts.cached_input is None else facts.cached_input
    return (
        (input_tokens - cached_tokens) * facts.input
        + cached_tokens * cached_price
        + output_tokens * facts.output
    ) / MILLION
