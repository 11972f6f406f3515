import re

import pytest
from litestar import Litestar, get
from litestar.testing import AsyncTestClient

from api.app import create_app
from api.services import open_services
from api.settings import Settings
from api.talks.frames_schema import frames_schema
from graphs.catalogue import GRAPHS
from storage.errors import DatabaseUnavailable
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]


async def test_the_page_is_served_at_the_root(visitor: Client) -> None:
    answer = await visitor.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>" in answer.text


async def test_every_file_that_the_page_names_is_there(visitor: Client) -> None:
    page = (await visitor.get("/")).text
    for path in set(re.findall(r'(?:src|href)="(/page/[^"]+)"', page)):
        assert (await visitor.get(path)).status_code == 200, path


async def test_a_file_that_did_not_change_is_not_sent_again(visitor: Client) -> None:
    first = await visitor.get("/page/icon.svg")
    assert first.headers["cache-control"] == "no-cache"
    again = await visitor.get("/page/icon.svg", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    "path", ["/page/none.js", "/page/../app.py", "/page/%2e%2e/app.py", "/page//etc/passwd", "/x"]
)
async def test_nothing_beside_the_page_is_served(visitor: Client, path: str) -> None:
    answer = await visitor.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/page/none.js", "/health", "/api/me", "/graphs"])
async def test_every_answer_forbids_foreign_and_inline_code(visitor: Client, path: str) -> None:
    headers = (await visitor.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


async def test_the_page_holds_no_inline_code_and_no_foreign_host(visitor: Client) -> None:
    for path in ("/", "/graphs"):
        text = (await visitor.get(path)).text.replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son\w+=", text)
        assert not re.search(r"https?://", text)


async def test_what_is_said_of_a_person_is_kept_by_no_cache(owner: Client) -> None:
    for path in ("/api/me", "/api/messages", "/api/companion", "/api/spending"):
        assert (await owner.get(path)).headers["cache-control"] == "no-store"


async def test_the_graphs_are_shown_as_pictures(visitor: Client) -> None:
    page = await visitor.get("/graphs")
    assert page.text.count("<svg ") == len(GRAPHS)
    assert (await visitor.get("/graphs.css")).headers["content-type"].startswith("text/css")


async def test_the_schema_of_the_frames_is_published(visitor: Client) -> None:
    answer = await visitor.get("/frames.json")
    assert answer.headers["content-type"] == "application/schema+json"
    assert answer.json() == frames_schema()


async def test_the_api_is_described_without_a_foreign_host(visitor: Client) -> None:
    answer = await visitor.get("/schema/openapi.json")
    described = answer.json()
    assert {"/api/me", "/api/messages", "/api/companion", "/api/spending", "/health"} <= set(
        described["paths"]
    )
    assert "http" not in answer.text.replace("HTTP", "").replace('"type":"http"', "")
    assert (await visitor.get("/schema")).json() == described


async def test_a_wrong_method_is_a_problem(visitor: Client) -> None:
    answer = await visitor.delete("/api/me")
    assert answer.status_code == 405
    assert answer.json()["code"] == "method_not_allowed"


async def test_a_large_body_is_refused(visitor: Client) -> None:
    answer = await visitor.post("/api/sign-in", content=b"x" * 1_000_000)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


async def test_figures_are_not_for_strangers(visitor: Client) -> None:
    answer = await visitor.get("/metrics")
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"


async def test_figures_count_requests_by_path(owner: Client) -> None:
    await owner.get("/api/me")
    figures = (await owner.get("/metrics")).text
    assert re.search(r'miolumi_requests_total\{.*path="/api/me".*\} \d', figures)
    assert 'miolumi_jobs{state="dead"} 0.0' in figures


@get("/fails")
async def fails() -> None:
    raise RuntimeError("the secret is 1234")


@get("/database-away")
async def database_away() -> None:
    raise DatabaseUnavailable("connection to host 10.0.0.7 failed")


async def test_an_error_tells_nothing_of_the_inside(settings: Settings, clock: MovedClock) -> None:
    app = create_app(lambda: open_services(settings, clock=clock))
    app.register(fails)
    app.register(database_away)
    async with AsyncTestClient(app, raise_server_exceptions=False) as client:
        broken = await client.get("/fails")
        assert (broken.status_code, broken.json()["code"]) == (500, "internal")
        assert "1234" not in broken.text
        away = await client.get("/database-away")
        assert (away.status_code, away.json()["code"]) == (503, "database_away")
        assert away.headers["retry-after"] == "2"
        assert "10.0.0.7" not in away.text
