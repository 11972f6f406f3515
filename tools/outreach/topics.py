"""Whether something touches a topic that the person does not want to hear about."""

from tools.text.terms import terms_of


def touches(text: str, topic: str) -> bool:
    """Return whether every word of a topic stands in a text, in any form and order.

    A topic that is all small words is looked for as it is written, so that it is never lost.
    """
    words = terms_of(topic)
    if not words:
        return bool(topic.strip()) and topic.strip().casefold() in text.casefold()
    return set(words) <= set(terms_of(text))
