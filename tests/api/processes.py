"""Our command as a process of its own."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

START_SECONDS = 30.0
"""More than a start takes on a busy machine."""

COMMAND = (sys.executable, "-c", "from api.cli import main; main()")


@contextmanager
def started(environment: dict[str, str], *words: str) -> Iterator[subprocess.Popen[str]]:
    """A process of our command, ended politely."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, *words],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=START_SECONDS)


def line_with(process: subprocess.Popen[str], word: str) -> str:
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
    return subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, *words],
        capture_output=True,
        check=False,
        env=environment,
        input=said,
        text=True,
        timeout=2 * START_SECONDS,
    )
