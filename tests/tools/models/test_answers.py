"""Structured answers, against the real clients."""

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel, Field

from storage.records import Spending
from tests.servers.behaviour import Behaviour, Block, Fail, Hang, Say, Usage, answer
from tests.servers.gemini import GeminiServer
from tests.servers.openai import OpenAIServer
from tests.tools.models.conftest import MakeModels, table_with
from tools.models.answers import ask_again
from tools.models.errors import BadAnswer, ModelError, ModelRefused

PROMPT = [HumanMessage("Who is named here? Mia moved to Berlin.")]
LITE = "google_genai:gemini-2.5-flash-lite"
SECOND = "google_genai:gemini-3.1-flash-lite"
MIA = {"name": "Mia", "town": {"name": "Berlin"}, "weight": 0.5}


class Town(BaseModel):
    name: str


class Found(BaseModel):
    """Somebody who was named."""

    name: str
    town: Town | None = None
    weight: float = Field(ge=0, le=1)


MIA_FOUND = Found(name="Mia", town=Town(name="Berlin"), weight=0.5)


async def test_an_answer_comes_in_its_form_and_is_booked(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    gemini.replies.queue(answer(MIA, Usage(prompt=200, cached=50, output=20)))
    found = await make_models().answer("background", PROMPT, Found, spent=bills.append)
    assert found == MIA_FOUND
    (request,) = gemini.chats
    assert request.schema is not None
    assert set(request.schema["properties"]) == {"name", "town", "weight"}
    (bill,) = bills
    assert (bill.operation, bill.model) == ("background", LITE)
    assert (bill.input_tokens, bill.cached_input_tokens, bill.output_tokens) == (200, 50, 20)


@pytest.mark.parametrize(
    "wrong",
    ["{not json", "Sorry, I cannot.", '{"name": "Mia"}', '{"name": "Mia", "weight": 7}', "[]"],
)
async def test_a_wrong_form_is_asked_for_once_more_with_the_reason(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending], wrong: str
) -> None:
    gemini.replies.queue(answer(wrong), answer(MIA))
    assert await make_models().answer("background", PROMPT, Found, spent=bills.append) == MIA_FOUND
    assert [bill.model for bill in bills] == [LITE, LITE]
    (_, question), (role, said), (_, complaint) = gemini.chats[1].messages
    assert (question, role) == (PROMPT[0].text, "model")
    assert said.replace(" ", "") == wrong.replace(" ", "")
    assert "cannot be read" in complaint


async def test_nothing_of_a_wrong_answer_is_logged(
    gemini: GeminiServer,
    make_models: MakeModels,
    bills: list[Spending],
    caplog: pytest.LogCaptureFixture,
) -> None:
    gemini.replies.queue(answer('{"name": "Mia", "weight": "she told me"}'), answer(MIA))
    await make_models().answer("background", PROMPT, Found, spent=bills.append)
    assert "weight: " in caplog.text
    assert "she told me" not in caplog.text


async def test_after_two_wrong_forms_the_next_model_is_asked_afresh(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    gemini.replies.queue(answer("{"), answer("{"), answer(MIA))
    assert await make_models().answer("background", PROMPT, Found, spent=bills.append) == MIA_FOUND
    assert [bill.model for bill in bills] == [LITE, LITE, SECOND]
    assert [len(request.messages) for request in gemini.chats] == [1, 3, 1]


@pytest.mark.parametrize("trouble", [Fail(), Hang(), Block(), Say(text="")], ids=str)
async def test_the_next_model_answers_when_the_first_does_not(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending], trouble: Behaviour
) -> None:
    gemini.replies.queue(trouble, answer(MIA))
    models = make_models(table_with(trouble))
    assert await models.answer("background", PROMPT, Found, spent=bills.append) == MIA_FOUND
    assert [bill.model for bill in bills] == [LITE, SECOND]


async def test_when_nobody_answers_the_last_reason_is_raised(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    models = make_models()
    gemini.replies.always(answer("{"))
    with pytest.raises(BadAnswer):
        await models.answer("background", PROMPT, Found, spent=bills.append)
    assert len(bills) == 4
    gemini.replies.always(Block())
    with pytest.raises(ModelRefused):
        await models.answer("background", PROMPT, Found, spent=bills.append)


async def test_fences_and_polite_words_around_json_are_read_through(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    gemini.replies.queue(answer('Here you are:\n```json\n{"name": "Mia", "weight": 1}\n```'))
    found = await make_models().answer("background", PROMPT, Found, spent=bills.append)
    assert found == Found(name="Mia", weight=1)
    assert len(bills) == 1


async def test_what_cannot_be_stored_is_taken_out(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    gemini.replies.queue(answer(r'{"name": "M\u0000i\ud800a \ud83d\ude00", "weight": 0}'))
    found = await make_models().answer("background", PROMPT, Found, spent=bills.append)
    assert found.name == "Mia 😀"


async def test_another_provider_answers_in_the_same_form(
    openai_server: OpenAIServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    models = make_models(table_with(judge={"model": "openai:some-model"}))
    openai_server.replies.queue(answer("{"), answer(MIA))
    assert await models.answer("judge", PROMPT, Found, spent=bills.append) == MIA_FOUND
    assert [(bill.model, bill.input_tokens) for bill in bills] == [("openai:some-model", 100)] * 2


async def test_the_offline_voice_answers_last(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    class Anything(BaseModel):
        notes: list[str] = []

    gemini.replies.always(Fail())
    found = await make_models().answer("judge", PROMPT, Anything, spent=bills.append)
    assert isinstance(found, Anything)
    assert bills[-1].model == "miolumi:offline"


async def test_a_role_without_a_model_is_an_error(make_models: MakeModels) -> None:
    roles = {"embed": table_with().roles["embed"]}
    models = make_models(table_with().model_copy(update={"roles": roles}))
    with pytest.raises(ModelError, match="judge"):
        await models.answer("judge", PROMPT, Found, spent=lambda _: None)


def test_a_chinese_talk_is_corrected_in_chinese() -> None:
    question, said, complaint = ask_again(
        [HumanMessage("我搬到柏林了")], BadAnswer("name: missing", said="{}")
    )
    assert isinstance(said, AIMessage)
    assert (question.text, said.text) == ("我搬到柏林了", "{}")
    assert "name: missing" in complaint.text
    assert "重新回答" in complaint.text
