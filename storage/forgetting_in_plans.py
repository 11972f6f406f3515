"""Forgetting in what was still to come: thoughts for tomorrow, open loops, reminders."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from storage.database import Transaction
from storage.forgetting_in_notes import noted
from storage.forgetting_in_talk import TermsOf
from storage.records import Oblivion, Traces

Values = dict[str, Any]

Tells = Callable[[str, Collection[UUID]], bool]
"""Returns whether something tells of what is forgotten: its words, and the messages it rests on."""


async def out_of_thoughts(
    transaction: Transaction, scope: Values, traces: Traces, oblivion: Oblivion
) -> None:
    """Let go of the thoughts for tomorrow that rest on what is forgotten, or tell of it."""
    [thoughts] = await transaction.run(("thoughts_of", scope | {"limit": None}))
    telling = [row["id"] for row in thoughts if noted(row["text"], traces) != row["text"]]
    values = {
        "message_ids": list(oblivion.sources),
        "memory_ids": list(oblivion.memories),
        "thought_ids": telling,
    }
    await transaction.run(("forget_thoughts", scope | values))


def telling(traces: Traces, oblivion: Oblivion, terms_of: TermsOf) -> Tells:
    """Return what finds plans that tell of what is forgotten, or rest on the same words."""

    def tells(text: str, message_ids: Collection[UUID]) -> bool:
        if traces.out_of_notes(text) != text:
            return True
        is_source = not oblivion.sources.isdisjoint(message_ids)
        return is_source and not set(traces.terms).isdisjoint(terms_of(text))

    return tells


async def out_of_loops(transaction: Transaction, scope: Values, tells: Tells) -> None:
    """Drop the open loops that tell of it, or rest on the same words."""
    [loops] = await transaction.run(("loops_of", scope | {"deleted": False}))
    gone = [one["id"] for one in loops if tells(one["event"], one["message_ids"])]
    if gone:
        await transaction.run(("delete_loops", scope | {"loop_ids": gone}))


async def out_of_reminders(transaction: Transaction, scope: Values, tells: Tells) -> None:
    """Drop the reminders that tell of it, or rest on the same words."""
    [kept] = await transaction.run(("reminders_of", scope | {"limit": None}))
    gone = [one["id"] for one in kept if tells(one["what"], [one["message_id"]])]
    if gone:
        await transaction.run(("delete_reminders", scope | {"reminder_ids": gone}))
