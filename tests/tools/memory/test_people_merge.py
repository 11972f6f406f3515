"""Two rows that are one person."""

from dataclasses import replace

import pytest

from tests.tools.memory.acquaintances import person
from tools.memory.people_merge import merge_people, together


def test_a_merge_is_one_link_and_can_be_taken_back() -> None:
    hong, xiaohong = person("张小红", "同事"), person("小红", attributes={"job": "腾讯"})

    merged = merge_people(hong, xiaohong)

    (whole,) = together([merged, hong])
    assert whole.id == hong.id
    assert whole.attributes == {"job": "腾讯"}
    assert "小红" in whole.aliases
    assert whole.mention_count == 2
    assert together([hong, replace(merged, merged_into=None)]) == (hong, xiaohong)


def test_nobody_is_merged_twice_or_with_themselves() -> None:
    one, other = person("A"), person("B")
    merged = merge_people(one, other)

    for pair in ((one, one), (merged, one), (one, merged)):
        with pytest.raises(ValueError, match="merged"):
            merge_people(*pair)
