"""What a pattern captured, made fit to stand in a sentence, or refused."""

import re
from collections.abc import Callable, Mapping, Sequence

from tools.models.offline.lexicon import Lexicon

YOUNGEST, OLDEST = 5, 110
"""Ages believed; other numbers are minutes, pages or a joke."""

_ENDINGS = 3
"""How many idle words such as "right now, too" are taken off the end of a phrase."""

_CALENDAR = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july"
    r"|august|september|october|november|december)\b"
)
_CALENDAR_SAID = re.compile(
    r"(?<=by |in |on )(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april"
    r"|may|june|july|august|september|october|november|december)\b"
)
_BARE_DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")


def cleaned(captures: Mapping[str, str | None], lexicon: Lexicon) -> dict[str, str] | None:
    """Return the captures by name, ready to be said, or None when one of them cannot be meant."""
    parts: dict[str, str] = {}
    for key, raw in captures.items():
        if raw is None:
            continue
        value = _CLEANERS.get(key, _lower)(raw.strip(" '\t-"), lexicon)
        if not value:
            return None
        parts["name" if key == "capname" else key] = value
        if key == "age" and not raw.isdecimal():
            parts["how"] = f"{raw}岁"
    for key in ("event", "job"):
        if key in parts:
            parts[f"an_{key}" if key == "event" else f"a_{key}"] = _with_article(
                parts[key], lexicon
            )
    if "verb" in parts:
        parts["verb_plain"] = parts["verb"].removesuffix("ing")
    return parts


def date_words(raw: str, lexicon: Lexicon) -> str:
    """Return a date as it is written: "friday" becomes "on Friday"."""
    if lexicon.language == "zh":
        return raw
    spelled = _CALENDAR.sub(lambda match: match[0].capitalize(), raw.lower())
    return f"on {spelled}" if _BARE_DAY.match(spelled) else spelled


def _lower(raw: str, lexicon: Lexicon) -> str:
    return raw.lower()


def _name(raw: str, lexicon: Lexicon) -> str | None:
    if not raw.isascii() and lexicon.language == "zh":
        return None if _starts_with(raw, lexicon.words["not_names"]) else raw
    words = _until(raw.split(), lexicon.words["name_ends"])
    if not words or words[0].lower().removesuffix("'s") in lexicon.words["not_names"]:
        return None
    given = _leading_capitals(_until(words, lexicon.words["not_names"]))
    if not given and len(words) == 1 and len(words[0]) > 1:
        given = words
    return " ".join(_written_as_name(word) for word in given) or None


def _capital_name(raw: str, lexicon: Lexicon) -> str | None:
    first = raw.split()[0] if raw.split() else ""
    shouted = first.isupper() and len(first) > 1
    if first.isascii() and (shouted or not first[:1].isupper()):
        return None
    return _name(raw, lexicon)


def _other_name(raw: str, lexicon: Lexicon) -> str | None:
    return _name(raw, lexicon) if lexicon.language == "zh" else _capital_name(raw, lexicon)


def _place(raw: str, lexicon: Lexicon) -> str | None:
    if not raw.isascii() and lexicon.language == "zh":
        return None if _starts_with(raw, lexicon.words["not_places"]) else raw
    words = _until(raw.split(), lexicon.words["name_ends"])
    article = words[:1] if [word.lower() for word in words[:1]] == ["the"] else []
    words = words[len(article) :]
    lowered = " ".join(words).lower()
    if lowered in lexicon.words["lowercase_places"]:
        return " ".join([*article, *(word.capitalize() for word in words)])
    if not words or words[0] in lexicon.words["not_places"]:
        return None
    capitals = _leading_capitals(words, lexicon.words["place_particles"])
    if capitals:
        return " ".join([*article, *capitals])
    return None if article or len(words) > 1 else words[0].capitalize()


def _thing(raw: str, lexicon: Lexicon) -> str | None:
    thing = _without_endings(raw, lexicon)
    return None if _starts_with(thing, lexicon.words["not_things"]) else thing


