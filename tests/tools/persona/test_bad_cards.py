"""What bad input gets: a refusal that says why, in little time and memory."""

import base64
import json
import random
import stat
import struct
import time
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.persona import samples
from tools.persona.card import read_card
from tools.persona.errors import (
    CardBroken,
    CardError,
    CardInvalid,
    CardTooLarge,
    CardUnsafe,
    NotACard,
)

SECONDS = 10.0
"""Nobody waits longer for a refusal; it takes milliseconds, and years without limits."""


def with_data(**changes: Any) -> bytes:
    return samples.as_json({**samples.V3, "data": {**samples.V3["data"], **changes}})


def zipped(path: str, data: bytes = b"x", *, mode: int = 0) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("card.json", samples.as_json(samples.V3))
        entry = ZipInfo("placeholder".ljust(len(path), "_")[: len(path)])
        entry.external_attr = mode << 16
        entry.compress_type = ZIP_DEFLATED
        archive.writestr(entry, data)
    return out.getvalue().replace(entry.filename.encode(), path.encode())


def locked() -> bytes:
    file = bytearray(samples.archive({"card.json": samples.as_json(samples.V1)}))
    file[6] |= 1
    directory = file.index(b"PK\x01\x02")
    file[directory + 8] |= 1
    return bytes(file)


def nameless() -> bytes:
    """An archive with a file whose name begins with NUL: there is nothing before it."""
    return zipped("%%").replace(b"%%", b"\0%")


def lying_archive() -> bytes:
    """An archive whose file says that it is small, and is not."""
    file = bytearray(zipped("big.bin", b"\0" * 80_000_000))
    size = struct.pack("<I", 80_000_000)
    assert file.count(size) == 2
    return bytes(file).replace(size, struct.pack("<I", 90_000))


def broken_crc() -> bytes:
    file = bytearray(samples.FILES["V3 in a PNG"][0])
    file[file.index(b"tEXt") + 30] ^= 1
    return bytes(file)


def wrong_length() -> bytes:
    file = bytearray(samples.FILES["V3 in a PNG"][0])
    at = file.index(b"tEXt") - 4
    file[at : at + 4] = struct.pack(">I", 2**31 - 1)
    return bytes(file)


