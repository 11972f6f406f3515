"""Whatever is sent, the answer is one that the published description knows."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.entrance.kept_secrets import signing_secret
from api.entrance.tokens import OWNER, OwnTokens
from tests.api.factories import make_settings
from tests.api.processes import line_with, started
from tools.clock import SystemClock

EXAMPLES = 10
"""Requests for each operation; every kind of value comes up within these."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def test_every_answer_is_one_that_was_described(environment: dict[str, str]) -> None:
    address = f"http://127.0.0.1:{environment['MIOLUMI_PORT']}"
    with started(environment, "run") as process:
        line_with(process, "#key=")
        schema = schemathesis.openapi.from_url(f"{address}/schema/openapi.json")
        operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
        assert len(operations) > 8
        for operation in operations:
            ask_much(operation, token=session(environment))


def ask_much(operation: APIOperation[Any, Any, Any, Any], *, token: str) -> None:
    """Send what an operation allows and what it does not."""

    @settings(
        database=None,
        deadline=None,
        derandomize=True,
        max_examples=EXAMPLES,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    @given(case=operation.as_strategy())
    def ask(case: Case[Any]) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)

    ask()


def session(environment: dict[str, str]) -> str:
    """Sign the owner in."""
    home, clock = environment["MIOLUMI_HOME"], SystemClock()
    secret = signing_secret(make_settings(home=home))
    return OwnTokens(secret, clock=clock).session(OWNER)
