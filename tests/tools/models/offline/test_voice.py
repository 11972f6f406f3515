import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.tools import tool
from pydantic import BaseModel

from storage.records import MemoryType
from tests.tools.models.offline.talking import prompt
from tools.models.offline.structured import UnknownSchema
from tools.models.offline.voice import OfflineVoice

VOICE = OfflineVoice()
SLOWEST = 1.0
"""Seconds of processor time that any message may take; real ones take milliseconds."""

TALK = """<notes>
purpose_and_context: They live in Rome.
current_state: They have an exam on Friday 27 February 2026.
key_learnings:
</notes>
<talk>
1. [2026-03-02 20:00] they: Hi! My name is Alex and I have an interview on Friday.
2. [2026-03-02 20:00] you: My name is Lumi. I live in your phone. How did the exam go?
3. [2026-03-02 20:01] they: It’s fine. My sister’s name is Anna.
4. [2026-03-02 20:02] they: 我每天早上跑步
5. [2026-03-02 20:02] they: haha goodnight
</talk>"""


class ExtractedMemory(BaseModel):
    type: MemoryType
    subtype: str | None
    content: str
    quote: str
    message_number: int
    importance: float
    people: list[str]
    when: str | None
    note: str = "none"


class ExtractedMemories(BaseModel):
    memories: list[ExtractedMemory]


class RollingFields(BaseModel):
    purpose_and_context: str
    current_state: str
    key_learnings: str
    approach_and_patterns: str
    tools_and_resources: str


class Calm(BaseModel):
    alarm: bool = False


class Verdict(BaseModel):
    guilty: bool


def extracted(text: str) -> list[ExtractedMemory]:
    answer = VOICE.with_structured_output(ExtractedMemories).invoke([HumanMessage(text)])
    assert isinstance(answer, ExtractedMemories)
    return answer.memories


async def test_all_ways_to_call_say_the_same() -> None:
    messages = [SystemMessage(prompt()), HumanMessage("I moved to Lisbon last month, all alone")]
    said = VOICE.invoke(messages).text
    assert (await VOICE.ainvoke(messages)).text == said
    assert "".join([chunk.text for chunk in VOICE.stream(messages)]) == said
    assert "".join([chunk.text async for chunk in VOICE.astream(messages)]) == said


@pytest.mark.parametrize(
    "said", ["I moved to Lisbon last month, all alone", "我上个月一个人搬到了上海"]
)
async def test_a_stream_comes_in_small_pieces(said: str) -> None:
    chunks = [chunk async for chunk in VOICE.astream([HumanMessage(said)])]
    assert len(chunks) > 4
    assert max(len(chunk.text) for chunk in chunks) < 20


async def test_usage_is_told_once() -> None:
    messages = [HumanMessage("hello there")]
    whole = VOICE.invoke(messages).usage_metadata
    told = [one.usage_metadata async for one in VOICE.astream(messages)]
    assert whole is not None
    assert whole["output_tokens"] > 0
    assert [usage for usage in told if usage] == [whole]


def test_tools_are_accepted_and_never_called() -> None:
    @tool
    def search(query: str) -> str:
        """Search."""
        return query

    answer = VOICE.bind_tools([search]).invoke([HumanMessage("search the web for cats")])
    assert answer.tool_calls == []
    assert answer.text


def test_memories_come_from_their_lines_alone() -> None:
    memories = extracted(TALK)
    assert {one.content for one in memories} == {
        "Their name is Alex.",
        "They have an interview on Friday 6 March 2026.",
        "Their sister is called Anna.",
        "对方每天早上跑步。",
    }
    assert {one.message_number for one in memories} == {1, 3, 4}
    assert all(one.quote in TALK for one in memories)
    assert all(one.note == "none" for one in memories)


def test_a_talk_without_facts_gives_no_memories() -> None:
    assert extracted("1. [2026-03-02 20:00] they: haha ok") == []
    assert extracted("nothing like a talk") == []


def test_rolling_fields_carry_on() -> None:
    fields = VOICE.with_structured_output(RollingFields).invoke([HumanMessage(TALK)])
    assert isinstance(fields, RollingFields)
    assert fields.purpose_and_context == "They live in Rome. Their name is Alex."
    assert fields.key_learnings == "Their sister is called Anna."
    assert fields.approach_and_patterns == "对方每天早上跑步。"
    assert "interview on Friday 6 March 2026" in fields.current_state


