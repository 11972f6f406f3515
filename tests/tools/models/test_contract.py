"""The models are what the steps expect them to be."""

from nodes.services import Models
from tests.tools.models.conftest import MakeModels


async def test_the_models_fit_the_protocol_of_the_steps(make_models: MakeModels) -> None:
    models: Models = make_models()
    assert models.embedder
