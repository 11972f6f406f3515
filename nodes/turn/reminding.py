"""What a turn hears of the reminders that are stored: which are taken back, which asked about."""

from zoneinfo import ZoneInfo

from nodes.turn.state import TurnInput
from storage.records import Message, Recall
from tools.prompts.render import Language
from tools.reminders.spoken import SpokenReminders
from tools.reminders.take_back import asks_what_is_kept, hear_answer, hear_taking_back
from tools.reminders.which import NOTHING_MEANT, Meant, answered, meant


class RemindingState(TurnInput):
    """What may speak of stored reminders."""

    recall: Recall


def reminders_in_turn(state: RemindingState, language: Language) -> SpokenReminders:
    """Return what the person says of what is stored: by fixed rules, whatever the guard thinks."""
    found = _meant(state)
    return SpokenReminders(
        language=language,
        stored=state["recall"].reminders,
        meant=found,
        asked=any(asks_what_is_kept(one.content) for one in state["messages"]),
        now=state["now"],
        zone=ZoneInfo(state["person"].timezone),
    )


def _meant(state: RemindingState) -> Meant:
    for message in state["messages"]:
        found = _of(message, state)
        if found != NOTHING_MEANT:
            return found
    return _answered(state)


def _of(message: Message, state: RemindingState) -> Meant:
    zone, stored = ZoneInfo(state["person"].timezone), state["recall"].reminders
    wish = hear_taking_back(message.content, said_at=message.created_at, zone=zone)
    return meant(wish, stored, zone, now=state["now"]) if wish else NOTHING_MEANT


def _answered(state: RemindingState) -> Meant:
    """Return what an answer takes back, where the person has just been asked which one they mean.

    They were where their last message could mean several, and the companion spoke after it.
    """
    match state["recall"].window[-2:]:
        case (before, reply) if before.role == "user" and reply.role == "assistant":
            asked = _of(before, state).asks
        case _:
            return NOTHING_MEANT
    message, zone = state["messages"][-1], ZoneInfo(state["person"].timezone)
    answer = hear_answer(message.content, said_at=message.created_at, zone=zone) if asked else None
    if answer is None:
        return NOTHING_MEANT
    return Meant(taken_back=answered(answer, asked, zone, now=state["now"]))
