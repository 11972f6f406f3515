"""Whether something is about what the person does not want to be asked about."""

from collections.abc import Sequence

from tools.loops.topic import covers, event_topic, speaks_of, topic_of


def is_hushed(text: str, events: Sequence[str]) -> bool:
    """Return whether a text is about one of the events that are not to be asked about."""
    said = topic_of(text)
    return any(
        covers(said, event_topic(one)) or speaks_of(said, event_topic(one)) for one in events
    )
