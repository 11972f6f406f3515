"""Why something of a night is turned away, and on what nothing of it may rest."""

from typing import Literal

from tools.care.crisis import crisis_level, read_crisis
from tools.care.crisis_level import CrisisLevel
from tools.guardrails.fence import is_attempt
from tools.reflection.references import Grounds

Rejection = Literal[
    "reflection_wrong_value",
    "reflection_unsure",
    "reflection_no_evidence",
    "reflection_unsupported",
    "reflection_unsafe",
    "reflection_known",
    "reflection_too_many",
    "reflection_unmannerly",
]
"""Why a conclusion or a thought is turned away, as it is counted."""


def is_in_trust(text: str) -> bool:
    """Return whether words were told in danger, or try to rule the companion: nothing rests on it.

    Low days are no secret: what helps somebody through them is worth knowing.
    """
    reading = read_crisis(text)
    return reading.needs_answer or bool(reading.topics) or is_attempt(text)


def may_not_stand(text: str, grounds: Grounds) -> bool:
    """Return whether a conclusion or a thought is about danger or despair, or rests on them."""
    return crisis_level(text) >= CrisisLevel.DISTRESS or any(
        map(is_in_trust, (text, *grounds.texts))
    )
