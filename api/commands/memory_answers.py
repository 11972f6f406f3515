"""What a person writes at the memory desk, read leniently, and refused in their words."""

from collections.abc import Iterable
from uuid import UUID

from api.errors import ApiError


class MemoryCommandError(ApiError):
    """That could not be done; the message says why."""


def whole(start: str, numbers: Iterable[UUID]) -> UUID:
    """Return the one id that starts like this.

    Raises:
        MemoryCommandError: none does, or more than one.
    """
    found = [number for number in numbers if str(number).startswith(start.strip().lower())]
    if len(found) != 1 or not start.strip():
        which = "more than one starts" if found else "nothing starts"
        raise MemoryCommandError(
            f"{which} with the id {start!r}; `miolumi memory list` shows them."
        )
    return found[0]


def require(text: str, longest: int) -> None:
    """Refuse what cannot be kept.

    Raises:
        MemoryCommandError: it is empty, longer than so many letters, or more than one line.
    """
    if not 0 < len(text.strip()) <= longest or any(ord(sign) < ord(" ") for sign in text):
        raise MemoryCommandError(f"Say it in one line of at most {longest} letters.")
