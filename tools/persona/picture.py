"""A small orb of light as PNG, for cards that bring no picture."""

import hashlib
import struct
import zlib

import numpy as np

from tools.persona.png import Chunk, write_chunks

SIZE = 256
"""Width and height in pixels."""

GLOW = 0.7
"""How quickly the light falls off towards the rim: below 1 the middle is wide."""

_HEADER = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)


def draw_picture(seed: str) -> bytes:
    """Return an orb in two colours that the seed decides, the same for the same seed."""
    first, second = _colours(seed)
    rows, columns = np.mgrid[-1 : 1 : SIZE * 1j, -1 : 1 : SIZE * 1j]
    light = np.clip(1 - np.hypot(rows, columns), 0, 1) ** GLOW
    blend = ((rows + columns) / 4 + 0.5)[..., None]
    pixels = light[..., None] * (first * (1 - blend) + second * blend)
    lines = pixels.astype(np.uint8).reshape(SIZE, -1)
    raw = b"".join(b"\0" + line.tobytes() for line in lines)
    return write_chunks(
        [Chunk(b"IHDR", _HEADER), Chunk(b"IDAT", zlib.compress(raw, 9)), Chunk(b"IEND", b"")]
    )


def _colours(seed: str) -> tuple[np.ndarray, np.ndarray]:
    hue = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:2], "big") / 65_536
    return _colour(hue), _colour(hue + 0.12)


def _colour(hue: float) -> np.ndarray:
    turns = np.array([hue, hue + 1 / 3, hue + 2 / 3])
    return np.asarray(165 + 90 * np.cos(2 * np.pi * turns))
