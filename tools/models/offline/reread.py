"""The voice's own sentences read back: which rule made one, and of what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import Formatter

from tools.models.offline.facts import fact_of
from tools.models.offline.lexicon import Gives, Lexicon, Rule, lexicon
from tools.models.offline.mirror import capitalised
from tools.prompts.render import Language
from tools.text.language import language_of

_MAY_BE_ABSENT = frozenset({"when", "measure", "count", "kind"})
_FIELDS = {
    "a_job": r"an? .{2,40}?",
    "who": r"(?:their|对方的)? ?(?!they\b|their\b|对方)[^,，。.;]{1,40}?",
    "diet": r"vegetarian|vegan|pescatarian|gluten[- ]free|lactose[- ]intolerant|coeliac|celiac"
    r"|diabetic|teetotal|dairy[- ]free|keto|paleo|low[- ]carb|mediterranean|halal|kosher"
    r"|plant[- ]based"
    r"|吃素|吃纯素|素食者|素食主义者|纯素|乳糖不耐受?|生酮|低碳饮食|吃清真|回民|穆斯林|麸质过敏",
    "operation": "surgery|operation|bypass",
    "age": r"\d{1,3}",
    "routine_time": r"(?:every|each|on|in|at|once|twice|before|[a-z]+days|weekends"
    r"|每|周末|早|晚|睡前|中午).{0,40}?",
}
_LISTED = frozenset({"kin", "relation", "limb"})

_HOW = re.compile(r" \([^()]{1,40}\)$|（[^（）]{1,40}）(?=。?$)")
"""The words that a sentence rests on, behind it."""

_FIELD_WEIGHT = 2
"""Letters that a gap in a sentence counts against it: two gaps fit more than one."""

_ARTICLE = re.compile(r"^an? ")
_USER = re.compile(r"^(?:the )?user(?P<owns>'s)? (?P<verb>[a-z]+)?", re.IGNORECASE)
_PLURALS = {"is": "are", "has": "have", "was": "were", "does": "do", "studies": "study"}


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a sentence in the third person states."""

    rule: Rule
    gives: Gives
    parts: Mapping[str, str]
    whose: str
    """Whom it is about in small letters; empty for the person themselves."""


def statement_of(content: str) -> Statement | None:
    """Return what a sentence states, or None when it is not understood."""
    language = language_of(content)
    said = _USER.sub(_as_they, content.strip().rstrip("."))
    text = capitalised(_HOW.sub("", said))
    for pattern, rule, gives in _templates(language):
        match = pattern.fullmatch(text)
        if match:
            parts = _parts(match.groupdict())
            return Statement(rule=rule, gives=gives, parts=parts, whose=_whose(parts))
    fact = fact_of(text)
    if fact is None:
        return None
    whose = fact.about.called.lower() if fact.about and fact.gives.person is None else ""
    return Statement(rule=fact.made_by, gives=fact.gives, parts=fact.parts, whose=whose)


def _as_they(match: re.Match[str]) -> str:
    """Return how the voice begins a sentence that another reader began with "the user"."""
    verb = match["verb"] or ""
    if match["owns"]:
        return f"Their {verb}"
    bare = verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb
    return f"They {_PLURALS.get(verb, bare)}"


def _parts(captures: Mapping[str, str | None]) -> dict[str, str]:
    parts = {key: value.strip() for key, value in captures.items() if value and value.strip()}
    if "a_job" in parts:
        parts["job"] = _ARTICLE.sub("", parts["a_job"])
    return parts


def _whose(parts: Mapping[str, str]) -> str:
    who = parts.get("who", "").lower()
    return who.removeprefix("their ").removeprefix("对方的").strip()


@cache
def _templates(language: Language) -> Sequence[tuple[re.Pattern[str], Rule, Gives]]:
    """Return the patterns of all sentences, those with the most words of their own first."""
    spoken = lexicon(language)
    made = [(rule, gives) for rule in (*spoken.rules, *spoken.told) for gives in rule.gives]
    made.sort(key=lambda one: -_literal(one[1].content))
    return [(_pattern(gives.content, spoken), rule, gives) for rule, gives in made]


def _literal(template: str) -> int:
    """Return how much of a sentence is its own words."""
    parsed = list(Formatter().parse(template))
    return sum(len(text) for text, *_ in parsed) - _FIELD_WEIGHT * len(parsed)


def _pattern(template: str, spoken: Lexicon) -> re.Pattern[str]:
    flags = re.IGNORECASE if spoken.language == "en" else 0
    pieces: list[str] = []
    for text, name, *_ in Formatter().parse(template.rstrip(".")):
        inner = _field(name or "", template, spoken)
        if name in _MAY_BE_ABSENT:
            gap = " " if text.endswith(" ") else ""
            pieces.append(f"{re.escape(text.rstrip())}(?:{gap}(?P<{name}>{inner}))?")
        else:
            pieces.append(re.escape(text) + (f"(?P<{name}>{inner})" if name else ""))
    return re.compile("".join(pieces), flags)


def _field(name: str, template: str, spoken: Lexicon) -> str:
    """Return what may stand in a gap: words of a list where there is one, else anything."""
    if name == "an_event":
        return f"(?:an? )?(?:{spoken.macros['event']})"
    mixed = (name == "illness" and "{who}" in template) or (
        name == "event" and "有{event}" in template
    )
    listed = mixed or name in _LISTED
    return f"(?:{spoken.macros[name]})" if listed else _FIELDS.get(name, ".{1,120}?")
