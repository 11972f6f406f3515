"""Makes pictures of the page small without making them worse."""

import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Rows, columns, and red, green and blue."""

NOISE = 4
"""The most levels by which the dither of a gradient differs from one pixel to the next."""

REACH = 3
"""Pixels on each side that are looked at; the dither repeats after eight."""


ROUNDS = 2
"""The first round leaves ragged edges between one level and the next; the second smooths them."""


def calm(pixels: Pixels) -> Pixels:
    """Take the dither out of gradients: what is nearly even becomes even, all else stays."""
    for _ in range(ROUNDS):
        pixels = _evened(pixels)
    return pixels


def encode(pixels: Pixels) -> bytes:
    """Return a PNG, each row written the way that leaves the smallest numbers."""
    height, width, _ = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(_row(pixels, row) for row in range(height))
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, data) for name, data in parts)


def _evened(pixels: Pixels) -> Pixels:
    around = np.stack(
        [
            np.roll(pixels, (down, right), axis=(0, 1))
            for down in range(-REACH, REACH + 1)
            for right in range(-REACH, REACH + 1)
        ]
    )
    spread = (around.max(axis=0) - around.min(axis=0)).max(axis=-1, keepdims=True)
    mean = around.mean(axis=0, dtype=np.float32).round().astype(np.uint8)
    return np.where(spread <= NOISE, mean, pixels)


def _row(pixels: Pixels, row: int) -> bytes:
    here = pixels[row].astype(np.int16)
    above = pixels[row - 1].astype(np.int16) if row else np.zeros_like(here)
    left, corner = (np.vstack([np.zeros((1, 3), np.int16), line[:-1]]) for line in (here, above))
    guesses = (np.zeros_like(here), left, above, (left + above) // 2, _paeth(left, above, corner))
    written = [((here - guess) & 255).astype(np.uint8) for guess in guesses]
    sizes = [int(np.abs(numbers.view(np.int8).astype(np.int16)).sum()) for numbers in written]
    best = sizes.index(min(sizes))
    return bytes([best, *written[best].ravel()])


def _paeth(left: NDArray[Any], above: NDArray[Any], corner: NDArray[Any]) -> NDArray[Any]:
    guess = left + above - corner
    to_left, to_above, to_corner = (abs(guess - one) for one in (left, above, corner))
    nearer = np.where(to_above <= to_corner, above, corner)
    return np.where((to_left <= to_above) & (to_left <= to_corner), left, nearer)


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
