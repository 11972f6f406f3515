"""Store the turn, and enqueue in the same transaction what follows from it."""

from collections.abc import Sequence
from uuid import UUID

from langgraph.runtime import Runtime

from nodes.turn.loops import loops_of_turn
from nodes.turn.state import Guarded, Spoken, Stored, TurnContext, TurnInput
from storage.records import MessageIndex, Recall, Reply, Spending, TurnOutcome, Vector
from storage.records.care import CareMark, Referral
from storage.records.loops import LoopChange
from storage.records.person import ReplyMode
from storage.records.personality import Naming
from tools.care.hush import marks_of
from tools.length.plan import ReplyPlan
from tools.mood.refine import kept
from tools.outreach.written import NOT_SPOKEN_OF, WritingFirst
from tools.text.terms import terms_of
from tools.variants.assign import Treatment


class ExtractState(TurnInput, Guarded, Spoken):
    """Everything a turn leaves behind."""

    vector: Vector | None
    naming: Naming | None
    """Nobody writes it where a message is answered without a model."""
    plan: ReplyPlan | None
    """As little."""
    referral: Referral | None
    """As little for a deflection."""
    writing: WritingFirst
    """As little."""
    kept_back: Sequence[str]
    """As little."""
    treatment: Treatment | None
    """As little as the plan."""
    thoughts: Sequence[UUID]
    """As little."""
    recall: Recall
    """As little; without it nothing is known of open loops."""


async def extract(state: ExtractState, runtime: Runtime[TurnContext]) -> Stored:
    """Write the reply, settle the messages, keep the frames, note the costs; then send `done`."""
    context = runtime.context
    reply, naming = _reply(state), state.get("naming")
    if naming is not None:
        context.outlet.notice("named", "", {"name": naming.name, "voiceId": naming.voice_id})
    writing = state.get("writing", NOT_SPOKEN_OF)
    for kind, words, details in writing.notices():
        context.outlet.notice(kind, words, dict(details))
    outcome = TurnOutcome(
        reply=reply,
        settled=tuple(message.id for message in state["messages"]),
        indexes=_indexes(state, reply, embedder=context.services.models.embedder),
        emotion=state["emotion"],
        frames=context.outlet.conclude(reply, spoken_by=_speaker(context.spendings)),
        spendings=tuple(context.spendings),
        agent_id=state["agent_id"],
        now=context.services.clock.now(),
        naming=naming,
        mood=kept(state["mood"]),
        outreach=writing.stored(answered=reply is not None),
        reminders=writing.reminders,
        taken_back=tuple(one.id for one in writing.spoken.meant.taken_back),
        reply_mode=_wish(state),
        referral=state.get("referral"),
        care=_care(state),
        loops=_loops(state),
        kept_back=tuple(state.get("kept_back", ())),
        variants=_variants(state),
        thoughts=tuple(state.get("thoughts", ())) if reply is not None else (),
    )
    more_waiting = await context.services.talks.finish(context.claim, outcome)
    context.spendings.clear()
    context.outlet.release()
    return {"more_waiting": more_waiting}


def _wish(state: ExtractState) -> ReplyMode | None:
    """Return how long the person said that replies should be, if they did."""
    plan = state.get("plan")
    return plan.wish if plan else None


def _loops(state: ExtractState) -> tuple[LoopChange, ...]:
    """Return what became of open loops; they are looked at where a model answers, and in care not.

    What is said there is heard when the talk is read.
    """
    if state["kind"] != "talk" or state.get("recall") is None:
        return ()
    return loops_of_turn(state, state["reply"])


def _care(state: ExtractState) -> tuple[CareMark, ...]:
    """Return by what the person's other companions know to be gentle for a while."""
    if state["kind"] != "care":
        return ()
    return marks_of(state["reply"], state.get("referral"))


def _variants(state: ExtractState) -> dict[str, str]:
    """Return the variant of each experiment that made the prompt."""
    treatment = state.get("treatment")
    return treatment.names if treatment else {}


def _speaker(spendings: Sequence[Spending]) -> str | None:
    """Return the model that was asked last for words: the ones before it had none."""
    return next((one.model for one in reversed(spendings) if one.operation == "chat"), None)


def _reply(state: ExtractState) -> Reply | None:
    """Return the reply, or None when nothing of it was seen."""
    if not state["reply"]:
        return None
    return Reply(
        id=state["reply_id"],
        agent_id=state["agent_id"],
        kind=state["kind"],
        content=state["reply"],
        ended=state["ended"],
        emotion=state["emotion"],
    )


def _indexes(
    state: ExtractState, reply: Reply | None, *, embedder: str
) -> tuple[MessageIndex, ...]:
    """Make what was said findable at once; only the background gives vectors to the rest."""
    messages, vector = state["messages"], state.get("vector")
    alone = vector if len(messages) == 1 else None
    said = [
        MessageIndex(
            message_id=message.id,
            terms=terms_of(message.content),
            vector=alone,
            embedder=embedder if alone is not None else None,
        )
        for message in messages
    ]
    if reply is not None:
        said.append(MessageIndex(message_id=reply.id, terms=terms_of(reply.content)))
    return tuple(said)
