from datetime import timedelta
from typing import Any, Literal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import MemoryType
from tests.tools.memory.records import NOW, memory, new_memory
from tools.memory.conflict import contradicts, plausible, until

DAY = timedelta(days=1)


def conflict(old: str, new: str, **fields: Any) -> bool:
    return contradicts(new_memory(new, **fields), memory(old, age=30 * DAY, **fields))


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("They live in Seattle.", "They live in New York.", "identity"),
        ("Lives in Seattle", "The user now lives in New York", "identity"),
        ("对方住在上海。", "对方住在北京。", "identity"),
        ("家在成都", "对方现在住在杭州了", "identity"),
        ("They work at Google.", "They work for a small bakery.", "identity"),
        ("对方在腾讯工作。", "对方在字节跳动上班。", "identity"),
        ("Their name is Alex.", "Their name is Robin.", "identity"),
        ("对方叫小明。", "对方叫建国。", "identity"),
        ("They are 29 years old.", "They are 30 years old.", "identity"),
        ("对方29岁。", "对方30岁。", "identity"),
        ("Their birthday is 5 March.", "Their birthday is 6 March.", "identity"),
        ("对方的生日是3月5日。", "对方的生日是3月6日。", "identity"),
        ("They are single.", "They are married.", "identity"),
        ("对方单身。", "对方有女朋友了。", "identity"),
        ("They study physics.", "They study medicine at Leeds.", "identity"),
        ("对方在复旦大学读书。", "对方在清华大学读研。", "identity"),
        ("Their phone number is 5550100", "Their phone number is 5550199", "identity"),
        ("对方的手机号是13800000000", "对方的手机号是13900000000", "identity"),
        ("Their favourite colour is blue.", "Their favourite colour is green.", "preference"),
        ("对方最喜欢的颜色是蓝色。", "对方最喜欢的颜色是绿色。", "preference"),
        ("They like coffee.", "They do not like coffee.", "preference"),
        ("They like coffee.", "They stopped drinking coffee.", "preference"),
        ("They like big dogs.", "They no longer like dogs.", "preference"),
        ("对方对花生过敏。", "对方对花生不过敏了。", "preference"),
        ("They love black coffee.", "They hate coffee.", "preference"),
        ("They don't drink coffee any more.", "They like coffee again.", "preference"),
        ("对方喜欢咖啡。", "对方不再喜欢咖啡了。", "preference"),
        ("对方喜欢喝咖啡。", "对方讨厌咖啡。", "preference"),
        ("对方不喜欢香菜。", "对方喜欢香菜。", "preference"),
        ("对方爱喝黑咖啡。", "对方不喝咖啡了。", "preference"),
        ("They do not eat meat.", "They eat meat.", "preference"),
        ("They run every morning.", "They stopped running every morning.", "routine"),
        ("They get up at 7.", "They get up at 6.", "routine"),
        ("They have two cats.", "They have three cats.", "relationship"),
        ("对方有两只猫。", "对方有三只猫。", "relationship"),
        ("They live in Seattle.", "They do not live in Seattle any more.", "identity"),
        ("Their mother lives in Leeds.", "Their mother lives in York.", "relationship"),
        ("对方的妈妈住在长沙。", "对方的妈妈住在深圳。", "relationship"),
    ],
)
def test_a_change_is_seen(old: str, new: str, kind: MemoryType) -> None:
    assert conflict(old, new, type=kind)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("They live in New York.", "They live in New York City.", "identity"),
        ("They live in Germany.", "They live in Berlin.", "identity"),
        ("They live in a small flat.", "They live in Seattle.", "identity"),
        ("对方住在中国。", "对方住在上海。", "identity"),
        ("对方住在上海。", "对方住在上海浦东。", "identity"),
        ("对方住在上海。", "They live in Shanghai.", "identity"),
        ("They live in Seattle.", "They used to live in New York.", "identity"),
        ("They live in Seattle.", "They lived in New York.", "identity"),
        ("对方住在北京。", "对方以前住在上海。", "identity"),
        ("They live in Seattle.", "They want to live in New York.", "identity"),
        ("They live in Seattle.", "They are from New York.", "identity"),
        ("They work at Google.", "They are a nurse.", "identity"),
        ("They work at Google.", "They also work at a bar.", "identity"),
        ("对方在腾讯工作。", "对方也在酒吧工作。", "identity"),
        ("Their name is Alex.", "Their name is Alexander.", "identity"),
        ("Their name is Alexander.", "They like to be called Robin.", "identity"),
        ("Their name is Alex.", "Their sister is called Anna.", "identity"),
        ("They are 29 years old.", "Their dog is 3 years old.", "identity"),
        ("Their birthday is 5 March.", "Their birthday is March 5th.", "identity"),
        ("They like coffee.", "They do not like coffee ice cream.", "preference"),
        ("They like coffee.", "They like tea.", "preference"),
        ("They like coffee.", "They do not like black coffee.", "preference"),
        ("They like coffee.", "They prefer tea to coffee.", "preference"),
        ("They like coffee.", "They want to stop drinking coffee.", "preference"),
        ("对方喜欢金鱼。", "对方不吃鱼。", "preference"),
        ("对方喜欢咖啡。", "对方想戒咖啡。", "preference"),
        ("对方喜欢咖啡。", "对方也喜欢茶。", "preference"),
        ("Their favourite colour is blue.", "Their favourite food is hot pot.", "preference"),
        ("They moved to Seattle.", "They moved to New York.", "life_event"),
        ("They felt sad about work.", "They felt not sad about work.", "emotion"),
        ("Their friend lives in Leeds.", "Their friend lives in York.", "relationship"),
        ("Their sister is called Anna.", "Their sister is called Mia.", "relationship"),
        ("对方的朋友喜欢咖啡。", "对方的朋友不喜欢咖啡。", "relationship"),
        ("They have a son who is 3.", "They have a son who is 5.", "relationship"),
    ],
)
def test_what_may_both_be_true_stays(old: str, new: str, kind: MemoryType) -> None:
    assert not conflict(old, new, type=kind)


