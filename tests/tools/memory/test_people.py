"""Who is meant by a name: somebody known, or somebody new."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from storage.records import KnownPerson
from tests.tools.memory.acquaintances import DAY, mention, person
from tests.tools.memory.records import NOW
from tools.memory.people import Identified, PersonMention, identify
from tools.memory.people_merge import merge_people


def found(mentions: Sequence[PersonMention], known: Sequence[KnownPerson]) -> Identified:
    return identify(mentions, known, agent_id=None, new_id=uuid4)


def who(told: PersonMention, *known: KnownPerson) -> KnownPerson | None:
    """Return whom a mention was taken for; None for somebody new."""
    chosen = found([told], known).by_name[told.name]
    return next((one for one in known if one.id == chosen), None)


def test_somebody_never_heard_of_is_new() -> None:
    (new,) = found(
        [mention("Xiaohong", "friend", attributes={"job": "works at Tencent"})], []
    ).people

    assert (new.name, new.relationship) == ("Xiaohong", "friend")
    assert new.attributes == {"job": "works at Tencent"}
    assert new.first_mentioned_at == new.last_mentioned_at == NOW


def test_a_name_that_is_known_is_the_same_person() -> None:
    anna = person("Anna", "sister")

    assert who(mention("anna"), anna) is anna
    assert who(mention("Anna", "little sister"), anna) is anna
    assert who(mention("Anna Smith"), anna) is anna


def test_tigran_is_not_iran() -> None:
    assert who(mention("Tigran", "friend"), person("Iran", "friend")) is None


def test_two_names_that_begin_alike_are_two_people() -> None:
    assert who(mention("李娜", "朋友"), person("李明", "朋友")) is None


def test_a_relation_that_cannot_be_makes_two_people_of_one_name() -> None:
    assert who(mention("Anna", "boss"), person("Anna", "sister")) is None


def test_a_friend_may_become_more() -> None:
    tom = person("Tom", "friend")

    (told,) = found([mention("Tom", "boyfriend")], [tom]).people

    assert told.id == tom.id
    assert told.relationship == "boyfriend"


def test_short_forms_are_the_same_person_when_nothing_speaks_against_it() -> None:
    alex = person("Alexander", "friend")

    assert who(mention("Alex"), alex) is alex
    assert who(mention("Alex", "dog"), alex) is None
    assert who(mention("Alex"), alex, person("Alexandra", "sister")) is None


def test_a_chinese_short_form_needs_the_relation_to_agree() -> None:
    hong = person("张小红", "同事")

    assert who(mention("小红", "同事"), hong) is hong
    assert who(mention("小红"), hong) is None
    assert who(mention("小红", "表妹"), hong) is None


def test_li_alone_is_nobody_in_particular_among_two() -> None:
    doctor = person("Li Na", "friend", attributes={"job": "doctor"})
    colleague = person("Li Wei", "colleague")

    assert who(mention("Li"), doctor, colleague) is None
    assert who(mention("Li", "colleague"), doctor, colleague) is colleague
    assert who(mention("Li", attributes={"work": "Doctor"}), doctor, colleague) is doctor


def test_of_two_friends_called_li_the_relation_decides() -> None:
    school, work = person("Li", "classmate"), person("Li", "colleague")

    assert who(mention("Li", "colleague"), school, work) is work
    assert who(mention("Li"), school, work) is None


def test_a_second_li_with_another_relation_is_a_second_person() -> None:
    assert who(mention("Li", "colleague"), person("Li", "classmate")) is None


def test_another_of_the_same_name_is_somebody_new_once() -> None:
    first = person("Li", "friend")
    told = mention("Li", "friend", apart=True)

    (second,) = found([told], [first]).people

    assert second.id != first.id
    assert found([told], [first, second]).people == ()


def test_what_stays_unclear_is_collected_in_one_row() -> None:
    known = [person("Li", "classmate"), person("Li", "colleague")]

    (unclear,) = found([mention("Li")], known).people
    later = mention("Li", said_at=NOW + 9 * DAY)

    assert who(later, *known, unclear) == unclear


def test_who_was_just_spoken_of_is_meant() -> None:
    school, work = person("Li", "classmate"), person("Li", "colleague", last_mentioned_at=NOW)

    assert who(mention("Li", said_at=NOW + timedelta(minutes=5)), school, work) is work


def test_company_tells_two_of_a_name_apart() -> None:
    one, other = person("Sam", "friend"), person("Sam", "friend")
    mia = person("Mia", "friend")

    told = identify(
        [mention("Mia"), mention("Sam")],
        [one, other, mia],
        agent_id=None,
        new_id=uuid4,
        company={other.id: ["Mia"]},
    )

    assert told.by_name["Sam"] == other.id


def test_a_role_finds_who_has_it_and_a_name_comes_to_a_role() -> None:
    anna = person("Anna", "sister")
    assert who(mention("sister"), anna) is anna

    (named,) = found([mention("Anna", "sister")], [person("sister", "sister")]).people
    assert named.name == "Anna"
    assert named.aliases == ()


def test_two_grandmothers_are_two_people() -> None:
    father_side = person("奶奶", "奶奶")

    assert who(mention("奶奶"), father_side) is father_side
    assert who(mention("外婆"), father_side) is None


def test_a_new_love_is_not_the_old_one() -> None:
    assert who(mention("boyfriend"), person("Tom", "ex-boyfriend")) is None
    assert who(mention("boyfriend"), tom := person("Tom", "boyfriend")) is tom


def test_a_new_job_takes_the_place_of_the_old_one_and_old_news_does_not() -> None:
    anna = person("Anna", attributes={"job": "nurse", "city": "Leeds"})

    (newer,) = found([mention("Anna", attributes={"job": "doctor"})], [anna]).people
    (older,) = found(
        [mention("Anna", attributes={"job": "pupil"}, said_at=NOW - 25 * DAY)], [anna]
    ).people

    assert newer.attributes == {"job": "doctor", "city": "Leeds"}
    assert older.attributes == {"job": "nurse", "city": "Leeds"}
    assert older.last_mentioned_at == anna.last_mentioned_at


def test_the_same_message_counts_once() -> None:
    (once,) = found([mention("Anna")], []).people

    assert found([mention("Anna")], [once]).people == ()
    (twice,) = found([mention("Anna", said_at=NOW + DAY)], [once]).people
    assert twice.mention_count == 2


def test_a_name_that_means_two_people_in_one_reading_names_neither() -> None:
    school, work = person("Li", "classmate"), person("Li", "colleague")
    later = NOW + DAY

    told = found(
        [mention("Li", "classmate"), mention("Li", "colleague", said_at=later)], [school, work]
    )

    assert "Li" not in told.by_name
    assert told.whom("Li", NOW) == school.id
    assert told.whom("li", later) == work.id


def test_two_of_a_name_in_one_message_are_two_people_also_when_it_is_read_again() -> None:
    told = [
        mention("Li", "friend", attributes={"job": "doctor"}),
        mention("Li", "friend", attributes={"job": "works at Tencent"}),
    ]

    both = found(told, [])

    assert len(both.people) == 2
    assert both.whom("Li", NOW) is None
    assert found(told, both.people).people == ()
    assert len(found([told[0], told[0]], []).people) == 1


def test_a_merged_name_finds_whom_it_turned_out_to_be() -> None:
    hong = person("张小红", "同事")
    merged = merge_people(hong, person("Xiaohong"))

    assert found([mention("Xiaohong")], [hong, merged]).by_name == {"Xiaohong": hong.id}


@given(
    st.lists(
        st.builds(
            mention,
            st.sampled_from(["Li", "Li Na", "Anna", "小红", "张小红", "sister"]),
            st.sampled_from([None, "friend", "sister", "同事"]),
            said_at=st.integers(0, 5).map(lambda day: NOW + day * DAY),
        ),
        max_size=8,
    )
)
def test_everybody_spoken_of_is_somebody_and_a_second_reading_adds_nobody(
    mentions: list[PersonMention],
) -> None:
    once = found(mentions, [])
    ids = {one.id for one in once.people}

    assert set(once.by_moment.values()) <= ids
    assert len(once.people) <= len(mentions)
    assert all(one.first_mentioned_at <= one.last_mentioned_at for one in once.people)
