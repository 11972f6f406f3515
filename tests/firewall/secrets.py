"""Things that are told to one companion alone, made by rule: the same ones in every run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

SEED = 4
A_MESSAGE = 10
"""Secrets in one message."""

_SYLLABLES = (
    *("ba", "do", "fi", "gu", "ke", "lo", "mi", "nu", "po", "ra"),
    *("se", "ti", "vu", "wa", "xe", "yo", "zu", "qua", "dri", "sol"),
)
_RARE = "青铜琥珀雾凇蓑笠梧桐砚台漆器榫卯瓦当檀香笙箫蒲团茱萸菖蒲杜衡薜荔芰荷葭莩旌旆"
_DISHES = "糕羹粥饼饭面汤"
_ENGLISH_WORK = (
    "potter",
    "locksmith",
    "sailor",
    "baker",
    "beekeeper",
    "glazier",
    "tailor",
    "judge",
)
_CHINESE_WORK = ("木匠", "水手", "裁缝", "药师", "船工", "石匠")


@dataclass(frozen=True)
class Whose:
    """One person's talk with one companion; None is Lumi."""

    subject: str
    agent_id: str | None


@dataclass(frozen=True, kw_only=True)
class Secret:
    """Something that is told, and how a model that misses nothing would note it."""

    whose: Whose
    token: str
    """What must not be seen elsewhere: no other secret has it, and no other text of the suite."""
    sentence: str
    type: str = "life_event"
    person: str | None = None
    preference: str | None = None
    """The canonical key under which `token` is a value."""


def secrets_of(streams: Sequence[Whose], *, each: int) -> tuple[Secret, ...]:
    """Return so many secrets for each stream, of every kind in turn, English and Chinese."""
    chance, taken = Random(SEED), set[str]()  # noqa: S311 - the same in every run
    made = []
    for whose in streams:
        for number in range(each):
            kind = _KINDS[number % len(_KINDS)]
            while (values := kind(chance))["token"] in taken:
                pass
            taken.add(values["token"])
            made.append(Secret(whose=whose, **values))
    return tuple(made)


def messages_of(secrets: Sequence[Secret], whose: Whose) -> Iterator[str]:
    """Yield what is said to tell one companion its secrets."""
    told = [secret.sentence for secret in secrets if secret.whose == whose]
    for start in range(0, len(told), A_MESSAGE):
        yield "\n".join(told[start : start + A_MESSAGE])


def _word(chance: Random, syllables: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(syllables))


def _han(chance: Random, length: int) -> str:
    return "".join(chance.sample(_RARE, length))


def _number(chance: Random) -> str:
    return f"{chance.randrange(1000, 10_000)}-{chance.randrange(10_000, 100_000)}"


def _cousin(chance: Random) -> dict[str, Any]:
    name = _word(chance, 4).capitalize()
    sentence = f"My cousin {name} is a {chance.choice(_ENGLISH_WORK)} in {_word(chance, 3)}."
    return {"token": name, "sentence": sentence, "type": "relationship", "person": name}


def _code(chance: Random) -> dict[str, Any]:
    token = _number(chance)
    return {"token": token, "sentence": f"The code of my {_word(chance, 2)} safe is {token}."}


def _phrase(chance: Random) -> dict[str, Any]:
    token = f"{_word(chance, 2)} {_word(chance, 3)} {_word(chance, 2)}"
    return {"token": token, "sentence": f"Our {_word(chance, 2)} password at home is {token}."}


def _food(chance: Random) -> dict[str, Any]:
    token = _word(chance, 5)
    values = {"type": "preference", "preference": "preferences.food"}
    return {"token": token, "sentence": f"I love to eat {token}.", **values}


def _wedding(chance: Random) -> dict[str, Any]:
    token = (
        f"{chance.randrange(1940, 2015)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    )
    return {
        "token": token,
        "sentence": f"I was in {_word(chance, 3)} on {token}.",
        "type": "milestone",
    }


def _sister(chance: Random) -> dict[str, Any]:
    name = _han(chance, 3)
    sentence = f"我的表妹{name}是{chance.choice(_CHINESE_WORK)}，住在{_han(chance, 2)}镇。"
    return {"token": name, "sentence": sentence, "type": "relationship", "person": name}


def _password(chance: Random) -> dict[str, Any]:
    token = _han(chance, 4)
    return {"token": token, "sentence": f"我和{_han(chance, 2)}的暗号是{token}。", "type": "shared"}


def _dish(chance: Random) -> dict[str, Any]:
    token = _han(chance, 3) + chance.choice(_DISHES)
    values = {"type": "preference", "preference": "preferences.food"}
    return {"token": token, "sentence": f"我最爱吃{token}。", **values}


def _account(chance: Random) -> dict[str, Any]:
    token = str(chance.randrange(10**9, 10**10))
    return {"token": token, "sentence": f"我的{_han(chance, 2)}账号是{token}。", "type": "identity"}


_KINDS = (
    *(_cousin, _code, _phrase, _food, _wedding),
    *(_sister, _password, _dish, _account),
)
