"""Answers that step round a request in character."""

import hashlib
from collections.abc import Sequence

from tools.guardrails.lines import LineKind, lines
from tools.prompts.render import Language


def deflection(
    language: Language, *, seed: str, reasons: Sequence[str] = (), said: str | None = None
) -> str:
    """Return a line that does not go along with what was asked, and turns to the person.

    Args:
        language: the person's language.
        seed: lines vary with it, as with the ids of messages; the same seed repeats the line.
        reasons: the rules behind the verdict; an order for code or homework has lines of its own.
        said: the line before, which is not said again.
    """
    is_order = bool(reasons) and all(name.startswith(("machine.", "learned")) for name in reasons)
    kind: LineKind = "no_machine" if is_order and reasons != ("learned",) else "deflections"
    choices = [one for one in lines(kind, language) if one != said]
    digest = hashlib.blake2b(seed.encode("utf-8", "replace"), digest_size=8).digest()
    return choices[int.from_bytes(digest) % len(choices)]
