"""Fetching over a real connection, with names that lead where a test says."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import nullcontext
from datetime import timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.servers.http import Connection, HttpServer, Request
from tools.clock import SystemClock
from tools.outside.errors import (
    AddressRefused,
    NotReached,
    OutsideError,
    TookTooLong,
    TooLarge,
    TooManyRedirects,
    WrongKind,
)
from tools.outside.fetch import Limits, Outside
from tools.outside.networks import Address
from tools.outside.resolve import is_here, system_resolve
from tools.outside.transport import PinnedTransport
from tools.outside.web_address import Rules

HTML = "text/html; charset=utf-8"
PUBLIC = "93.184.215.14"


def answer(
    body: bytes = b"", *, kind: str = HTML, status: str = "200 OK", **headers: str
) -> Callable[[Connection], None]:
    """What a server sends back, with its length unless another one is named."""
    given = {"content-type": kind, "content-length": str(len(body))}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return lambda connection: connection.write(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body)


class Site:
    """A web server on this machine, and the names that lead to it and elsewhere."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[Connection], None]] = {}
        self.asked: list[Request] = []
        self.names: dict[str, list[list[str]]] = {"site.org": [["127.0.0.1"]]}
        self.resolved: list[str] = []
        self.server = HttpServer(self._answer)

    def _answer(self, request: Request, connection: Connection) -> None:
        self.asked.append(request)
        self.pages[request.path](connection)

    async def resolve(self, host: str, port: int) -> Sequence[Address]:
        """Give out the next answer for a name, the last one again and again."""
        self.resolved.append(host)
        answers = self.names[host]
        return [ip_address(one) for one in (answers.pop(0) if len(answers) > 1 else answers[0])]

    @property
    def port(self) -> int:
        return int(self.server.url.rpartition(":")[2])

    def at(self, path: str, host: str = "site.org") -> str:
        return f"http://{host}:{self.port}{path}"

    def outside(self) -> Outside:
        rules = Rules(
            ports=frozenset({80, 443, self.port}), own_networks=(ip_network("127.0.0.1/32"),)
        )
        return Outside(PinnedTransport(self.resolve, rules=rules), redirects=2)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made = Site()
    await made.server.start()
    yield made
    await made.server.stop()


async def test_a_page_is_fetched_by_its_name_from_the_address_that_was_checked(site: Site) -> None:
    site.pages["/a"] = answer("Grüße".encode(), set_cookie="who=robin; Path=/")
    async with site.outside() as outside:
        page = await outside.fetch(site.at("/a"))
        await outside.fetch(site.at("/a"))
    assert (page.text, page.kind) == ("Grüße", "text/html")
    assert site.asked[0].headers["host"] == f"site.org:{site.port}"
    assert "cookie" not in site.asked[1].headers


@pytest.mark.parametrize(
    "leads_to", ["http://10.0.0.1/", "http://inner.org/", "http://[::1]/", "file:///etc/hosts"]
)
async def test_every_redirect_is_checked_like_the_first_address(site: Site, leads_to: str) -> None:
    site.names["inner.org"] = [[PUBLIC, "192.168.0.1"]]
    site.pages["/a"] = answer(status="302 Found", location=leads_to)
    async with site.outside() as outside:
        with pytest.raises(OutsideError):
            await outside.fetch(site.at("/a"))
    assert len(site.asked) == 1


async def test_a_redirect_is_followed_and_not_for_ever(site: Site) -> None:
    site.pages["/a"] = answer(status="302 Found", location="/b")
    site.pages["/b"] = answer(b"there")
    site.pages["/round"] = answer(status="302 Found", location="/round")
    async with site.outside() as outside:
        assert (await outside.fetch(site.at("/a"))).url == site.at("/b")
        with pytest.raises(TooManyRedirects):
            await outside.fetch(site.at("/round"))


async def test_a_name_that_changes_its_mind_is_asked_once_and_reached_where_it_was_checked() -> (
    None
):
    site, reached, kind = Site(), list[httpx.Request](), {"content-type": "text/plain"}
    site.names["rebind.org"] = [[PUBLIC], ["127.0.0.1"]]

    def record(request: httpx.Request) -> httpx.Response:
        reached.append(request)
        return httpx.Response(200, headers=kind, stream=httpx.ByteStream(b"hello"))

    transport = PinnedTransport(
        site.resolve, inner=httpx.MockTransport(record), is_own=lambda _: False
    )
    async with Outside(transport) as outside:
        await outside.fetch("https://rebind.org/a")
        with pytest.raises(AddressRefused):
            await outside.fetch("https://rebind.org/a")
    assert site.resolved == ["rebind.org", "rebind.org"]
    assert [request.url.host for request in reached] == [PUBLIC]
    assert reached[0].headers["host"] == "rebind.org"
    assert reached[0].extensions["sni_hostname"] == "rebind.org"


