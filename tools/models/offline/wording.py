"""Which of several wordings is said: chosen by what was said, never by chance."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from string import Formatter

from tools.models.offline.fact import filled
from tools.models.offline.lexicon import Lexicon
from tools.models.offline.mirror import capitalised


class Wording:
    """Says a thought in one of its wordings: the same in the same talk, another the next time."""

    def __init__(
        self, spoken: Lexicon, *, said: str, ours: Sequence[str], name: str | None
    ) -> None:
        seed = f"{len(ours)}\n{said}".encode("utf-8", "replace")
        self._seed = int.from_bytes(blake2b(seed, digest_size=8).digest(), "big")
        self._spoken = spoken
        self._ours = tuple(ours)
        self._name = name

    def has(self, key: str) -> bool:
        """Whether there are words for a thought."""
        return key in self._spoken.phrases

    def say(self, key: str, parts: Mapping[str, str] | None = None) -> str:
        """Return a thought in words, one that was not just used where there is a choice."""
        given = self._with_name(parts or {})
        candidates = self._rotated(self._spoken.phrases[key])
        complete = [line for line in candidates if _needs(line) <= given.keys()] or candidates
        lines = [filled(line, given, "you", self._spoken) for line in complete]
        return next((line for line in lines if not self._used(line)), lines[0])

    def _with_name(self, parts: Mapping[str, str]) -> dict[str, str]:
        comma = {"en": ", ", "zh": "，"}[self._spoken.language]
        given = {"comma_name": f"{comma}{self._name}" if self._name else "", **parts}
        return given | {key.capitalize(): capitalised(value) for key, value in given.items()}

    def _rotated(self, lines: Sequence[str]) -> list[str]:
        start = self._seed % len(lines)
        return [*lines[start:], *lines[:start]]

    def _used(self, line: str) -> bool:
        return any(line in earlier for earlier in self._ours[-_LOOK_BACK:])


_LOOK_BACK = 3
"""How many of our last lines a wording should not repeat."""


def _needs(line: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(line) if name}
