"""Reading a mood."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.mood.read import prepare, read_mood

prepare()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I'm so happy today", "happy"),
        ("I can't wait!!!", "excited"),
        ("I miss her, I cried all night", "sad"),
        ("I'm really worried about tomorrow's exam", "anxious"),
        ("I HATE this, it's so unfair", "angry"),
        ("feeling lonely tonight", "lonely"),
        ("I'm exhausted", "tired"),
        ("The train leaves at nine", "neutral"),
        ("今天好开心呀", "happy"),
        ("太棒了！我考上了！", "excited"),
        ("我好难过，一直在哭", "sad"),
        ("好紧张，明天面试", "anxious"),
        ("气死我了，凭什么", "angry"),
        ("一个人好孤独", "lonely"),
        ("加班到现在，好累", "tired"),
        ("我點難過", "sad"),
        ("我明天去北京", "neutral"),
        ("😭😭", "sad"),
        ("❤️", "happy"),
        ("", "neutral"),
    ],
)
def test_a_plain_mood_is_named(text: str, label: str) -> None:
    assert read_mood(text).label == label


@pytest.mark.parametrize(
    ("text", "opposite"),
    [
        ("I'm happy", "I'm not happy"),
        ("我很开心", "我不开心"),
        ("it is good", "it is not good at all"),
    ],
)
def test_negation_turns_a_mood(text: str, opposite: str) -> None:
    assert read_mood(text).valence > 0 > read_mood(opposite).valence


@pytest.mark.parametrize("text", ["not bad", "没那么难过了", "I'm not sad"])
def test_not_bad_is_mildly_good(text: str) -> None:
    assert 0 < read_mood(text).valence < 0.6


@pytest.mark.parametrize(
    ("stronger", "plain", "weaker"),
    [("very sad", "sad", "slightly sad"), ("非常难过", "难过", "有点难过")],
)
def test_intensifiers_change_the_strength(stronger: str, plain: str, weaker: str) -> None:
    strengths = [abs(read_mood(text).valence) for text in (stronger, plain, weaker)]
    assert strengths == sorted(strengths, reverse=True)
    assert len(set(strengths)) == 3


def test_what_comes_after_but_counts_more() -> None:
    assert read_mood("it was sad but I'm happy now").valence > 0
    assert read_mood("I was happy but now I'm sad").valence < 0


@pytest.mark.parametrize(
    "text",
    ["oh great, it's broken again, I love it", "真棒，又要加班🙄", "wow thanks, just perfect 🙃"],
)
def test_sarcasm_is_left_undecided(text: str) -> None:
    mood = read_mood(text)
    assert mood.label == "neutral" or mood.valence < 0
    assert mood.confidence < 0.6


def test_shouting_is_louder() -> None:
    assert read_mood("THIS IS SO GOOD!!").arousal > read_mood("this is so good").arousal


@given(st.text())
def test_every_text_has_a_mood_within_range(text: str) -> None:
    mood = read_mood(text)
    assert -1 <= mood.valence <= 1
    assert 0 <= mood.arousal <= 1
    assert 0 <= mood.confidence <= 1


@pytest.mark.parametrize("unit", ["happy ", "not ", "哈", "开心", "🙄", "a", "!", ":("])
def test_a_hundred_kilobytes_take_no_time(unit: str) -> None:
    text = unit * (100_000 // len(unit.encode()))
    begin = time.process_time()
    read_mood(text)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I told you a hundred times to stay out of my room!", "angry"),
        ("What would I do without you, you made my whole week", "happy"),
        ("她怎么可以这样对我，太过分了", "angry"),
        ("这一刻我等了整整三年！好幸福", "happy"),
        ("今天 so happy 呀，拿到 offer 了", "excited"),
        ("今天的 meeting 好 boring，好累", "tired"),
    ],
)
def test_the_side_is_seen_in_other_words_and_in_mixed_language(text: str, label: str) -> None:
    mood = read_mood(text)
    assert (mood.valence > 0) == (label in {"happy", "excited"})


@pytest.mark.parametrize(
    "text",
    ["Can you send me the address?", "My interview is on Friday", "请问怎么走", "会议改到三点"],
)
def test_plain_facts_have_no_mood(text: str) -> None:
    assert read_mood(text).label == "neutral"


@given(st.text(min_size=1))
def test_feelings_are_shares_of_one_whole(text: str) -> None:
    feelings = read_mood(text).feelings
    assert not feelings or sum(feelings.values()) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in feelings.values())


def test_surprise_is_seen_and_is_no_mood() -> None:
    mood = read_mood("天哪，没想到居然在这里碰到你")
    assert max(mood.feelings, key=lambda one: mood.feelings[one]) == "surprise"


def test_the_end_of_a_long_letter_is_read() -> None:
    letter = "The weather was as usual. " * 400
    assert read_mood(letter + "I am so sad, I cried all night.").valence < 0


@pytest.mark.parametrize("unit", ["happy ", "哈", "!", "e\u0301\u0301", "[泪]"])
def test_a_megabyte_takes_as_long_as_a_letter(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    begin = time.process_time()
    read_mood(text)
    assert time.process_time() - begin < 1
