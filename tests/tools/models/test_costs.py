"""Tokens and money."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import HumanMessage
from langchain_core.messages.ai import UsageMetadata

from tools.models.costs import Meter, cost
from tools.models.table import ModelFacts
from tools.models.tokens import estimate_prompt, estimate_tokens

FACTS = ModelFacts(
    input=Decimal("0.50"),
    cached_input=Decimal("0.05"),
    output=Decimal(3),
    context_window=1_000,
    source="a test",
    as_of=date(2026, 1, 1),
)
counts = st.integers(min_value=0, max_value=10_000_000)


def make_meter() -> Meter:
    prompt = [HumanMessage("a question of a few words")]
    return Meter(role="chat", model="a:b", facts=FACTS, prompt=prompt)


@given(fresh=counts, cached=counts, output=counts)
def test_a_cost_is_the_sum_of_its_parts_to_the_last_digit(
    fresh: int, cached: int, output: int
) -> None:
    exact = (fresh * 50 + cached * 5 + output * 300) * Decimal("1e-8")
    total = cost(FACTS, input_tokens=fresh + cached, cached_tokens=cached, output_tokens=output)
    assert total == exact


def test_cached_tokens_cost_the_same_where_nothing_is_taken_off() -> None:
    facts = FACTS.model_copy(update={"cached_input": None})
    assert cost(facts, input_tokens=1_000_000, cached_tokens=500_000, output_tokens=0) == Decimal(
        "0.5"
    )


def test_a_model_without_prices_costs_nothing() -> None:
    assert cost(None, input_tokens=9, cached_tokens=0, output_tokens=9) == 0


def test_numbers_of_chunks_add_up_also_when_one_takes_back() -> None:
    meter = make_meter()
    for number, said in ((100, 10), (0, 10), (-20, 20)):
        meter.count(UsageMetadata(input_tokens=number, output_tokens=said, total_tokens=0))
    meter.finished = True
    assert meter.spending().input_tokens == 80
    assert meter.spending().output_tokens == 40


def test_what_the_provider_does_not_tell_is_estimated() -> None:
    meter = make_meter()
    meter.billed = meter.finished = True
    meter.said.append("x" * 400)
    assert meter.spending().output_tokens == 100
    assert meter.spending().input_tokens == estimate_prompt(meter.prompt)


def test_a_stopped_reply_counts_at_least_what_was_said() -> None:
    meter = make_meter()
    meter.count(UsageMetadata(input_tokens=5, output_tokens=1, total_tokens=6))
    meter.said.append("x" * 400)
    assert meter.spending().output_tokens == 100


def test_a_call_that_was_turned_down_is_free() -> None:
    spending = make_meter().spending()
    assert (spending.input_tokens, spending.output_tokens) == (0, 0)
    assert spending.cost_usd == 0


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("", 0, 0),
        ("a", 1, 1),
        ("I have an interview on Friday and I am quite nervous about it.", 12, 18),
        ("我星期五有一个面试，有点紧张，不知道该怎么准备。", 13, 24),
        ("\ud800", 1, 1),
    ],
)
def test_estimates_are_near_what_tokenizers_say(text: str, least: int, most: int) -> None:
    assert least <= estimate_tokens(text) <= most


@given(st.text(), st.text())
def test_more_text_is_never_fewer_tokens(first: str, second: str) -> None:
    assert estimate_tokens(first + second) >= max(map(estimate_tokens, (first, second))) - 1