def _thing_named(raw: str, lexicon: Lexicon) -> str | None:
    """Return what somebody will not speak of; "it" and "that" name nothing."""
    thing = _without_endings(raw, lexicon)
    bare = lexicon.words["not_causes"] | {"about", "now", "anything", "吗", "了", "话", "这些"}
    return None if thing.lower() in bare else thing


def _as_it_is(raw: str, lexicon: Lexicon) -> str:
    return raw


def _goal(raw: str, lexicon: Lexicon) -> str:
    return date_words_within(_without_endings(raw, lexicon), lexicon)


def date_words_within(text: str, lexicon: Lexicon) -> str:
    """Return a text with weekdays and months spelled with a capital."""
    if lexicon.language == "zh":
        return text
    return _CALENDAR_SAID.sub(lambda match: match[0].capitalize(), text)


def _without_endings(raw: str, lexicon: Lexicon) -> str:
    gap = " " if lexicon.language == "en" else ""
    thing = raw.strip()
    for _ in range(_ENDINGS):
        for ending in lexicon.words["thing_ends"]:
            if thing.lower().endswith(gap + ending):
                thing = thing[: -len(gap + ending)].strip()
    return thing


def _cause(raw: str, lexicon: Lexicon) -> str | None:
    cause = _without_endings(raw, lexicon)
    return None if cause.lower() in lexicon.words["not_causes"] else cause


def _event(raw: str, lexicon: Lexicon) -> str | None:
    if _starts_with(raw, lexicon.words["not_events"]):
        return None
    return raw if raw[:2].isupper() else raw[:1].lower() + raw[1:]


def _job(raw: str, lexicon: Lexicon) -> str | None:
    return None if _starts_with(raw, lexicon.words["not_events"]) else raw.lower()


def _age(raw: str, lexicon: Lexicon) -> str | None:
    number = int(raw) if raw.isdecimal() else _chinese_number(raw)
    return str(number) if YOUNGEST <= number <= OLDEST else None


def _chinese_number(raw: str) -> int:
    """Return a number from ten to ninety-nine that is written in Chinese."""
    tens, _, ones = raw.partition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens) if tens else 1) * 10 + (digits.index(ones) if ones else 0)


def _with_article(noun: str, lexicon: Lexicon) -> str:
    plural = noun.endswith("s") and not noun.endswith(("ss", "defens"))
    if lexicon.language == "zh" or plural or noun == "surgery":
        return noun
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"


def _starts_with(text: str, openings: frozenset[str]) -> bool:
    lowered = text.lower()
    if lowered.isascii():
        return any(lowered == one or lowered.startswith(f"{one} ") for one in openings)
    return lowered.startswith(tuple(openings))


def _until(words: Sequence[str], ends: frozenset[str]) -> list[str]:
    kept: list[str] = []
    for word in words:
        if kept and word.lower().rstrip(".") in ends:
            break
        kept.append(word.rstrip("."))
    return kept


def _leading_capitals(words: Sequence[str], particles: frozenset[str] = frozenset()) -> list[str]:
    kept: list[str] = []
    for index, word in enumerate(words):
        joins = word.lower() in particles and any(
            later[:1].isupper() for later in words[index + 1 :]
        )
        if not (word[:1].isupper() or (kept and joins)):
            break
        kept.append(word)
    return kept


def _written_as_name(word: str) -> str:
    plain = word.removesuffix("'s")
    shouted = plain.isupper() and len(plain) > 3
    return plain.capitalize() if shouted else plain[:1].upper() + plain[1:]


_CLEANERS: Mapping[str, Callable[[str, Lexicon], str | None]] = {
    "name": _name,
    "capname": _capital_name,
    "place": _place,
    "thing": _thing,
    "cause": _cause,
    "kind": _thing,
    "topic": _thing_named,
    "goal": _goal,
    "run": _goal,
    "old": _place,
    "zone": _as_it_is,
    "other": _other_name,
    "event": _event,
    "job": _job,
    "age": _age,
    "date": date_words,
    "when": date_words,
    "routine_time": date_words,
}
