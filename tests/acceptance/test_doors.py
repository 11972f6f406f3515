"""Who stays connected: sign-ins that end, foreign names, and too many at once."""

from contextlib import AsyncExitStack, nullcontext
from datetime import timedelta

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from api.entrance.doors import DEVICES_OPENED
from api.talks.refusals import CLOSE_GOING, CLOSE_SIGNED_OUT, CLOSE_TOO_MANY
from api.talks.signed_out import ending_connections
from storage.sessions import Sessions
from tests.acceptance.serving import House
from tests.clients import Device, device_at
from tools.clock import MovedClock


async def closed(device: Device) -> int | None:
    """Wait until a connection ends, and return what it was closed with."""
    with pytest.raises(AssertionError, match="closed with"):
        await device.until(lambda: False)
    return device.closed_with


async def test_signing_out_closes_the_devices_of_that_sign_in_at_once(
    house: House, clock: MovedClock
) -> None:
    token = house.token("anna")
    headers = {"Authorization": f"Bearer {token}"}
    address = house.url.replace("ws://", "http://")
    async with (
        httpx.AsyncClient(base_url=address, headers=headers, trust_env=False) as browser,
        device_at(house.url, token) as phone,
        house.device("anna") as tablet,
        house.device("ben") as ben,
    ):
        await phone.in_step()
        assert (await browser.post("/api/sign-out")).status_code == 204
        assert await closed(phone) == CLOSE_SIGNED_OUT
        await tablet.in_step()
        clock.move(timedelta(seconds=1))
        browser.headers["Authorization"] = f"Bearer {house.token('anna')}"
        assert (await browser.post("/api/sign-out/everywhere")).status_code == 204
        assert await closed(tablet) == CLOSE_SIGNED_OUT
        await ben.in_step()


async def test_a_sign_out_in_another_process_closes_devices_here(
    house: House, clock: MovedClock
) -> None:
    running = house.running
    sessions = Sessions(running.database)
    async with house.device("anna") as anna, house.device("ben") as ben:
        clock.move(timedelta(seconds=1))
        person = await running.persons.find_or_create(
            "anna", timezone="Europe/London", companion_name="Lumi", now=clock.now()
        )
        async with ending_connections(running.live.audience, sessions, clock, every=0.02):
            await sessions.end_all(person.id, now=clock.now())
            assert await closed(anna) == CLOSE_SIGNED_OUT
        await ben.in_step()
    async with device_at(house.url, house.token("anna")) as again:
        await again.in_step()


async def test_a_connection_does_not_outlive_its_sign_in(house: House, clock: MovedClock) -> None:
    token = house.token("anna")
    clock.move(timedelta(days=7) - timedelta(seconds=0.2))
    async with device_at(house.url, token) as anna:
        assert await closed(anna) == CLOSE_GOING


async def test_a_page_of_a_foreign_name_opens_no_connection(house: House) -> None:
    port = httpx.URL(house.url).port
    token = house.token("anna")
    for host, is_ours in (("evil.example", False), ("talk.localhost", True)):
        address = f"ws://{host}:{port}"
        with nullcontext() if is_ours else pytest.raises(InvalidStatus, match="403"):
            async with device_at(address, token, host="127.0.0.1", port=port) as anna:
                await anna.in_step()


async def test_who_connects_too_often_is_told_when_to_come_again(house: House) -> None:
    token = house.token("anna")
    async with AsyncExitStack() as stack:
        for _ in range(DEVICES_OPENED.burst):
            await stack.enter_async_context(device_at(house.url, token, reads=False))
        anna = await stack.enter_async_context(device_at(house.url, token))
        while await closed_soon(anna) is None:
            anna = await stack.enter_async_context(device_at(house.url, token))
        [error] = anna.of("error")
    assert anna.closed_with == CLOSE_TOO_MANY
    assert error["code"] == "too_many_connections"
    assert 0 < error["retryAfter"] <= 1
    async with house.device("ben") as ben:
        await ben.in_step()


async def closed_soon(device: Device) -> int | None:
    """Return what a connection was closed with, or None once it is welcome."""
    await device.until(lambda: device.frames)
    if device.of("notice", kind="welcome"):
        return None
    return await closed(device)
