from typing import get_args

import pytest

from tests.tools.models.offline import life_en, life_zh
from tests.tools.models.offline.answers import ExtractedPerson, extracted, told
from tests.tools.models.offline.talking import prompt, talk
from tools.memory.evidence import is_placeholder, is_refusal, is_supported
from tools.memory.preferences import LEAST_CONFIDENCE, canonical_keys
from tools.models.offline.subtypes import Subtype


def somebody(name: str, *said: str) -> ExtractedPerson:
    return next(one for one in told(*said).people if one.name == name)


def attributes(person: ExtractedPerson) -> dict[str, str]:
    return {one.name: one.value for one in person.attributes}


@pytest.mark.parametrize(
    ("said", "name", "relationship", "known"),
    [
        ("my friend Li Ming works at Tencent", "Li Ming", "friend", {"job": "works at Tencent"}),
        ("My sister Anna lives in Paris", "Anna", "sister", {"city": "Paris"}),
        ("My sister is called Anna. She lives in Paris.", "Anna", "sister", {"city": "Paris"}),
        ("My cousin Leo is studying law", "Leo", "cousin", {"study": "law"}),
        ("My brother Tom is 31. He's a nurse.", "Tom", "brother", {"age": "31", "job": "nurse"}),
        ("My grandma is in hospital", "grandma", "grandma", {"illness": "in hospital"}),
        ("My grandma is home again", "grandma", "grandma", {"illness": "home again"}),
        ("我朋友小红在腾讯上班", "小红", "朋友", {"job": "在腾讯工作"}),
        ("我妹妹叫小雨，在北京读书", "小雨", "妹妹", {"study": "北京"}),
        ("我朋友李明住在深圳。他是程序员。", "李明", "朋友", {"city": "深圳", "job": "程序员"}),
        ("我外婆住院了", "外婆", "外婆", {"illness": "住院"}),
        ("外婆出院了", "外婆", "外婆", {"illness": "已出院"}),
        ("My friend 小红 works at Tencent", "小红", "friend", {"job": "works at Tencent"}),
        ("我朋友Anna在谷歌工作", "Anna", "朋友", {"job": "在谷歌工作"}),
        ("我儿子今年5岁", "儿子", "儿子", {"age": "5"}),
    ],
)
def test_people_come_with_what_is_said_of_them(
    said: str, name: str, relationship: str, known: dict[str, str]
) -> None:
    person = somebody(name, said)
    assert person.relationship == relationship
    assert attributes(person) == known
    assert person.message_number == 1


def test_somebody_named_before_is_known_by_name_alone() -> None:
    answer = told("my friend xiaohong came by", "My friend Xiaohong is fun", "xiaohong got married")
    assert [one.name for one in answer.people] == ["Xiaohong"]
    assert "Xiaohong got married." in {one.content for one in answer.memories}


def test_other_names_are_kept() -> None:
    assert somebody("Li Ming", "My friend Li Ming, everyone calls him Max").aliases == ["Max"]
    assert somebody("李明", "我朋友李明是医生，大家都叫他阿明").aliases == ["阿明"]


def test_two_of_one_surname_stay_two() -> None:
    names = {
        one.name for one in told("My friend Li Ming is a nurse", "My colleague Li Na is ill").people
    }
    assert names == {"Li Ming", "Li Na"}
    names = {one.name for one in told("我朋友李明住在深圳", "我同事李娜生病了").people}
    assert names == {"李明", "李娜"}


def test_the_one_sister_is_the_sister_with_the_name() -> None:
    answer = told("My sister is called Anna", "We talked", "My sister is in hospital")
    assert [(one.name, one.aliases) for one in answer.people] == [("Anna", ["sister"])]
    assert attributes(answer.people[0]) == {"illness": "in hospital"}


