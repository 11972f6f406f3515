"""What a finished turn writes."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import msgspec
from psycopg.types.json import Json, Jsonb

from storage.database import Row, Statement
from storage.ledger import bookings
from storage.loops import changes_value
from storage.outreach_settings import wish_value
from storage.records import Claim, Frame, MessageKind, TurnOutcome
from storage.records.use import BESIDE_KINDS
from storage.reminders import reminders_value
from storage.rows import lexemes
from storage.uses import CARE_KEYS

SEQ_BLOCK = 10_000
"""Frame numbers a claim reserves: more than a turn can send, so that none is used twice."""

FINISH_SECONDS = 60.0
"""How long the end of a turn waits for a database that went away."""

_UNREMEMBERED: frozenset[MessageKind] = frozenset({"care", "deflection"})
"""What a person said to get such a reply is as little remembered as the reply."""


def finish_statement(claim: Claim, outcome: TurnOutcome, follow_up: Statement) -> Statement:
    """Return what ends a turn and enqueues its follow-up; run twice, it leaves the same as once."""
    _, job = follow_up
    return "finish_turn", {
        **job,
        "person_id": claim.person_id,
        "epoch": claim.epoch,
        "agent_id": outcome.agent_id,
        "turn": Json(_turn(outcome), dumps=msgspec.json.encode),
        "vectors": [index.vector for index in outcome.indexes],
        "settled": list(outcome.settled),
        "mood": Jsonb(asdict(outcome.mood)) if outcome.mood else None,
        "stream": outcome.agent_id or "",
        "told": [*_told(outcome.frames), *(CARE_KEYS[mark] for mark in outcome.care)],
        "kept_back": list(outcome.kept_back),
        "loops": changes_value(outcome.loops),
        "outreach": wish_value(outcome.outreach),
        "reminders": reminders_value(outcome.reminders),
        "taken_back": list(outcome.taken_back),
        "reply_mode": outcome.reply_mode,
        "referral": outcome.referral,
        "thoughts": list(outcome.thoughts),
        "variants": Jsonb(dict(outcome.variants)) if outcome.variants else None,
        "said": [*outcome.settled, *([outcome.reply.id] if outcome.reply else [])],
        "naming": Json(outcome.naming, dumps=msgspec.json.encode) if outcome.naming else None,
        "block": SEQ_BLOCK,
        "now": outcome.now,
    }


def was_stored_statement(claim: Claim, outcome: TurnOutcome) -> Statement:
    """Return the question whether a turn was stored, for when the answer to it was lost."""
    return "settled_then", {
        "person_id": claim.person_id,
        "message_ids": list(outcome.settled),
        "now": outcome.now,
    }


def frames_of(turns: list[Row], *, after: int) -> tuple[Frame, ...]:
    """Return the frames of stored turns whose number is greater than `after`, in order."""
    return tuple(
        Frame(seq=seq, body=body) for turn in turns for seq, body in turn["body"] if seq > after
    )


def _told(frames: Sequence[Frame]) -> list[str]:
    """Return the kinds of notice that a turn told and that are remembered."""
    kinds = {frame.body.get("kind") for frame in frames if frame.body.get("type") == "notice"}
    return sorted(kind for kind in kinds if kind in BESIDE_KINDS)


def _turn(outcome: TurnOutcome) -> dict[str, Any]:
    """Return everything of a turn but its vectors, which JSON would blow up."""
    reply, frames = outcome.reply, outcome.frames
    return {
        "reply": reply,
        "answered_by": reply.id if reply else None,
        "settled": outcome.settled,
        "kind": reply.kind if reply and reply.kind in _UNREMEMBERED else None,
        "emotion": outcome.emotion,
        "indexes": [
            {
                "message_id": index.message_id,
                "terms": lexemes(index.terms),
                "vector": number,
                "embedder": index.embedder,
            }
            for number, index in enumerate(outcome.indexes, start=1)
        ],
        "frames": [(frame.seq, frame.body) for frame in frames],
        "first_seq": frames[0].seq if frames else None,
        "last_seq": frames[-1].seq if frames else None,
        "spendings": bookings(outcome.spendings),
    }
