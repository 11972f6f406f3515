"""Take out of a model's text what neither JSON nor the database can hold."""

from typing import Any


def is_clean(text: str) -> bool:
    """Say whether a text has neither NUL characters nor halves of a surrogate pair."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def clean_text(text: str) -> str:
    """Return a text without NUL characters; surrogate pairs are joined, single halves dropped."""
    if is_clean(text):
        return text
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def clean_value(value: Any) -> Any:
    """Return JSON-like data with every text in it cleaned."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_value(key): clean_value(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [clean_value(inner) for inner in value]
    return value
