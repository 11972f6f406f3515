"""The published schema of the WebSocket's frames."""

from typing import Any

from litestar import get

from api.talks.frames_schema import frames_schema


@get("/frames.json", media_type="application/schema+json", sync_to_thread=False)
def frames() -> dict[str, Any]:
    """Describe every frame of `/ws` in both directions, as JSON Schema."""
    return frames_schema()
