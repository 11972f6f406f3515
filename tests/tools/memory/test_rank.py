from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.records import Found, MemoryType
from tests.tools.memory.records import NOW, hit, memory, message
from tools.memory.mood import LEANINGS, MOOD_REACH
from tools.memory.rank import Attention, Ranked, rank
from tools.models.tokens import estimate_tokens
from tools.mood.lexicon import MoodLabel
from tools.mood.read import NEUTRAL, Mood

SAD = Mood(valence=-0.8, arousal=0.3, label="sad", confidence=1.0)
PLENTY = 10_000


@dataclass(frozen=True)
class Asked:
    start: datetime | None
    end: datetime | None


scores = st.floats(min_value=0, max_value=1)
types = st.sampled_from(get_args(MemoryType))
moods = st.builds(
    Mood,
    valence=st.floats(-1, 1),
    arousal=scores,
    label=st.sampled_from(get_args(MoodLabel)),
    confidence=scores,
)
hits = st.lists(
    st.one_of(
        st.builds(
            lambda text, vector, keyword: hit(message(text), vector=vector, keyword=keyword),
            st.text(max_size=40),
            scores,
            scores,
        ),
        st.builds(
            lambda text, kind, importance, age, vector, keyword: hit(
                memory(text, type=kind, importance=importance, age=age),
                vector=vector,
                keyword=keyword,
            ),
            st.text(max_size=40),
            types,
            scores,
            st.timedeltas(min_value=timedelta(), max_value=timedelta(days=2_000)),
            scores,
            scores,
        ),
    ),
    max_size=12,
)


def order(*found: Found, mood: Mood = NEUTRAL, budget: int = PLENTY) -> list[str]:
    return [
        one.found.text
        for one in rank(found, attention=Attention(mood=mood, now=NOW), budget=budget)
    ]


@settings(deadline=None)  # a busy machine is no wrong order
@given(hits, moods, st.integers(0, 60))
def test_ranking_keeps_its_promises(found: list[Found], mood: Mood, budget: int) -> None:
    ranked = rank(found, attention=Attention(mood=mood, now=NOW), budget=budget)

    assert sum(estimate_tokens(one.found.text) for one in ranked) <= budget
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)
    for one in ranked:
        assert one.score == pytest.approx(sum(one.parts.values()))
        plainly = one.score - one.parts["mood"]
        assert abs(one.parts["mood"]) <= MOOD_REACH * plainly + 1e-9


@given(hits, moods)
def test_the_order_of_the_search_makes_no_difference(found: list[Found], mood: Mood) -> None:
    attention = Attention(mood=mood, now=NOW)

    assert rank(found, attention=attention, budget=PLENTY) == rank(
        found[::-1], attention=attention, budget=PLENTY
    )


@given(types, scores, st.timedeltas(min_value=timedelta(), max_value=timedelta(days=2_000)))
def test_age_never_lifts_a_memory(kind: MemoryType, importance: float, age: timedelta) -> None:
    old = memory("plays chess", type=kind, importance=importance, age=age)
    young = memory("likes opera", type=kind, importance=importance)

    ranked: dict[str, Ranked] = {
        one.found.text: one
        for one in rank([hit(old), hit(young)], attention=Attention(now=NOW), budget=PLENTY)
    }
    assert ranked["likes opera"].score >= ranked["plays chess"].score


def test_a_sad_person_gets_a_warm_memory_first() -> None:
    hurt = hit(memory("Cried about the breakup", type="emotion", subtype="hurt"))
    warm = hit(memory("We laughed about the burnt cake", type="shared"))

    assert order(hurt, warm, mood=SAD)[0] == "We laughed about the burnt cake"


def test_hard_but_overcome_counts_as_warm() -> None:
    hurt = hit(memory("Cried about the exam", type="emotion", subtype="hurt"), vector=0.6)
    overcame = hit(
        memory("Was proud to have overcome stage fright", type="emotion", subtype="overcome"),
        vector=0.6,
    )
    other = hit(memory("Works in Leeds"), vector=0.1)

    assert order(hurt, overcame, other, mood=SAD)[0] == "Was proud to have overcome stage fright"


def test_mood_only_breaks_ties() -> None:
    asked_for = hit(memory("The breakup hurt", type="emotion"), vector=0.9, keyword=0.9)
    warm = hit(memory("We laughed about cake", type="shared"), vector=0.3, keyword=0.3)

    assert order(asked_for, warm, mood=SAD)[0] == "The breakup hurt"


def test_what_was_superseded_does_not_come_to_mind() -> None:
    old = hit(memory("Lives in Seattle", superseded_at=NOW), vector=1.0, keyword=1.0)

    assert order(old, hit(memory("Lives in New York"))) == ["Lives in New York"]


def test_what_says_the_same_is_shown_once() -> None:
    assert len(order(hit(message("I have two cats!")), hit(message("i have two cats")))) == 1
    assert len(order(hit(message("I have two cats")), hit(message("I have three cats")))) == 2
    assert len(order(hit(message("我喜欢吃辣")), hit(message("我不喜欢吃辣")))) == 2


