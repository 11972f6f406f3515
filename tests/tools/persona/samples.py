"""Cards as other programs write them, made here from nothing."""

import base64
import json
import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

PIXEL = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(*texts: tuple[str, bytes], before: bytes = b"") -> bytes:
    """A picture of one pixel with some text chunks."""
    parts = [chunk(b"IHDR", PIXEL), before, chunk(b"IDAT", zlib.compress(b"\0\x10\x20\x30"))]
    parts += [chunk(b"tEXt", word.encode("latin-1") + b"\0" + text) for word, text in texts]
    return b"\x89PNG\r\n\x1a\n" + b"".join([*parts, chunk(b"IEND", b"")])


def carried(document: Mapping[str, Any]) -> bytes:
    return base64.b64encode(json.dumps(document).encode())


def archive(files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as opened:
        for path, data in files.items():
            opened.writestr(path, data)
    return out.getvalue()


def as_json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


V1 = {
    "name": "Bramble",
    "description": "{{char}} keeps a lighthouse of words.",
    "personality": "patient, salty",
    "scenario": "A storm, a lamp, and {{user}} at the door.",
    "first_mes": "Come in, {{user}}, the wind is rude tonight.",
    "mes_example": "<START>\n{{user}}: Hello\n{{char}}: Mind the third step.",
}

V2: dict[str, Any] = {
    "spec": "chara_card_v2",
    "spec_version": "2.0",
    "data": {
        **V1,
        "name": "Pilar",
        "creator_notes": "Best with a slow evening.",
        "system_prompt": "{{original}} Write as {{char}} would.",
        "post_history_instructions": "",
        "alternate_greetings": ["Hm?", "Back already, {{user}}?"],
        "tags": ["calm", "sea"],
        "creator": "a stranger",
        "character_version": "1.4",
        "extensions": {"depth_prompt": {"prompt": "stay dry", "depth": 4}, "other/tool": [1, 2.5]},
    },
}

BOOK: dict[str, Any] = {
    "name": "The coast",
    "description": "",
    "scan_depth": 3,
    "token_budget": 400,
    "recursive_scanning": True,
    "extensions": {"unknown": None},
    "entries": [
        {
            "keys": ["lamp", "light"],
            "content": "The lamp burns whale-free oil.",
            "extensions": {"position": 4},
            "enabled": True,
            "insertion_order": 10,
            "case_sensitive": False,
            "priority": 5,
            "id": 7,
            "comment": "about the lamp",
            "selective": True,
            "secondary_keys": ["oil", "burn"],
            "constant": False,
            "position": "before_char",
        }
    ],
}

V2_WITH_BOOK = {**V2, "data": {**V2["data"], "character_book": BOOK}}

V3: dict[str, Any] = {
    "spec": "chara_card_v3",
    "spec_version": "3.0",
    "data": {
        **V2["data"],
        "name": "Wenxin of the Tides",
        "nickname": "文心",
        "creator_notes_multilingual": {"en": "Slow.", "zh": "慢。"},
        "source": ["https://example.org/a", "file:bundle-7"],
        "group_only_greetings": [],
        "creation_date": 1_700_000_000,
        "modification_date": 0,
        "assets": [
            {"type": "icon", "uri": "embeded://assets/icon/images/main.png", "name": "main"}
            | {"ext": "png"},
            {"type": "x_scent", "uri": "embeded://assets/other/salt.bin", "name": "salt"}
            | {"ext": "bin"},
        ],
        "future_field": {"kept": ["as", "it", "is", 3]},
    },
}

V3_DECORATED: dict[str, Any] = {
    **V3,
    "data": {
        **V3["data"],
        "first_mes": "{{random:Oh,Ah}}, {{user}}. {{// a note}}{{pick:rain,fog}} again.",
        "character_book": {
            "extensions": {},
            "entries": [
                {
                    "keys": ["/tide(s|al)?/i"],
                    "content": "@@depth 3\n@@role assistant\n@@@position after_desc\nTides rule.",
                    "extensions": {"a": {"b": {"c": [True, None]}}},
                    "enabled": True,
                    "insertion_order": 2.5,
                    "use_regex": True,
                    "id": "two",
                    "name": "tides",
                }
            ],
        },
    },
}

NEWER = {**V3, "spec_version": "3.7", "beside_data": {"left": "alone"}}

ASSETS = {
    "assets/icon/images/main.png": png(),
    "assets/other/salt.bin": bytes(range(256)),
    "assets/emotion/images/neutral.webp": b"RIFF0000WEBP",
}

FILES: dict[str, tuple[bytes, Mapping[str, Any]]] = {
    "V1 as JSON": (as_json(V1), V1),
    "V1 in a PNG": (png(("chara", carried(V1))), V1),
    "V2 as JSON": (as_json(V2), V2),
    "V2 as JSON with a byte order mark": (b"\xef\xbb\xbf" + as_json(V2), V2),
    "V2 with a lorebook in a PNG": (png(("Chara", carried(V2_WITH_BOOK))), V2_WITH_BOOK),
    "V2 in an animated PNG": (
        png(("chara", carried(V2)), before=chunk(b"acTL", struct.pack(">II", 1, 0))),
        V2,
    ),
    "V3 as JSON": (as_json(V3), V3),
    "V3 with decorators and macros": (as_json(V3_DECORATED), V3_DECORATED),
    "V3 of a newer specification": (as_json(NEWER), NEWER),
    "V3 in a PNG": (png(("ccv3", carried(V3))), V3),
    "V3 and V2 in one PNG": (png(("chara", carried(V2)), ("ccv3", carried(V3))), V3),
    "V3 with assets in a PNG": (
        png(("chara-ext-asset_:0", base64.b64encode(b"sound")), ("ccv3", carried(V3))),
        V3,
    ),
    "V3 as CHARX": (archive({"card.json": as_json(V3), **ASSETS}), V3),
    "V3 with a lorebook as CHARX": (archive({"card.json": as_json(V3_DECORATED)}), V3_DECORATED),
}
