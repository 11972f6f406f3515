"""What a message was about, in so few words that it is found again when it would come up."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tools.dates.find import find_dates
from tools.outreach.errors import NoTopic
from tools.text.terms import terms_of
from tools.text.words import WORD

LONGEST_TOPIC = 100
"""Characters of what is never brought up."""

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def topics_of(message: str, grounds: Sequence[str], *, own_name: str | None) -> list[str]:
    """Return what a message was about, one topic for each memory it rests on.

    A topic is what the message and the memory both say, without the person's name and without the
    day, so that the same comes under it next week too; where they share nothing, the whole memory.

    Args:
        message: what was sent.
        grounds: the memories it rests on, in words.
        own_name: what the person is called.

    Raises:
        NoTopic: it rests on no memory.
    """
    topics = [_topic(message, ground, own_name or "") for ground in grounds]
    if not topics:
        raise NoTopic(
            "That message came from the hour or from a silence, not from something you told. "
            "Say in words what it should never be about, or ask for less like it."
        )
    return list(dict.fromkeys(topics))


def _topic(message: str, ground: str, own_name: str) -> str:
    plain = _without_days(ground)
    shared = set(terms_of(message)) & set(terms_of(plain)) - set(terms_of(own_name))
    words = _words_with(shared, plain)
    return (words or ground)[:LONGEST_TOPIC].strip()


def _words_with(shared: set[str], text: str) -> str:
    """Return the words of a text that stand for some terms; what stood together still does."""
    words, ended = "", 0
    for found in WORD.finditer(text):
        begin, end = found.span()
        around = text[max(0, begin - 1) : end], text[begin : end + 1], found[0]
        if any(set(terms_of(one)) & shared for one in around):
            words += found[0] if begin == ended else f" {found[0]}"
            ended = end
    return words.strip()


def _without_days(text: str) -> str:
    for span in find_dates(text, said_at=_ANY_DAY, zone=UTC):
        text = text.replace(span.text, " ")
    return text
