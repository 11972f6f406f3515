"""Which entries of a lorebook belong to a moment of the talk: a pure function with limits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.models.tokens import estimate_tokens
from tools.persona.card import Card
from tools.persona.decorators import Decorators, split_decorators
from tools.persona.pattern import Allowance, any_found

SCAN_DEPTH = 4
"""Messages that are read when the book does not say."""

DEEPEST_SCAN = 20
"""Messages that are read at the most, whatever the book says."""

SCAN_CHARACTERS = 2_000
"""Read of each message: keys of stories stand in ordinary messages."""

LORE_TOKENS = 600
"""What entries may take of a prompt at the most, whatever the book says."""

ENTRIES = 2_000
KEYS = 50
KEY_CHARACTERS = 200
"""Entries of a book, keys of an entry, and letters of a key that are looked at."""

ROUNDS = 3
"""How often the text of found entries is read for more, in books that ask for it."""

PATTERN_STEPS = 400_000
"""Steps that all patterns of one search may take; about half a second."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry, read."""

    number: int
    """Its place in the book, from 0."""
    keys: tuple[str, ...]
    secondary_keys: tuple[str, ...]
    text: str
    decorators: Decorators
    enabled: bool
    constant: bool
    uses_patterns: bool
    ignores_case: bool
    order: float
    priority: float


