"""The rules of law that are live, as a body and as rows."""

from collections.abc import Iterable, Iterator

from api.rest.body import Body
from tools.care.jurisdiction import Pack, Rule
from tools.prompts.render import Language


class RuleBody(Body):
    """One thing that is owed."""

    pack: str
    rule: str
    says: str
    minutes: int | None
    """For a rule that counts time."""
    kept: bool
    """False where whoever runs the program has to keep it."""
    source: str


class RulesBody(Body):
    """All of some packs."""

    rules: tuple[RuleBody, ...]


def rules_body(packs: Iterable[Pack], language: Language) -> RulesBody:
    """Return the rules of packs in a language."""
    return RulesBody(rules=tuple(_rules(packs, language)))


def _rules(packs: Iterable[Pack], language: Language) -> Iterator[RuleBody]:
    for pack in packs:
        for rule in pack.rules:
            yield RuleBody(
                pack=pack.key,
                rule=rule.key,
                says=rule.texts[language],
                minutes=_minutes(rule),
                kept=rule.kept,
                source=rule.source,
            )


def _minutes(rule: Rule) -> int | None:
    return int(rule.every.total_seconds()) // 60 if rule.every else None
