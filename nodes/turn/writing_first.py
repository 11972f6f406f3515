"""What a turn hears and says of writing first: whether it may, when, and what to be reminded of."""

from collections.abc import Sequence
from datetime import time
from zoneinfo import ZoneInfo

from nodes.turn.care_notes import in_care
from nodes.turn.reminding import reminders_in_turn
from nodes.turn.state import Guarded, TurnInput
from storage.records import Message, Recall
from storage.records.outreach import QuietHours
from storage.records.reminder import NewReminder
from tools.care.hush import is_hushed
from tools.care.standing import Standing
from tools.guardrails.judge_input import judge_input
from tools.length.plan import ReplyPlan
from tools.outreach.consent import hear_consent, is_offer
from tools.outreach.hours import is_within
from tools.outreach.written import WritingFirst
from tools.prompts.render import Language
from tools.reminders.hear import hear_reminders
from tools.reminders.keep import kept_reminder

LOW = -0.3
"""Valence from which somebody is offered nothing: something else comes first."""

MINOR_EVENING = QuietHours(start=time(21), end=time(7))
"""Hours in which a minor is not asked for anything."""

OFFERED_WITH = frozenset({"hello", "statement", "letter"})
"""What an offer may go with; a question is answered, and a ping is no talk."""


class WritingState(TurnInput, Guarded):
    """What may hold a word about writing first."""

    recall: Recall


def writing_in_turn(
    state: WritingState, standing: Standing, plan: ReplyPlan, language: Language
) -> WritingFirst:
    """Return what the person says of writing first, and whether it is time to offer it once.

    Somebody who is looked after is offered nothing, and heard all the same: a reminder of a
    doctor's visit must not be lost. So may a message that the guard has doubts about say no: these
    are fixed rules, and nothing of its words is kept.
    """
    asked = _was_asked(state["recall"].window)
    wish = hear_consent(state["text"], asked=asked)
    reminders, unclear = _reminders(state)
    spoken = reminders_in_turn(state, language)
    # "What are you to remind me of?" is no wish without a time.
    unclear = unclear and not spoken.speaks
    speaks_of_it = wish is not None or reminders or unclear or spoken.speaks
    return WritingFirst(
        language=language,
        wish=wish,
        offers=not (speaks_of_it or in_care(state["reading"], standing))
        and _may_offer(state, plan),
        reminders=reminders,
        unclear=unclear,
        zone=ZoneInfo(state["person"].timezone),
        quiet=state["recall"].quiet,
        spoken=spoken,
    )


def _was_asked(window: Sequence[Message]) -> bool:
    """Return whether the last word was the companion's question if it may write first."""
    return bool(window) and window[-1].role == "assistant" and is_offer(window[-1].content)


def _reminders(state: WritingState) -> tuple[tuple[NewReminder, ...], bool]:
    """Return what the person asks to be reminded of, and whether some of it is not clear.

    What reads like an order to a model is not kept: it would stand in a prompt later.
    """
    zone, found, unclear = ZoneInfo(state["person"].timezone), list[NewReminder](), False
    for message in state["messages"]:
        heard = hear_reminders(message.content, said_at=message.created_at, zone=zone)
        for number, wanted in enumerate(heard):
            if not wanted.is_clear:
                unclear = True
            elif judge_input(wanted.what).kind == "clear":
                kept = kept_reminder(
                    wanted,
                    message_id=message.id,
                    number=number,
                    zone=zone,
                    quiet=state["recall"].quiet,
                )
                found.append(kept)
    return tuple(found), unclear


def _may_offer(state: WritingState, plan: ReplyPlan) -> bool:
    """Return whether this is a moment to ask: once, in good weather, and no minor at night."""
    quiet = is_hushed(state["use"].care, state["now"]) or bool(state["reading"].topics)
    fits = plan.sort in OFFERED_WITH and not plan.farewell and state["mood"].valence > LOW
    return state["recall"].may_offer and fits and not quiet and not _is_late_for_minor(state)


def _is_late_for_minor(state: WritingState) -> bool:
    person, zone = state["person"], ZoneInfo(state["person"].timezone)
    return person.age_group == "minor" and is_within(MINOR_EVENING, state["now"], zone)
