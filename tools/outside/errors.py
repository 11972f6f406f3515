"""What can go wrong with an address that somebody named.

OutsideError
├── AddressRefused
├── NotReached
│   └── TookTooLong
├── TooManyRedirects
├── TooLarge
└── WrongKind
"""

from typing import Literal

Reason = Literal[
    "malformed", "scheme", "user", "port", "name", "number", "look_alike", "private", "unknown"
]
"""Why an address is refused."""

REASONS: dict[Reason, str] = {
    "malformed": "That is no web address; write it like https://host/path.",
    "scheme": "Only http and https addresses are opened.",
    "user": "An address with a user name or a password in it is not opened.",
    "port": "An address with that port is not opened.",
    "name": "That name does not belong to the public internet.",
    "number": "A number in place of a name is not opened unless it is written out in full.",
    "look_alike": "That name is written with characters that pose as others.",
    "private": "That address does not belong to the public internet.",
    "unknown": "There is no host of that name.",
}
"""What is said of each."""


class OutsideError(Exception):
    """What somebody named cannot be fetched."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__class__.__doc__ or "").strip())


class AddressRefused(OutsideError):
    """The address is not one that is opened."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(REASONS[reason])
        self.reason: Reason = reason


class NotReached(OutsideError):
    """Nobody answers at that address."""


class TookTooLong(NotReached):
    """What is at that address did not come in time."""


class TooManyRedirects(OutsideError):
    """That address leads on and on."""


class TooLarge(OutsideError):
    """What is at that address is too large."""


class WrongKind(OutsideError):
    """What is at that address is not of a kind that is read."""
