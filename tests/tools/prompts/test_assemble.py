from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from storage.records import (
    Companion,
    EmotionState,
    Found,
    KnownPerson,
    Message,
    MessageRole,
    Person,
    ProfileLine,
    ProfileSection,
    Recall,
    RecentMemories,
)
from storage.records.recall import Fact
from tests.tools.memory.records import memory
from tools.memory.introduce import Introduced
from tools.memory.rank import Ranked
from tools.mood.read import read_mood
from tools.prompts.assemble import assemble, stable_part
from tools.prompts.render import Language, PromptError, render
from tools.prompts.scene import Scene

NOW = datetime(2026, 3, 6, 20, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def said(content: str, role: MessageRole = "user", *, position: int = 1) -> Message:
    return Message(
        id=uuid4(),
        agent_id=None,
        position=position,
        role=role,
        kind="talk",
        content=content,
        created_at=NOW - timedelta(minutes=5),
    )


def line(text: str, section: ProfileSection = "basic") -> ProfileLine:
    return ProfileLine(section=section, text=text)


def recalled(text: str, *, days_ago: int) -> Ranked:
    found = Found(
        id=uuid4(),
        source="message",
        text=text,
        said_at=NOW - timedelta(days=days_ago),
        vector_score=0.5,
        keyword_score=0.5,
        role="user",
    )
    return Ranked(found=found, score=1.0, parts={})


def make_scene(
    *,
    text: str = "I'm nervous",
    language: Language = "en",
    window: Sequence[Message] = (),
    profile: Sequence[ProfileLine] = (),
    ranked: Sequence[Ranked] = (),
    hardened: bool = False,
) -> Scene:
    companion = Companion(
        id=uuid4(),
        agent_id=None,
        name="Lumi",
        personality=None,
        voice_id=None,
        emotion=EmotionState(),
    )
    return Scene(
        person=Person(id=uuid4(), subject="ann", timezone="Asia/Shanghai"),
        language=language,
        now=NOW,
        text=text,
        recall=Recall(
            companion=companion,
            recent=RecentMemories(key_learnings="Prefers evenings."),
            window=tuple(window),
            profile=tuple(profile),
            found=(),
        ),
        ranked=ranked,
        mood=read_mood(text),
        emotion=EmotionState(),
        hardened=hardened,
    )


def system_of(scene: Scene) -> str:
    return str(assemble(scene).messages[0].content)


def moving_part(scene: Scene) -> str:
    return system_of(scene).removeprefix(stable_part(scene))


def test_the_stable_part_comes_first_and_is_the_same_in_the_next_turn() -> None:
    first = make_scene(profile=[line("Their name is Alex.")])
    later = replace(
        make_scene(profile=[line("Their name is Alex.")], text="What a day"),
        now=NOW + timedelta(hours=3),
    )
    one, other = (system_of(scene) for scene in (first, later))
    assert one != other
    assert one.startswith(stable_part(first))
    assert other.startswith(stable_part(first))


def test_a_change_of_how_things_are_leaves_the_other_notes_in_the_common_beginning() -> None:
    steady = RecentMemories(purpose_and_context="To think aloud.", tools_and_resources="The cello.")
    scene = make_scene()
    one, other = (
        system_of(replace(scene, recall=replace(scene.recall, recent=recent)))
        for recent in (
            replace(steady, current_state="Waits for Tuesday."),
            replace(steady, current_state="Got the post."),
        )
    )
    common, _, rest = one.partition("Waits for Tuesday.")
    assert "The cello." in common
    assert rest
    assert other.startswith(common)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_most_of_an_ordinary_prompt_is_stable(language: Language) -> None:
    scene = make_scene(
        language=language,
        window=[said("That was a long day at the office again.") for _ in range(10)],
        ranked=[recalled("I have an interview on Friday", days_ago=4) for _ in range(8)],
    )
    whole = sum(len(str(message.content).encode()) for message in assemble(scene).messages)
    assert len(stable_part(scene).encode()) / whole >= 0.6


def test_the_talk_follows_the_system_message_and_the_new_words_come_last() -> None:
    window = [said("Hi"), said("Hello you.", "assistant")]
    prompt = assemble(make_scene(window=window, text="I'm nervous")).messages
    assert [type(message) for message in prompt] == [
        SystemMessage,
        HumanMessage,
        AIMessage,
        HumanMessage,
    ]
    assert [message.content for message in prompt[1:]] == ["Hi", "Hello you.", "I'm nervous"]


def test_long_letters_push_older_lines_out_of_the_window() -> None:
    letters = [said("x" * 3_000), said("y" * 2_972)]
    window = [said("the oldest line"), *letters, said("the newest line")]
    prompt = assemble(make_scene(window=window)).messages
    told = [str(message.content)[:16] for message in prompt[1:-1]]
    assert told == ["x" * 16, "y" * 16, "the newest line"]


def test_times_are_told_in_the_zone_of_the_person() -> None:
    assert "Saturday, 7 March 2026, 04:30" in moving_part(make_scene())
    assert "2026年3月7日，星期六，04:30" in moving_part(make_scene(language="zh"))


def test_a_recalled_line_says_who_said_it_and_when() -> None:
    scene = make_scene(ranked=[recalled("I have an\ninterview on Friday", days_ago=4)])
    assert "- (2026-03-03, they said) I have an interview on Friday" in moving_part(scene)
    chinese = make_scene(language="zh", ranked=[recalled("周五有面试", days_ago=4)])
    assert "- （2026-03-03，对方说）周五有面试" in moving_part(chinese)


def test_a_suspicious_message_adds_a_reminder_and_nothing_else() -> None:
    plain, hardened = make_scene(), make_scene(hardened=True)
    reminder = render("turn_reminder", "en")
    assert reminder in moving_part(hardened)
    assert reminder not in moving_part(plain)
    assert stable_part(plain) == stable_part(hardened)


def test_what_a_person_writes_cannot_fill_in_the_prompt() -> None:
    scene = make_scene(ranked=[recalled("$rules ${name}", days_ago=1)])
    assert "$rules ${name}" in moving_part(scene)


def test_a_prompt_refuses_missing_and_unknown_names() -> None:
    with pytest.raises(PromptError, match=r"missing \['facts'.*unused \['hat'\]"):
        render("turn_stable", "en", hat="")


@pytest.mark.parametrize("name", ["turn_stable", "turn_rules", "turn_moment", "turn_reminder"])
def test_both_languages_ask_for_the_same_values(name: str) -> None:
    complaints = []
    for language in ("en", "zh"):
        try:
            render(name, language, unheard_of="")
        except PromptError as error:
            complaints.append(str(error).split(": ", 1)[1])
    assert len(set(complaints)) == 1
    assert len(complaints) == 2


def test_the_standing_profile_is_told_by_its_sections() -> None:
    lines = [line("Walks at six", "routines"), line("Teaches in Leeds"), line("Tea", "interests")]
    told = stable_part(make_scene(profile=lines))
    places = [told.index(text) for text in ("### Basics", "- Teaches in Leeds", "### Interests")]
    assert places == sorted(places)
    assert told.index("- Tea") < told.index("### Daily routines") < told.index("- Walks at six")
    assert "### Important moments" not in told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "- Xiaohong (friend): city: Shenzhen; Works at Tencent (2026-02-05)"),
        ("zh", "- Xiaohong（friend）：city: Shenzhen；Works at Tencent（2026-02-05）"),
    ],
)
def test_somebody_the_person_speaks_of_is_introduced(language: Language, told: str) -> None:
    friend = KnownPerson(
        id=uuid4(),
        agent_id=None,
        name="Xiaohong",
        relationship="friend",
        attributes={"city": "Shenzhen"},
        first_mentioned_at=NOW,
        last_mentioned_at=NOW,
    )
    job = Fact(id=uuid4(), type="life_event", content="Works at Tencent", learned_at=NOW - 30 * DAY)
    alone = make_scene(language=language)
    scene = replace(alone, people=[Introduced(known=friend, facts=(job,))])
    assert told in moving_part(scene)
    assert "Xiaohong" not in moving_part(alone)
    assert stable_part(scene) == stable_part(alone)


def test_the_past_is_told_by_episode_in_its_order() -> None:
    lake, sea = recalled("by the lake", days_ago=9), recalled("by the sea", days_ago=40)
    titled = replace(sea, found=replace(sea.found, episode_id=uuid4(), episode_title="A holiday"))
    told = moving_part(replace(make_scene(ranked=[lake, titled]), asks_back=True))
    parts = ("26 January 2026, about: A holiday", "by the sea", "26 February", "by the lake")
    places = [told.index(part) for part in parts]
    assert places == sorted(places)


def test_what_is_no_longer_true_is_told_as_that() -> None:
    found = recalled("Lives in Seattle", days_ago=4).found
    old = replace(memory("Lives in Seattle"), superseded_at=NOW)
    scene = make_scene(ranked=[Ranked(found=replace(found, memory=old), score=1.0, parts={})])
    assert "- (memory, 2026-03-03, used to be so) Lives in Seattle" in moving_part(scene)
