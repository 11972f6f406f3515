"""Spread the numbers of a sparse vector over all of its places, without changing any likeness."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from tools.models.table import VECTOR_LENGTH

COLUMNS = 3
"""768 is three times 256: a power of two, which the matrix needs, and a rest."""


def spread(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a vector turned in space: lengths and angles stay as they are.

    A search compares the signs of vectors first. Of a vector that is zero nearly everywhere they
    say next to nothing; of its turned form they say what its angles are. Of the 20 nearest of 1,451
    turns the signs find 17 in 100 among the nearest 100 before turning, and more than 90 after it.
    """
    rows, columns, flips = _turn()
    turned: NDArray[np.float64] = rows @ (vector * flips).reshape(len(rows), COLUMNS) @ columns
    return turned.reshape(-1)


@cache
def _turn() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return two matrices that turn, and the places whose sign is changed before."""
    rows = np.ones((1, 1))
    while len(rows) * COLUMNS < VECTOR_LENGTH:
        rows = np.block([[rows, rows], [rows, -rows]])
    columns = np.eye(COLUMNS) - 2 / COLUMNS
    places = np.arange(VECTOR_LENGTH)
    flips = np.where((places * 2_654_435_761 >> 16) & 1, 1.0, -1.0)
    return rows / np.sqrt(len(rows)), columns, flips
