"""What a model answers that reads a talk."""

from typing import Any


def proposed(content: str, quote: str, number: int, **fields: Any) -> dict[str, Any]:
    return {
        "type": "identity",
        "subtype": None,
        "content": content,
        "quote": quote,
        "message_number": number,
        "importance": 0.9,
        "people": [],
        **fields,
    }


def notes(text: str) -> dict[str, str]:
    return {
        "purpose_and_context": text,
        "current_state": "",
        "key_learnings": "",
        "approach_and_patterns": "",
        "tools_and_resources": "",
    }


ALEX = {"memories": [proposed("Name is Alex", "my name is Alex", 1)]}
