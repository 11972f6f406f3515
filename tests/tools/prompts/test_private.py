"""What of a prompt is nobody's to read, and how little room its protection takes."""

from dataclasses import replace

import pytest

from storage.cast import cast
from tests.tools.prompts.test_assemble import make_scene
from tools.guardrails.check_reply import check_reply
from tools.models.tokens import estimate_tokens
from tools.persona.role import role_of
from tools.prompts.assemble import rules, stable_part
from tools.prompts.private import private
from tools.prompts.render import Language

MARK = "bcdfghjkmnpqrstv"

KEPT_TOKENS = 330
"""Room for what the companion keeps to, with what protects its identity."""

CANARY_TOKENS = 40


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_it_keeps_to_and_the_canary_are_short(language: Language) -> None:
    kept = rules(language).rpartition("\n## ")[2]
    scene = make_scene(language=language)
    marked = stable_part(replace(scene, canary=MARK))
    assert estimate_tokens(kept) <= KEPT_TOKENS
    assert estimate_tokens(marked) - estimate_tokens(stable_part(scene)) <= CANARY_TOKENS


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_canary_stands_behind_all_that_people_share(language: Language) -> None:
    marked = stable_part(replace(make_scene(language=language), canary=MARK))
    before, found, _ = marked.partition(MARK)
    assert found
    assert rules(language) in before


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_persona_may_sound_like_its_examples_and_not_tell_its_part(language: Language) -> None:
    persona = cast()["moss"]
    portrait = persona.portraits[language]
    own = private(language, role_of(persona, language, stage="just_met"))
    for example in portrait.examples:
        assert check_reply(example.reply, secret=own.texts) is None
    assert check_reply(portrait.essence, secret=own.texts)


def test_the_persons_own_facts_are_theirs_to_hear() -> None:
    told = "You told me your sister Lena lives in Leeds and works nights at the hospital."
    assert check_reply(told, secret=private("en", None).texts) is None
