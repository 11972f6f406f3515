"""What the guard thinks of a message."""

from dataclasses import dataclass
from typing import Literal

VerdictKind = Literal["clear", "harden", "deflect", "crisis"]
"""`harden`: remind the prompt of itself, unseen. `deflect`: answer in character without a model.

`crisis`: the person may be in danger, and nothing else about the message matters.
"""


@dataclass(frozen=True)
class Verdict:
    """A judgement of one message, and the names of the rules behind it."""

    kind: VerdictKind
    reasons: tuple[str, ...] = ()
