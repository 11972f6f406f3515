"""How long an answer waits for somebody who may go on writing. Arithmetic and rules alone."""

import re
from dataclasses import dataclass

from tools.length.size import size_of
from tools.length.sort import folded, small_messages
from tools.text.words import words_of

TYPING_PAUSE = 3.0
"""Seconds without a `typing` frame after which somebody has stopped writing: 1 s, which is how far
apart the page sends those frames, and 2 s, from which keystroke research counts a pause as thinking
and no longer as writing (the threshold of Inputlog, and of most studies with it)."""

ASKED, BROKEN_OFF = 2 / 3, 4 / 3
"""What becomes of that pause after a question, which waits for its answer, and after a message that
is no whole one."""

LINGER = 1.5
"""Seconds after a message that breaks off in the middle ("and then,") in which nobody has to type
for the answer to wait: time for the first `typing` frame of the next one. Any other message is
answered at once."""

CEILING = 8.0
"""Seconds after the last message beyond which no answer waits, however long somebody types."""

FRAGMENT = 3
"""Words, or two Chinese characters each, up to which a message without an end mark is a piece."""

_CHINESE = 2

_ASKS = re.compile("[?？][\"'”’」』）)\\s]*$")
_HANGS = re.compile("[,，、;；:：—–-]\\s*$")
_MARKED = re.compile('[.!?…。！？~～)）"”’」』]\\s*$')
_LEADS_ON = frozenset(
    ("and", "but", "because", "cuz", "or", "the", "a", "an", "my", "if", "although", "unless")
)
_LEADS_ON_IN_CHINESE = re.compile(
    "(?:然后|但是|可是|因为|所以|而且|还有|就是|如果|不过|或者|结果|以及|并且|虽然)$"
)


@dataclass(frozen=True)
class Waiting:
    """How an answer to one message waits."""

    typing: float
    """What the pause after the last sign of typing is multiplied by."""
    lingers: bool
    """Whether it waits a moment although nobody types."""


def waiting_after(said: str) -> Waiting:
    """Return how the answer to a message waits for what may come after it."""
    if _ASKS.search(said):
        return Waiting(typing=ASKED, lingers=False)
    if _breaks_off(said):
        return Waiting(typing=BROKEN_OFF, lingers=True)
    return Waiting(typing=BROKEN_OFF if _is_fragment(said) else 1.0, lingers=False)


def _breaks_off(said: str) -> bool:
    """Say whether a message ends where no sentence ends."""
    if _HANGS.search(said):
        return True
    if _MARKED.search(said):
        return False
    words = words_of(said[-80:])
    return bool(words) and (
        words[-1] in _LEADS_ON or bool(_LEADS_ON_IN_CHINESE.search("".join(words[-2:])))
    )


def _is_fragment(said: str) -> bool:
    """Say whether a message is a few words without an end, and no small message of its own."""
    if _MARKED.search(said) or size_of(said) == 0:
        return False
    is_small = any(
        folded(said) in small_messages()[name] for name in ("signs", "nods", "greetings")
    )
    return not is_small and size_of(said) <= FRAGMENT * (1 if said.isascii() else _CHINESE)
