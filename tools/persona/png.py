"""The chunks of a PNG or APNG, read and written one by one; the picture itself is never decoded.

Layout after the signature, by the PNG specification: length (4 bytes, big end first), type (4),
data, CRC-32 over type and data (4).
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tools.persona.errors import CardBroken, CardInvalid, CardUnsafe
from tools.persona.limits import CHUNKS

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_AROUND = 12
"""Bytes of a chunk beside its data: length, type and CRC."""


@dataclass(frozen=True)
class Chunk:
    """One chunk."""

    type: bytes
    data: bytes


def read_chunks(data: bytes) -> list[Chunk]:
    """Return all chunks up to IEND.

    Raises:
        CardBroken: a chunk is cut off, has a wrong CRC, or the first and last are not as they
            have to be; the message says where.
        CardUnsafe: there are more chunks than any picture needs.
    """
    chunks = []
    for chunk in _chunks(data):
        chunks.append(chunk)
        if len(chunks) > CHUNKS:
            raise CardUnsafe(f"This picture has more than {CHUNKS:,} parts.")
    if not chunks or chunks[0].type != b"IHDR":
        raise CardBroken("This picture does not begin as a PNG does (IHDR).")
    return chunks


def write_chunks(chunks: Iterable[Chunk]) -> bytes:
    """Return the file that some chunks make."""
    return SIGNATURE + b"".join(
        struct.pack(">I", len(chunk.data))
        + chunk.type
        + chunk.data
        + struct.pack(">I", zlib.crc32(chunk.type + chunk.data))
        for chunk in chunks
    )


def text_chunk(keyword: str, text: bytes) -> Chunk:
    """Return a `tEXt` chunk.

    Keywords longer than the 79 bytes of the specification are written: paths of assets are, and
    the programs that make such cards do so, too.

    Raises:
        CardInvalid: the keyword has signs that a chunk cannot carry.
    """
    try:
        return Chunk(b"tEXt", keyword.encode("latin-1") + b"\0" + text)
    except UnicodeEncodeError as error:
        message = f"A PNG cannot carry {keyword!r}; export to .charx instead."
        raise CardInvalid(message) from error


def text_of(chunk: Chunk) -> tuple[str, bytes] | None:
    """Return keyword and text of a `tEXt` chunk, None for any other."""
    if chunk.type != b"tEXt":
        return None
    keyword, _, text = chunk.data.partition(b"\0")
    return keyword.decode("latin-1"), text


def _chunks(data: bytes) -> Iterator[Chunk]:
    at = len(SIGNATURE)
    while at + _AROUND <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + _AROUND + length
        if end > len(data):
            break
        chunk = Chunk(data[at + 4 : at + 8], data[at + 8 : end - 4])
        (stated,) = struct.unpack_from(">I", data, end - 4)
        if stated != zlib.crc32(data[at + 4 : end - 4]):
            name = chunk.type.decode("latin-1")
            raise CardBroken(f"The part {name!r} at byte {at:,} of this picture is damaged (CRC).")
        yield chunk
        if chunk.type == b"IEND":
            return
        at = end
    raise CardBroken(f"This picture breaks off at byte {at:,}.")
