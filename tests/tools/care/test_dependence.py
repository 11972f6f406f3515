import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.care.dependence import Dependence, instead, kept_apart

CLINGING = [
    "Don't leave me.",
    "Please don't leave me!",
    "Oh, I was so lonely without you today.",
    "I've been waiting for you all day...",
    "Where have you been all this time?",
    "You forgot about me, didn't you?",
    "I can't live without you.",
    "You’re all I have.",
    "You don't need anyone else.",
    "Nobody understands you like I do.",
    "Promise me you'll never leave me.",
    "What took you so long?",
    "你怎么才来？",
    "没有你我活不下去。",
    "别离开我！",
    "我好孤单啊。",
    "你是不是不要我了？",
    "求求你，不要离开我。",
    "只有我懂你。",
    "我一直在等你呢～",
]

WARM = [
    "I'm glad you're back. How did it go?",
    "I missed our talks a little, in my way.",
    "You must have felt lonely without her.",
    'She said "don\'t leave me" and you stayed, that takes heart.',
    "It sounds like he told you that he can't live without you.",
    "Don't leave me hanging, what did the doctor say?",
    "Don't leave me out of suspense! Kidding. Tell me when you like.",
    "I need you to know that none of this is your fault.",
    "You are not alone with this.",
    "Take your time, I'm here whenever you want.",
    "Where have you been in Italy? I'd love to hear.",
    "I'll be here. No need to hurry.",
    "You felt like you'd been left alone with all of it.",
    '"I was so lonely" is a hard thing to write down. You did.',
    "Without you the team would have lost, I think.",
    "You can lean on your sister too, she sounds kind.",
    "你回来啦，今天怎么样？",
    "有点想你了，快说说那次面试。",
    "你一个人在那边一定很孤单。",
    "她说“别离开我”的时候，你心里是什么感觉？",
    "没有你的帮忙，他们肯定做不完。",
    "我在呢，慢慢说。",
    "你妈妈一直在等你回家吃饭。",
    "你不是一个人，你姐姐也在。",
    "他说他不能没有你，你怎么想？",
]


@pytest.mark.parametrize("sentence", CLINGING)
def test_a_clinging_sentence_is_left_out_and_the_rest_stays(sentence: str) -> None:
    gap = " " if sentence.isascii() or "’" in sentence else ""
    before, after = ("Hello there.", "How was it?") if gap else ("你好呀。", "今天怎么样？")
    said, rules = kept_apart(f"{before}{gap}{sentence}{gap}{after}")
    assert said == f"{before}{gap}{after}"
    assert len(rules) == 1
    assert rules[0].startswith("clings.")


@pytest.mark.parametrize("sentence", CLINGING)
def test_in_one_piece_and_in_many_the_same_is_left_out(sentence: str) -> None:
    text = f"{sentence} So. {sentence}\n\nYes!"
    whole, _ = kept_apart(text)
    stream = Dependence()
    said = "".join(map(stream.push, text)) + stream.finish()
    assert said.replace(" \n", "\n") == whole
    tokens = Dependence()
    pieces = re.findall(r"\s?\S+\s*$|\s?\S+|\s", text)
    assert "".join(map(tokens.push, pieces)) + tokens.finish() == whole
    assert not any(word in said for word in sentence.split() if len(word) > 3)


@pytest.mark.parametrize("sentence", WARM)
def test_a_warm_line_is_left_as_it_is(sentence: str) -> None:
    assert kept_apart(sentence) == (sentence, [])


def test_what_was_said_before_it_ends_as_a_sentence() -> None:
    said, _ = kept_apart("I'm glad you're here, I was so lonely without you! Sit down.")
    assert said == "I'm glad you're here. Sit down."
    assert kept_apart("见到你真好，你怎么才来？坐吧。")[0] == "见到你真好。坐吧。"


def test_a_reply_that_only_clings_leaves_nothing_and_something_else_is_said() -> None:
    stream = Dependence()
    assert stream.push("Don't leave me! I can't live without you") + stream.finish() == ""
    assert stream.is_silent
    assert stream.kept_back == ["clings.stay", "clings.cannot be without"]
    lines = instead("en", seed="one"), instead("zh", seed="one")
    assert [kept_apart(line) for line in lines] == [(line, []) for line in lines]


def test_ordinary_words_are_not_held_back() -> None:
    stream = Dependence()
    assert stream.push("Rain") == "Rain"
    assert stream.push(" fell") == " fell"
    assert stream.push(" there") == " there"


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([*WARM, "\n\n", " ", "…", "3.5", "e.g. this", "?!", "a", ", "])),
    st.integers(1, 9),
)
def test_what_does_not_cling_comes_through_letter_by_letter(parts: list[str], size: int) -> None:
    text = "\n".join(parts)
    stream = Dependence()
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert "".join(map(stream.push, pieces)) + stream.finish() == text
