"""Read a regular expression into a tree: the part of the language that needs no going back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

PATTERN_CHARACTERS = 500
"""The longest pattern that is read."""

MOST_REPEATS = 1_000
"""The highest number in `{m,n}`."""

_CLASSES: dict[str, Callable[[str], bool]] = {
    "d": str.isdecimal,
    "w": lambda sign: sign.isalnum() or sign == "_",
    "s": str.isspace,
}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_CODE_DIGITS = {"x": 2, "u": 4}


@dataclass(frozen=True)
class OneOf:
    """One character out of some, or out of all others."""

    ranges: tuple[tuple[str, str], ...] = ()
    classes: str = ""
    """Letters of `\\d`, `\\w` and `\\s`; capitals stand for all others."""
    negated: bool = False

    def holds(self, character: str) -> bool:
        """Tell whether a character is one of them."""
        inside = any(first <= character <= last for first, last in self.ranges) or any(
            _CLASSES[name.lower()](character) == name.islower() for name in self.classes
        )
        return inside != self.negated


@dataclass(frozen=True)
class Assertion:
    """A place between two characters."""

    kind: Literal["^", "$", "b", "B"]

    def holds(self, before: str, after: str) -> bool:
        """Tell whether the place is between these; nothing is before the first character."""
        if self.kind == "^":
            return not before
        if self.kind == "$":
            return not after
        edge = _is_word(before) != _is_word(after)
        return edge == (self.kind == "b")


@dataclass(frozen=True)
class Chain:
    """One after the other."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True)
class Branch:
    """OneOf one of several."""

    ways: "tuple[Node, ...]"


@dataclass(frozen=True)
class Repeat:
    """Something several times; without end when `most` is None."""

    part: "Node"
    least: int
    most: int | None


Node = OneOf | Assertion | Chain | Branch | Repeat

EVERYTHING = OneOf(negated=True)
NO_LINE_END = OneOf(ranges=(("\n", "\n"),), negated=True)


def parse_pattern(text: str, *, dot_all: bool = False) -> Node:
    """Return the tree of a pattern.

    Raises:
        ValueError: it is wrong, too long, or needs going back; the message says which.
    """
    if len(text) > PATTERN_CHARACTERS:
        raise ValueError(f"longer than {PATTERN_CHARACTERS} characters")
    reader = _Reader(text, dot_all=dot_all)
    node = reader.branch()
    if reader.peek():
        raise ValueError("a bracket that was not opened")
    return node


class _Reader:
    def __init__(self, text: str, *, dot_all: bool) -> None:
        self._text = text
        self._at = 0
        self._dot = EVERYTHING if dot_all else NO_LINE_END

    def peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def take(self) -> str:
        sign = self.peek()
        if not sign:
            raise ValueError("it ends too early")
        self._at += 1
        return sign

    def takes(self, text: str) -> bool:
        found = self._text.startswith(text, self._at)
        self._at += len(text) * found
        return found

    def branch(self) -> Node:
        ways = [self._sequence()]
        while self.takes("|"):
            ways.append(self._sequence())
        return ways[0] if len(ways) == 1 else Branch(tuple(ways))

    def _sequence(self) -> Node:
        parts = list[Node]()
        while self.peek() not in {"", "|", ")"}:
            parts.append(self._repeated(self._atom()))
        return Chain(tuple(parts))

    def _repeated(self, part: Node) -> Node:
        while (bounds := self._bounds()) is not None:
            part = Repeat(part, *bounds)
            if not self.takes("?") and self.takes("+"):
                raise ValueError("possessive repeats are not followed")
        return part

    def _bounds(self) -> tuple[int, int | None] | None:
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self.peek() in simple:
            return simple[self.take()]
        body, brace, _ = self._text[self._at + 1 :].partition("}")
        least, comma, most = body.partition(",")
        if self.peek() != "{" or not brace or not least.isdecimal():
            return None
        if most and not most.isdecimal():
            return None
        self._at += len(body) + 2
        bounds = int(least), int(most) if most else (None if comma else int(least))
        if bounds[0] > MOST_REPEATS or (bounds[1] or 0) > MOST_REPEATS:
            raise ValueError("too many repeats")
        if bounds[1] is not None and bounds[1] < bounds[0]:
            raise ValueError("repeats in the wrong order")
        return bounds

    def _atom(self) -> Node:
        sign = self.take()
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._set()
        if sign == ".":
            return self._dot
        if sign in {"^", "$"}:
            return Assertion("^" if sign == "^" else "$")
        if sign == "\\":
            return self._escape()
        if sign in "*+?":
            raise ValueError("nothing to repeat")
        return OneOf(ranges=((sign, sign),))

    def _group(self) -> Node:
        if self.takes("?"):
            named = self.takes("<") or self.takes("P<")
            if named and self.peek() not in {"=", "!"}:
                while self.take() != ">":
                    pass
            elif named or not self.takes(":"):
                raise ValueError("looking around is not followed")
        node = self.branch()
        if not self.takes(")"):
            raise ValueError("a bracket that was not closed")
        return node

    def _escape(self) -> Node:
        sign = self.peek()
        if sign in {"b", "B"}:
            self.take()
            return Assertion("b" if sign == "b" else "B")
        if sign.isdecimal() and sign != "0":
            raise ValueError("references to groups are not followed")
        return self._class_or_sign()

    def _class_or_sign(self) -> OneOf:
        """Read what follows a backslash, in a set or outside."""
        sign = self.take()
        if sign.lower() in _CLASSES:
            return OneOf(classes=sign)
        if sign in _CODE_DIGITS:
            digits = "".join(self.take() for _ in range(_CODE_DIGITS[sign]))
            sign = chr(int(digits, 16))
        elif sign in _CONTROLS:
            sign = _CONTROLS[sign]
        elif sign.isalnum():
            raise ValueError(f"\\{sign} is not followed")
        return OneOf(ranges=((sign, sign),))

    def _set(self) -> Node:
        negated = self.takes("^")
        ranges, classes = list[tuple[str, str]](), ""
        while not self.takes("]"):
            first = self._set_member()
            classes += first.classes
            if first.ranges and self.peek() == "-" and self._text[self._at + 1 :][:1] != "]":
                self.take()
                last = self._set_member()
                if not last.ranges or last.ranges[0] < first.ranges[0]:
                    raise ValueError("a range in the wrong order")
                ranges.append((first.ranges[0][0], last.ranges[0][0]))
            else:
                ranges += first.ranges
        return OneOf(ranges=tuple(ranges), classes=classes, negated=negated)

    def _set_member(self) -> OneOf:
        sign = self.take()
        return self._class_or_sign() if sign == "\\" else OneOf(ranges=((sign, sign),))


def _is_word(character: str) -> bool:
    return bool(character) and _CLASSES["w"](character)
