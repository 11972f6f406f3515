"""What cannot be wished of messages that come first."""


class OutreachRefused(Exception):
    """That cannot be done with messages that come first; the words say what can."""


class WishRefused(OutreachRefused):
    """Something that cannot be wished of them."""


class NoTopic(OutreachRefused):
    """The message came from the hour or from a silence, and was about nothing that was told."""
