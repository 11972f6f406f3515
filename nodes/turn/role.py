"""Who speaks: Lumi, one of the cast, or a persona that the person brought."""

import asyncio
from dataclasses import replace

from nodes.turn.state import Guarded, Retrieved, TurnInput
from storage.records.persona import Sheet
from tools.care.hush import is_hushed
from tools.persona.lorebook import Moment
from tools.persona.role import Role, book_of, lore_of
from tools.persona.speaker import speaker
from tools.prompts.render import Language


class RoleState(TurnInput, Guarded, Retrieved):
    """What says who the companion is."""


async def role_in_turn(state: RoleState, language: Language) -> Role | None:
    """Return who speaks in a turn, None for Lumi.

    Nobody plays anything while the person is looked after by one of their other companions.

    Raises:
        NotFound: the persona was let go of while the message was on its way.
    """
    recall = state["recall"]
    if is_hushed(state["use"].care, state["now"]):
        return None
    role = speaker(state["agent_id"], recall, state["person"], language)
    if role is None or recall.sheet is None:
        return role
    return replace(role, lore=await _lore(state, recall.sheet, language))


async def _lore(state: RoleState, sheet: Sheet, language: Language) -> str:
    if sheet.book is None:
        return ""
    said = [message.content for message in state["recall"].window]
    moment = Moment(
        messages=[*said, *(message.content for message in state["messages"])],
        # Every message of the person has its reply.
        replies=state["recall"].turns // 2,
        greeting=0,
    )
    person, seed = state["person"].name, str(state["reply_id"])
    if any(entry.uses_patterns for entry in book_of(sheet).entries):
        # A stranger's patterns may take half a second; nobody else waits for them.
        return await asyncio.to_thread(lore_of, sheet, moment, language, person=person, seed=seed)
    return lore_of(sheet, moment, language, person=person, seed=seed)
