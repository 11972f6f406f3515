from tests.benchmarks.recalling.figures import Tally
from tests.benchmarks.recalling.locomo import keys_of


def test_recall_is_the_share_of_the_right_turns_among_the_first() -> None:
    tally = Tally()
    tally.add("one", ["a", "a", "b", "c"], frozenset({"a", "z"}))
    tally.add("two", ["x", *"bcdef", "a"], frozenset({"a"}))

    assert tally.overall() == {
        "recall@5": 25.0,
        "recall@10": 75.0,
        "recall@20": 75.0,
        "questions": 2,
    }
    assert tally.by_category()["one"]["recall@5"] == 50.0


def test_the_turns_of_a_question_are_read_however_they_are_written() -> None:
    known = {"D8:6", "D9:17", "D11:26", "D30:5"}

    assert keys_of(["D8:6; D9:17"], known) == ["D8:6", "D9:17"]
    assert keys_of(["D:11:26", "D30:05", "D1:1"], known) == ["D11:26", "D30:5"]
