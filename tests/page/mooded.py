"""A month of days, as they would be kept after talk."""

import json
from datetime import timedelta

from psycopg import AsyncConnection

from tests.page.house import PageHouse

MONTH = "bc..lmbBcl.bbcL..cbbmcc.bBlcbB"
"""A letter a day, the last one today: bright, calm, low, mixed, or a day without talk."""

MOODS = {
    "b": [("happy", 0.5), ("neutral", 0.0)],
    "B": [("excited", 0.8), ("happy", 0.7), ("neutral", 0.0)],
    "c": [("neutral", 0.0), ("neutral", 0.05)],
    "l": [("sad", -0.5), ("neutral", 0.0)],
    "L": [("sad", -0.8), ("anxious", -0.6), ("lonely", -0.7)],
    "m": [("happy", 0.6), ("angry", -0.6)],
    ".": [],
}


async def make_days(house: PageHouse, days: str = MONTH) -> None:
    """Let messages have been said on each of these days, at this hour."""
    person = await house.owner()
    now = house.clock.now()
    async with await AsyncConnection.connect(
        house.running.database.url, autocommit=True
    ) as connection:
        for ago, letter in enumerate(reversed(days)):
            for number, (label, valence) in enumerate(MOODS[letter]):
                at = now - timedelta(days=ago, seconds=100 - number)
                felt = {"valence": 0.1 + 0.6 * valence, "arousal": 0.3, "mood": "calm"}
                read = {"valence": valence, "arousal": 0.4, "label": label, "confidence": 0.8}
                await connection.execute(
                    "INSERT INTO messages"
                    " (user_id, role, content, emotion_state, mood, settled_at, created_at)"
                    " VALUES (%(who)s, 'user', 'Said aloud', %(felt)s, %(read)s, %(at)s, %(at)s),"
                    " (%(who)s, 'assistant', 'Said aloud', %(felt)s, NULL, NULL, %(at)s)",
                    {
                        "who": person.id,
                        "felt": json.dumps(felt),
                        "read": json.dumps(read),
                        "at": at,
                    },
                )
