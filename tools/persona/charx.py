"""CHARX: a card and its pictures and sounds in one zip archive."""

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping

from tools.persona.errors import CardBroken, CardUnsafe, NotACard
from tools.persona.limits import FILES, UNPACKED_BYTES

CARD = "card.json"

SIGNATURE = b"PK\x03\x04"

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time that is written: the same card makes the same file."""

MOST_UNPACKED = 200
"""How many times larger than packed a file may become; pictures hardly grow, text grows tenfold."""

FREE_BYTES = 100_000
"""Below this size how much a file grows does not matter."""

DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises over archives that are not as they should be."""

_ENCRYPTED = 1
_PIECE = 65_536


def read_archive(data: bytes) -> dict[str, bytes]:
    """Return every file of an archive by its path; nothing is ever written to a disk.

    Raises:
        CardBroken: the archive is damaged.
        CardUnsafe: it unpacks to more than it may, or a path leads out of it.
        NotACard: there is no `card.json` at its root.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                _refuse_entry(entry)
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_bombs(entries)
            files = _unpacked(archive, entries)
    except DAMAGES as error:
        raise CardBroken(f"This archive is damaged ({error}).") from error
    if CARD not in files:
        raise NotACard(f"There is no {CARD} in this archive.")
    return files


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of some files, the card first."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files, key=lambda path: (path != CARD, path)):
            entry = zipfile.ZipInfo(path, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path])
    return out.getvalue()


def refuse_path(path: str) -> None:
    """Refuse a path that leads out of where it stands.

    Raises:
        CardUnsafe: it does.
    """
    parts = path.rstrip("/").split("/")
    climbs = ".." in parts or path.startswith("/") or "\\" in path or ":" in parts[0]
    if climbs or not path or "\0" in path:
        raise CardUnsafe(f"The path {path!r} leads out of the archive.")


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > FILES:
        raise CardUnsafe(f"This archive holds {len(entries):,} files; at most {FILES:,} may be.")
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        raise CardUnsafe(f"This archive unpacks to more than {UNPACKED_BYTES // 1_000_000} MB.")
    for entry in entries:
        most = max(FREE_BYTES, entry.compress_size * MOST_UNPACKED)
        if entry.file_size > most:
            raise CardUnsafe(f"{entry.filename!r} unpacks to far more than it holds (a zip bomb).")


def _refuse_entry(entry: zipfile.ZipInfo) -> None:
    refuse_path(entry.orig_filename)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise CardUnsafe(f"{entry.filename!r} is a link and not a file.")
    if entry.flag_bits & _ENCRYPTED:
        raise CardUnsafe(f"{entry.filename!r} is locked with a password.")


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Unpack by pieces and stop at the limit: what an entry says of its size may be a lie."""
    files, left = dict[str, bytes](), UNPACKED_BYTES
    for entry in entries:
        if entry.filename in files:
            raise CardUnsafe(f"There are two files {entry.filename!r} in this archive.")
        pieces = list[bytes]()
        with archive.open(entry) as source:
            while piece := source.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise CardUnsafe("This archive unpacks to more than it says (a zip bomb).")
                pieces.append(piece)
        files[entry.filename] = b"".join(pieces)
    return files