def test_a_pronoun_reaches_one_sentence_back_and_no_further() -> None:
    near = told("My friend Li Ming is here. He works at Tencent.")
    far = told("My friend Li Ming is here. It rains. The sky is grey. He works at Tencent.")
    assert attributes(near.people[0]) == {"job": "works at Tencent"}
    assert attributes(far.people[0]) == {}


def test_nobody_is_made_of_the_companions_words() -> None:
    answer = extracted("you: My friend Li Ming works at Tencent", "they: nice")
    assert (answer.memories, answer.people, answer.preferences) == ([], [], [])


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        ("My name is Alex", "personal.name", "Alex"),
        ("You can call me Al", "personal.address", "Al"),
        ("I moved to Lisbon last week", "location.home", "Lisbon"),
        ("My wife is called Elena", "personal.family", "wife Elena"),
        ("We adopted a kitten, her name is Pepper", "personal.pets", "kitten Pepper"),
        ("I'm vegan", "health.diet", "vegan"),
        ("I'm allergic to peanuts", "health.allergy", "peanuts"),
        ("I want to run a marathon by May", "health.goal", "run a marathon by May"),
        ("My goal is to write a novel", "goals.current", "write a novel"),
        ("I use metric", "preferences.units", "metric"),
        ("My time zone is Europe/Lisbon", "location.timezone", "Europe/Lisbon"),
        ("I don't want to talk about my father", "talk.avoid", "father"),
        ("我叫小林", "personal.name", "小林"),
        ("我搬到杭州了", "location.home", "杭州"),
        ("我妹妹叫小雨", "personal.family", "妹妹小雨"),
        ("养了一只猫，叫豆豆", "personal.pets", "猫豆豆"),
        ("我现在吃素了", "health.diet", "吃素"),
        ("我对花生过敏", "health.allergy", "花生"),
        ("我想五月前跑一次马拉松", "health.goal", "跑一次马拉松"),
        ("别问我工作的事了", "talk.avoid", "工作"),
    ],
)
def test_plain_facts_are_sure_preferences(said: str, key: str, value: str) -> None:
    found = {one.key: one for one in told(said).preferences}
    assert found[key].value == value
    assert found[key].confidence == 0.9
    assert found[key].quote in said
    assert set(found) <= set(canonical_keys())


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("I think I might go vegan", "health.diet"),
        ("Maybe I'll become vegetarian one day", "health.diet"),
        ("I think I'm allergic to shellfish", "health.allergy"),
        ("I might move to Lisbon", "location.home"),
        ("我可能会吃素", "health.diet"),
        ("我在考虑搬到上海", "location.home"),
        ("我好像对芒果过敏", "health.allergy"),
    ],
)
def test_what_is_only_supposed_is_not_sure_enough(said: str, key: str) -> None:
    answer = told(said)
    assert [one.key for one in answer.preferences] == [key]
    assert answer.preferences[0].confidence < LEAST_CONFIDENCE
    assert answer.memories == []


def test_dates_are_given_as_they_were_said() -> None:
    (memory,) = told("I have an interview on friday").memories
    assert memory.when == "on friday"
    assert memory.content == "They have an interview on Friday 6 March 2026."
    assert told("My name is Alex").memories[0].when is None


@pytest.mark.parametrize("said", [row[0] for row in [*life_en.TOLD, *life_zh.TOLD]])
def test_every_memory_rests_on_words_that_were_said(said: str) -> None:
    answer = told(said)
    for memory in answer.memories:
        assert is_supported(memory.content, said), memory.content
        assert not is_placeholder(memory.content)
        assert not is_refusal(memory.content)
        assert memory.subtype is None or memory.subtype in get_args(Subtype)
        assert all(name.lower() in memory.content.lower() for name in memory.people)


def test_somebody_is_told_of_in_sentences_and_not_by_labels() -> None:
    system = prompt(facts="### Basic information\n- Family: sister Ana\n- Ana is a nurse.")

    (answer,) = talk("How is Ana doing?", system=system)

    assert "Ana is a nurse" in answer
    assert "Family" not in answer
