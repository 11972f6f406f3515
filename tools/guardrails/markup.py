"""Layer 3: no machine's signs in a reply, and nothing carried out in a link, image or encoding.

A companion says plain sentences. Marks of a chat's template, calls of tools, the headings and the
names of fields of its own notes, images, HTML, links that carry text and encoded text are none.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from storage.records.memory import ROLLING_FIELDS
from tools.prompts.words import WORDS
from tools.text.decode import decoded

LONGEST_QUERY = 32
"""Characters after the "?" or "#" of a link that may be said; a video's number has eleven."""

MOST_QUERY_WORDS = 3
"""Words there: what somebody searches for, and no sentence."""

LONGEST_LINK = 200
"""Characters of a link that may be said, and that are held until it ends."""

CONTEXT = 80
"""Characters already sent that are looked at again, for what a mark begins with."""

LONGEST_ENCODED = 64
"""Characters of a sign-like word that are held until it ends."""

FIELDS = (*ROLLING_FIELDS, "search_memories")
"""Names in a prompt that nobody says, written with "_", or as the first words before a colon."""

LONGEST_NUMBER = 3
"""Characters already sent that a number of two signs reaches back to."""

_TAGS = (
    "img|script|iframe|object|embed|svg|video|audio|style|meta|base|form|link|start_of_turn|"
    "end_of_turn|im_start|im_end|system|assistant|user|model|bos|eos|s|think|thinking|tool\\w*|"
    "function\\w*|talk|notes|now|known|step|instructions?|rules"
)
_ESCAPE = r"(?:%[0-9A-Fa-f]{2}|&#x?[0-9A-Fa-f]{2,6};|\\u\{?[0-9A-Fa-f]{4}\}?)"
_LINK = re.compile(r"(?<![A-Za-z])https?://[^\s]*", re.IGNORECASE)
_ENCODED = re.compile(
    r"[A-Za-z0-9+/=_-]{12,}|(?:(?:0x|\\x)?[0-9A-Fa-f]{2}[ ,:]?){8,}|(?:[01]{8} ?){6,}"
)
_PLAIN_WORD = re.compile(r"[A-Za-z]?[a-z]*(?:-[A-Za-z]?[a-z]*)*|\d+")
_LAST_WORD = re.compile(rf"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/=_-]{{1,{LONGEST_ENCODED}}}\Z")
_LAST_NUMBERS = re.compile(
    r"(?<![A-Za-z0-9])(?:0x|\\x)?(?:[A-Fa-f]?\d|\d[A-Fa-f])[0-9A-Fa-f]{0,7}"
    r"(?:[ ,:](?:0x|\\x)?[0-9A-Fa-f]{0,8}){0,24}\Z"
)

_SIGN = re.compile(r"[<\[{#%&\\_|\uff5c/:：]")
_ODD = re.compile(
    r"[a-z\d][A-Z]|[A-Za-z]\d|\d[A-Za-z]|[A-Z]{2}|\d\d|\d[ ,:]?\Z|!(?:\[|\Z)"
    r"|[0-9a-f]{2}[ ,:][0-9a-f]{2}"
)
_DIGITS_SO_FAR = re.compile(r"[a-f]{3,}")
"""A word that may turn out to be a number: bytes in base sixteen often begin with letters."""
_LAST_LETTERS = re.compile(r"[A-Za-z]+\Z")


class MarkupScreen:
    """Takes a reply in pieces and gives back what may be sent; a mark is held until it is none."""

    def __init__(self) -> None:
        self.broken: str | None = None
        """Why nothing more may be said, or None."""
        self._sent = ""
        self._tail = ""

    def push(self, text: str) -> str:
        """Take the next piece of the reply and return what may be sent now, maybe nothing."""
        if self.broken is not None or not text:
            return ""
        self._tail += text
        seen = self._sent + self._tail
        end = len(self._tail)
        if _is_notable(self._sent, self._tail):
            self.broken = mark_in(seen)
            end = max(0, _open_since(seen) - len(self._sent))
        if self.broken is not None:
            return ""
        said, self._tail = self._tail[:end], self._tail[end:]
        self._sent = (self._sent + said)[-CONTEXT:]
        return said

    def finish(self) -> str:
        """Take the end of the reply and return the rest, or nothing when it may not be said."""
        rest, self._tail = self._tail, ""
        return rest if self.broken is None else ""


def mark_in(text: str) -> str | None:
    """Return the name of the first rule that a text breaks, or None."""
    for name, pattern in _marks().items():
        if pattern.search(text):
            return name
    if any(map(_carries_text, _LINK.findall(text))):
        return "leak.link"
    if any(map(_is_encoded, _ENCODED.findall(_LINK.sub(" ", text)))):
        return "leak.encoded"
    return None


def _carries_text(link: str) -> bool:
    """Return whether a link says more than where to look."""
    query = re.split(r"[?#]", link, maxsplit=1)[1:]
    words = re.split(r"(?:%20|[+_&=;,./-])+", "".join(query))
    return (
        len(link) > LONGEST_LINK
        or len("".join(query)) > LONGEST_QUERY
        or sum(word.isalpha() for word in words) > MOST_QUERY_WORDS
        or any(map(_is_encoded, re.split(r"[/.?=&:#]", link)))
    )


