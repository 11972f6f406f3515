"""When the talk is read for who Lumi has become."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.records import Message
from storage.records.personality import Becoming
from tools.text.words import UNSPACED, words_of

FIRST_EXCHANGES = 4
"""Messages of the person with something in them, after which a first personality is drawn: enough
to hear how somebody talks, and still the first evening."""

SUBSTANCE = 4
"""Words, or Chinese characters, from which a message has something in it; "ok thanks" has not."""

REFRESH_EVERY = 100
"""Messages of both sides after which the talk is read again."""

REFRESH_AFTER = timedelta(days=14)
"""Or after so long, if there was some talk."""

REFRESH_LEAST = 24
"""Messages of both sides that are some talk: twelve rounds."""

TRY_AGAIN_AFTER = timedelta(hours=20)
"""After a first reading that came to nothing, with some talk since: the next day at about the same
hour. A model that saw too little, or whose drawing may not stand, mostly answers so again."""

_WORDLIKE = re.compile(r"[^\W\d_]")


def has_substance(text: str) -> bool:
    """Return whether a message tells something of how somebody talks."""
    words = [word for word in words_of(text) if _WORDLIKE.search(word) or UNSPACED.match(word)]
    return len(words) >= SUBSTANCE


def has_emerged(becoming: Becoming) -> bool:
    """Return whether the companion is somebody already."""
    return bool(becoming.personality.essence)


def may_be_due(becoming: Becoming, *, now: datetime) -> bool:
    """Return whether the talk has to be looked at; cheap, without a message read.

    A first personality is due by what the messages say, so there it only tells when there cannot be
    enough of them, or a reading that came to nothing is not long enough ago.
    """
    emerged = has_emerged(becoming)
    if not emerged and becoming.read_at is None:
        return becoming.unread >= FIRST_EXCHANGES
    if becoming.unread >= REFRESH_EVERY:
        return True
    since = becoming.read_at or (becoming.latest.created_at if becoming.latest else now)
    after = REFRESH_AFTER if emerged else TRY_AGAIN_AFTER
    return becoming.unread >= REFRESH_LEAST and now - since >= after


def is_due(becoming: Becoming, messages: Sequence[Message], *, now: datetime) -> bool:
    """Return whether the talk is to be read now, given what was said since the last reading."""
    if has_emerged(becoming):
        return may_be_due(becoming, now=now)
    telling = [one for one in messages if one.role == "user" and has_substance(one.content)]
    return len(telling) >= FIRST_EXCHANGES
