from collections import Counter
from uuid import UUID, uuid5

from tools.variants.assign import UNTREATED, assigned, place_of
from tools.variants.experiments import Experiments

SPACE = UUID(int=7)
PEOPLE = [uuid5(SPACE, str(number)) for number in range(4_000)]

EXPERIMENTS = Experiments.model_validate(
    {
        "experiments": {
            "parts": {
                "companions": ["lumi"],
                "variants": [
                    {"name": "usual", "share": 0.7},
                    {
                        "name": "single",
                        "share": 0.3,
                        "manner": {"en": "Be dry.", "zh": "淡一点。"},
                        "options": {"temperature": 0.6},
                    },
                ],
            },
            "words": {
                "variants": [
                    {"name": "usual", "share": 0.5},
                    {
                        "name": "short",
                        "share": 0.5,
                        "texts": {"turn_length_ping": {"en": "A word.", "zh": "一个字。"}},
                    },
                ]
            },
        }
    }
)


def test_a_talk_stays_where_it_is() -> None:
    # A change of these numbers would have everybody change sides in the middle of an experiment.
    assert place_of("parts", UUID(int=1), None) == place_of("parts", UUID(int=1), None)
    assert round(place_of("parts", UUID(int=1), None), 6) == 0.51088
    assert place_of("parts", UUID(int=1), "moss") != place_of("parts", UUID(int=1), None)


def test_people_spread_by_the_shares_and_one_experiment_says_nothing_of_another() -> None:
    seen = Counter(tuple(sorted(assigned(EXPERIMENTS, one, None).names.items())) for one in PEOPLE)
    assert len(seen) == 4
    for names, count in seen.items():
        chosen = dict(names)
        share = (0.7 if chosen["parts"] == "usual" else 0.3) * 0.5
        assert abs(count / len(PEOPLE) - share) < 0.03


def test_what_a_talk_gets_is_the_sum_of_its_variants() -> None:
    everything = next(
        one
        for one in (assigned(EXPERIMENTS, person, None) for person in PEOPLE)
        if one.names == {"parts": "single", "words": "short"}
    )
    assert everything.texts("en") == {"turn_length_ping": "A word."}
    assert everything.manner("zh") == "淡一点。"
    assert everything.options == {"temperature": 0.6}


def test_an_experiment_with_one_companion_leaves_the_others_alone() -> None:
    assert set(assigned(EXPERIMENTS, PEOPLE[0], "moss").names) == {"words"}
    assert set(assigned(EXPERIMENTS, PEOPLE[0], None).names) == {"parts", "words"}
    assert assigned(Experiments(), PEOPLE[0], None) == UNTREATED
