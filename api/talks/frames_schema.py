"""The schema of all frames. A client that knows only the six of the first protocol works."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from api.talks.frames_down import AnyDownFrame
from api.talks.frames_up import AnyUpFrame


@cache
def frames_schema() -> dict[str, Any]:
    """Return the JSON schema of all frames, `up` from a device and `down` to it."""
    up = TypeAdapter[AnyUpFrame](AnyUpFrame).json_schema(by_alias=True)
    down = TypeAdapter[AnyDownFrame](AnyDownFrame).json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "miolumi WebSocket frames",
        "$defs": {**up.pop("$defs"), **down.pop("$defs"), "up": up, "down": down},
        "oneOf": [{"$ref": "#/$defs/up"}, {"$ref": "#/$defs/down"}],
    }
