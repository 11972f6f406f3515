"""The embedder that runs here; without fastembed a stand-in takes its model's place."""

import asyncio
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from storage.records import Spending
from tests.tools.models.conftest import MakeModels
from tests.tools.models.tiny_onnx import write_model
from tools.models.errors import EmbeddingUnavailable, ModelUnavailable, UnknownModel
from tools.models.local import TEXTS_AT_ONCE, LocalEmbeddings, build_local, is_installed
from tools.models.table import Choice, ModelTable, choose_table

SMALL = "sentence-transformers/all-MiniLM-L6-v2"
"""A model of fastembed's list whose vectors have 384 numbers."""

installed = pytest.mark.skipif(
    not is_installed(), reason="the optional extra `local` is not installed"
)
missing = pytest.mark.skipif(is_installed(), reason="the optional extra `local` is installed")


class StandIn:
    """A model of 384 numbers that notes how it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.threads: set[int] = set()

    def embed(self, documents: list[str]) -> Iterator[Any]:
        self.asked.append(len(documents))
        self.threads.add(threading.get_ident())
        for text in documents:
            yield np.full(384, len(text), dtype=np.float64)


def tiny_table(folder: Path) -> ModelTable:
    table = choose_table("offline", embedder=f"fastembed:{SMALL}")
    row = table.roles["embed"].model_copy(update={"options": {"specific_model_path": str(folder)}})
    return table.model_copy(update={"roles": {**table.roles, "embed": row}})


async def test_short_vectors_are_filled_up_with_zeros() -> None:
    [vector] = await LocalEmbeddings(StandIn()).aembed_documents(["four"])
    assert vector == [4.0] * 384 + [0.0] * 384


async def test_nothing_is_computed_on_the_event_loop() -> None:
    model = StandIn()
    await LocalEmbeddings(model).aembed_query("hello")
    assert threading.get_ident() not in model.threads


async def test_a_question_waits_for_a_few_texts_of_others_and_not_for_all() -> None:
    model = StandIn()
    embeddings = LocalEmbeddings(model)
    batch = asyncio.create_task(embeddings.aembed_documents(["long ago"] * (4 * TEXTS_AT_ONCE)))
    await asyncio.sleep(0)
    await embeddings.aembed_query("now")
    assert model.asked[:2] == [TEXTS_AT_ONCE, 1]
    assert len(await batch) == 4 * TEXTS_AT_ONCE


@missing
async def test_a_missing_package_is_told_with_the_command_that_adds_it(
    make_models: MakeModels,
) -> None:
    models = make_models(choose_table("offline", embedder=f"fastembed:{SMALL}"))
    with pytest.raises(EmbeddingUnavailable, match=r"pip install .*\[local\]"):
        await models.embed(["hello"], spent=lambda _: None)
    health = await models.probe("embed")
    assert (health.state, ".[local]" in health.says) == ("unknown model", True)


@installed
async def test_the_real_library_embeds_both_languages_with_a_tiny_model(
    make_models: MakeModels, bills: list[Spending], tmp_path: Path
) -> None:
    write_model(tmp_path, ["my", "cat", "dog", "猫", "狗", "我", "的"], length=384)
    models = make_models(tiny_table(tmp_path))

    texts = ["my cat", "my dog", "我的猫", "我的狗", "My CAT"]
    cat, dog, chinese_cat, chinese_dog, again = await models.embed(texts, spent=bills.append)

    assert cat.shape == (768,)
    assert float(np.linalg.norm(cat)) == pytest.approx(1.0)
    assert float(cat @ again) == pytest.approx(1.0)
    assert float(cat @ dog) > float(cat @ chinese_cat)
    assert float(chinese_cat @ chinese_dog) > float(cat @ chinese_cat)
    assert bills[0].model == f"fastembed:{SMALL}"
    assert (bills[0].cost_usd, bills[0].input_tokens > 0) == (Decimal(0), True)


@installed
def test_a_model_of_longer_vectors_is_refused() -> None:
    with pytest.raises(UnknownModel, match="1024"):
        build_local("intfloat/multilingual-e5-large", folder=None, options={})


@installed
def test_a_model_that_the_library_does_not_know_is_refused() -> None:
    with pytest.raises(UnknownModel, match="no such model"):
        build_local("nobody/nothing", folder=None, options={})


@installed
@pytest.mark.parametrize("name", ["jinaai/jina-embeddings-v2-base-zh", SMALL])
def test_weights_that_are_not_there_are_told_at_once(tmp_path: Path, name: str) -> None:
    embeddings = build_local(name, folder=tmp_path, options={"local_files_only": True})
    with pytest.raises(ModelUnavailable, match="over the network"):
        embeddings.embed_query("hello")


def test_options_that_change_vectors_change_the_name_of_their_space() -> None:
    plain = Choice(model="google_genai:gemini-embedding-001")
    tasked = plain.model_copy(update={"options": {"task_type": "CLUSTERING"}})
    moved = plain.model_copy(update={"options": {"base_url": "http://elsewhere"}})
    assert plain.space() == moved.space() == "google_genai:gemini-embedding-001/768"
    assert tasked.space() != plain.space()


def test_a_named_embedder_replaces_the_tables_own_and_keeps_what_is_known_of_it() -> None:
    lexical = choose_table("gemini", embedder="miolumi:lexical").roles["embed"]
    assert (lexical.model, lexical.options) == ("miolumi:lexical", {})
    gemini = choose_table("offline", embedder="google_genai:gemini-embedding-001").roles["embed"]
    assert gemini == choose_table("gemini").roles["embed"]
