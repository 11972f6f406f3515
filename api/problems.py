"""Errors as problem details (RFC 9457). Nothing below this layer knows a status code."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.openapi.datastructures import ResponseSpec
from litestar.plugins.problem_details import (
    ProblemDetailsConfig,
    ProblemDetailsException,
    ProblemDetailsPlugin,
)

from api.errors import OriginRefused, PersonaRefused, SignInError, SignInUnavailable
from api.rest.body import Body
from storage.errors import DatabaseUnavailable, NotFound, Outdated, StorageError
from storage.personas import TooManyPersonas
from storage.persons import UnknownTimezone
from tools.memory.luggage import ImportRefused
from tools.models.errors import ModelError
from tools.outreach.errors import NoTopic, WishRefused
from tools.outside.errors import AddressRefused
from tools.persona.errors import CardError, CardTooLarge
from tools.personality.change import PersonalityRefused

logger = logging.getLogger(__name__)

RETRY_SECONDS = 2
"""What a client is asked to wait for a database that restarts."""


AT_THE_DOOR = (HTTPStatus.MISDIRECTED_REQUEST.value, HTTPStatus.TOO_MANY_REQUESTS.value)
"""What anybody may be told before they are let in."""


class Problem(Body):
    """What went wrong, in a person's words."""

    status: int
    title: str
    detail: str
    code: str
    """A word that programs can rely on."""
    errors: list[dict[str, Any]] | None = None
    """What is wrong with each part of a request."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How an error is told; `detail` in place of its own words where those are not for outside."""

    status: int
    code: str
    detail: str | None = None
    headers: Mapping[str, str] | None = None


UNREADABLE = Answer(status=400, code="bad_request", detail="That body cannot be read as JSON.")

ANSWERS: Mapping[type[Exception], Answer] = {
    SignInError: Answer(status=401, code="not_signed_in", headers={"WWW-Authenticate": "Bearer"}),
    SignInUnavailable: Answer(status=503, code="sign_in_away"),
    OriginRefused: Answer(status=403, code="origin_refused"),
    # litestar lets these two through when it reads a body
    UnicodeDecodeError: UNREADABLE,
    RecursionError: UNREADABLE,
    UnknownTimezone: Answer(status=400, code="unknown_timezone"),
    NotFound: Answer(status=404, code="not_found"),
    Outdated: Answer(status=409, code="outdated"),
    ImportRefused: Answer(status=400, code="import_refused"),
    PersonalityRefused: Answer(status=400, code="personality_refused"),
    NoTopic: Answer(status=400, code="no_topic"),
    WishRefused: Answer(status=400, code="wish_refused"),
    AddressRefused: Answer(status=400, code="address_refused"),
    CardTooLarge: Answer(status=413, code="card_too_large"),
    CardError: Answer(status=400, code="card_refused"),
    PersonaRefused: Answer(status=409, code="persona_refused"),
    TooManyPersonas: Answer(status=409, code="too_many_personas"),
    DatabaseUnavailable: Answer(
        status=503,
        code="database_away",
        detail="The database does not answer just now. Try again in a moment.",
        headers={"Retry-After": str(RETRY_SECONDS)},
    ),
    StorageError: Answer(status=500, code="storage", detail="That could not be stored or read."),
    ModelError: Answer(status=503, code="model_away", detail="No model answers just now."),
    Exception: Answer(
        status=500, code="internal", detail="Something went wrong here; the log says what."
    ),
}


def _told(kind: type[Exception], answer: Answer) -> Callable[[Exception], ProblemDetailsException]:
    def told(error: Exception) -> ProblemDetailsException:
        if answer.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            logger.error("A request failed.", exc_info=error)
        return _problem(answer.status, answer.detail or str(error), answer.code, answer.headers)

    return told


def _of_http(error: Exception) -> ProblemDetailsException:
    """Keep the code of litestar's own errors; what a failure here says is not for outside."""
    if (
        not isinstance(error, HTTPException)
        or error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
    ):
        return _told(Exception, ANSWERS[Exception])(error)
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    problem = _problem(error.status_code, error.detail, code, error.headers)
    if isinstance(error.extra, list):
        problem.extra = {**_mapping(problem.extra), "errors": error.extra}
    return problem


def _problem(
    status: int, detail: str, code: str, headers: Mapping[str, str] | None
) -> ProblemDetailsException:
    return ProblemDetailsException(
        status_code=status,
        title=HTTPStatus(status).phrase,
        detail=detail,
        headers=dict(headers) if headers else None,
        extra={"code": code},
    )


def _mapping(extra: Any) -> dict[str, Any]:
    return extra if isinstance(extra, dict) else {}


def _answer(request: Request[Any, Any, Any], problem: ProblemDetailsException) -> Response[Any]:
    return problem.to_response(request)


PROBLEM_DETAILS = ProblemDetailsPlugin(
    ProblemDetailsConfig(
        exception_handler=_answer,
        exception_to_problem_detail_map={
            HTTPException: _of_http,
            **{kind: _told(kind, answer) for kind, answer in ANSWERS.items()},
        },
    )
)
"""Turns every error of a request into a problem; registered once in the app."""


def problems(*codes: int) -> dict[int, ResponseSpec]:
    """Return what OpenAPI says of the problems a handler may answer with, and those of any."""
    return {
        code: ResponseSpec(
            data_container=Problem,
            description=HTTPStatus(code).phrase,
            generate_examples=False,
            media_type="application/problem+json",
        )
        for code in sorted({*codes, *AT_THE_DOOR})
    }
