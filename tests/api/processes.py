"""Our command as a process of its own."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Literal, TextIO

from tests.acceptance.processes import WARM

START_SECONDS = 30.0
"""More than a start takes on a busy machine."""

COMMAND = (sys.executable, "-c", "from api.cli import main; main()")
"""The command as a shell would start it: everything is imported anew, which takes seconds."""

STANDARD = range(3)
"""The numbers of standard input, output and error."""


class Command:
    """Our command in a process forked from one that has imported everything.

    Read and ended like a `subprocess.Popen`.
    """

    def __init__(self, environment: dict[str, str], *words: str, said: str = "") -> None:
        ends = [WARM.Pipe(duplex=False) for _ in STANDARD]
        (heard, says), (out, outs), (err, errs) = ends
        process = WARM.Process(
            target=_be_the_command, args=(environment, words, heard, outs, errs), daemon=True
        )
        process.start()
        self._process = process
        for end in (heard, outs, errs):
            end.close()
        with _file(says, "w") as standard_input:
            standard_input.write(said)
        self.stdout, self._errors = _file(out, "r"), _file(err, "r")

    @property
    def returncode(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Return how it ended; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        """Kill -9, now."""
        self._process.kill()

    def communicate(self, *, timeout: float) -> tuple[str, str]:
        """Read what it prints to its end, and wait for that.

        Raises:
            subprocess.TimeoutExpired: it did not end in time; it is killed.
        """
        said: dict[str, str] = {}

        def read(name: str, file: TextIO) -> None:
            said[name] = file.read()

        readers = [
            threading.Thread(target=read, args=one)
            for one in (("out", self.stdout), ("err", self._errors))
        ]
        for reader in readers:
            reader.start()
        self._process.join(timeout)
        late = self._process.exitcode is None
        if late:
            self._process.kill()
        for reader in readers:
            reader.join()
        self.stdout.close()
        self._errors.close()
        if late:
            raise subprocess.TimeoutExpired("miolumi", timeout, said["out"], said["err"])
        return said["out"], said["err"]


@contextmanager
def started(
    environment: dict[str, str], *words: str, anew: bool = False
) -> Iterator[Command | subprocess.Popen[str]]:
    """A process of our command, ended politely; `anew` starts it as a shell would."""
    process = _popen(environment, words) if anew else Command(environment, *words)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=START_SECONDS)


def line_with(process: Command | subprocess.Popen[str], word: str) -> str:
    """Read what a process prints until a line has a word in it."""
    assert process.stdout is not None
    for line in process.stdout:
        if word in line:
            return line
    raise AssertionError(f"{word!r} was never printed")


def finished(
    environment: dict[str, str], *words: str, said: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run our command to its end."""
    process = Command(environment, *words, said=said)
    out, errors = process.communicate(timeout=2 * START_SECONDS)
    return subprocess.CompletedProcess(words, process.returncode or 0, out, errors)


def _be_the_command(
    environment: dict[str, str], words: tuple[str, ...], *standard: Connection
) -> None:
    """Turn this process into the command: its environment, its words, its input and output."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    for number, end in zip(STANDARD, standard, strict=True):
        os.dup2(end.fileno(), number)
        end.close()
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as we live
    sys.argv = ["miolumi", *words]
    from api.cli import main

    main()


def _popen(environment: dict[str, str], words: tuple[str, ...]) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, *words],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _file(end: Connection, mode: Literal["r", "w"]) -> TextIO:
    """Return a pipe's end as a file of text."""
    file = open(os.dup(end.fileno()), mode, encoding="utf-8")  # noqa: PTH123, SIM115 - no path; closed by its user
    end.close()
    return file
