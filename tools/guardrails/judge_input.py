"""Layer 1: judge what a person wrote, before any model reads it."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from tools.care.crisis import CrisisReading, read_crisis
from tools.guardrails.learned import belief, learned_weight, near
from tools.guardrails.verdict import Verdict
from tools.guardrails.views import RULE_FILES, telling_words, views
from tools.text.normalise import normalise
from tools.text.phrases import Match, PhraseBook, phrase_book
from tools.text.sample import sampled
from tools.text.words import words_of

DEFLECT = 1.0
"""Weight of evidence from which a message is answered in character, without the model."""

HARDEN = 0.5
"""Weight from which the prompt reminds the model who it is; nothing is seen of it."""

CARRIED_OVER = 0.5
"""Part of the heaviest earlier message that counts with this one, when this one weighs anything."""

MARKER_WEIGHT = 1.0
"""Weight of a mark of a prompt's own structure."""

COMPANY = "company"
"""The rule for a word of the person's own life; it weighs nothing."""

SMALL_REASONS = ("machine.", "learned")
"""Reasons that count as one together with a word of the person's own life."""

SAID_OF_NOTHING_ELSE = ("machine.", COMPANY)
"""Rules that count whatever the model makes of the message: it was not trained to tell them."""

MESSAGES_BEFORE = 3
"""How many of the person's last messages are looked at."""


def judge_input(
    text: str, *, before: Sequence[str] = (), reading: CrisisReading | None = None
) -> Verdict:
    """Return what the guard thinks of a message, given the person's last few messages.

    An explicit statement of danger comes first, and nothing else in the text weakens it. Then the
    weights of the rules add up: orders to forget the rules, new roles, requests for the prompt,
    claims of authority, and messages that are nothing but an order for code or homework.

    Args:
        text: what the person wrote.
        before: their messages before it, oldest first.
        reading: what care sees in the text, when it was read already.
    """
    if (reading or read_crisis(text)).needs_answer:
        return Verdict("crisis", ("care.danger",))
    reasons = evidence(text)
    weight = _weight(reasons)
    if weight and COMPANY not in reasons:
        earlier = [_weight(evidence(said)) for said in before[-MESSAGES_BEFORE:]]
        weight += CARRIED_OVER * min(DEFLECT, max(earlier, default=0.0))
    names = tuple(name for name, worth in reasons.items() if worth)
    if weight >= DEFLECT:
        return Verdict("deflect", names)
    return Verdict("harden" if weight >= HARDEN else "clear", names)


def _weight(reasons: dict[str, float]) -> float:
    """Return what rules weigh together.

    Who asks for code or an essay and says a word of their own life with it is company, not the user
    of a machine: that is no more than a reason to remind the prompt.
    """
    weight = sum(reasons.values())
    others = weight - sum(reasons[name] for name in reasons if name.startswith(SMALL_REASONS))
    return min(weight, HARDEN) if COMPANY in reasons and not others else weight


def evidence(text: str, *, rules_alone: bool = False) -> dict[str, float]:
    """Return the rules that a text, or a disguised reading of it, fulfils with their weights.

    Each counts once. Words that are also said of anything (an earlier message, the old rules) are a
    reminder at most, or nothing, where the model, which weighs them with those round them, sees no
    attack.
    Other readings are looked at only while the message may still pass. Of a text
    longer than any message, its ends and its most telling parts are read.

    Args:
        text: what was written.
        rules_alone: leave the model out, which knows messages: for notes and what others wrote.
    """
    read_one = _by_rules if rules_alone else _evidence
    text = sampled(text, telling_words())
    found = read_one(normalise(text))
    for view in views(text):
        if sum(found.values()) >= DEFLECT:
            break
        found |= read_one(view)
    return found


def _evidence(read: str) -> dict[str, float]:
    words = words_of(read)
    found = _believed(rule_matches(words), words) | _structure(read)
    if sum(found.values()) < DEFLECT and (model := learned_weight(words)):
        found["learned"] = model
    return found


def _by_rules(read: str) -> dict[str, float]:
    found = {match.rule.name: match.rule.weight for match in rule_matches(words_of(read))}
    return found | _structure(read)


def _structure(read: str) -> dict[str, float]:
    small = read.casefold()
    return {"structure": MARKER_WEIGHT} if any(map(small.__contains__, _markers())) else {}


def _believed(matches: Sequence[Match], words: Sequence[str]) -> dict[str, float]:
    """Return the rules that matched, none with more weight than it is believed.

    Of those that are doubted, only the heaviest counts.
    """
    found, doubted = dict[str, float](), dict[str, float]()
    for match in matches:
        rule = match.rule
        sure = rule.name.startswith(SAID_OF_NOTHING_ELSE)
        most = 1.0 if sure or rule.name in found else belief(near(words, match.start, match.end))
        if most >= DEFLECT:
            found[rule.name] = rule.weight
        elif most:
            doubted[rule.name] = min(rule.weight, HARDEN)
    heaviest = max(doubted, key=lambda name: doubted[name], default="")
    return {heaviest: doubted[heaviest]} | found if heaviest else found


def rule_matches(words: Sequence[str]) -> list[Match]:
    """Return where some folded words fulfil rules, whatever the model makes of them."""
    return _rules().matches(words)


@cache
def _rules() -> PhraseBook:
    return phrase_book("tools.guardrails", *RULE_FILES)


@cache
def _markers() -> tuple[str, ...]:
    texts = (files("tools.guardrails").joinpath(name).read_text("utf-8") for name in RULE_FILES)
    return tuple(marker for text in texts for marker in tomllib.loads(text)["markers"])
