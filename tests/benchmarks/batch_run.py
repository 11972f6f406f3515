"""What one run of a batch took."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Run:
    """So many talks looked back on."""

    workers: int
    """Side by side in one process, or processes."""
    talks: int
    seconds: float
    processor_seconds: float
    """Of the program; with several side by side in one process, of the model's server as well."""

    @property
    def talks_per_second(self) -> float:
        """How many talks were looked back on in a second."""
        return self.talks / self.seconds
