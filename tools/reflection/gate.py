"""What of a model's conclusions may be kept: what rests on two things the person said, and no less.

A conclusion is never as sure as what was said, and nothing is concluded from what somebody in
danger said, or from what tries to rule the companion.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storage.records import Memory, NewMemory
from storage.records.reflection import Thought
from tools.reflection.conclusions import Conclusion, learned_from
from tools.reflection.openers import Opener, thought_from
from tools.reflection.references import Shown


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """What passed, and how many were turned away for which reason."""

    learned: tuple[NewMemory, ...] = ()
    thoughts: tuple[Thought, ...] = ()
    rejected: Counter[str] = field(default_factory=Counter)


def admit(
    conclusions: Iterable[Conclusion],
    openers: Iterable[Opener],
    shown: Shown,
    *,
    known: Sequence[Memory],
    forbidden: Sequence[str] = (),
    now: datetime,
) -> Admitted:
    """Return what of a night may be kept.

    Args:
        conclusions: what a model learned.
        openers: what it would bring up.
        shown: what it was shown.
        known: every memory that holds.
        forbidden: what the person does not want to be asked about.
        now: the present.
    """
    learned: list[NewMemory] = []
    thoughts: list[Thought] = []
    rejected = Counter[str]()
    for conclusion in conclusions:
        outcome = learned_from(conclusion, shown, known=known, learned=learned, now=now)
        if isinstance(outcome, NewMemory):
            learned.append(outcome)
        else:
            rejected[outcome] += 1
    for opener in openers:
        thought = thought_from(opener, shown, thoughts=thoughts, forbidden=forbidden, now=now)
        if isinstance(thought, Thought):
            thoughts.append(thought)
        else:
            rejected[thought] += 1
    return Admitted(learned=tuple(learned), thoughts=tuple(thoughts), rejected=rejected)
