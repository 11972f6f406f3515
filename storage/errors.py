"""What can go wrong in storage.

StorageError
├── DatabaseUnavailable
├── DatabaseUnsuitable
├── ClaimLost
├── NotFound
└── Outdated
"""


class StorageError(Exception):
    """Something went wrong with what is kept."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__class__.__doc__ or "").strip())


class DatabaseUnavailable(StorageError):
    """The database does not answer."""


class DatabaseUnsuitable(StorageError):
    """The database is not one this program can use."""


class ClaimLost(StorageError):
    """Another process has taken over this person's talk."""


class NotFound(StorageError):
    """There is no such record."""


class Outdated(StorageError):
    """This gave way to something else already; change that instead."""
