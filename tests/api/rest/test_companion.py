from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.entrance.tokens import OwnTokens

Client = AsyncTestClient[Litestar]


async def test_a_companion_says_how_it_feels_and_what_speaks(owner: Client) -> None:
    companion = (await owner.get("/api/companion")).json()
    assert companion["name"] == "Lumi"
    assert companion["voice"] == {"kind": "offline", "model": "miolumi:offline"}
    assert companion["emotionState"].keys() == {"valence", "arousal", "mood"}


async def test_a_companion_keeps_its_looks_and_has_its_own(
    owner: Client, own_tokens: OwnTokens
) -> None:
    first = (await owner.get("/api/companion")).json()["seed"]
    again = (await owner.get("/api/companion")).json()["seed"]
    headers = {"Authorization": f"Bearer {own_tokens.session('somebody else')}"}
    other = (await owner.get("/api/companion", headers=headers)).json()["seed"]
    assert first == again != other
    assert 0 <= first < 2**31


async def test_how_long_replies_are_is_chosen_and_given_back(owner: Client) -> None:
    shown = (await owner.get("/api/companion")).json()
    assert (shown.get("replyMode"), shown["ownReplyMode"]) == (None, "natural")
    changed = await owner.patch("/api/companion", json={"replyMode": "concise"})
    assert (changed.status_code, changed.json()["replyMode"]) == (200, "concise")
    assert (await owner.get("/api/companion")).json()["replyMode"] == "concise"
    await owner.patch("/api/companion", json={"replyMode": None})
    assert (await owner.get("/api/companion")).json().get("replyMode") is None
    wrong = await owner.patch("/api/companion", json={"replyMode": "endless"})
    nobody = await owner.patch("/api/companion?agentId=nobody", json={"replyMode": "concise"})
    assert (wrong.status_code, nobody.status_code) == (400, 404)
