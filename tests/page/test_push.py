"""A device that is told while no page is open: as far as a Chromium without a window goes.

It registers the service worker, hands it a push that came, and keeps the notification. It does not
subscribe, since it has no push service, and nobody can click: the subscription is played here, by
one at a real push service on this machine, and what that service delivers is handed over by hand.
"""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from playwright.async_api import Browser, Locator, async_playwright, expect

from api.background.pushing import pushing_of
from api.settings import Settings
from storage.records.push import PushDevice
from tests.acceptance.models import LedModels
from tests.page.chromium import ARGUMENTS
from tests.page.conftest import REQUIRED
from tests.page.house import PageHouse
from tests.page.lettered import send_letter
from tests.page.tabs import Tab, Tabs
from tests.page.test_coming_in import NOT_SIGNED_IN
from tests.push_service import PushService, Subscription

SUBSCRIBED = """(() => {
  const made = SUBSCRIPTION;
  let standing = null;
  PushManager.prototype.getSubscription = async () => standing;
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    standing = {
      options: { applicationServerKey },
      toJSON: () => made,
      unsubscribe: async () => { standing = null; sessionStorage.unsubscribed = "yes"; },
    };
    return standing;
  };
})()"""
"""In place of the browser's own, which asks a service that is not there."""

NOTIFICATIONS = """async () => {
  const ready = await navigator.serviceWorker.ready;
  return (await ready.getNotifications()).map(({ title, body, tag, lang, data, silent }) => (
    { title, body, tag, lang, data, silent }
  ));
}"""


@pytest.fixture
async def window() -> AsyncIterator[Browser]:
    """The whole Chromium: its shell without windows knows no notifications."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        complaint = "notifications need the whole Chromium (Debian: apt-get install chromium)"
        pytest.fail(complaint) if os.environ.get(REQUIRED) else pytest.skip(complaint)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        await opened.close()


async def test_a_sleeping_device_shows_what_was_pushed_and_only_what_is_allowed(
    window: Browser, settings: Settings, models: LedModels
) -> None:
    async with PushService().open() as service:
        house = PageHouse(settings=settings, models=models, push_services=service.rules)
        await house.open()
        tabs = Tabs(browser=window, house=house)
        try:
            await _from_the_settings_to_the_screen(tabs, house, service)
            assert tabs.faults == []
        finally:
            await tabs.close()
            await house.close()


async def _from_the_settings_to_the_screen(
    tabs: Tabs, house: PageHouse, service: PushService
) -> None:
    subscription = service.subscribe()
    context = await tabs.device(before=_played(subscription))
    await context.grant_permissions(["notifications"], origin=house.address)
    tab = await tabs.open(context)
    await tab.page.get_by_role("button", name="Letters", exact=True).click()
    view = tab.page.get_by_role("dialog", name="When I write first")
    await view.get_by_role("button", name="Show it on this device").click()
    await expect(view.locator(".letters-state")).to_have_text(
        "This device shows that Lumi wrote, not what."
    )
    [device] = await _devices(house)
    assert (device.endpoint, device.shows_words) == (subscription.endpoint, False)
    await _letters_are_shown(tab, view, house, service)

    await view.get_by_role("button", name="Keep this device silent").click()
    await expect(view.locator(".letters-state")).to_have_text("This device stays silent.")
    assert await _devices(house) == []
    await view.get_by_role("button", name="Show it on this device").click()
    await expect(view.get_by_role("button", name="Keep this device silent")).to_be_visible()
    assert len(await _devices(house)) == 1
    tabs.forgiven.append(NOT_SIGNED_IN)
    await _signing_out_leaves_nothing(tab, view, house)


async def _letters_are_shown(
    tab: Tab, view: Locator, house: PageHouse, service: PushService
) -> None:
    """First without their words, then, when that is wished for, with them."""
    await _push(house, "How did the biopsy go?")
    await _deliver(tab, service)
    [shown] = await tab.page.evaluate(NOTIFICATIONS)
    assert (shown["title"], shown["body"], shown["lang"]) == ("Lumi", "Left you a few words.", "en")
    assert shown["data"]["place"] == "/"
    assert shown["silent"] is False
    await _deliver(tab, service)
    [again] = await tab.page.evaluate(NOTIFICATIONS)
    assert again["silent"] is True, "what is there already does not ring again"

    await view.get_by_role("checkbox", name="Show the words on the screen").check()
    await expect(view.locator(".letters-state")).to_have_text("This device shows what Lumi wrote.")
    await _push(house, "Good night.")
    await _deliver(tab, service)
    [shown] = await tab.page.evaluate(NOTIFICATIONS)
    assert shown["body"] == "Good night.", "it took the place of the one before"


async def _signing_out_leaves_nothing(tab: Tab, view: Locator, house: PageHouse) -> None:
    """Neither a device that is woken, nor a word in the browser."""
    await tab.page.evaluate("sessionStorage.clear()")
    await view.get_by_role("button", name="Sign out in this browser").click()
    await expect(tab.page.get_by_text("This is a private place.")).to_be_visible()
    assert await _devices(house) == []
    assert await tab.page.evaluate("sessionStorage.unsubscribed") == "yes"
    assert await tab.page.evaluate("Object.keys(localStorage)") == []
    await expect(tab.page.locator(".message")).to_have_count(0)


async def _devices(house: PageHouse) -> list[PushDevice]:
    return await house.running.pushes.devices_of((await house.owner()).id)


def _played(subscription: Subscription) -> str:
    return SUBSCRIBED.replace("SUBSCRIPTION", json.dumps(subscription.as_json()))


async def _push(house: PageHouse, text: str) -> None:
    """Write first, and do the job that a worker would do, as if no page was open."""

    async def nobody(person_id: object) -> bool:
        return False

    person, message_id = await house.owner(), await send_letter(house, text)
    pushing = replace(pushing_of(house.running), reached=nobody)
    for device in await house.running.pushes.devices_of(person.id):
        await pushing.push_to_device(str(person.id), None, str(message_id), str(device.id), 0)


async def _deliver(tab: Tab, service: PushService) -> None:
    """Hand the service worker what the push service delivered last."""
    session = await tab.page.context.new_cdp_session(tab.page)
    registered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def hear(event: dict[str, list[dict[str, str]]]) -> None:
        for one in event["registrations"]:
            if not registered.done():
                registered.set_result(one["registrationId"])

    session.on("ServiceWorker.workerRegistrationUpdated", hear)
    await session.send("ServiceWorker.enable")
    await session.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": tab.house.address,
            "registrationId": await asyncio.wait_for(registered, 10),
            "data": json.dumps(service.delivered[-1].shown),
        },
    )

    async def shown() -> bool:
        message = service.delivered[-1].shown["message"]
        found = await tab.page.evaluate(NOTIFICATIONS)
        return any(one["data"]["message"] == message for one in found)

    await tab.until(shown, bool)
    await session.detach()
