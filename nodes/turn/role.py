"""Who speaks: Lumi, one of the cast, or a persona that the person brought."""

import asyncio
from dataclasses import replace

from nodes.turn.state import Guarded, Retrieved, TurnInput
from storage.cast import cast
from storage.errors import NotFound
from storage.records.persona import Sheet
from storage.records.relationship import Stage
from tools.persona.lorebook import Moment
from tools.persona.role import Role, book_of, lore_of, role_in, role_of
from tools.prompts.render import Language
from tools.relationship.persona import config_of
from tools.relationship.stages import ceiling, earlier


class RoleState(TurnInput, Guarded, Retrieved):
    """What says who the companion is."""


async def role_in_turn(state: RoleState, language: Language) -> Role | None:
    """Return who speaks in a turn, None for Lumi.

    Raises:
        NotFound: the persona was let go of while the message was on its way.
    """
    agent_id, sheet = state["agent_id"], state["recall"].sheet
    if agent_id is None:
        return None
    stage = _stage(state, agent_id)
    if agent_id in cast():
        return role_of(cast()[agent_id], language, stage=stage)
    if sheet is None or not sheet.name:
        raise NotFound(f"There is no persona {agent_id!r} any longer.")
    role = role_in(sheet, language, stage=stage, person=state["person"].name)
    return replace(role, lore=await _lore(state, sheet, language))


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


def _stage(state: RoleState, agent_id: str) -> Stage:
    """Return how close the two are, never beyond what the person's age allows."""
    allowed = ceiling(config_of(agent_id), state["person"].age_group)
    return earlier(state["recall"].stage or "just_met", allowed)
