"""Where one episode of a talk ends and the next begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from storage.records import Episode, Message

EPISODE_GAP = timedelta(hours=3)
"""A silence that ends an episode.

Longer than a meal, a film or a commute, after which people take up the same thread; shorter than
a night or a working day, after which they begin anew ("last time" means the talk before that).
"""

LONGEST_EPISODE = timedelta(hours=6)
"""From its first message an episode lasts no longer than an evening.

Otherwise somebody who writes every two hours lives in one endless episode, and "that time" would
find everything. Counted in time and not in messages, because an open episode knows its times.
"""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Messages of one episode, oldest first."""

    episode_id: UUID | None
    """The open episode that they continue; None when they begin a new one."""
    messages: tuple[Message, ...]


def stretches(messages: Sequence[Message], *, open_episode: Episode | None) -> tuple[Stretch, ...]:
    """Cut newly read messages, oldest first, into episodes.

    The first stretch continues the open episode when no boundary lies between them. Cutting a talk
    in several readings gives the same boundaries as in one. Silence and length alone decide: a
    change of subject cannot be told from the few words that most messages share with any other.
    """
    if not messages:
        return ()
    begun = open_episode.started_at if open_episode else messages[0].created_at
    last = open_episode.ended_at if open_episode else messages[0].created_at
    episode_id = open_episode.id if open_episode else None
    found: list[Stretch] = []
    row: list[Message] = []
    for message in messages:
        if not _continues(message, open_episode, begun=begun, last=last):
            found += [Stretch(episode_id=episode_id, messages=tuple(row))] if row else []
            row, episode_id, begun = [], None, message.created_at
        row.append(message)
        last = max(last, message.created_at)
    return (*found, Stretch(episode_id=episode_id, messages=tuple(row)))


def _continues(
    message: Message, open_episode: Episode | None, *, begun: datetime, last: datetime
) -> bool:
    if open_episode and message.position <= open_episode.last_position:
        return True
    said_at = message.created_at
    return said_at - last < EPISODE_GAP and said_at - begun < LONGEST_EPISODE
