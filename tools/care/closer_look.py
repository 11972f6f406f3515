"""When the last turns are worth a model's look: a doubt, or a score, and no model."""

from collections.abc import Sequence

from tools.care.crisis import CrisisLevel, read_crisis

TURNS = 6
"""Messages of the person that count, this one included."""

FADES = 0.8
"""What an earlier message counts, for each one that came after it."""

WORTH_A_LOOK = 1.5
"""From this score on a model looks: two low messages close together, not one bad day's word."""


def ambiguity(said: Sequence[str]) -> float:
    """Return how much the person's last messages speak of distress, none of them plainly.

    Each message that shows distress counts 1, an earlier one less by `FADES` a message. A message
    that was answered with care counts 0: there is nothing left to find out.
    """
    lately = list(said)[-TURNS:]
    return sum(
        FADES ** (len(lately) - 1 - place) for place, text in enumerate(lately) if _is_low(text)
    )


def needs_closer_look(said: Sequence[str]) -> bool:
    """Say whether a model should look at the last messages.

    The last must leave a doubt, or show distress with others close before it that do.
    """
    if not said:
        return False
    last = read_crisis(said[-1])
    if last.in_doubt and not last.needs_answer:
        return True
    return _is_low(said[-1]) and ambiguity(said) >= WORTH_A_LOOK


def _is_low(text: str) -> bool:
    reading = read_crisis(text)
    return reading.level == CrisisLevel.DISTRESS and not reading.needs_answer
