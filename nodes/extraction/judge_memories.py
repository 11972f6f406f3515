"""Ask which new memories repeat or contradict known ones, and what the talk was about."""

import logging
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langgraph.runtime import Runtime

from nodes.extraction.answers import JudgedMemories, Verdict
from nodes.extraction.extract_memories import UNUSABLE
from nodes.extraction.load_talk import after
from nodes.extraction.state import Compared, ExtractionContext, Judgement, TalkState
from storage.records import Memory, NewMemory
from tools.guardrails.fence import fenced
from tools.memory.consolidate import Judged, Neighbour
from tools.memory.lines import language_of_talk, numbered_lines
from tools.prompts.render import render

MOST_KNOWN = 40
"""Known memories that are shown; the nearest ones and those about the same thing come first."""

logger = logging.getLogger(__name__)


class ComparedState(TalkState, Compared):
    """New memories beside known ones."""


async def judge_memories(state: ComparedState, runtime: Runtime[ExtractionContext]) -> Judgement:
    """Return a model's verdicts and its title for the talk; without anything new, cost nothing.

    Raises:
        ModelUnavailable: no model answers now; nothing was changed, and the job tries again.
    """
    context = runtime.context
    if not state["new"]:
        return {"judged": (), "title": ""}
    known = _candidates(state["new"], state["near"], state["kept"].memories)
    try:
        answer = await context.services.models.answer(
            "background", _prompt(state, known), JudgedMemories, spent=context.spendings.append
        )
    except UNUSABLE as error:
        logger.warning("no verdicts on this reading: %s", error)
        return {"judged": (), "title": ""}
    return {"judged": _judged(answer.verdicts, state["new"], known), "title": answer.title}


def _candidates(
    new: Sequence[NewMemory], near: Sequence[Sequence[Neighbour]], holding: Sequence[Memory]
) -> list[Memory]:
    """Return the known memories worth a comparison, each once."""
    about = {(one.type, one.subtype) for one in new if one.subtype}
    nearest = [memory for neighbours in near for memory, _ in neighbours]
    alike = [one for one in holding if (one.type, one.subtype) in about]
    together = [one for one in holding if _share_somebody(one, new)]
    chosen = {one.id: one for one in (*nearest, *alike, *together)}
    return list(chosen.values())[:MOST_KNOWN]


def _share_somebody(known: Memory, new: Sequence[NewMemory]) -> bool:
    return bool(known.people) and any(not set(known.people).isdisjoint(one.people) for one in new)


def _judged(
    verdicts: Sequence[Verdict], new: Sequence[NewMemory], known: Sequence[Memory]
) -> tuple[Judged, ...]:
    return tuple(
        Judged(
            new=new[verdict.new - 1].id,
            known=known[verdict.known - 1].id,
            relation="same" if verdict.relation == "same" else "contradicts",
        )
        for verdict in verdicts
        if 0 < verdict.new <= len(new)
        and 0 < verdict.known <= len(known)
        and verdict.relation in {"same", "contradicts"}
    )


def _prompt(state: ComparedState, known: Sequence[Memory]) -> list[BaseMessage]:
    unread = after(state["messages"], state["recent"].extracted_position)
    zone = ZoneInfo(state["person"].timezone)
    fresh = [f"{n}. ({one.type}) {one.content}" for n, one in enumerate(state["new"], 1)]
    old = [
        f"{n}. ({one.type}, learned {one.learned_at.astimezone(zone):%Y-%m-%d}) {one.content}"
        for n, one in enumerate(known, 1)
    ]
    parts = {
        "new": fenced("\n".join(fresh)),
        "known": fenced("\n".join(old)),
        "talk": numbered_lines(unread, zone=zone),
    }
    return [
        SystemMessage(render("extraction_judgement", language_of_talk(unread))),
        HumanMessage("\n".join(f"<{tag}>\n{text}\n</{tag}>" for tag, text in parts.items())),
    ]
