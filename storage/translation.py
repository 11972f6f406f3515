"""psycopg's errors, told as ours: the one place where that happens."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Error, InterfaceError, OperationalError, errors

from storage.errors import (
    ClaimLost,
    DatabaseUnavailable,
    DatabaseUnsuitable,
    NotFound,
    StorageError,
)

CLAIM_LOST_STATE = "ML001"
"""The SQLSTATE that `keep_claim` in the database raises."""

NO_COMPANION_STATE = "ML002"
"""The SQLSTATE that `require_companion` in the database raises."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise psycopg's errors as storage errors, from the original."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise DatabaseUnavailable(f"The database does not answer: {error}") from error
    except (errors.InsufficientPrivilege, errors.UndefinedTable) as error:
        raise DatabaseUnsuitable(f"The database is not set up for this program: {error}") from error
    except errors.ForeignKeyViolation as error:
        raise NotFound(
            f"What this belongs to does not exist: {error.diag.message_detail}"
        ) from error
    except Error as error:
        if error.sqlstate == CLAIM_LOST_STATE:
            raise ClaimLost from error
        if error.sqlstate == NO_COMPANION_STATE:
            raise NotFound("This person has no such companion.") from error
        raise StorageError(f"The database refused this: {error}") from error
    except UnicodeError as error:
        raise StorageError("This text cannot be stored: it is not valid Unicode.") from error
