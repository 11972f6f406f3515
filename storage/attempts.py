"""When a trip to the database may be made again."""

from psycopg import AsyncConnection, InterfaceError, OperationalError, errors
from psycopg.rows import DictRow
from psycopg_pool import PoolTimeout


class NotSent(OperationalError):
    """The connection was found dead before anything went over it."""


def refuse_dead(connection: AsyncConnection[DictRow]) -> None:
    """Notice a server that has hung up, by asking the socket: that costs no round trip.

    Raises:
        NotSent: it has.
    """
    try:
        connection.pgconn.consume_input()
        connection.pgconn.consume_input()  # the first may have read the server's farewell
    except OperationalError as error:
        raise NotSent(str(error)) from error


def may_succeed(error: BaseException) -> bool:
    """Whether another attempt may succeed, if it does no harm."""
    return isinstance(error, OperationalError | InterfaceError) or left_nothing(error)


def left_nothing(error: BaseException) -> bool:
    """Whether another attempt may succeed, and nothing of this one can have been committed.

    Every insert says what a conflict means, so a violation is two transactions that met.
    """
    return isinstance(
        error, NotSent | PoolTimeout | errors.TransactionRollback | errors.UniqueViolation
    )
