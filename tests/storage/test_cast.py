"""Every persona of the cast, held to what a companion may be."""

import json
import re
from dataclasses import fields
from itertools import combinations

import pytest

from storage.cast import BadPersona, cast, extension_of, persona, persona_of, preset_cards
from storage.errors import NotFound
from storage.records.persona import Example, Persona, PersonaLanguage, Portrait
from tools.guardrails.check_reply import check_reply
from tools.text.words import words_of

LANGUAGES: tuple[PersonaLanguage, ...] = ("en", "zh")
EVERY_PORTRAIT = [
    pytest.param(one, language, id=f"{slug}-{language}")
    for slug, one in cast().items()
    for language in LANGUAGES
]

SHARED_AT_MOST = 0.25
"""Which part of the smaller vocabulary two personas may have in common."""

PORTRAIT_CHARACTERS = {"en": (1_400, 3_000), "zh": (420, 900)}
"""A portrait says enough, and fits a prompt."""

CLAIMS = {
    "en": (
        r"\bI'?m (?:a |really |actually )*human\b",
        r"\bmy (?:body|hands?|eyes|face|hair|mum|mom|mother|father|dad)\b",
        r"\bmy (?:job|boss|flat|house|kitchen|childhood)\b",
        r"\bI (?:ate|slept|cooked|drank|woke up|went to|drove|walked)\b",
        r"\bI(?:'m| am) (?:at|on my way|getting|having|cooking|eating|driving|in bed)\b",
        r"\b(?:when I was|back when I|my childhood|last night I|this morning I|tonight I)\b",
        r"\b(?:hug|kiss|hold) you\b",
        r"\bI\b.{0,30}\b(?:off work|my shift|the gym|had dinner|day off|yoga)\b",
        r"\*[^*]+\*",
    ),
    "zh": (
        r"我(?:也)?是(?:个)?(?:真)?人(?!工)",
        r"我(?:刚|今天|昨晚|昨天|今早)(?:吃|睡|下班|到家|起床|出门|做了饭)",
        r"我的(?:身体|手|眼睛|脸|头发|妈妈?|爸爸?|工作|老板|家|房间|童年)",
        r"我.{0,8}(?:下班|加班|上课|健身房|瑜伽|吃完饭|做晚饭)",
        r"我小时候|我妈|我爸|抱抱你|亲亲你|抱着你|我在(?:路上|家|公司|床上)",
        r"[（(*][^）)*]*(?:地笑|摸摸|点头|抱)[^）)*]*[）)*]",
    ),
}
HOOKS = {
    "en": (
        r"\?|before you go|wait|one more|miss you|don't go|stay a|come back|whenever you"
        r"|I'll be here"
    ),
    "zh": r"[?？]|等等|等一下|再聊|别走|想你|想念|等你|早点回来|还有一件|给你留着|我一直在",
}
GENDERED = {
    "en": r"\b(?:he|she|him|her|his|hers|himself|herself|boy|girl|man|woman)\b",
    "zh": r"[他她]|小伙|姑娘|男|女",
}


def sides(portrait: Portrait) -> list[str]:
    """What a portrait says of the persona itself."""
    own = [getattr(portrait, field.name) for field in fields(portrait)]
    return [*(text for text in own if isinstance(text, str)), *portrait.interests]


def replies(portrait: Portrait) -> list[str]:
    return [portrait.greeting, *(example.reply for example in portrait.examples)]


def everything(portrait: Portrait) -> str:
    said = [example.said for example in portrait.examples]
    return "\n".join([*sides(portrait), *replies(portrait)[1:], *said])


def example_of(portrait: Portrait, kind: str) -> Example:
    [found] = [example for example in portrait.examples if example.kind == kind]
    return found


def vocabulary(one: Persona, language: PersonaLanguage) -> frozenset[str]:
    """Words that are not everybody's; in Chinese pairs of characters."""
    text = "\n".join([*sides(one.portraits[language]), *replies(one.portraits[language])])
    if language == "zh":
        runs = re.findall(r"[\u4e00-\u9fff]+", text)
        return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))
    return frozenset(word for word in words_of(text) if len(word) > 4)


def test_there_are_twenty_five_and_each_is_called_as_its_file() -> None:
    assert len(cast()) == 25
    assert all(slug == one.slug for slug, one in cast().items())


def test_no_two_share_a_name_a_tagline_or_a_voice() -> None:
    for language in LANGUAGES:
        portraits = [one.portraits[language] for one in cast().values()]
        assert len({portrait.name for portrait in portraits}) == 25
        assert len({portrait.tagline for portrait in portraits}) == 25
        assert len({one.voices[language].id for one in cast().values()}) == 25


@pytest.mark.parametrize(("one", "language"), EVERY_PORTRAIT)
def test_no_persona_claims_a_human_life(one: Persona, language: PersonaLanguage) -> None:
    for text in [*sides(one.portraits[language]), *replies(one.portraits[language])]:
        for claim in CLAIMS[language]:
            assert not re.search(claim, text, re.IGNORECASE), text


@pytest.mark.parametrize(
    ("language", "planted"),
    [
        ("en", "I'm human, I promise."),
        ("en", "I just got off work, what a day."),
        ("en", "My hands are cold."),
        ("en", "I cooked noodles and thought of you."),
        ("en", "I'm on my way to the park."),
        ("en", "When I was little we had a dog."),
        ("en", "*smiles softly*"),
        ("zh", "我是真人呀。"),
        ("zh", "我刚下班，累死了。"),
        ("zh", "我小时候住在海边。"),
        ("zh", "来，抱抱你。"),
        ("zh", "我在路上，等会儿说。"),
        ("zh", "（轻轻地笑）没事的。"),
    ],
)
def test_a_planted_claim_would_be_found(language: PersonaLanguage, planted: str) -> None:
    assert any(re.search(claim, planted, re.IGNORECASE) for claim in CLAIMS[language])


