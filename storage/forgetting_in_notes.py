"""Forgetting in what was written down of the talk: notes, titles, frames, who somebody became."""

from dataclasses import asdict
from typing import Any

from psycopg.types.json import Json

from storage.database import Statement, Transaction
from storage.frame_texts import rewritten
from storage.records import Episode, Traces
from storage.records.memory import ROLLING_FIELDS
from storage.records.personality import PARTS
from storage.rows import recent_memories_of

Values = dict[str, Any]

SNAPSHOT_WORDS = (*PARTS, "changed", "why")
"""What of a snapshot of a personality is written in words."""


async def out_of_notes(transaction: Transaction, scope: Values, traces: Traces) -> None:
    """Take what tells out of the rolling fields, the titles and the stored frames."""
    recent, episodes, frames = await transaction.run(
        ("recent_of", scope), ("episodes_of", scope), ("all_frames", scope)
    )
    fields = asdict(recent_memories_of(recent))
    notes = {name: noted(fields[name], traces) for name in ROLLING_FIELDS}
    wanted: list[Statement] = [("rewrite_recent", scope | notes)]
    for episode in (Episode(**row) for row in episodes):
        if (title := noted(episode.title, traces)) != episode.title:
            wanted.append(("rename_episode", scope | {"episode_id": episode.id, "title": title}))
    for turn in frames:
        body = rewritten(turn["body"], scope["agent_id"], traces.out_of_notes)
        if body != turn["body"]:
            wanted.append(
                ("rewrite_frames", scope | {"first_seq": turn["first_seq"], "body": Json(body)})
            )
    await transaction.run(*wanted)


async def out_of_personality(transaction: Transaction, scope: Values, traces: Traces) -> None:
    """Take what tells out of who the companion became, at every time."""
    snapshots, texts = await transaction.run(
        ("snapshots_of", scope | {"limit": None}), ("personality_text", scope)
    )
    wanted: list[Statement] = []
    for snapshot in snapshots:
        words = {name: noted(snapshot[name], traces) for name in SNAPSHOT_WORDS}
        if any(words[name] != snapshot[name] for name in SNAPSHOT_WORDS):
            wanted.append(("rewrite_snapshot", scope | words | {"number": snapshot["number"]}))
    for row in texts:
        if (text := noted(row["personality"], traces)) != row["personality"]:
            wanted.append(("rewrite_personality_text", scope | {"text": text}))
    if wanted:
        await transaction.run(*wanted)


def noted(text: str, traces: Traces) -> str:
    """Return a note without what tells; nothing marks the place, for nobody wrote it by hand."""
    return "\n".join(traces.out_of_notes(line, mark="") for line in text.split("\n")).strip()
