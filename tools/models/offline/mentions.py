"""The people of a talk, each once, with everything that was said of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tools.models.offline.fact import Fact, filled
from tools.models.offline.lexicon import lexicon


@dataclass(kw_only=True)
class _Person:
    name: str
    number: int
    relationship: str | None = None
    aliases: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)


def mentions(told: Iterable[tuple[int, Fact]]) -> list[Mapping[str, Any]]:
    """Return whom the facts speak of, in the order they came up.

    Args:
        told: facts with the number of the message that each was said in.
    """
    people: dict[str, _Person] = {}
    for number, fact in told:
        if fact.about is None or not fact.people:
            continue
        name = fact.people[0]
        person = people.setdefault(name.lower(), _Person(name=name, number=number))
        person.relationship = person.relationship or fact.about.relation
        _learn(person, fact)
    return [_mention(person) for person in _joined(list(people.values()))]


def _learn(person: _Person, fact: Fact) -> None:
    rule = fact.made_by
    if rule.attribute is None or not rule.stated:
        return
    value = filled(rule.stated, fact.parts, "they", lexicon(fact.language))
    if rule.attribute == "alias":
        person.aliases.append(value)
    else:
        person.attributes[rule.attribute] = value


def _joined(people: Sequence[_Person]) -> list[_Person]:
    """Return people with "sister" and the one sister who has a name made one."""
    kept: list[_Person] = []
    for person in people:
        namesakes = [
            one
            for one in people
            if one.relationship == person.relationship and one.name != one.relationship
        ]
        if person.name != person.relationship or len(namesakes) != 1:
            kept.append(person)
            continue
        namesakes[0].aliases.append(person.name)
        namesakes[0].attributes = person.attributes | namesakes[0].attributes
        namesakes[0].number = min(person.number, namesakes[0].number)
    return kept


def _mention(person: _Person) -> Mapping[str, Any]:
    return {
        "name": person.name,
        "aliases": list(dict.fromkeys(person.aliases)),
        "relationship": person.relationship,
        "attributes": [{"name": name, "value": value} for name, value in person.attributes.items()],
        "message_number": person.number,
    }
