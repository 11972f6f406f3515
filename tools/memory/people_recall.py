"""Which known people a text speaks of."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from storage.records import KnownPerson
from tools.memory.likeness import plain
from tools.memory.names import folded_name, given_name
from tools.memory.people_merge import together
from tools.memory.people_words import diminutives, listed, relations, wider
from tools.memory.relations import relation_of
from tools.text.normalise import normalise
from tools.text.scripts import HAN

_HAN = re.compile(f"[{HAN}]")
_EDGE = r"(?<![^\W_])(?:{})(?![^\W_])"
_ASKED = r"(?! (?:you|i|we|it|the|they|he|she|there|this|that|these|be|not)\b)"
"""What makes of "Will" at the beginning of a sentence no name."""

MOST_OF_A_RELATION = 2
"""People that "my sister" brings; of more than these it is too vague to mean any of them."""

REACH_OF_A_RELATION = 2
"""Characters between "my friend" and a name that says which friend."""

Span = tuple[int, int]


def mentioned_in(text: str, known: Sequence[KnownPerson]) -> tuple[KnownPerson, ...]:
    """Return the known people that a text names, or means by "my sister", in order of mention.

    Whole words count in English, the longest name in Chinese: 张小红 is not 小红. A name that is a
    word as well needs its capital letter. A name that fits several people brings all of them: who
    was meant, the reader of the prompt can tell. Those who were merged come as one.
    """
    people, folded = together(known), plain(text)
    spans = _named_spans(people, folded, text)
    starts = [start for (start, _), _ in spans]
    spans += [
        (span, person_id)
        for span, person_id in _by_relation(folded, people)
        if not any(0 <= start - span[1] <= REACH_OF_A_RELATION for start in starts)
    ]
    clear = [
        (span, person_id)
        for span, person_id in spans
        if not any(_is_within(span, other) for other, _ in spans)
    ]
    order: dict[UUID, int] = {}
    for (start, _), person_id in sorted(clear, key=lambda one: one[0]):
        order.setdefault(person_id, start)
    by_id = {person.id: person for person in people}
    return tuple(by_id[person_id] for person_id in order)


def _named_spans(people: Iterable[KnownPerson], folded: str, text: str) -> list[tuple[Span, UUID]]:
    """Return where somebody is named; who goes by a name comes before those it may be short for."""
    exact: list[tuple[Span, UUID]] = []
    loose: list[tuple[Span, UUID]] = []
    for person in people:
        names = {name for name in (person.name, *person.aliases) if relation_of(name) is None}
        for found, some in ((exact, names), (loose, _forms(names))):
            spans = (span for name in some for span in _places(plain(name), folded, text))
            found += [(span, person.id) for span in spans]
    taken = {span for span, _ in exact}
    return exact + [one for one in loose if one[0] not in taken]


def _forms(names: Iterable[str]) -> set[str]:
    """Return what somebody of these names may be called as well."""
    given = {short for name in names if (short := given_name(name))}
    return given | {
        form for name in (*names, *given) for form in diminutives().get(folded_name(name), ())
    }


def _places(wanted: str, folded: str, text: str) -> Iterator[Span]:
    if not wanted or wanted not in folded:
        return
    if _HAN.search(wanted):
        yield from (found.span() for found in re.finditer(re.escape(wanted), folded))
        return
    pattern = _EDGE.format(re.escape(wanted))
    for found in re.finditer(pattern, folded):
        if wanted not in listed("words_too") or _is_capital(text, wanted):
            yield found.span()


def _is_capital(text: str, word: str) -> bool:
    """Return whether a word is written as a name within a sentence, or is all that is said."""
    written = re.search(_EDGE.format(re.escape(word.capitalize())) + _ASKED, normalise(text))
    return written is not None


def _by_relation(folded: str, people: Iterable[KnownPerson]) -> Iterator[tuple[Span, UUID]]:
    """Yield where a text says "my sister", for everybody who is one."""
    named = [(name, one.id) for one in people if (name := relation_of(one.relationship or ""))]
    often = Counter(name for name, _ in named)
    often.update(wider()[name] for name, _ in named if name in wider())
    meant = [
        word
        for word, name in relations().items()
        if 0 < max(often[name], often[wider().get(name, name)]) <= MOST_OF_A_RELATION
    ]
    if not meant:
        return
    words = "|".join(map(re.escape, sorted(meant, key=len, reverse=True)))
    alone = "|".join(map(re.escape, sorted({*meant} & _alone(), key=len, reverse=True))) or "(?!)"
    pattern = (
        rf"\b(?:my|our) (?:\w+ )?({words})\b|我们?家?的?({words})"
        rf"|(?<![^\W_{HAN}])(?<![你他她])({alone})(?![^\W_{HAN}])"
    )
    for found in re.finditer(pattern, folded):
        meaning = relations()[next(filter(None, found.groups()))]
        yield from (
            (found.span(), person_id)
            for name, person_id in named
            if name == meaning or wider().get(name) == meaning or name == wider().get(meaning)
        )


def _alone() -> frozenset[str]:
    return listed("alone_en") | listed("alone_zh")


def _is_within(span: Span, other: Span) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]