def test_a_plan_that_was_asked_about_leaves_the_fields() -> None:
    fields = VOICE.with_structured_output(RollingFields).invoke([HumanMessage(TALK)])
    assert isinstance(fields, RollingFields)
    assert "exam" not in fields.current_state


@pytest.mark.parametrize(
    ("note", "news", "now"),
    [
        ("They live in Rome.", "I moved to Oslo.", "They live in Oslo."),
        ("对方住在成都。", "我搬到北京了。", "对方住在北京。"),
    ],
)
def test_a_note_gives_way_to_its_opposite(note: str, news: str, now: str) -> None:
    talk = f"purpose_and_context: {note}\n1. [2026-03-02 20:00] they: {news}"
    fields = VOICE.with_structured_output(RollingFields).invoke([HumanMessage(talk)])
    assert isinstance(fields, RollingFields)
    assert fields.purpose_and_context == now


def test_rolling_fields_stay_short() -> None:
    notes = "purpose_and_context: " + "They like something old. " * 200
    talk = "1. [2026-03-02 20:00] they: My name is Alex"
    fields = VOICE.with_structured_output(RollingFields).invoke([HumanMessage(f"{notes}\n{talk}")])
    assert isinstance(fields, RollingFields)
    assert len(fields.purpose_and_context) <= 600
    assert fields.purpose_and_context.endswith("Their name is Alex.")


async def test_raw_and_parsed_come_together() -> None:
    runnable = VOICE.with_structured_output(ExtractedMemories, include_raw=True)
    answer = await runnable.ainvoke([HumanMessage(TALK)])
    assert isinstance(answer, dict)
    assert isinstance(answer["raw"], AIMessage)
    assert answer["raw"].usage_metadata is not None
    assert isinstance(answer["parsed"], ExtractedMemories)
    assert answer["parsing_error"] is None


def test_a_form_of_defaults_is_left_at_them() -> None:
    assert VOICE.with_structured_output(Calm).invoke([HumanMessage("x")]) == Calm()


def test_an_unknown_form_is_refused_by_name() -> None:
    with pytest.raises(UnknownSchema, match="Verdict"):
        VOICE.with_structured_output(Verdict).invoke([HumanMessage("x")])
    with pytest.raises(UnknownSchema):
        VOICE.with_structured_output({"type": "object"})


ANY_TEXT = st.text(st.characters(), max_size=200) | st.sampled_from(
    [
        "\ud800",
        "\x00",
        "我叫\ud800",
        "my name is \x00",
        "{name} {0} {",
        "%s $x",
        "## Now\n- (2026-99-99) x",
    ]
)


@settings(deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_talk_is_answered_and_always_the_same(system: str, before: str, said: str) -> None:
    messages: list[BaseMessage] = [
        SystemMessage(prompt(facts=system, recalled=f"- (2026-03-01, they said) {system}")),
        HumanMessage(before),
        AIMessage("Mm."),
        HumanMessage(said),
    ]
    first = VOICE.invoke(messages).text
    assert first.strip()
    assert first == VOICE.invoke(messages).text
    first.encode()


def test_no_messages_at_all_are_answered() -> None:
    assert VOICE.invoke([]).text
    assert VOICE.invoke([HumanMessage([{"type": "image_url", "image_url": {"url": "x"}}])]).text


@pytest.mark.parametrize(
    "piece",
    [
        "i have ",
        "my name is ",
        "我",
        "我叫",
        "every day i ",
        "a",
        "我周五有个",
        " ",
        "i'm so so ",
        "“",
        '"',
        "我因为",
        "my favourite ",
        "- (",
        "## ",
        "\n- (x) y",
        "in a 1 march ",
        "- ",
        "a-",
        "每天",
        "?！",
        "my friend ",
        "我朋友",
        "i used to like ",
        "以前爱喝",
        "remember when ",
        "how is ",
        "怎么样",
        "外婆",
        "I want to run ",
        "两年前",
    ],
)
def test_hostile_text_is_read_in_no_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    started = time.process_time()
    VOICE.invoke([SystemMessage(prompt(facts=text, recalled=text)), HumanMessage(text)])
    extracted(f"1. [2026-03-02 20:00] they: {text}")
    assert time.process_time() - started < SLOWEST
