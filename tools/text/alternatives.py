"""Spell out patterns such as "a (good|bad) (old |)day", where one of each is said."""

from collections.abc import Callable, Iterator
from itertools import product

Part = str | tuple["Sequence", ...]
"""A character, or the sequences of which one is said."""

Sequence = tuple[Part, ...]


def spellings(pattern: str) -> list[str]:
    """Return everything a pattern says, in order: `a (b|c)d?` is "a bd", "a b", "a cd", "a c".

    Raises:
        ValueError: a bracket is open or closed without its other.
    """
    return list(_spelled(_parsed(pattern)))


def one_spelling(pattern: str, choose: Callable[[int], int]) -> str:
    """Return one thing that a pattern says; `choose` picks a number below the one it is given.

    Raises:
        ValueError: a bracket is open or closed without its other.
    """
    return _chosen(_parsed(pattern), choose)


def _parsed(pattern: str) -> Sequence:
    options, end = _options(pattern, 0)
    if end != len(pattern):
        raise ValueError(f"a bracket is closed that was not opened: {pattern}")
    return (tuple(options),)


def _options(pattern: str, at: int) -> tuple[list[Sequence], int]:
    """Read alternatives up to the bracket that closes them."""
    options: list[list[Part]] = [[]]
    while at < len(pattern) and pattern[at] != ")":
        sign = pattern[at]
        if sign == "|":
            options.append([])
        elif sign == "?" and options[-1]:
            options[-1].append(((options[-1].pop(),), ()))
        elif sign == "(":
            inner, at = _options(pattern, at + 1)
            if at == len(pattern):
                raise ValueError(f"a bracket stays open: {pattern}")
            options[-1].append(tuple(inner))
        else:
            options[-1].append(sign)
        at += 1
    return [tuple(option) for option in options], at


def _spelled(sequence: Sequence) -> Iterator[str]:
    said = [
        [part] if isinstance(part, str) else [text for one in part for text in _spelled(one)]
        for part in sequence
    ]
    return map("".join, product(*said))


def _chosen(sequence: Sequence, choose: Callable[[int], int]) -> str:
    return "".join(
        part if isinstance(part, str) else _chosen(part[choose(len(part))], choose)
        for part in sequence
    )
