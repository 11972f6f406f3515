"""Tokens that we sign ourselves: the owner's link, and sessions."""

from datetime import timedelta
from pathlib import Path

import jwt
import pytest

from api.entrance.kept_secrets import signing_secret
from api.entrance.tokens import LINK_LIFE, OWNER, SESSION_LIFE, OwnTokens, owner_link
from api.errors import SignInError
from tests.api.entrance.signed import OTHER
from tests.api.factories import make_settings
from tools.clock import MovedClock


def test_the_owners_link_signs_in_for_an_hour(own: OwnTokens, clock: MovedClock) -> None:
    key = own.link_key()
    clock.move(LINK_LIFE - timedelta(seconds=1))
    assert own.read(key, "link").subject == OWNER
    clock.move(timedelta(seconds=1))
    with pytest.raises(SignInError, match="expired"):
        own.read(key, "link")


def test_a_session_that_nobody_uses_lasts_a_week(own: OwnTokens, clock: MovedClock) -> None:
    session = own.session("somebody")
    clock.move(SESSION_LIFE - timedelta(seconds=1))
    assert own.read(session, "session").subject == "somebody"
    clock.move(timedelta(seconds=1))
    with pytest.raises(SignInError, match="expired"):
        own.read(session, "session")


def test_a_session_ends_with_the_token_it_was_given_for(own: OwnTokens, clock: MovedClock) -> None:
    session = own.session("somebody", until=clock.now() + timedelta(minutes=5))
    clock.move(timedelta(minutes=5))
    with pytest.raises(SignInError):
        own.read(session, "session")


def test_a_link_key_is_no_session_and_a_session_no_link_key(own: OwnTokens) -> None:
    with pytest.raises(SignInError, match="something else"):
        own.read(own.link_key(), "session")
    with pytest.raises(SignInError, match="something else"):
        own.read(own.session(OWNER), "link")


@pytest.mark.parametrize("token", ["", "no token", "a.b.c", "\ud800", "é.é.é"])
def test_what_is_no_token_signs_nobody_in(own: OwnTokens, token: str) -> None:
    with pytest.raises(SignInError):
        own.read(token, "session")


def test_a_session_under_another_secret_is_refused(own: OwnTokens, clock: MovedClock) -> None:
    with pytest.raises(SignInError):
        own.read(OwnTokens(OTHER, clock=clock).session(OWNER), "session")


def test_an_unsigned_token_is_refused(own: OwnTokens, clock: MovedClock) -> None:
    claims = {"iss": "miolumi", "sub": OWNER, "purpose": "session", "exp": 10**10}
    unsigned = jwt.encode(claims, "", algorithm="none")
    with pytest.raises(SignInError):
        own.read(unsigned, "session")


def test_the_link_carries_its_key_where_no_server_sees_it(
    clock: MovedClock, tmp_path: Path
) -> None:
    settings = make_settings(home=tmp_path, port=9000)
    address, _, key = owner_link(settings, clock=clock).partition("#key=")
    assert address == "http://127.0.0.1:9000/"
    assert OwnTokens(signing_secret(settings), clock=clock).read(key, "link").subject == OWNER
