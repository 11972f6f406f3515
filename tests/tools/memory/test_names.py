import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.memory.names import NameLikeness, given_name, is_bare_surname, name_likeness
from tools.memory.relations import RelationLikeness, relation_likeness


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Anna", "anna", "same"),
        ("José", "Jose", "same"),
        ("Anna's", "Anna", "same"),
        ("張偉", "张伟", "same"),
        ("Alex", "Alexander", "form"),
        ("Alex Smith", "Alexander Smith", "form"),
        ("Anna", "Anna Smith", "form"),
        ("Aunt Mary", "Mary", "form"),
        ("李明", "李明老师", "form"),
        ("Li", "Li Na", "part"),
        ("Smith", "John Smith", "part"),
        ("Mr Smith", "Mrs Smith", "part"),
        ("小红", "张小红", "part"),
        ("红姐", "张小红", "part"),
        ("阿强", "李强", "part"),
        ("小李", "李明", "part"),
        ("王总", "王建国", "part"),
        ("Tigran", "Iran", None),
        ("Christina", "Christine", None),
        ("Li Na", "Li Wei", None),
        ("李明", "李娜", None),
        ("小李", "老李", None),
        ("小明", "小红", None),
        ("Xiaohong", "小红", None),
        ("Anna", "", None),
    ],
)
def test_names_are_alike_only_in_whole_parts(
    one: str, other: str, likeness: NameLikeness | None
) -> None:
    assert name_likeness(one, other) == likeness
    assert name_likeness(other, one) == likeness


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Li", True),
        ("小李", True),
        ("王总", True),
        ("Mr Brown", True),
        ("李", True),
        ("Anna", False),
        ("Li Na", False),
        ("小红", False),
        ("Aunt Mary", False),
        ("", False),
    ],
)
def test_a_family_name_alone_is_known_for_one(name: str, bare: bool) -> None:
    assert is_bare_surname(name) == bare


def test_friends_use_the_given_name() -> None:
    assert given_name("张小红") == "小红"
    assert given_name("Anna Smith") == "anna"
    assert given_name("Li Na") is None
    assert given_name("李明") is None


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("sister", "my little sister", "agree"),
        ("妈妈", "mother", "agree"),
        ("best friend", "朋友", "agree"),
        ("boyfriend", "husband", "agree"),
        ("friend", "girlfriend", "may_change"),
        ("colleague", "boss", "may_change"),
        ("sister", "boss", "differ"),
        ("奶奶", "外婆", "differ"),
        ("奶奶", "grandma", "agree"),
        ("姐姐", "妹妹", "differ"),
        ("表哥", "表姐", "differ"),
        ("ex-boyfriend", "boyfriend", "may_change"),
        ("dog", "son", "differ"),
        ("fencing partner in Leeds", "sister", "unknown"),
        (None, "sister", "unknown"),
    ],
)
def test_relations_are_compared_by_what_they_mean(
    one: str | None, other: str | None, likeness: RelationLikeness
) -> None:
    assert relation_likeness(one, other) == likeness


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_of_names_has_no_direction(one: str, other: str) -> None:
    assert name_likeness(one, other) == name_likeness(other, one)
