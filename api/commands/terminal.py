"""The two ends of a talk in a terminal: where lines come from, and where words go."""

import asyncio
import sys
import unicodedata
from typing import Protocol, TextIO

from prompt_toolkit import PromptSession
from rich.console import Console

PROMPT = "you: "


class Listener(Protocol):
    """Where a person's lines come from."""

    async def line(self) -> str | None:
        """Return the next line, or None when there is no more."""
        ...


class Keyboard:
    """Lines as they are typed, with the editing habits of a shell."""

    def __init__(self) -> None:
        self._session: PromptSession[str] = PromptSession(PROMPT)

    async def line(self) -> str | None:
        """Return what was typed; an empty line for Ctrl-C, None for Ctrl-D."""
        try:
            return await self._session.prompt_async()
        except KeyboardInterrupt:
            return ""
        except EOFError:
            return None


class Pipe:
    """Lines of a file or of another program."""

    def __init__(self, source: TextIO) -> None:
        self._source = source

    async def line(self) -> str | None:
        """Return the next line, None at the end."""
        line = await asyncio.to_thread(self._source.readline)
        return line.rstrip("\n") if line else None


class Screen:
    """Where the talk is shown: words on standard output, remarks on standard error."""

    def __init__(self, *, words: TextIO = sys.stdout, remarks: TextIO = sys.stderr) -> None:
        self._words = words
        self._remarks = Console(file=remarks, highlight=False, markup=False, soft_wrap=True)
        self._in_reply = False

    def reply(self, name: str, text: str) -> None:
        """Show words of a reply as they come."""
        if not self._in_reply:
            self._words.write(f"{name.lower()}: ")
        self._in_reply = True
        self._words.write(printable(text))
        self._words.flush()

    def end_reply(self) -> None:
        """Finish the line of a reply."""
        if self._in_reply:
            self._words.write("\n")
            self._words.flush()
        self._in_reply = False

    def said(self, who: str, text: str) -> None:
        """Show a whole message."""
        self.end_reply()
        self._words.write(f"{who.lower()}: {printable(text)}\n")
        self._words.flush()

    def remark(self, text: str, *, style: str = "dim") -> None:
        """Show something beside the talk."""
        self.end_reply()
        self._remarks.print(printable(text), style=style)


def printable(text: str) -> str:
    """Return a text without what a terminal would take for a command."""
    return "".join(
        sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"}
    )
