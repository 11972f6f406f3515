"""What was found of one thing."""

from dataclasses import dataclass
from typing import Literal

State = Literal["fine", "remark", "broken"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    says: str
    mend: str = ""
    """What to do; empty when all is well."""