@pytest.mark.parametrize(("name", "is_reached"), [("site.org", True), ("other.org", False)])
async def test_a_certificate_counts_for_the_name_though_the_number_is_connected_to(
    tmp_path: Path, name: str, is_reached: bool
) -> None:
    file = certificate(name, tmp_path / "site.pem")
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(file)
    site, greeted = Site(), list[str]()
    served.sni_callback = lambda _, asked, __: greeted.append(asked or "")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nhi")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=served)
    port = server.sockets[0].getsockname()[1]
    rules = Rules(ports=frozenset({port}), own_networks=(ip_network("127.0.0.1/32"),))
    inner = httpx.AsyncHTTPTransport(verify=ssl.create_default_context(cafile=str(file)))
    transport = PinnedTransport(site.resolve, rules=rules, inner=inner)
    async with server, Outside(transport) as outside:
        with nullcontext() if is_reached else pytest.raises(NotReached):
            assert (await outside.fetch(f"https://site.org:{port}/")).text == "hi"
    assert greeted == ["site.org"]


def certificate(name: str, file: Path) -> Path:
    """Write a key and a certificate for a name that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = SystemClock().now()
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return file


async def test_an_address_that_does_not_answer_makes_way_for_the_next(site: Site) -> None:
    site.names["two.org"] = [["127.0.0.2", "127.0.0.1"]]
    site.pages["/a"] = answer(b"hello", kind="text/plain")
    rules = Rules(ports=frozenset({site.port}), own_networks=(ip_network("127.0.0.0/8"),))
    async with Outside(PinnedTransport(site.resolve, rules=rules)) as outside:
        assert (await outside.fetch(site.at("/a", "two.org"))).text == "hello"


async def test_what_is_too_large_slow_packed_or_of_another_kind_is_left_there(site: Site) -> None:
    large = b"x" * 2_000
    site.pages |= {
        "/said": answer(b"x", content_length="99999999999999"),
        "/large": answer(large, content_length=""),
        "/slow": answer(b"x", content_length="2"),
        "/packed": answer(large, content_encoding="gzip"),
        "/picture": answer(large, kind="image/png"),
        "/gone": answer(status="404 Not Found"),
        "/cut": Connection.cut,
    }
    expected = {
        "/said": TooLarge,
        "/large": TooLarge,
        "/slow": TookTooLong,
        "/packed": WrongKind,
        "/picture": WrongKind,
        "/gone": NotReached,
        "/cut": NotReached,
    }
    async with site.outside() as outside:
        for path, error in expected.items():
            with pytest.raises(error):
                await outside.fetch(site.at(path), limits=Limits(seconds=0.2, size=1_000))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("今天".encode("gb18030"), "text/html; charset=gbk"),
        ('<meta charset="gb2312">今天'.encode("gb18030"), "text/html"),
        ("今天".encode("gb18030"), "text/plain"),
        ("今天".encode(), "text/html; charset=no-such-thing"),
        ("今天".encode(), "text/html"),
    ],
)
async def test_a_page_is_read_in_the_letters_it_is_written_in(
    site: Site, body: bytes, kind: str
) -> None:
    site.pages["/a"] = answer(body, kind=kind)
    async with site.outside() as outside:
        assert "今天" in (await outside.fetch(site.at("/a"))).text


async def test_a_public_address_of_this_machine_itself_is_not_reached() -> None:
    own = PinnedTransport(is_own=lambda _: True)
    async with Outside(own) as outside:
        with pytest.raises(AddressRefused):
            await outside.fetch(f"http://{PUBLIC}/")
    assert is_here(ip_address("127.0.0.1"))
    assert not is_here(ip_address(PUBLIC))


async def test_the_machines_own_resolver_answers_and_knows_no_invalid_name() -> None:
    assert ip_address("127.0.0.1") in await system_resolve("localhost", 80)
    with pytest.raises(AddressRefused):
        await system_resolve("nowhere.invalid", 80)