def test_a_memory_and_its_message_never_both_spend_tokens() -> None:
    said = message("So, the big news: I got the job at the harbour!")
    known = memory("Works at the harbour", source_message_ids=(said.id,))

    assert order(hit(said, vector=0.4), hit(known, vector=0.9)) == ["Works at the harbour"]
    assert order(hit(said, vector=0.9), hit(known, vector=0.4)) == [said.content]


def test_two_memories_of_one_message_both_come() -> None:
    said = message("I'm Alex and I bake")
    both = [memory(text, source_message_ids=(said.id,)) for text in ("Name is Alex", "Bakes bread")]

    assert len(order(*map(hit, both))) == 2


def test_a_long_text_gives_way_to_a_short_one_that_fits() -> None:
    letter = hit(message("dear diary " * 100), vector=1.0)

    assert order(letter, hit(message("I bake")), budget=20) == ["I bake"]


def test_a_letter_costs_no_more_than_what_is_shown_of_it() -> None:
    assert len(order(hit(message("dear diary " * 1_000)), budget=120)) == 1


def test_every_mood_has_its_leaning() -> None:
    assert set(LEANINGS) == set(get_args(MoodLabel))


def test_the_words_of_the_one_who_is_asked_for_come_first() -> None:
    mine = hit(message("I went camping"), vector=0.5)
    yours = hit(message("I like camping", role="assistant"), vector=0.55)
    other = hit(message("good night"), vector=0.1)

    asked = Attention(now=NOW, speaker="user")
    assert rank([mine, yours, other], attention=asked, budget=PLENTY)[0].found == mine
    assert rank([mine, yours, other], attention=Attention(now=NOW), budget=PLENTY)[0].found == yours


def test_what_is_about_the_one_who_is_named_comes_first() -> None:
    friend = hit(memory("Works at Tencent", people=("Xiaohong",)), vector=0.5)
    other = hit(memory("Works in Leeds"), vector=0.6)
    weak = hit(memory("Likes tea"), vector=0.1)
    asked = Attention(now=NOW, names=frozenset({"xiaohong"}))

    assert rank([friend, other, weak], attention=asked, budget=PLENTY)[0].found == friend


def test_the_answer_after_a_question_is_lifted_by_it() -> None:
    question = hit(message("Where did you go on holiday?"), vector=0.9)
    answer = hit(message("Norway, mostly boats"), vector=0.3)
    stray = hit(message("Holiday paperwork", created_at=NOW - timedelta(days=9)), vector=0.35)
    found = [
        replace(one, number=number) for one, number in ((question, 7), (answer, 8), (stray, 40))
    ]

    ranked = rank(found, attention=Attention(now=NOW), budget=PLENTY)
    assert [one.found.number for one in ranked] == [7, 8, 40]
    assert ranked[1].parts["neighbours"] > 0
    assert ranked[1].parts["episode"] > ranked[2].parts["episode"]


def test_a_memory_lifts_the_turn_it_was_read_from() -> None:
    said = message("Guess what, it worked out!")
    known = memory("Got the job at the harbour", source_message_ids=(said.id,))
    other = hit(message("What a job"), vector=0.5)

    alone = rank([hit(said, vector=0.4), other], attention=Attention(now=NOW), budget=PLENTY)
    told = rank(
        [hit(said, vector=0.4), other, hit(known, vector=0.9)],
        attention=Attention(now=NOW),
        budget=PLENTY,
    )
    assert next(one.score for one in alone if one.found.id == said.id) < next(
        one.score for one in told if one.found.id == known.id
    )


def test_what_used_to_be_is_worth_half_when_the_past_is_asked_for() -> None:
    past = Asked(start=None, end=None)
    old = hit(memory("Lives in Seattle", superseded_at=NOW), vector=0.9, keyword=0.9)
    new = hit(memory("Lives in New York"), vector=0.9, keyword=0.9)

    ranked = rank([old, new], attention=Attention(now=NOW, past=past), budget=PLENTY)
    assert [one.found.text for one in ranked] == ["Lives in New York", "Lives in Seattle"]
    before = ranked[1].score - ranked[1].parts["used to"]
    assert ranked[1].score == pytest.approx(before / 2)


def test_the_time_that_is_asked_for_comes_first() -> None:
    week = timedelta(days=7)
    then = hit(message("a day by the sea", created_at=NOW - 3 * week), vector=0.5)
    since = hit(message("a day by the lake", created_at=NOW - week), vector=0.6)
    past = Asked(start=NOW - 4 * week, end=NOW - 2 * week)

    weak = hit(message("hm", created_at=NOW), vector=0.1)
    ranked = rank([then, since, weak], attention=Attention(now=NOW, past=past), budget=PLENTY)
    assert ranked[0].found == then
