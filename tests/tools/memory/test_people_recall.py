"""Whom a question is about."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from storage.records import KnownPerson
from tests.tools.memory.acquaintances import person
from tools.memory.people_merge import merge_people
from tools.memory.people_recall import mentioned_in


def ids(people: Sequence[KnownPerson]) -> list[str]:
    return [one.name for one in people]


def test_a_question_finds_who_it_is_about() -> None:
    xiaohong = person("Xiaohong", "friend", aliases=("小红",))

    assert mentioned_in("how's Xiaohong doing?", [xiaohong]) == (xiaohong,)
    assert mentioned_in("小红最近怎么样", [xiaohong]) == (xiaohong,)
    assert mentioned_in("I love Xiaohongshu", [xiaohong]) == ()


def test_the_longest_chinese_name_is_meant() -> None:
    short, full = person("小红"), person("张小红")

    assert ids(mentioned_in("张小红来了", [short, full])) == ["张小红"]
    assert ids(mentioned_in("小红来了", [short, full])) == ["小红"]
    assert ids(mentioned_in("小红来了", [person("张小红")])) == ["张小红"]


def test_a_name_that_is_a_word_needs_its_capital() -> None:
    will, rose = person("Will"), person("Rose")

    assert mentioned_in("will you stay? the rose is red", [will, rose]) == ()
    assert mentioned_in("Will you stay?", [will]) == ()
    assert ids(mentioned_in("I met Will and Rose", [will, rose])) == ["Will", "Rose"]


def test_a_relation_means_who_has_it() -> None:
    anna, tom = person("Anna", "sister"), person("Tom", "best friend")

    assert ids(mentioned_in("my little sister called", [anna, tom])) == ["Anna"]
    assert ids(mentioned_in("我姐姐来了", [anna, tom])) == ["Anna"]
    assert ids(mentioned_in("奶奶怎么样了", [person("奶奶", "奶奶")])) == ["奶奶"]
    assert ids(mentioned_in("how is grandma?", [person("Rosa", "奶奶")])) == ["Rosa"]
    assert mentioned_in("你妈妈是谁", [person("妈妈", "妈妈")]) == ()
    assert ids(mentioned_in("my friend Bo", [person("Bo", "friend"), tom])) == ["Bo"]


def test_an_unclear_name_brings_everybody_it_fits() -> None:
    assert len(mentioned_in("Li said hi", [person("Li", "friend"), person("Li", "boss")])) == 2


def test_short_forms_and_merged_rows_are_found() -> None:
    alexander = person("Alexander")
    merged = merge_people(alexander, person("Sasha"))

    assert ids(mentioned_in("Alex and Sasha", [alexander, merged])) == ["Alexander"]


@given(st.text(max_size=60))
def test_no_text_breaks_the_search_and_nobody_is_found_twice(text: str) -> None:
    known = [person("Anna", "sister"), person("小红"), person(text[:10])]
    found = [one.id for one in mentioned_in(text, known)]
    assert len(found) == len(set(found))
    assert set(found) <= {one.id for one in known}
