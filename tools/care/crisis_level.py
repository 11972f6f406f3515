"""The rungs of the ladder from distress to danger now."""

from enum import IntEnum


class CrisisLevel(IntEnum):
    """How much danger a person speaks of, about themselves; each level includes those below.

    What each does is told in docs/care-ladder.md, recorded from the running code.
    """

    NONE = 0
    DISTRESS = 1
    """Hopelessness; or suicide spoken of: others, the past, fiction. The prompt turns softer."""
    IDEATION = 2
    """A wish to be dead, thoughts of ending one's life, signs of it, or hurting oneself."""
    INTENT = 3
    """A method asked for, a note, a day."""
    PLAN = 4
    """Means at hand, something done already: danger now."""
