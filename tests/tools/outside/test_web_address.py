"""Addresses that people name: what leads to the public internet, in every way to write it."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.outside.writings import writings
from tools.outside.errors import AddressRefused, Reason
from tools.outside.networks import is_public, reserved
from tools.outside.web_address import Rules, checked_url

REFUSED: dict[str, Reason] = {
    "http://127.0.0.1/": "private",
    "https://10.11.12.13/": "private",
    "http://169.254.169.254/latest/meta-data/": "private",
    "http://168.63.129.16/machine": "private",
    "http://255.255.255.255/": "private",
    "http://[::1]/": "private",
    "http://[::]/": "private",
    "http://[::ffff:10.0.0.1]/": "private",
    "http://[::ffff:808:808]/": "private",
    "http://[fe80::1]/": "private",
    "http://[fd00:ec2::254]/": "private",
    "http://[ff02::1]/": "private",
    "http://[2002:a00:1::]/": "private",
    "http://[64:ff9b::10.0.0.1]/": "private",
    "http://[64:ff9b:1::808:808]/": "private",
    "http://[2001:0:808:808::]/": "private",
    "http://[2606:4700::5efe:10.0.0.1]/": "private",
    "http://[fe80::1%25eth0]/": "malformed",
    "http://[v7.a]/": "malformed",
    "http://127.1/": "number",
    "http://2130706433/": "number",
    "http://0x7f.0.0.1/": "number",
    "http://0177.0.0.1/": "number",
    "http://127.0.0.01/": "number",
    "http://127.0.0.1.1/": "number",
    "http://8.8.8.08/": "number",
    "http://page.0x1/": "number",
    "http://localhost/": "name",
    "http://LocalHost.:8080/": "name",
    "http://db/": "name",
    "http://printer.local/": "name",
    "http://api.default.svc.cluster.local/": "name",
    "http://router.home.arpa/": "name",
    "http://metadata.google.internal/": "name",
    "http://example.org..": "malformed",
    "http://.example.org/": "malformed",
    "http://exa mple.org/": "malformed",
    "http://exam\u200bple.org/": "malformed",
    "http://example.org\\@10.0.0.1/": "malformed",
    "http://example.org%2f@10.0.0.1/": "user",
    "http://example.org%2e.10.0.0.1/": "malformed",
    "http://robin@example.org/": "user",
    "http://robin:secret@example.org/": "user",
    "http://@example.org/": "user",
    "http:///example.org/": "malformed",
    "http:example.org": "malformed",
    "//example.org/": "malformed",
    "example.org": "malformed",
    "": "malformed",
    "http://": "malformed",
    "http://example.org:0/": "port",
    "http://example.org:22/": "port",
    "http://example.org:65616/": "port",
    "http://example.org:80x/": "malformed",
    "http://example.org:/": "malformed",
    "http://example.org:80:81/": "malformed",
    "file:///etc/hosts": "scheme",
    "gopher://example.org/": "scheme",
    "javascript:alert(1)": "scheme",
    "data:text/html,hello": "scheme",
    "ftp://example.org/": "scheme",
    "http://\uff11\uff10.0.0.1/": "look_alike",
    "http://ⓔxample.org/": "look_alike",
    "http://exam\uff0eple.org/": "look_alike",
    "http://p\u0430ypal.com/": "look_alike",
    "http://例子。中国/": "look_alike",
    "http://xn--\u00fc.org/": "malformed",
    "http://" + "a" * 64 + ".org/": "malformed",
    "http://example.org/" + "a" * 2_048: "malformed",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_does_not_plainly_name_the_public_internet_is_refused(text: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        checked_url(text)
    assert caught.value.reason == REFUSED[text]
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://example.org", "https://example.org/"),
        ("HTTPS://Example.ORG./a?b=c#d", "https://example.org/a?b=c"),
        ("http://example.org:80?q=127.0.0.1", "http://example.org/?q=127.0.0.1"),
        ("https://example.org:8443/@me", "https://example.org:8443/@me"),
        ("https://münchen.de/straße", "https://xn--mnchen-3ya.de/straße"),
        ("https://例子.中国/新闻", "https://xn--fsqu00a.xn--fiqs8s/新闻"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700:4700:0::1111]/", "https://[2606:4700:4700::1111]/"),
        ("https://[64:ff9b::8.8.8.8]/", "https://[64:ff9b::808:808]/"),
        ("https://a_b.example.org/", "https://a_b.example.org/"),
        ("https://123.example.org/", "https://123.example.org/"),
        ("https://mail.example.org/internal", "https://mail.example.org/internal"),
    ],
)
def test_what_names_the_public_internet_is_read_in_one_way(text: str, read: str) -> None:
    assert checked_url(text).url == read
    assert checked_url(read).url == read


def test_an_own_network_is_reached_when_somebody_decided_it_and_no_other() -> None:
    rules = Rules(ports=frozenset({9_000}), own_networks=(ip_network("10.1.0.0/16"),))
    assert checked_url("http://10.1.2.3:9000/", rules=rules).port == 9_000
    with pytest.raises(AddressRefused):
        checked_url("http://10.2.2.3:9000/", rules=rules)


inside_4 = st.sampled_from(sorted(reserved()["ipv4"])).flatmap(
    lambda network: st.ip_addresses(v=4, network=network)
)


@settings(max_examples=150, deadline=None)
@given(inside_4)
def test_no_writing_of_an_inner_ipv4_address_passes(address: IPv4Address) -> None:
    for host in writings(address):
        for form in ("http://{}/", "https://{}:8080/x?y#z", "http://example.org@{}/"):
            with pytest.raises(AddressRefused):
                checked_url(form.format(host))


@settings(max_examples=100, deadline=None)
@given(st.ip_addresses(v=6))
def test_outside_the_unicast_range_no_ipv6_address_is_public(address: IPv6Address) -> None:
    led = IPv6Network("64:ff9b::/96")
    if address not in IPv6Network("2000::/3") and address not in led:
        assert not is_public(address)


@settings(max_examples=100, deadline=None)
@given(st.ip_addresses())
def test_what_python_knows_to_be_inner_is_never_public(
    address: IPv4Address | IPv6Address,
) -> None:
    if address.is_private or address.is_multicast or address.is_loopback or address.is_link_local:
        assert not is_public(address)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "https://example.org"]))
def test_any_text_is_read_or_refused_in_words(text: str, before: str) -> None:
    try:
        place = checked_url(before + text)
    except AddressRefused:
        return
    assert checked_url(place.url) == place
