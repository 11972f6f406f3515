"""Made-up messages, memories and hits."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from storage.records import Found, Memory, Message, NewMemory
from tools.memory.merge import content_hash

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def message(content: str, **fields: Any) -> Message:
    return Message(
        **{
            "id": uuid4(),
            "agent_id": None,
            "position": 1,
            "role": "user",
            "kind": "talk",
            "content": content,
            "created_at": NOW,
            **fields,
        }
    )


def memory(content: str, **fields: Any) -> Memory:
    age = fields.pop("age", timedelta())
    return Memory(
        **{
            "id": uuid4(),
            "agent_id": None,
            "type": "identity",
            "content": content,
            "quote": content,
            "importance": 0.5,
            "learned_at": NOW - age,
            "last_mentioned_at": NOW - age,
            **fields,
        }
    )


def new_memory(content: str, **fields: Any) -> NewMemory:
    return NewMemory(
        **{
            "id": uuid4(),
            "type": "identity",
            "content": content,
            "content_hash": content_hash(content),
            "quote": content,
            "importance": 0.5,
            "source_message_ids": (uuid4(),),
            "terms": (),
            "learned_at": NOW,
            **fields,
        }
    )


def hit(source: Message | Memory, *, vector: float = 0.5, keyword: float = 0.5) -> Found:
    return Found(
        id=source.id,
        source="message" if isinstance(source, Message) else "memory",
        text=source.content,
        said_at=source.created_at if isinstance(source, Message) else source.learned_at,
        vector_score=vector,
        keyword_score=keyword,
        role=source.role if isinstance(source, Message) else None,
        memory=source if isinstance(source, Memory) else None,
    )
