"""What is heard when a model does not answer, breaks off or is of another provider."""

from datetime import timedelta

import pytest

from storage.records import Spending
from tests.servers.behaviour import Behaviour, Block, Fail, Hang, Say, Usage
from tests.servers.gemini import GeminiServer
from tests.servers.openai import OpenAIServer
from tests.tools.models.conftest import KEY, MakeModels, table_with
from tests.tools.models.streams import FLASH, SECOND, called, spoken
from tools.clock import MovedClock
from tools.models.errors import CutShort, KeyRefused, ModelError, ModelUnavailable


@pytest.mark.parametrize(
    "trouble",
    [
        Fail(status=500),
        Fail(status=503),
        Hang(),
        Fail(status=429),
        Fail(status=429, retry_delay=37),
        Block(),
        Say(text="", usage=None),
        Say(text="", finish="SAFETY"),
        Say(cut_after=0),
        Say(stall_after=0),
        Fail(status=400, message="too long"),
        Fail(status=404),
    ],
    ids=str,
)
async def test_the_next_model_answers_when_the_first_does_not(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending], trouble: Behaviour
) -> None:
    gemini.replies.queue(trouble, Say(text="I am here."))
    models = make_models(table_with(trouble))
    assert "".join(await spoken(models, bills)) == "I am here."
    assert [request.model for request in gemini.chats] == [
        "gemini-3-flash-preview",
        "gemini-2.5-flash",
    ]
    assert called(bills) == [FLASH, SECOND]


async def test_the_offline_voice_answers_when_every_provider_is_down(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    gemini.replies.always(Fail(status=500))
    assert "".join(await spoken(make_models(), bills))
    assert called(bills) == [FLASH, SECOND, "miolumi:offline"]
    assert [bill.cost_usd for bill in bills] == [0, 0, 0]


async def test_a_short_wait_that_the_provider_asks_for_is_waited_out_once(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    gemini.replies.queue(Fail(status=429, retry_delay=1.5), Say(text="Now."))
    assert "".join(await spoken(make_models(), bills)) == "Now."
    assert called(bills) == [FLASH, FLASH]
    gemini.replies.queue(*[Fail(status=429, retry_delay=1.5)] * 2, Say(text="Then."))
    assert "".join(await spoken(make_models(), bills)) == "Then."
    assert called(bills[2:]) == [FLASH, FLASH, SECOND]


@pytest.mark.parametrize(
    "ending",
    [
        Say(text="One two three four", cut_after=2),
        Say(text="One two three four", stall_after=2),
        Say(text="One two ", pieces=2, finish="SAFETY"),
        Say(text="One two ", pieces=2, finish="MAX_TOKENS"),
        Say(text="One two ", pieces=2, finish=None),
    ],
    ids=str,
)
async def test_a_reply_that_breaks_off_is_cut_short_after_what_was_sent(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending], ending: Say
) -> None:
    gemini.replies.queue(ending)
    heard: list[str] = []
    with pytest.raises(CutShort):
        await spoken(make_models(table_with(ending)), bills, heard)
    assert "".join(heard).startswith("One two ")
    assert "four" not in "".join(heard)
    (bill,) = bills
    assert bill.input_tokens == 100
    assert bill.output_tokens > 0


async def test_a_dead_model_is_left_alone_for_a_while(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending], clock: MovedClock
) -> None:
    def only_the_second(request: object) -> Behaviour:
        return Fail() if "gemini-3" in str(request) else Say()

    gemini.replies.respond(only_the_second)
    models = make_models()
    for _ in range(4):
        await spoken(models, bills)
    assert called(bills) == [FLASH, SECOND] * 3 + [SECOND]
    clock.move(timedelta(seconds=31))
    gemini.replies.always(Say())
    bills.clear()
    await spoken(models, bills)
    await spoken(models, bills)
    assert called(bills) == [FLASH, FLASH]


async def test_without_another_model_the_reason_is_said_and_never_the_key(
    gemini: GeminiServer, make_models: MakeModels, caplog: pytest.LogCaptureFixture
) -> None:
    gemini.keys = frozenset({"another"})
    models = make_models(table_with(chat={"fallbacks": []}))
    with pytest.raises(KeyRefused) as raised:
        await spoken(models, [])
    seen = f"{raised.value!r} {raised.value.__cause__!r} {caplog.text} {models._access!r}"
    assert KEY not in seen


async def test_an_address_where_nobody_listens_is_unavailable(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    models = make_models(table_with(chat={"fallbacks": []}))
    await gemini.http.stop()
    with pytest.raises(ModelUnavailable):
        await spoken(models, bills)
    assert [(bill.input_tokens, bill.output_tokens) for bill in bills] == [(0, 0)]
    await gemini.http.start()


async def test_any_provider_speaks_through_its_name(
    openai_server: OpenAIServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    models = make_models(table_with(chat={"model": "openai:some-model", "options": {}}))
    openai_server.replies.queue(Say(text="Hello there", usage=Usage(prompt=9, cached=3, output=2)))
    assert "".join(await spoken(models, bills)) == "Hello there"
    assert bills == [
        Spending(
            operation="chat",
            model="openai:some-model",
            input_tokens=9,
            cached_input_tokens=3,
            output_tokens=2,
        )
    ]


@pytest.mark.parametrize(
    "trouble", [Fail(), Fail(status=429, retry_delay=9), Hang(), Say(cut_after=0), Block()], ids=str
)
async def test_other_providers_fall_back_as_well(
    openai_server: OpenAIServer, make_models: MakeModels, bills: list[Spending], trouble: Behaviour
) -> None:
    models = make_models(
        table_with(
            trouble,
            chat={"model": "openai:a", "options": {}, "fallbacks": [{"model": "openai:b"}]},
        )
    )
    openai_server.replies.queue(trouble)
    assert "".join(await spoken(models, bills))
    assert called(bills) == ["openai:a", "openai:b"]


async def test_a_cut_stream_of_another_provider_is_cut_short(
    openai_server: OpenAIServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    models = make_models(table_with(chat={"model": "openai:a", "options": {}}))
    openai_server.replies.queue(Say(cut_after=5))
    with pytest.raises(CutShort):
        await spoken(models, bills)
    assert bills[0].input_tokens > 0, "estimated, since no usage ever came"
    assert bills[0].output_tokens > 0


async def test_a_role_nobody_plays_is_an_error(make_models: MakeModels) -> None:
    table = table_with().model_copy(update={"roles": {"embed": table_with().roles["embed"]}})
    with pytest.raises(ModelError):
        await spoken(make_models(table), [])
