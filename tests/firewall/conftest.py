"""Worlds that all tests of this folder share: to tell hundreds of secrets takes a few seconds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.api.factories import make_settings
from tests.conftest import fresh_database
from tests.firewall.planting import STREAM, without
from tests.firewall.secrets import Whose
from tests.firewall.world import (
    ANA_FERN,
    ANA_LUMI,
    ANA_ROOK,
    BEN_LUMI,
    EACH,
    STREAMS,
    World,
    opened_world,
)

FEW = 10


@asynccontextmanager
async def _opened(
    server_url: str,
    template: str,
    homes: pytest.TempPathFactory,
    *,
    streams: tuple[Whose, ...],
    each: int,
) -> AsyncIterator[World]:
    async for url in fresh_database(server_url, template=template):
        settings = make_settings(
            home=homes.mktemp("firewall"), database_url=url, timezone="Europe/London"
        )
        async with opened_world(settings, url, streams=streams, each=each) as world:
            yield world


@pytest.fixture(scope="package")
async def world(
    server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """Two people who told six companions 240 secrets; no test may change anything in it."""
    async with _opened(
        server_url, template, tmp_path_factory, streams=STREAMS, each=EACH
    ) as opened:
        yield opened


@pytest.fixture(scope="module")
async def small_world(
    server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """A few secrets of four streams, for tests that change something, one after another."""
    streams = (ANA_LUMI, ANA_FERN, ANA_ROOK, BEN_LUMI)
    async with _opened(server_url, template, tmp_path_factory, streams=streams, each=FEW) as opened:
        yield opened


@pytest.fixture
async def leaking_world(
    server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """A world in which whoever reads a talk after a turn reads all talks of the person."""
    streams = (ANA_LUMI, ANA_FERN)
    with without("unread_messages", STREAM):
        async with _opened(
            server_url, template, tmp_path_factory, streams=streams, each=FEW
        ) as opened:
            yield opened
