"""Character cards of every version: read from a file, written to one, nothing lost on the way."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from storage.records.persona import CardForm
from tools.persona import charx, png
from tools.persona.document import V1_FIELDS, CardVersion, Document, parse, version_of, write
from tools.persona.errors import CardBroken, CardTooLarge, NotACard
from tools.persona.limits import FILE_BYTES
from tools.persona.picture import draw_picture
from tools.persona.png import Chunk

FORMS: tuple[CardForm, ...] = get_args(CardForm)

V3_KEYWORD = "ccv3"
V2_KEYWORD = "chara"
"""Keywords of the text chunks that carry a card; where both are, the newer counts."""

ASSET_KEYWORD = "chara-ext-asset_:"
"""What the keyword of a chunk with an asset begins with, before the asset's path."""

PICTURE_PATH = "assets/icon/images/main.png"
"""Where the picture of a PNG card goes in an archive."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card as it was read."""

    document: Document
    """The whole JSON, also what nobody here knows."""
    version: CardVersion
    form: CardForm = "json"
    older: Document | None = None
    """What a PNG gives to programs that know only the second version."""
    chunks: tuple[Chunk, ...] = ()
    """The parts of its PNG that are not the card."""
    assets: Mapping[str, bytes] = field(default_factory=dict)
    """Files that came with it, by path."""
    remarks: tuple[str, ...] = ()
    """What is worth telling whoever brought it."""

    @property
    def data(self) -> Mapping[str, Any]:
        """The fields of the character that its version knows, wherever that keeps them."""
        if self.version == 1:
            known = ("name", *V1_FIELDS)
            return {field: self.document[field] for field in known if field in self.document}
        found: Mapping[str, Any] = self.document["data"]
        return found

    @property
    def name(self) -> str:
        """What the character is called: the nickname when there is one."""
        return self.text("nickname").strip() or self.text("name").strip()

    def text(self, field: str) -> str:
        """Return a field of text, empty when it is missing."""
        return self.data.get(field) or ""

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a field of several texts, empty when it is missing."""
        return tuple(self.data.get(field) or ())


def read_card(data: bytes) -> Card:
    """Return the card in a file of any form; what it is shows in its first bytes.

    Raises:
        CardError: it is too large, damaged, unsafe, or no card; the message says which.
    """
    if len(data) > FILE_BYTES:
        raise too_large(len(data))
    if data.startswith(png.SIGNATURE):
        return _from_png(data)
    if data.startswith(charx.SIGNATURE):
        files = charx.read_archive(data)
        card = card_of(parse(files.pop(charx.CARD)))
        return replace(card, form="charx", assets=files)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return card_of(parse(data))
    raise NotACard("This is neither JSON, nor a PNG, nor a CHARX archive.")


def too_large(size: int) -> CardTooLarge:
    """Return what is said of a file that is too large."""
    return CardTooLarge(
        f"This file has {size / 1e6:.1f} MB; a card may have {FILE_BYTES / 1e6:.0f} MB."
    )


def card_of(document: Document) -> Card:
    """Return a document as a card.

    Raises:
        NotACard: it is none.
        CardInvalid: a field has a wrong type.
    """
    version, remarks = version_of(document)
    return Card(document=document, version=version, remarks=remarks)


def write_card(card: Card, form: CardForm) -> bytes:
    """Return a card as a file; read again, it has the same document and the same assets.

    Raises:
        CardInvalid: this form cannot carry an asset of it.
    """
    if form == "json":
        return write(card.document)
    if form == "charx":
        picture = png.write_chunks(card.chunks) if card.chunks else None
        files = dict(card.assets)
        if picture and PICTURE_PATH not in files:
            files[PICTURE_PATH] = picture
        return charx.write_archive({**files, charx.CARD: write(card.document)})
    return _to_png(card)


def _from_png(data: bytes) -> Card:
    documents, assets, kept = dict[str, bytes](), dict[str, bytes](), list[Chunk]()
    for chunk in png.read_chunks(data):
        keyword, text = png.text_of(chunk) or ("", b"")
        if keyword.lower() in {V3_KEYWORD, V2_KEYWORD}:
            documents.setdefault(keyword.lower(), text)
        elif keyword.startswith(ASSET_KEYWORD):
            path = keyword.removeprefix(ASSET_KEYWORD)
            charx.refuse_path(path)
            assets[path] = _decoded(text, keyword)
        else:
            kept.append(chunk)
    if not documents:
        raise NotACard("There is no card in this picture.")
    newest = V3_KEYWORD if V3_KEYWORD in documents else V2_KEYWORD
    card = card_of(parse(_decoded(documents[newest], newest)))
    older = documents.get(V2_KEYWORD) if newest == V3_KEYWORD else None
    return replace(
        card,
        form="png",
        older=parse(_decoded(older, V2_KEYWORD)) if older else None,
        chunks=tuple(kept),
        assets=assets,
    )


def _to_png(card: Card) -> bytes:
    picture = list(card.chunks) or png.read_chunks(_icon(card))
    documents = {V2_KEYWORD: card.document}
    if card.version == 3:
        documents = {V3_KEYWORD: card.document}
        older = card.older or (None if card.form == "png" else as_second_version(card.document))
        if older:
            documents[V2_KEYWORD] = older
    texts = [png.text_chunk(key, _encoded(write(value))) for key, value in documents.items()]
    texts += [
        png.text_chunk(f"{ASSET_KEYWORD}{path}", _encoded(asset))
        for path, asset in card.assets.items()
    ]
    return png.write_chunks([*picture[:-1], *texts, picture[-1]])


def as_second_version(document: Document) -> Document:
    """Return a card of the third version for programs that know only the second."""
    return {**document, "spec": "chara_card_v2", "spec_version": "2.0"}


def _icon(card: Card) -> bytes:
    icon = card.assets.get(PICTURE_PATH, b"")
    return icon if icon.startswith(png.SIGNATURE) else draw_picture(card.name)


def _encoded(text: bytes) -> bytes:
    return base64.b64encode(text)


def _decoded(text: bytes, keyword: str) -> bytes:
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise CardBroken(f"What this picture carries as {keyword[:40]!r} is damaged.") from error