def test_people_are_told_apart() -> None:
    old = memory("Li lives in Berlin", type="relationship", people=("Li",))

    assert contradicts(new_memory("Li lives in Munich", type="relationship", people=("li",)), old)
    assert not contradicts(
        new_memory("Li Na lives in Munich", type="relationship", people=("Li Na",)), old
    )
    assert not contradicts(new_memory("They live in Munich", type="relationship"), old)


def test_an_occupation_changes_only_where_it_is_called_one() -> None:
    assert conflict("They are a nurse.", "They are a teacher.", subtype="work")
    assert not conflict("They are a nurse.", "They are a Gemini.")


def test_what_was_learned_earlier_outdates_nothing() -> None:
    old = memory("They live in Seattle")
    late = new_memory("They live in New York", learned_at=NOW - DAY)

    assert not contradicts(late, old)


def test_what_is_not_true_yet_outdates_nothing() -> None:
    planned = new_memory("They work at Google", valid_from=NOW + DAY)

    assert not contradicts(planned, memory("They work at Meta", age=DAY))


def test_one_message_does_not_contradict_itself() -> None:
    source = uuid4()

    assert not conflict(
        "They live in New York", "They live in Manhattan", source_message_ids=(source,)
    )


def test_what_is_outdated_already_is_left_alone() -> None:
    old = memory("They live in Seattle", age=DAY, superseded_at=NOW)

    assert not contradicts(new_memory("They live in New York"), old)


def test_an_end_is_when_the_new_began_and_never_before_the_old_did() -> None:
    began = NOW - 3 * DAY
    old = memory("They live in Seattle", age=9 * DAY)

    assert until(new_memory("x", valid_from=began), old) == began
    assert until(new_memory("x"), old) == NOW
    later = memory("They live in Seattle", valid_from=NOW - DAY)
    assert until(new_memory("x", valid_from=began), later) == NOW - DAY


@pytest.mark.parametrize(
    ("old", "new", "verdict", "fields", "believed"),
    [
        ("They live in Seattle", "Their home is Seattle", "same", {}, True),
        ("They have 2 cats", "They have 3 cats", "same", {}, False),
        ("They like tea", "They do not like tea", "same", {}, False),
        ("They live in Seattle", "They live in Tacoma", "contradicts", {}, True),
        ("They love solitude", "They hate tea", "contradicts", {"type": "preference"}, False),
        ("对方爱喝茶", "对方讨厌茶", "contradicts", {"type": "preference"}, True),
        ("They moved twice", "They moved again", "contradicts", {"type": "milestone"}, False),
    ],
)
def test_a_model_is_believed_only_where_words_allow_it(
    old: str,
    new: str,
    verdict: Literal["same", "contradicts"],
    fields: dict[str, Any],
    believed: bool,
) -> None:
    found = plausible(
        new_memory(new, **fields),
        memory(old, age=DAY, **fields),
        verdict=verdict,
    )

    assert found == believed


@pytest.mark.parametrize(
    ("old", "kind", "new"),
    [
        ("They are single.", "identity", "They got married."),
        ("对方单身。", "identity", "对方结婚了。"),
        ("They smoke.", "routine", "They stopped smoking."),
        ("They like coffee.", "preference", "They stopped drinking coffee."),
        ("对方喜欢抽烟。", "preference", "对方戒烟了。"),
    ],
)
def test_a_milestone_ends_what_it_is_the_end_of(old: str, kind: MemoryType, new: str) -> None:
    known = memory(old, type=kind, age=DAY)

    assert contradicts(new_memory(new, type="milestone"), known)
    assert not contradicts(new_memory("They graduated.", type="milestone"), known)
    assert not contradicts(new_memory(new, type="life_event"), known)


def test_a_plan_may_be_moved_before_its_day() -> None:
    friday = memory("They have an interview on Friday", type="life_event", age=DAY)
    monday = new_memory("The interview is on Monday", type="life_event", valid_from=NOW + 4 * DAY)

    assert plausible(monday, friday, verdict="contradicts")


def test_a_move_may_outdate_a_home() -> None:
    moved = new_memory("They moved to New York", type="life_event", subtype="move")
    home = memory("They live in Seattle", subtype="home", age=DAY)

    assert plausible(moved, home, verdict="contradicts")
    assert not plausible(
        moved, memory("They like tea", type="preference"),
        verdict="contradicts",
    )  # fmt: skip


def test_a_model_is_not_believed_about_two_people() -> None:
    li = new_memory("Li Na moved", type="relationship", people=("Li Na",))

    assert not plausible(
        li,
        memory("Li Wei moved", type="relationship", people=("Li Wei",)),
        verdict="same",
    )


@given(st.text(alphabet="they live in not like 喜欢不住在上海 12.", max_size=40))
def test_nothing_contradicts_itself(content: str) -> None:
    assert not conflict(content, content)
    assert not conflict(content, content, type="preference")
