"""The model table and its own overrides."""

from decimal import Decimal
from pathlib import Path
from typing import get_args

import pydantic
import pytest

from tools.models.errors import BadTable
from tools.models.table import ModelTable, Role, choose_table

CHAT_LIKE = ("chat", "background", "reflection", "judge", "vision")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "models.toml"


def refusal(own: Path, text: str) -> str:
    own.write_text(text, "utf-8")
    with pytest.raises(BadTable) as raised:
        choose_table("gemini", own=own)
    return str(raised.value).replace(str(own), "FILE")


def test_with_a_key_every_role_has_a_model_with_prices() -> None:
    table = choose_table("gemini")
    assert set(table.roles) == set(get_args(Role))
    assert table.unpriced == ()
    assert table.roles["chat"].model == "google_genai:gemini-3-flash-preview"
    assert table.roles["chat"].options == {"thinking_level": "minimal"}
    assert table.models["google_genai:gemini-3-flash-preview"].cached_input == Decimal("0.05")


@pytest.mark.parametrize("role", ["chat", "judge", "vision"])
def test_what_a_person_waits_for_falls_back_to_the_offline_voice(role: Role) -> None:
    assert choose_table("gemini").roles[role].chain[-1].model == "miolumi:offline"


@pytest.mark.parametrize("role", ["background", "reflection"])
def test_what_can_wait_waits_for_a_model(role: Role) -> None:
    models = [choice.model for choice in choose_table("gemini").roles[role].chain]
    assert len(models) > 1
    assert "miolumi:offline" not in models


@pytest.mark.parametrize("role", CHAT_LIKE)
def test_without_a_key_the_offline_voice_plays_every_role(role: Role) -> None:
    assert choose_table("offline").roles[role].model == "miolumi:offline"


def test_without_a_key_nothing_leaves_this_machine() -> None:
    table = choose_table("offline")
    used = {choice.provider for row in table.roles.values() for choice in row.chain}
    assert used == {"miolumi"}
    assert table.roles["embed"].model == "miolumi:lexical"


def test_a_table_does_not_change() -> None:
    table = choose_table("gemini")
    with pytest.raises(pydantic.ValidationError, match="frozen"):
        table.roles["chat"].model = "other:model"


def test_an_own_file_overrides_what_it_names_and_nothing_else(own: Path) -> None:
    own.write_text(
        """
        [models."openai:local"]
        input = 0
        output = 0
        context_window = 8192
        source = "my own machine"
        as_of = 2026-01-01

        [roles.chat]
        model = "openai:local"
        options = { base_url = "http://127.0.0.1:8080/v1", temperature = 0.7 }
        limits = { first_token_seconds = 30 }

        [roles.judge]
        fallbacks = []
        """,
        "utf-8",
    )
    table = choose_table("gemini", own=own)
    built_in = choose_table("gemini")
    chat = table.roles["chat"]
    assert chat.model == "openai:local"
    assert chat.options == {"base_url": "http://127.0.0.1:8080/v1", "temperature": 0.7}
    assert chat.fallbacks == built_in.roles["chat"].fallbacks
    assert chat.limits.first_token_seconds == 30
    assert chat.limits.idle_seconds == built_in.roles["chat"].limits.idle_seconds
    assert table.roles["judge"].fallbacks == ()
    assert table.roles["background"] == built_in.roles["background"]
    assert table.unpriced == ()


def test_options_of_a_replaced_model_are_not_given_to_the_new_one(own: Path) -> None:
    own.write_text('[roles.chat]\nmodel = "anthropic:claude"\n', "utf-8")
    table = choose_table("gemini", own=own)
    assert table.roles["chat"].options == {}
    assert table.unpriced == ("anthropic:claude",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[roles.chat]\n\nfallbaks = ["a:b"]\n', "FILE, line 3: roles.chat.fallbaks: unknown key"),
        ("[role.chat]\n", "FILE, line 1: role: unknown key"),
        ('[roles.chatt]\nmodel = "a:b"', "FILE, line 1: roles.chatt"),
        ('[roles.chat]\nmodel = "gemini"', "FILE, line 2: roles.chat.model: String should match"),
        ("[roles.chat.limits]\nidle_seconds = 0", "FILE, line 2: roles.chat.limits.idle_seconds"),
        ("roles = 3", "FILE, line 1: roles"),
        ("[roles.chat\n", "FILE: Expected"),
        ('[roles.embed]\nfallbacks = ["a:b"]', "vectors of two do not compare"),
        ('[models."a:b"]\ninput = "much"', "line 2: models.a:b.input"),
    ],
)
def test_a_mistake_is_named_with_its_place(own: Path, text: str, says: str) -> None:
    assert says in refusal(own, text)


def test_a_file_that_is_not_there_is_named(own: Path) -> None:
    with pytest.raises(BadTable, match=r"models\.toml"):
        choose_table("gemini", own=own)


def test_a_table_can_be_written_and_read_back() -> None:
    table = choose_table("gemini")
    assert ModelTable.model_validate(table.model_dump()) == table
