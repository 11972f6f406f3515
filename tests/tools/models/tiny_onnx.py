"""A model small enough to write by hand: one row of numbers a word, in ONNX's own format.

ONNX files are protocol buffers; the few fields that are needed are written here byte by byte, since
the library that writes them is large. Field numbers are those of `onnx.proto`.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

FLOAT, INT64 = 1, 7
"""Kinds of numbers in ONNX."""

Table = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def write_model(folder: Path, words: Sequence[str], *, length: int) -> None:
    """Write what fastembed reads from a folder: a model, and a tokenizer that knows some words."""
    vocabulary = {word: number for number, word in enumerate(["[PAD]", "[UNK]", *words])}
    table = np.random.default_rng(7).normal(size=(len(vocabulary), length)).astype(np.float32)
    (folder / "model.onnx").write_bytes(_model(table))
    tokenizer = {
        "version": "1.0",
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"},
        "added_tokens": [],
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), "utf-8")
    config = {"model_max_length": 64, "pad_token": "[PAD]"}
    (folder / "tokenizer_config.json").write_text(json.dumps(config), "utf-8")


def _model(table: Table) -> bytes:
    """Each word of a text as its row of the table: what comes out of a model's last layer."""
    node = _text(1, "rows") + _text(1, "input_ids") + _text(2, "states") + _text(4, "Gather")
    rows, length = table.shape
    weights = (
        _number(1, rows)
        + _number(1, length)
        + _number(2, FLOAT)
        + _text(8, "rows")
        + _field(9, table.tobytes())
    )
    graph = (
        _field(1, node)
        + _text(2, "tiny")
        + _field(5, weights)
        + _field(11, _tensor("input_ids", INT64, ("batch", "words")))
        + _field(12, _tensor("states", FLOAT, ("batch", "words", length)))
    )
    return _number(1, 8) + _field(7, graph) + _field(8, _number(2, 13))


def _tensor(name: str, kind: int, shape: Sequence[str | int]) -> bytes:
    sizes = [_number(1, size) if isinstance(size, int) else _text(2, size) for size in shape]
    dimensions = b"".join(_field(1, size) for size in sizes)
    return _text(1, name) + _field(2, _field(1, _number(1, kind) + _field(2, dimensions)))


def _varint(number: int) -> bytes:
    low, high = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _varint(high) if high else bytes([low])


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _field(field: int, body: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(body)) + body


def _text(field: int, text: str) -> bytes:
    return _field(field, text.encode())
