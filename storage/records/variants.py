"""What was done under a variant, in numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TalkUnderVariant:
    """One person's talk with one companion in one experiment; nobody can tell whose."""

    experiment: str
    variant: str
    crossed: bool
    """True when the talk met more than one variant, so that it says nothing of any."""
    messages: int
    """The person's."""
    replies: int
    interrupted: int
    replaced: int
    """Replies that a guard took back."""
    reply_characters: int
    message_characters: int
    """Of messages that got a reply."""
    mood_pairs: int
    """Messages after which the person wrote again in the same talk, both with a mood."""
    mood_change: float
    """How much brighter all those second messages read together; each from -2 to 2."""
    days: int
    """With a message of theirs, and a next day that is over."""
    days_returned: int
    """Those after which they wrote on the next day."""
    cost_usd: float
    """Of the talk since it met the variant, what runs behind it included."""
