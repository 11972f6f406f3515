"""How sure a memory is."""

from storage.records import Memory

DOUBT = 0.25
"""What is doubted about something said once; so 0.75, the least that a preference needs."""


def confidence_of(memory: Memory) -> float:
    """Return how sure a memory is, from 0 to 1; from 0.75 where the person said it.

    What the person wrote or pinned is certain. Each further message that says so leaves a quarter
    of the doubt. What was concluded is as sure as it was then, until the person says it themselves.
    """
    if memory.origin == "correction" or memory.pinned_at is not None:
        return 1.0
    if memory.confidence is not None:
        return memory.confidence
    said = max(len(memory.source_message_ids), 1)
    return float(1 - DOUBT**said)
