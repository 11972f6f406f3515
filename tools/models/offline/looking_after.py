"""What the voice says while somebody is being looked after: it listens, and asks little."""

from collections.abc import Sequence

from tools.models.offline.talk import Talk
from tools.models.offline.wording import Wording

LOOK_BACK = 4
"""How many of our last lines one thought is not said again for."""

_THOUGHTS = ("care_now", "care_who", "care_line")
"""What may follow that it is here: how it is, who could be with them, that the line is there."""


def listening(talk: Talk, wording: Wording, *, opening: str = "care_here") -> str:
    """Return that it is here, and, where the last line was no question, one thought more.

    Args:
        talk: what was said, and what our last lines were.
        wording: what chooses among the wordings.
        opening: the thought it begins with: `care_here`, `care_thanks` or `care_question`.
    """
    here = wording.say(opening)
    if talk.ours and talk.ours[-1].rstrip().endswith(("?", "？")):
        return here
    lately = talk.ours[-LOOK_BACK:]
    fresh = (one for one in _THOUGHTS if not _was_said(talk.spoken.phrases[one], lately))
    thought = next(fresh, None)
    if thought is None:
        return here
    return f"{here}{'' if talk.spoken.language == 'zh' else ' '}{wording.say(thought)}"


def _was_said(lines: Sequence[str], earlier: Sequence[str]) -> bool:
    return any(line in said for line in lines for said in earlier)
