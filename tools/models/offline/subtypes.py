"""The words that say what a memory is about, more exactly than its type: the same in all languages.

`EXCLUSIVE` are slots: of these a person has one at a time, and a new one ends the one before.
"""

from typing import Literal

Subtype = Literal[
    "name",
    "nickname",
    "home",
    "past_home",
    "origin",
    "childhood",
    "work",
    "occupation",
    "study",
    "school",
    "age",
    "birthday",
    "timezone",
    "relationship_status",
    "like",
    "dislike",
    "favourite",
    "diet",
    "allergy",
    "goal",
    "avoid_topic",
    "units",
    "move",
    "job",
    "exam",
    "plan",
    "trip",
    "past",
    "wedding",
    "engagement",
    "break_up",
    "baby",
    "health",
    "recovery",
    "loss",
    "pet",
    "family",
    "friend",
    "alias",
    "achievement",
    "purchase",
    "exercise",
    "contact",
    "habit",
    "joy",
    "worry",
    "hurt",
]
"""Everything that the voice calls a memory. `work` is whom somebody works for and `occupation`
what they are, `study` what they study and `school` where; `joy`, `worry` and `hurt` are feelings.
"""

EXCLUSIVE: frozenset[Subtype] = frozenset(
    {
        "name",
        "nickname",
        "home",
        "work",
        "occupation",
        "study",
        "school",
        "age",
        "birthday",
        "timezone",
        "relationship_status",
    }
)
"""Of these a person has one at a time."""