@pytest.mark.parametrize(("one", "language"), EVERY_PORTRAIT)
def test_no_reply_would_be_stopped_by_our_own_guard(
    one: Persona, language: PersonaLanguage
) -> None:
    for reply in replies(one.portraits[language]):
        assert check_reply(reply, secret="nothing to see") is None, reply


@pytest.mark.parametrize(("one", "language"), EVERY_PORTRAIT)
def test_asked_whether_it_is_human_a_persona_says_that_it_is_an_ai(
    one: Persona, language: PersonaLanguage
) -> None:
    honest = example_of(one.portraits[language], "honest").reply
    assert ("人工智能" in honest) if language == "zh" else re.search(r"\bAI\b", honest)


@pytest.mark.parametrize(("one", "language"), EVERY_PORTRAIT)
def test_a_farewell_is_one_warm_line_without_a_hook(
    one: Persona, language: PersonaLanguage
) -> None:
    goodbye = example_of(one.portraits[language], "goodbye").reply
    assert "\n" not in goodbye
    assert len(goodbye) <= (30 if language == "zh" else 90)
    assert not re.search(HOOKS[language], goodbye, re.IGNORECASE), goodbye


@pytest.mark.parametrize(("one", "language"), EVERY_PORTRAIT)
def test_whoever_is_comforted_is_not_questioned(one: Persona, language: PersonaLanguage) -> None:
    comfort = example_of(one.portraits[language], "comfort").reply
    assert len(re.findall(r"[?？]", comfort)) <= 2, comfort


@pytest.mark.parametrize(("one", "language"), EVERY_PORTRAIT)
def test_nobody_is_called_he_or_she_in_what_describes_them(
    one: Persona, language: PersonaLanguage
) -> None:
    for text in sides(one.portraits[language]):
        assert not re.search(GENDERED[language], text, re.IGNORECASE), text


@pytest.mark.parametrize(("one", "language"), EVERY_PORTRAIT)
def test_a_portrait_says_enough_and_fits_a_prompt(one: Persona, language: PersonaLanguage) -> None:
    least, most = PORTRAIT_CHARACTERS[language]
    assert least <= len(everything(one.portraits[language])) <= most
    assert {example.kind for example in one.portraits[language].examples} >= {
        "comfort",
        "disagree",
        "joke",
        "goodbye",
        "honest",
    }


@pytest.mark.parametrize(("one", "language"), EVERY_PORTRAIT)
def test_each_language_is_written_in_itself(one: Persona, language: PersonaLanguage) -> None:
    text = everything(one.portraits[language])
    chinese = len(re.findall(r"[\u4e00-\u9fff]", text)) / len(text)
    assert (chinese > 0.7) if language == "zh" else (chinese == 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_personas_sound_alike(language: PersonaLanguage) -> None:
    words = {slug: vocabulary(one, language) for slug, one in cast().items()}
    shares = {
        (one, other): len(words[one] & words[other]) / min(len(words[one]), len(words[other]))
        for one, other in combinations(words, 2)
    }
    closest = max(shares, key=shares.__getitem__)
    assert shares[closest] <= SHARED_AT_MOST, (closest, shares[closest])


def test_no_reply_is_used_twice() -> None:
    all_replies = [
        reply
        for one in cast().values()
        for portrait in one.portraits.values()
        for reply in replies(portrait)
    ]
    assert len(all_replies) == len(set(all_replies))


def test_temperaments_differ_in_numbers_too() -> None:
    assert len({one.baseline for one in cast().values()}) >= 23
    assert len({one.evolution for one in cast().values()}) == 25
    assert {one.rhythm.mode for one in cast().values()} == {"concise", "natural", "expansive"}
    assert {one.evolution.furthest for one in cast().values()} >= {"good_friends", "partners"}


def test_whoever_is_closer_is_written_to_no_later() -> None:
    for one in cast().values():
        assert one.outreach.close_hours <= one.outreach.distant_hours


@pytest.mark.parametrize("one", cast().values(), ids=cast().keys())
def test_what_a_persona_is_survives_being_written_and_read(one: Persona) -> None:
    written = json.loads(json.dumps(extension_of(one), ensure_ascii=False))
    assert persona_of({"data": {"extensions": {"miolumi": written}}}) == one


def test_the_cast_is_found_by_slug_and_strangers_are_not() -> None:
    assert persona("moss").portraits["zh"].name == "青苔"
    with pytest.raises(NotFound, match="'nobody'"):
        persona("nobody")


def test_a_wrong_persona_is_refused_with_the_place() -> None:
    card = json.loads(json.dumps(preset_cards()["moss"]))
    card["data"]["extensions"]["miolumi"]["baseline"]["valence"] = 3
    with pytest.raises(BadPersona, match=r"baseline\.valence"):
        persona_of(card)
    with pytest.raises(BadPersona, match=r"extensions\.miolumi"):
        persona_of({"data": {"extensions": {}}})


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (("evolution", "weights", "depth"), 0.9, "add up"),
        (("evolution", "thresholds", "ambiguous"), 99, "higher score"),
        (("portraits", "zh", "name"), "一二三四五六七", "at most 6"),
    ],
)
def test_numbers_that_do_not_fit_each_other_are_refused(
    place: tuple[str, ...], value: object, reason: str
) -> None:
    card = json.loads(json.dumps(preset_cards()["moss"]))
    part = card["data"]["extensions"]["miolumi"]
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value
    with pytest.raises(BadPersona, match=reason):
        persona_of(card)
