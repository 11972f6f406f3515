"""Embeddings, against the real clients."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import Spending
from tests.servers.behaviour import Behaviour, Fail, Hang, Say
from tests.servers.gemini import GeminiServer
from tests.servers.openai import OpenAIServer
from tests.tools.models.conftest import MakeModels, table_with
from tools.clock import MovedClock
from tools.models.embedding import KEPT_VECTORS, VectorMemory, embeddable
from tools.models.errors import EmbeddingUnavailable
from tools.models.table import choose_table
from tools.models.tokens import estimate_tokens

TEXTS = ["My sister lives in Porto.", "我妹妹住在波尔图。", "The interview is on Friday."]


async def test_vectors_have_768_numbers_and_length_one(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    models = make_models()
    vectors = await models.embed(TEXTS, spent=bills.append)
    assert models.embedder.startswith("google_genai:gemini-embedding-001/768/")
    assert [(vector.dtype, vector.shape) for vector in vectors] == [
        (np.dtype("float32"), (768,))
    ] * 3
    assert [float(np.linalg.norm(vector)) for vector in vectors] == pytest.approx([1.0] * 3)
    (request,) = gemini.requests
    assert request.texts == TEXTS
    asked = request.body["requests"][0]
    assert asked["outputDimensionality"] == 768
    assert asked["taskType"] == "SEMANTIC_SIMILARITY"


async def test_what_an_embedding_costs_is_estimated(
    make_models: MakeModels, bills: list[Spending]
) -> None:
    await make_models().embed(["four" * 100], spent=bills.append)
    assert bills == [
        Spending(
            operation="embed",
            model="google_genai:gemini-embedding-001",
            input_tokens=100,
            cost_usd=Decimal("0.000015"),
        )
    ]


async def test_a_text_seen_lately_is_not_asked_for_again(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    models = make_models()
    first = await models.embed([TEXTS[0], TEXTS[0]], spent=bills.append)
    again = await models.embed([TEXTS[1], TEXTS[0], f" {TEXTS[0]}\0"], spent=bills.append)
    assert [request.texts for request in gemini.requests] == [[TEXTS[0]], [TEXTS[1]]]
    assert len(bills) == 2
    assert np.array_equal(first[1], again[1])
    assert np.array_equal(first[1], again[2])
    with pytest.raises(ValueError, match="read-only"):
        first[0][0] = 1.0


async def test_nothing_to_embed_costs_nothing_and_a_blank_text_has_a_vector(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    models = make_models()
    assert await models.embed([], spent=bills.append) == []
    assert not gemini.requests
    (vector,) = await models.embed(["  "], spent=bills.append)
    assert float(np.linalg.norm(vector)) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("trouble", "billed"),
    [(Fail(), False), (Fail(status=429), False), (Fail(status=400), False), (Hang(), True)],
    ids=str,
)
async def test_without_vectors_callers_are_told(
    gemini: GeminiServer,
    make_models: MakeModels,
    bills: list[Spending],
    trouble: Behaviour,
    *,
    billed: bool,
) -> None:
    gemini.embeddings.queue(trouble)
    models = make_models(table_with(trouble))
    with pytest.raises(EmbeddingUnavailable):
        await models.embed(TEXTS, spent=bills.append)
    assert [bill.input_tokens > 0 for bill in bills] == [billed]
    assert len(await models.embed(TEXTS, spent=bills.append)) == 3


async def test_a_dead_embedder_costs_no_more_waiting(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending], clock: MovedClock
) -> None:
    gemini.embeddings.queue(*[Fail()] * 3)
    models = make_models()
    for _ in range(4):
        with pytest.raises(EmbeddingUnavailable):
            await models.embed(TEXTS, spent=bills.append)
    assert len(gemini.requests) == 3
    clock.move(timedelta(seconds=31))
    assert await models.embed(TEXTS, spent=bills.append)


async def test_more_than_a_hundred_people_do_not_wait_for_each_other(
    gemini: GeminiServer, make_models: MakeModels
) -> None:
    open_at_once = 0

    def slow(_: object) -> Behaviour:
        nonlocal open_at_once
        open_at_once = max(open_at_once, len(gemini.http.connections))
        return Say(pause=1)

    gemini.embeddings.respond(slow)
    models = make_models(table_with(embed={"limits": {"answer_seconds": 30}}))
    calls = [models.embed([f"text {number}"], spent=lambda _: None) for number in range(110)]
    await asyncio.gather(*calls)
    assert open_at_once == 110


async def test_another_provider_embeds_through_its_name(
    openai_server: OpenAIServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    row = {"model": "openai:text-embedding-3-small", "options": {}}
    models = make_models(table_with(embed=row))
    assert len(await models.embed(TEXTS, spent=bills.append)) == 3
    assert models.embedder == "openai:text-embedding-3-small/768"
    (request,) = openai_server.requests
    assert request.json["dimensions"] == 768
    assert request.json["input"] == TEXTS


async def test_vectors_of_another_length_are_refused(
    gemini: GeminiServer, make_models: MakeModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Short:
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[1.0, 0.0] for _ in texts]

    monkeypatch.setattr(gemini, "embedder", Short())
    with pytest.raises(EmbeddingUnavailable, match="768"):
        await make_models().embed(TEXTS, spent=lambda _: None)


async def test_without_a_key_the_built_in_embedder_serves(
    make_models: MakeModels, bills: list[Spending]
) -> None:
    models = make_models(choose_table("offline"))
    vectors = await models.embed(TEXTS, spent=bills.append)
    assert models.embedder == "miolumi:lexical/2"
    assert len(vectors) == 3
    assert bills[0].cost_usd == 0
    assert bills[0].input_tokens > 0


@given(st.text(alphabet="a 我的😀", max_size=300), st.integers(min_value=10, max_value=60))
def test_a_long_text_is_sent_as_far_as_the_model_reads(text: str, window: int) -> None:
    sent = embeddable(text, window=window)
    assert sent
    assert text.strip().startswith(sent) or sent == "-"
    assert estimate_tokens(sent) <= window * 1.5


def test_the_vector_memory_forgets_what_was_not_asked_for_in_the_longest_time() -> None:
    memory = VectorMemory()
    vector = np.zeros(768, dtype=np.float32)
    memory.keep({str(number): vector for number in range(KEPT_VECTORS)})
    memory.known(["0"])
    memory.keep({"new": vector})
    assert set(memory.known(["0", "1", "new"])) == {"0", "new"}
