"""Give a reply the shape that was planned for it, while it streams."""

from tools.farewell.let_go import LetGo
from tools.farewell.lines import farewell_line
from tools.length.parts import Parting, Piece
from tools.length.plan import ReplyPlan
from tools.length.round_off import RoundOff


class Shape:
    """Takes a reply in pieces and gives back what may be sent, in the messages it falls into.

    Args:
        plan: how it is to be shaped.
        unended: whether its length is left alone, as that of an answer found with tools.
    """

    def __init__(self, plan: ReplyPlan, *, unended: bool = False) -> None:
        self._plan = plan
        self._cut: LetGo | RoundOff = _cut(plan, unended=unended)
        self._parting = Parting(None if unended else plan.parts)

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be said."""
        return self._cut.ended

    def push(self, text: str) -> list[Piece]:
        """Take the next piece of the reply."""
        return self._parting.push(self._cut.push(text))

    def finish(self) -> list[Piece]:
        """Take the end of the reply."""
        return self._parting.push(self._cut.finish())

    def instead(self, *, seed: str) -> list[Piece]:
        """Return what is said to somebody who leaves when nothing of the reply could be."""
        if not self._plan.farewell:
            return []
        line = farewell_line(self._plan.language, said=self._plan.said, seed=seed)
        return self._parting.push(line)


def _cut(plan: ReplyPlan, *, unended: bool) -> LetGo | RoundOff:
    if plan.farewell:
        return LetGo(enough=plan.budget.soft or 1, one_line=plan.sort == "farewell")
    soft = None if unended else plan.budget.soft
    return RoundOff(soft, alone=plan.sort == "ping")