def _is_encoded(word: str) -> bool:
    if word.islower() and word.isalpha():
        return False
    mixed = any(map(str.isupper, word)) and any(map(str.islower, word))
    return (mixed and len(word) >= 20 and any(map(str.isdigit, word))) or any(decoded(word))


def _open_since(text: str) -> int:
    """Return where something begins that may still become a mark, the end when nothing does."""
    starts = [found.start() for found in (_may_become().search(text), _last_odd(text)) if found]
    return min(starts, default=len(text))


def _last_odd(text: str) -> re.Match[str] | None:
    """Return the last word while it looks like no word, or the numbers that end a text."""
    word = _LAST_WORD.search(text)
    if word and (_DIGITS_SO_FAR.fullmatch(word[0]) or not _PLAIN_WORD.fullmatch(word[0])):
        return word
    return _LAST_NUMBERS.search(text)


@cache
def _marks() -> dict[str, re.Pattern[str]]:
    headings = "|".join(map(re.escape, sorted(_headings())))
    fields = "|".join(name.replace("_", "[ _*-]+") for name in FIELDS)
    return {
        "leak.template": re.compile(
            rf"<[|\uff5c][^>\n]{{0,40}}[|\uff5c]>|</?(?:{_TAGS})\b[^>\n]{{0,60}}>|<(?:img|script|iframe)\b"
            r"|\[/?INST\]|<<\s*/?SYS",
            re.IGNORECASE,
        ),
        "leak.image": re.compile(r"!\["),
        "leak.tool call": re.compile(
            r'\{\s*"(?:name|tool|tool_name|tool_code|function|tool_calls?|arguments|args|query|'
            r'parameters|action)"\s*:',
            re.IGNORECASE,
        ),
        "leak.notes": re.compile(
            rf"(?:^|(?<=[\s>*-]))#{{1,6}}[ *]*(?:{headings})|\b(?:{'|'.join(FIELDS)})\b"
            rf"|^[ >*-]{{0,6}}(?:{fields})[\s*_]*[:：]",
            re.IGNORECASE | re.MULTILINE,
        ),
        "leak.encoded": re.compile(rf"(?:{_ESCAPE}\W?){{4,}}|(?:[^\s%]{{1,30}}%20){{3,}}"),
    }


@cache
def _may_become() -> re.Pattern[str]:
    """Return the pattern of what may begin a mark, up to the end of a text."""
    fields = "|".join(rf"\b{_beginning(list(name))}" for name in FIELDS)
    parts = (
        r"<(?:[|\uff5c/<A-Za-z][^>\n]{0,60})?",
        r"\[/?I?N?S?T?",
        r"!",
        r"\{\s{0,4}(?:\"\w{0,12}\"?\s{0,4})?",
        r"(?:^|(?<=[\s>*-]))#{1,6}[^\n]{0,60}",
        rf"(?:{fields})[\s*_]{{0,4}}",
        rf"(?<![A-Za-z]){_beginning(list('http'))}(?:s?:?/{{0,2}})?",
        rf"(?<![A-Za-z])https?://[^\s]{{0,{LONGEST_LINK}}}",
        rf"(?:{_ESCAPE}\W?){{0,4}}(?:%[0-9A-Fa-f]?|&#?x?[0-9A-Fa-f]{{0,6}}|\\u?\{{?[0-9A-Fa-f]{{0,4}})?",
        r"[^\s%]{1,30}%20(?:[^\s%]{0,30}%?2?0?){0,3}",
    )
    return re.compile("(?:" + "|".join(parts) + r")\Z", re.IGNORECASE | re.MULTILINE)


def _is_notable(sent: str, tail: str) -> bool:
    """Return whether a text may hold or begin a mark; hardly any does."""
    if _SIGN.search(tail) or _SIGN.search(sent) or _ODD.search(sent[-LONGEST_NUMBER:] + tail):
        return True
    word = _LAST_LETTERS.search(tail)
    if word is None:
        return False
    return bool(_DIGITS_SO_FAR.fullmatch(word[0])) or word[0].casefold() in _first_words()


@cache
def _first_words() -> frozenset[str]:
    """Return what a name of a field, or an address, begins with, and the beginnings of that."""
    firsts = {name.split("_")[0] for name in FIELDS} | {"http"}
    return frozenset(name[:end] for name in firsts for end in range(1, len(name) + 1))


def _beginning(signs: list[str]) -> str:
    """Return a pattern of a name, or of as much of it as its first sign."""
    rest = ""
    for sign in reversed(signs[1:]):
        rest = f"(?:{'[ _*-]+' if sign == '_' else sign}{rest})?"
    return signs[0] + rest


@cache
def _headings() -> frozenset[str]:
    """Return the headings of our notes, in every language."""
    words = {text for table in WORDS.values() for key, text in table.items() if "section." in key}
    return frozenset(words) | frozenset(_prompt_headings())


def _prompt_headings() -> Iterator[str]:
    for language in WORDS:
        for prompt in files("tools.prompts").joinpath(language).iterdir():
            for line in prompt.read_text("utf-8").splitlines():
                if line.startswith("#") and "$" not in line:
                    yield line.strip("# ")
