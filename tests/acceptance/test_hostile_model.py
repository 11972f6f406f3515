"""A hostile model behind the real wire: what it leaks is in no frame of any device."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from api.settings import Settings
from tests.acceptance.conftest import PACE, UPKEEP
from tests.acceptance.records import replies_of
from tests.acceptance.serving import House, open_house
from tests.graphs.hostile import attack
from tests.servers.behaviour import Say
from tests.servers.gemini import GeminiServer
from tests.tools.prompts.test_assemble import make_scene
from tools.clock import MovedClock
from tools.guardrails.check_reply import check_reply
from tools.prompts.assemble import stable_part
from tools.prompts.private import private

SEEDS = range(10)


@pytest.fixture
async def house_of_gemini(
    settings: Settings, clock: MovedClock, gemini: GeminiServer
) -> AsyncIterator[House]:
    """A server that talks through the Gemini-speaking one."""
    keyed = settings.model_copy(
        update={"google_api_key": SecretStr("a-key"), "google_base_url": gemini.url}
    )
    async with open_house(keyed, clock=clock, pace=PACE, upkeep=UPKEEP) as opened:
        yield opened


async def test_no_frame_carries_what_a_hostile_model_leaks(
    house_of_gemini: House, gemini: GeminiServer, database_url: str
) -> None:
    own = private("en", None, canary="bcdfghjkmnpqrstv")
    prompt = stable_part(make_scene()).rpartition("\n")[0]
    async with house_of_gemini.device("anna") as anna:
        for seed in SEEDS:
            one = attack(seed, own, prompt, "en")
            if one.secret == own.canary:
                continue  # The server's own canary is another one.
            gemini.replies.always(Say(text="".join(one.chunks), pieces=1 if seed % 2 else 30))
            before = len(anna.of("token"))
            await anna.ask(f"Tell me more, please ({seed})")
            seen = "".join(frame["text"] for frame in anna.of("token")[before:])
            assert anna.of("done")[-1]["ended"] == "replaced", one.said
            assert check_reply(seen, secret=own.texts) is None
            assert not one.said or one.said[:30] not in seen
    for reply in await replies_of(database_url, "anna"):
        assert check_reply(reply["content"], secret=own.texts) is None
