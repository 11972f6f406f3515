from base64 import urlsafe_b64decode
from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.push_service import CONTACT, Subscription
from tools.push.keys import BadPushKey, PushKey, browser_key, browser_secret, new_push_key

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
PRIVATE = new_push_key(bytes(range(1, 33)))

EXAMPLE = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6"
    "TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulc"
    "y4a-fN"
)
"""The body of the example in RFC 8291, section 5."""


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_reader_of_these_tests_reads_the_example_of_the_standard() -> None:
    number = int.from_bytes(raw("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
    browser = Subscription(
        "https://push.example",
        private=ec.derive_private_key(number, ec.SECP256R1()),
        secret=raw("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    assert browser.read(raw(EXAMPLE)) == b"When I grow up, I want to be a watermelon"


def test_a_letter_is_signed_for_its_service_alone_and_for_half_a_day() -> None:
    key = PushKey(PRIVATE)
    header = key.authorization("https://push.example:8443/a/b?c", contact=CONTACT, now=NOW)
    token = header.removeprefix("vapid t=").partition(",")[0]
    claims = jwt.decode(
        token,
        key.private.public_key(),
        algorithms=["ES256"],
        audience="https://push.example:8443",
        options={"verify_exp": False},
    )
    assert claims["sub"] == CONTACT
    assert claims["exp"] == NOW.timestamp() + 12 * 3600
    assert header.endswith(f", k={key.public}")
    nameless = key.authorization("https://push.example/a", contact=None, now=NOW)
    token = nameless.removeprefix("vapid t=").partition(",")[0]
    assert "sub" not in jwt.decode(token, options={"verify_signature": False})


@pytest.mark.parametrize("text", ["", "short", "x" * 43 + "!", "A" * 43, "ß" * 43, PRIVATE * 2])
def test_what_is_no_private_key_is_refused(text: str) -> None:
    with pytest.raises(BadPushKey, match="32 bytes"):
        PushKey(text)


def test_what_no_browser_makes_is_refused() -> None:
    with pytest.raises(BadPushKey, match="p256dh"):
        browser_key("BA" + "A" * 85)
    with pytest.raises(BadPushKey, match="auth"):
        browser_secret("AAAA")
