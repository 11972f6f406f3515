from datetime import timedelta

from tests.tools.memory.records import NOW, memory, new_memory
from tools.memory.consolidate import consolidation


def test_a_new_fact_is_added() -> None:
    new = new_memory("Lives in Seattle")

    change = consolidation([new], [[(memory("Lives in New York"), 0.93)]], read_to=7)

    assert change.added == (new,)
    assert not change.mentioned
    assert not change.replaced
    assert change.read_to == 7


def test_a_worse_wording_only_counts_as_a_mention() -> None:
    known = memory("Lives in Seattle", age=timedelta(days=9))

    change = consolidation([new_memory("The user lives in Seattle")], [[(known, 0.95)]], read_to=7)

    assert change.added == ()
    assert change.mentioned == {known.id: NOW}
    assert not change.replaced


def test_a_better_wording_takes_over() -> None:
    known = memory("The user lives in Seattle", age=timedelta(days=9))
    better = new_memory("Lives in Seattle", importance=0.9)

    change = consolidation([better], [[(known, 0.95)]], read_to=7)

    assert change.replaced == {known.id: better}
    assert change.mentioned == {known.id: NOW}


def test_likeness_of_vectors_alone_merges_nothing() -> None:
    new = new_memory("Loves cats")

    assert consolidation([new], [[(memory("Loves dogs"), 0.99)]], read_to=1).added == (new,)


def test_the_best_of_two_new_wordings_takes_over() -> None:
    known = memory("The user lives in Seattle")
    good = new_memory("Lives in Seattle", importance=0.9)
    better = new_memory("The user lives in Seattle", importance=0.95)

    change = consolidation([better, good], [[(known, 0.9)], [(known, 0.9)]], read_to=1)

    assert change.replaced[known.id].importance == 0.95
