"""What `miolumi doctor` asks of the models."""

import pytest

from tests.servers.behaviour import Fail
from tests.servers.gemini import GeminiServer
from tests.servers.openai import OpenAIServer
from tests.tools.models.conftest import KEY, MakeModels, table_with
from tools.clock import MovedClock
from tools.models.calls import RoleModels
from tools.models.table import Role, choose_table


@pytest.mark.parametrize("role", ["chat", "embed"])
async def test_a_sound_model_is_ok_and_costs_nothing(
    gemini: GeminiServer, make_models: MakeModels, role: Role
) -> None:
    found = await make_models().probe(role)
    assert (found.state, found.advice) == ("ok", "")
    assert not gemini.chats


@pytest.mark.parametrize("role", ["chat", "embed"])
async def test_a_bad_key_an_unknown_model_and_a_dead_host_are_told_apart(
    gemini: GeminiServer, make_models: MakeModels, role: Role
) -> None:
    models = make_models()
    gemini.models = frozenset()
    unknown = await models.probe(role)
    gemini.keys = frozenset()
    refused = await models.probe(role)
    await gemini.http.stop()
    dead = await models.probe(role)
    await gemini.http.start()
    assert [one.state for one in (unknown, refused, dead)] == [
        "unknown model",
        "key refused",
        "unreachable",
    ]
    for one in (unknown, refused, dead):
        assert one.advice
        assert KEY not in one.says


async def test_another_provider_is_asked_for_a_word(
    openai_server: OpenAIServer, make_models: MakeModels
) -> None:
    models = make_models(table_with(chat={"model": "openai:some-model", "options": {}}))
    openai_server.replies.queue(Fail(status=401), Fail(status=404), Fail(status=503))
    states = [(await models.probe("chat")).state for _ in range(4)]
    assert states == ["key refused", "unknown model", "unreachable", "ok"]


async def test_a_missing_key_is_said_before_anybody_is_asked(clock: MovedClock) -> None:
    models = RoleModels(choose_table("gemini"), access={}, clock=clock)
    assert (await models.probe("chat")).state == "key refused"
    assert (await models.probe("embed")).state == "key refused"


@pytest.mark.parametrize("model", ["nobody:model", "cohere:command", "nothing_at_all:x"])
async def test_a_provider_that_does_not_exist_or_is_not_installed_is_unknown(
    make_models: MakeModels, model: str
) -> None:
    models = make_models(table_with(chat={"model": model, "options": {}}))
    assert (await models.probe("chat")).state == "unknown model"


async def test_warming_up_never_fails(gemini: GeminiServer, make_models: MakeModels) -> None:
    await make_models().warm_up()
    await make_models(table_with(chat={"model": "nobody:model"})).warm_up()
    assert not gemini.requests
