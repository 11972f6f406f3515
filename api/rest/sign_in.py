"""Coming in and going out."""

from typing import Any, Self

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody
from pydantic import Field, model_validator

from api.entrance.sign_in import (
    COOKIE,
    RENEWED,
    SignIn,
    Visit,
    allowed_origin,
    sign_in_of,
    signed_in,
)
from api.errors import OriginRefused, SignInError
from api.problems import problems
from api.rest.body import Body
from api.services import Running
from storage.records import Person
from storage.records.session import SignedOut

TOKEN_LENGTH = 8_192
"""The longest key or token that is read; a token with many claims has about 2,000 letters."""

NOTHING = {204: ResponseSpec(data_container=None, description="Done")}
"""What OpenAPI says of an answer without a body."""


class SignInBody(Body):
    """What proves who somebody is: exactly one of the two."""

    key: str | None = Field(default=None, min_length=1, max_length=TOKEN_LENGTH)
    """The key of the owner's link."""
    token: str | None = Field(default=None, min_length=1, max_length=TOKEN_LENGTH)
    """A token of the sign-in service."""

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.key is None) == (self.token is None):
            raise ValueError("send either a key or a token")
        return self


@post("/api/sign-in", status_code=204, responses=problems(400, 401, 403, 413, 503) | NOTHING)
async def sign_in(
    request: Request[Any, Any, Any], data: JSONBody[SignInBody], sign_ins: NamedDependency[SignIn]
) -> Response[None]:
    """Start a session; it stays in a cookie that scripts cannot read."""
    if not allowed_origin(request):
        raise OriginRefused
    if data.key is not None:
        identity, until = sign_ins.own.read(data.key, "link"), None
    else:
        identity = await sign_ins.identity_of_token(data.token or "")
        until = identity.expires_at
    await sign_ins.person_of(identity)
    secure = request.url.scheme == "https"
    cookie = sign_ins.cookie(identity, until=until, secure=secure)
    return Response(content=None, cookies=[cookie])


@post("/api/sign-out", status_code=204, responses=problems(403, 503) | NOTHING)
async def sign_out(
    request: Request[Any, Any, Any], running: NamedDependency[Running]
) -> Response[None]:
    """End the session of this browser or this token for good, with its connections.

    A browser that was woken in it (Web Push) is woken no longer.
    """
    if not allowed_origin(request):
        raise OriginRefused
    if visit := await _visit(request):
        await sign_in_of(request.app).end(visit)
        running.live.audience.sign_out(
            SignedOut(
                person_id=visit.person.id,
                session_id=visit.identity.session_id,
                ended_at=running.clock.now(),
            )
        )
    return _forgetting()


@post("/api/sign-out/everywhere", status_code=204, responses=problems(401, 403, 503) | NOTHING)
async def sign_out_everywhere(
    request: Request[Any, Any, Any],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
) -> Response[None]:
    """End every sign-in of the person from before now, on all devices; their connections end."""
    await sign_in_of(request.app).end_all(person)
    running.live.audience.sign_out(
        SignedOut(person_id=person.id, session_id=None, ended_at=running.clock.now())
    )
    request.state[RENEWED] = None
    return _forgetting()


async def _visit(request: Request[Any, Any, Any]) -> Visit | None:
    try:
        return await signed_in(request)
    except SignInError:
        return None


def _forgetting() -> Response[None]:
    response: Response[None] = Response(content=None)
    response.delete_cookie(COOKIE)
    return response
