"""What the log says, and what it must not."""

import logging
from typing import Literal, TextIO

Level = Literal["debug", "info", "warning", "error"]

FORM = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"

OURS = ("api", "graphs", "nodes", "storage", "tools")
"""Who speaks at the level that was set; libraries say what is wrong, and at `debug` everything."""

WORDY = ("uvicorn.error", "websockets", "httpcore", "httpx", "openai", "google_genai")
"""Libraries that write at `debug` what is said, frame by frame and prompt by prompt: none does."""


class WithoutQuery(logging.Filter):
    """Cuts the query off every path that is logged: people put tokens into addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mend the record and let it pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(_without_query(value) for value in record.args)
        return True


def start_logging(level: Level, *, stream: TextIO | None = None) -> None:
    """Send the log to a stream, standard error by default."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter(FORM))
    handler.addFilter(WithoutQuery())
    libraries = level if level in {"debug", "error"} else "warning"
    logging.basicConfig(level=libraries.upper(), handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    for name in WORDY if level == "debug" else ():
        logging.getLogger(name).setLevel(logging.INFO)


def _without_query(value: object) -> object:
    if isinstance(value, str) and value.startswith("/"):
        return value.partition("?")[0]
    return value