@dataclass(frozen=True, kw_only=True)
class Lorebook:
    """A book of things that come up when they are spoken of."""

    entries: tuple[Entry, ...] = ()
    scan_depth: int = SCAN_DEPTH
    tokens: int = LORE_TOKENS
    recursive: bool = False


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Where the talk stands."""

    messages: Sequence[str]
    """What was said, oldest first, the newest last."""
    replies: int = 0
    """How many messages the character has sent."""
    greeting: int | None = None
    """Which of the greetings began the talk."""
    found_before: Collection[int] = ()
    """Numbers of the entries that were found earlier in this talk."""


def lorebook_of(card: Card) -> Lorebook:
    """Return the lorebook of a card, an empty one when it has none."""
    return lorebook_in(card.data.get("character_book") or {})


def lorebook_in(book: Mapping[str, Any]) -> Lorebook:
    """Return a lorebook as it stands in a card, read."""
    depth, tokens = book.get("scan_depth"), book.get("token_budget")
    return Lorebook(
        entries=tuple(
            _entry(number, row) for number, row in enumerate(book.get("entries", ())[:ENTRIES])
        ),
        scan_depth=_within(depth, DEEPEST_SCAN, otherwise=SCAN_DEPTH),
        tokens=_within(tokens, LORE_TOKENS, otherwise=LORE_TOKENS),
        recursive=bool(book.get("recursive_scanning")),
    )


def find_lore(book: Lorebook, moment: Moment) -> tuple[Entry, ...]:
    """Return the entries that belong to a moment, in the order in which they are to be told.

    What does not fit the book's tokens is left out, first what says so itself, then by priority.
    """
    allowance = Allowance(PATTERN_STEPS)
    found: dict[int, Entry] = {}
    grown = ""
    for _ in range(ROUNDS if book.recursive else 1):
        said = _Said(moment.messages, grown)
        new = [
            entry
            for entry in book.entries
            if entry.number not in found and _belongs(entry, book, moment, said, allowance)
        ]
        if not new:
            break
        found |= {entry.number: entry for entry in new}
        grown = "\n".join(entry.text[:SCAN_CHARACTERS] for entry in new)[
            : SCAN_CHARACTERS * SCAN_DEPTH
        ]
    kept = _fitting(list(found.values()), book.tokens)
    return tuple(sorted(kept, key=lambda entry: (entry.order, entry.number)))


class _Said:
    """What is read for keys, made ready once for all entries that read as far back."""

    def __init__(self, messages: Sequence[str], grown: str) -> None:
        self._messages = [message[-SCAN_CHARACTERS:] for message in messages[-DEEPEST_SCAN:]]
        self._grown = [grown] if grown else []
        self._texts: dict[int, list[str]] = {}
        self._whole: dict[tuple[int, bool], str] = {}

    def texts(self, depth: int) -> list[str]:
        """Return the last messages, and what found entries tell."""
        if depth not in self._texts:
            self._texts[depth] = (self._messages[-depth:] if depth else []) + self._grown
        return self._texts[depth]

    def whole(self, depth: int, *, folded: bool) -> str:
        """Return all of it as one text."""
        if (depth, folded) not in self._whole:
            text = "\n".join(self.texts(depth))
            self._whole[depth, folded] = text.casefold() if folded else text
        return self._whole[depth, folded]


def _belongs(
    entry: Entry, book: Lorebook, moment: Moment, said: _Said, allowance: Allowance
) -> bool:
    flags, numbers = entry.decorators.flags, entry.decorators.numbers
    if not entry.enabled or "dont_activate" in flags or not _in_time(entry, moment):
        return False
    before = entry.number in moment.found_before
    if before and "dont_activate_after_match" in flags:
        return False
    if entry.constant or "activate" in flags or (before and "keep_activate_after_match" in flags):
        return True
    depth = min(numbers.get("scan_depth", book.scan_depth), DEEPEST_SCAN)
    return _mentioned(entry, said, depth, allowance)


def _in_time(entry: Entry, moment: Moment) -> bool:
    numbers = entry.decorators.numbers
    if moment.replies < numbers.get("activate_only_after", 0):
        return False
    every = numbers.get("activate_only_every", 1)
    if every == 0 or moment.replies % every:
        return False
    if "is_user_icon" in entry.decorators.words:
        return False  # nobody has a picture here
    return numbers.get("is_greeting", moment.greeting) == moment.greeting


def _mentioned(entry: Entry, said: _Said, depth: int, allowance: Allowance) -> bool:
    folds = entry.ignores_case
    texts, whole = said.texts(depth), said.whole(depth, folded=folds)

    def has(key: str) -> bool:
        if entry.uses_patterns:
            return any_found(key, texts, allowance, ignore_case=folds)
        return (key.casefold() if folds else key) in whole

    lists = entry.decorators.lists
    required = (entry.keys, entry.secondary_keys, lists.get("additional_keys", ()))
    if not entry.keys or any(map(has, lists.get("exclude_keys", ())[:KEYS])):
        return False
    return all(any(map(has, keys[:KEYS])) for keys in required if keys)


def _fitting(found: list[Entry], tokens: int) -> list[Entry]:
    """Return what fits, the most important first."""
    kept = list[Entry]()
    for entry in sorted(
        found,
        key=lambda entry: (
            "ignore_on_max_context" in entry.decorators.flags,
            -entry.priority,
            entry.order,
        ),
    ):
        tokens -= (size := estimate_tokens(entry.text))
        if tokens < 0:
            tokens += size
            continue
        kept.append(entry)
    return kept


def _entry(number: int, row: Mapping[str, Any]) -> Entry:
    decorators, text = split_decorators(row["content"])
    selective = bool(row.get("selective"))
    return Entry(
        number=number,
        keys=usable_keys(row["keys"]),
        secondary_keys=usable_keys(row.get("secondary_keys") or ()) if selective else (),
        text=text,
        decorators=decorators,
        enabled=row.get("enabled") is not False,
        constant=bool(row.get("constant")),
        uses_patterns=bool(row.get("use_regex")),
        ignores_case=not row.get("case_sensitive"),
        order=float(row.get("insertion_order") or 0),
        priority=float(row.get("priority") or 0),
    )


def usable_keys(keys: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of an entry that are looked for."""
    return tuple(key for key in keys[:KEYS] if key.strip() and len(key) <= KEY_CHARACTERS)


def _within(value: float | None, most: int, *, otherwise: int) -> int:
    return otherwise if value is None else int(max(0, min(value, most)))
