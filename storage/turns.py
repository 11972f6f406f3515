"""What a finished turn writes."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Json

from storage.database import Row, Statement
from storage.ledger import spendings_statement
from storage.records import Claim, Frame, MessageIndex, MessageKind, Reply, TurnOutcome
from storage.rows import emotion_value, index_values

SEQ_BLOCK = 10_000
"""Frame numbers a claim reserves: more than a turn can send, so that none is used twice."""

FINISH_SECONDS = 60.0
"""How long the end of a turn waits for a database that went away."""

_UNREMEMBERED: frozenset[MessageKind] = frozenset({"care", "deflection"})
"""What a person said to get such a reply is as little remembered as the reply."""


def finish_statements(claim: Claim, outcome: TurnOutcome, follow_up: Statement) -> list[Statement]:
    """Return everything that ends a turn, in order; run twice, it leaves the same as once."""
    person = {"person_id": claim.person_id, "agent_id": outcome.agent_id, "now": outcome.now}
    ending = {
        "epoch": claim.epoch,
        "next_seq": outcome.frames[-1].seq + 1 if outcome.frames else None,
        "block": SEQ_BLOCK,
    }
    wanted = [("keep_claim", person | ending), *_messages(claim.person_id, outcome)]
    wanted.append(("save_emotion", person | {"emotion": emotion_value(outcome.emotion)}))
    if outcome.frames:
        wanted.append(("add_frames", person | _frames(outcome.frames)))
    if outcome.spendings:
        wanted.append(
            spendings_statement(
                claim.person_id, outcome.agent_id, outcome.spendings, now=outcome.now
            )
        )
    return [*wanted, follow_up, ("end_turn", person | ending)]


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


def _frames(frames: tuple[Frame, ...]) -> dict[str, object]:
    return {
        "first_seq": frames[0].seq,
        "last_seq": frames[-1].seq,
        "body": Json([[frame.seq, frame.body] for frame in frames]),
    }


def _messages(person_id: UUID, outcome: TurnOutcome) -> Iterator[Statement]:
    indexes = {index.message_id: index for index in outcome.indexes}
    reply = outcome.reply
    if reply is not None:
        yield _reply(person_id, reply, indexes.pop(reply.id, None), now=outcome.now)
    settling = {
        "person_id": person_id,
        "answered_by": reply.id if reply else None,
        "kind": reply.kind if reply and reply.kind in _UNREMEMBERED else None,
        "emotion": emotion_value(outcome.emotion),
        "now": outcome.now,
    }
    for message_id in outcome.settled:
        index = index_values(indexes.pop(message_id, None))
        yield "settle_message", settling | index | {"message_id": message_id}
    for index_left in indexes.values():
        yield index_statement(person_id, index_left)


def _reply(
    person_id: UUID, reply: Reply, index: MessageIndex | None, *, now: datetime
) -> Statement:
    return "add_reply", {
        "message_id": reply.id,
        "person_id": person_id,
        "agent_id": reply.agent_id,
        "kind": reply.kind,
        "content": reply.content,
        "ended": reply.ended,
        "emotion": emotion_value(reply.emotion),
        "now": now,
        **index_values(index),
    }


def index_statement(person_id: UUID, index: MessageIndex) -> Statement:
    """Return the statement that makes a stored message findable."""
    return "index_message", {
        "person_id": person_id,
        "message_id": index.message_id,
        **index_values(index),
    }
