"""Somebody in danger, with no key and no model: the voice of rules stays and listens."""

from dataclasses import replace

import pytest

from storage.database import Database
from tests.factories import make_person
from tests.graphs.conversation import Conversation
from tools.clock import MovedClock
from tools.models.calls import RoleModels
from tools.models.offline.lexicon import lexicon
from tools.models.table import choose_table
from tools.prompts.render import Language


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ("I don't want to live anymore", "it's been like this for months", "thanks", "thanks"),
        ),
        ("zh", ("我不想活了", "好几个月都是这样", "谢谢", "谢谢")),
    ],
)
async def test_who_says_thanks_in_care_is_still_listened_to(
    database: Database, clock: MovedClock, language: Language, said: tuple[str, ...]
) -> None:
    person = await make_person(database, clock)
    talk = Conversation(database, replace(person, country="GB"), clock)
    offline = RoleModels(choose_table("offline"), access={}, clock=clock)
    talk.services = replace(talk.services, models=offline)
    heard = [(await talk.say(text)).heard for text in said]
    phrases = lexicon(language).phrases
    assert heard[1].startswith(phrases["care_here"] + phrases["care_question"])
    assert all(line.startswith(phrases["care_thanks"]) for line in heard[2:])
    assert heard[2] != heard[3]
    asking = phrases["care_now"] + phrases["care_who"]
    assert any(line.endswith(asking) for line in heard[1:])
    assert {message.kind for message in await talk.stored()} == {"care"}
