"""Coming in and going out."""

from typing import Any, Self

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody
from pydantic import Field, model_validator

from api.errors import OriginRefused
from api.problems import problems
from api.rest.body import Body
from api.sign_in import COOKIE, SignIn, allowed_origin

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


@post("/api/sign-out", status_code=204, responses=problems(403) | NOTHING)
async def sign_out(request: Request[Any, Any, Any]) -> Response[None]:
    """End the session of this browser."""
    if not allowed_origin(request):
        raise OriginRefused
    response: Response[None] = Response(content=None)
    response.delete_cookie(COOKIE)
    return response
