"""How a command ends where a person can mend what is wrong: with one clear line."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from rich.console import Console
from rich.markup import escape

from api.errors import ApiError
from storage.errors import StorageError
from tools.care.own_lines import BadLines
from tools.models.errors import ModelError
from tools.outreach.errors import OutreachRefused
from tools.persona.errors import CardError
from tools.variants.errors import BadVariants

Arguments = ParamSpec("Arguments")

TOLD = (
    *(ApiError, StorageError, ModelError, CardError, BadLines, BadVariants),
    *(OutreachRefused, OSError),
)
"""What a person can mend; anything else is a fault of the program."""


def in_a_line(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Let a command end with one clear line where a person can mend what is wrong."""

    @wraps(command)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BrokenPipeError:
            # Whoever reads us, such as `head`, has enough; nothing is left to be flushed into it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except TOLD as error:
            console = Console(stderr=True, highlight=False, soft_wrap=True)
            console.print(f"[red]miolumi:[/] {escape(' '.join(str(error).split()))}")
            sys.exit(1)

    return guarded
