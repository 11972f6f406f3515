from datetime import timedelta

from storage.records import Memory, NewMemory
from tests.tools.memory.records import NOW, memory, new_memory
from tools.memory.consolidate import Decided, Judged, decide, holding_after


def decided(*new: NewMemory, near: Memory, cosine: float = 0.95) -> Decided:
    return decide(new, [[(near, cosine)]] * len(new), holding=[near])


def test_a_new_fact_is_added() -> None:
    new = new_memory("Plays the cello", type="routine")

    change = decided(new, near=memory("Plays chess", type="routine"))

    assert change == Decided(added=(new,))


def test_a_worse_wording_only_counts_as_a_mention() -> None:
    known = memory("Lives in Seattle", age=timedelta(days=9))

    change = decided(new_memory("The user lives in Seattle"), near=known)

    assert change == Decided(mentioned={known.id: NOW})


def test_a_better_wording_takes_over() -> None:
    known = memory("The user lives in Seattle", age=timedelta(days=9))
    better = new_memory("Lives in Seattle", importance=0.9)

    change = decided(better, near=known)

    assert change.replaced == {known.id: better}
    assert change.mentioned == {known.id: NOW}


def test_likeness_of_vectors_alone_merges_nothing() -> None:
    new = new_memory("Loves cats", type="preference")

    assert decided(new, near=memory("Loves dogs", type="preference"), cosine=0.99).added == (new,)


def test_the_best_of_two_new_wordings_takes_over() -> None:
    known = memory("The user lives in Seattle")
    good = new_memory("Lives in Seattle", importance=0.9)
    better = new_memory("The user lives in Seattle", importance=0.95)

    assert decided(better, good, near=known).replaced[known.id].importance == 0.95


def test_a_move_outdates_the_old_home() -> None:
    seattle = memory("They live in Seattle.", subtype="home", age=timedelta(days=90))
    boston = new_memory("They live in Boston.", subtype="home")

    change = decided(boston, near=seattle)

    (gone,) = change.superseded
    assert (gone.memory_id, gone.successor_id, gone.until) == (seattle.id, boston.id, NOW)
    assert [one.content for one in holding_after([seattle], change, agent_id=None)] == [
        "They live in Boston."
    ]


def test_of_two_homes_in_one_talk_the_later_one_holds() -> None:
    first = new_memory("They live in Seattle.", subtype="home", learned_at=NOW)
    then = new_memory("They live in Boston.", subtype="home", learned_at=NOW + timedelta(minutes=5))

    change = decide([first, then], [[], []], holding=[])

    assert change.added == (first, then)
    assert [gone.memory_id for gone in change.superseded] == [first.id]
    assert [one.id for one in holding_after([], change, agent_id=None)] == [then.id]


def test_what_was_said_before_outdates_nothing() -> None:
    known = memory("They live in Boston.", subtype="home")
    older = new_memory(
        "They live in Seattle.", subtype="home", learned_at=NOW - timedelta(days=400)
    )

    assert decided(older, near=known).superseded == ()


def test_a_model_may_find_two_wordings_the_same() -> None:
    known = memory("Works as a nurse", type="identity", subtype="work")
    new = new_memory("Is a nurse in a hospital", type="identity", subtype="work")
    judged = Judged(new=new.id, known=known.id, relation="same")

    change = decide([new], [[]], holding=[known], judged=[judged])

    assert change.mentioned == {known.id: NOW}
    assert change.added == ()


def test_a_model_is_not_believed_when_it_merges_two_people() -> None:
    known = memory("Li Ming is ill", people=("Li Ming",), type="relationship")
    new = new_memory("Li Na is ill", people=("Li Na",), type="relationship")

    for relation in ("same", "contradicts"):
        judged = Judged(new=new.id, known=known.id, relation=relation)
        assert decide([new], [[]], holding=[known], judged=[judged]) == Decided(added=(new,))


def test_a_model_may_find_a_contradiction() -> None:
    known = memory("奶奶住院了", type="life_event", age=timedelta(days=20))
    new = new_memory("奶奶已经出院回家了", type="life_event")
    judged = Judged(new=new.id, known=known.id, relation="contradicts")

    change = decide([new], [[]], holding=[known], judged=[judged])

    assert [gone.memory_id for gone in change.superseded] == [known.id]
