"""The models are what the steps expect them to be."""

from nodes.services import Models
from nodes.services import Role as RoleOfSteps
from tests.tools.models.conftest import MakeModels
from tools.models.table import Role


async def test_the_models_fit_the_protocol_of_the_steps(make_models: MakeModels) -> None:
    models: Models = make_models()
    assert models.embedder


def test_steps_and_table_name_the_same_roles() -> None:
    assert RoleOfSteps == Role