BAD: dict[str, tuple[bytes, type[CardError], str]] = {
    "50 MB": (b"{" + b" " * 50_000_000 + b"}", CardTooLarge, "50.0 MB"),
    "5 MB of text": (with_data(description="x" * 5_000_000), CardTooLarge, "bytes"),
    "nothing": (b"", NotACard, "neither"),
    "a text": (b"hello", NotACard, "neither"),
    "a list": (b"[1]", NotACard, "neither"),
    "half a JSON": (b'{"name": "A", ', CardBroken, "JSON"),
    "not UTF-8": (b'{"name": "\xff\xfe"}', CardBroken, "Unicode"),
    "half a surrogate": (b'{"name": "A\\ud800", "description": ""}', CardBroken, "Unicode"),
    "NUL": (b'{"name": "A\\u0000", "description": ""}', CardInvalid, "NUL"),
    "NaN": (b'{"name": "A", "description": "", "x": NaN}', CardBroken, "NaN"),
    "beyond all numbers": (b'{"name": "A", "description": "", "x": 1e999}', CardBroken, "JSON"),
    "an endless number": (
        b'{"name": "A", "description": "", "x": ' + b"9" * 9_000 + b"}",
        CardBroken,
        "JSON",
    ),
    "100,000 levels": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, CardBroken, "deep|levels"),
    "200 levels": (b'{"a":' * 200 + b"1" + b"}" * 200, CardBroken, "levels"),
    "no character": (b'{"hello": "world"}', NotACard, "neither the name"),
    "a lorebook alone": (b'{"spec": "lorebook_v3", "data": {}}', NotACard, "lorebook"),
    "an unknown specification": (b'{"spec": "poem", "data": {}}', NotACard, "'poem'"),
    "no data": (b'{"spec": "chara_card_v2"}', CardInvalid, "data"),
    "a number for a name": (with_data(name=7), CardInvalid, r"data\.name"),
    "an empty name": (with_data(name=""), CardInvalid, r"data\.name"),
    "an endless name": (with_data(name="A" * 300), CardInvalid, r"data\.name.*200"),
    "a list for a text": (with_data(description=["x"]), CardInvalid, r"data\.description"),
    "numbers for greetings": (with_data(alternate_greetings=[1]), CardInvalid, "greetings.0"),
    "a lorebook of words": (with_data(character_book="x"), CardInvalid, "character_book"),
    "keys that are none": (
        with_data(character_book={"entries": [{"keys": [None], "content": ""}]}),
        CardInvalid,
        r"entries\.0\.keys",
    ),
    "a version that is none": (
        samples.as_json({**samples.V3, "spec_version": "new"}),
        CardInvalid,
        "spec_version",
    ),
    "a picture without a card": (samples.png(), NotACard, "picture"),
    "a chunk with a wrong CRC": (broken_crc(), CardBroken, r"'tEXt'.*CRC"),
    "a chunk with a wrong length": (wrong_length(), CardBroken, "breaks off"),
    "half a picture": (samples.FILES["V3 in a PNG"][0][:-30], CardBroken, "breaks off"),
    "a picture of nothing": (b"\x89PNG\r\n\x1a\n", CardBroken, "breaks off"),
    "a picture without a head": (
        b"\x89PNG\r\n\x1a\n" + samples.chunk(b"IEND", b""),
        CardBroken,
        "IHDR",
    ),
    "a million chunks": (
        samples.png(before=samples.chunk(b"aaAa", b"") * 30_000),
        CardUnsafe,
        "20,000",
    ),
    "no base64": (samples.png(("ccv3", b"%%%")), CardBroken, "ccv3"),
    "an asset outside": (
        samples.png(("chara-ext-asset_:../x", b""), ("ccv3", samples.carried(samples.V3))),
        CardUnsafe,
        "leads out",
    ),
    "an archive without a card": (samples.archive({"a.txt": b"a"}), NotACard, r"card\.json"),
    "half an archive": (samples.FILES["V3 as CHARX"][0][:200], CardBroken, "damaged"),
    "a zip bomb": (zipped("big.bin", b"\0" * 55_000_000), CardUnsafe, "zip bomb"),
    "a larger zip bomb": (zipped("big.bin", b"\0" * 80_000_000), CardUnsafe, "60 MB"),
    "a zip bomb that lies": (lying_archive(), CardError, "zip bomb|damaged"),
    "too many files": (
        samples.archive({f"{number}": b"" for number in range(1_100)}),
        CardUnsafe,
        "1,000",
    ),
    "a path that climbs out": (zipped("../../etc/x"), CardUnsafe, "leads out"),
    "a path of nothing": (nameless(), CardUnsafe, "leads out"),
    "a path from the root": (zipped("/etc/passwd"), CardUnsafe, "leads out"),
    "a path of Windows": (zipped("..\\..\\x"), CardUnsafe, "leads out"),
    "a drive of Windows": (zipped("C:/x"), CardUnsafe, "leads out"),
    "a link": (zipped("link", b"/etc/passwd", mode=stat.S_IFLNK | 0o777), CardUnsafe, "link"),
    "a locked archive": (locked(), CardUnsafe, "password"),
}


@pytest.mark.parametrize(("file", "kind", "reason"), BAD.values(), ids=BAD)
def test_it_is_refused_with_the_reason(file: bytes, kind: type[CardError], reason: str) -> None:
    begin = time.perf_counter()
    with pytest.raises(kind, match=reason):
        read_card(file)
    assert time.perf_counter() - begin < SECONDS


def test_two_files_of_one_name_are_refused() -> None:
    twice = samples.archive({"card.json": samples.as_json(samples.V1), "card.jsan": b"{}"})
    with pytest.raises(CardUnsafe, match="two files"):
        read_card(twice.replace(b"card.jsan", b"card.json"))


def test_a_compressed_text_is_left_packed() -> None:
    bomb = zlib.compress(b"\0" * 10_000_000)
    packed = samples.chunk(b"zTXt", b"chara\0\0" + bomb)
    card = read_card(samples.png(("ccv3", samples.carried(samples.V3)), before=packed))
    assert card.document == samples.V3


@given(st.sampled_from(sorted(samples.FILES)), st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(name: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - hypothesis picks the seed
    file = bytearray(samples.FILES[name][0])
    for _ in range(chance.randint(1, 8)):
        file[chance.randrange(len(file))] = chance.randrange(256)
    with suppress(CardError):
        read_card(bytes(file[: chance.randint(1, len(file))]))


@given(st.binary(max_size=200))
def test_any_bytes_in_a_picture_are_read_or_refused(text: bytes) -> None:
    for wrapped in (text, base64.b64encode(text), base64.b64encode(json.dumps(str(text)).encode())):
        with pytest.raises(CardError):
            read_card(samples.png(("ccv3", wrapped)))
