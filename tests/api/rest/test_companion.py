from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.tokens import OwnTokens

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
