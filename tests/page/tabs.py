"""Tabs of a real browser, and everything in them that must never happen."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    FloatRect,
    Page,
    Request,
    expect,
)

from api.entrance.sign_in import COOKIE
from tests.page.house import PageHouse

PATIENCE = 10.0
"""Seconds a test waits for the page: much, because the machine may be busy."""

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}

OFTEN = 0.02
"""Seconds between two looks at something that is waited for."""

UNREACHABLE = ("ERR_CONNECTION_REFUSED", "WebSocket connection", "WebSocket is closed")
"""What the console says while nobody listens."""

TALK = """() => [...document.querySelectorAll('.message')].map((message) => ({
    yours: message.classList.contains('yours'),
    text: [...message.querySelectorAll('.bubble')].map((one) => one.textContent).join('\\n\\n'),
    mark: message.querySelector('.mark')?.textContent ?? '',
}))"""

NO_WEBGL = """const own = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind === 'webgl2' ? null : own.call(this, kind, ...more);
};"""

NO_LIGHT = """HTMLCanvasElement.prototype.getContext = () => null;
const sheet = new CSSStyleSheet();
sheet.replaceSync('#aura.aura { transition: none !important; }');
document.adoptedStyleSheets.push(sheet);"""
"""Without a graphics card the processor that the tests run on paints every picture of the orb, and
of the ground while it takes the mood's colour, which goes on for four seconds."""

READ_PIXELS = """async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let text = '';
    for (let at = 0; at < data.length; at += 8192) {
        text += String.fromCharCode(...data.subarray(at, at + 8192));
    }
    return [image.width, image.height, btoa(text)];
}"""


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab with the page in it."""

    page: Page
    house: PageHouse

    async def talk(self) -> list[tuple[str, str]]:
        """Return who said what, as it stands in the page."""
        found = await self.page.evaluate(TALK)
        return [("you" if one["yours"] else "lumi", one["text"]) for one in found]

    async def marks(self) -> list[str]:
        """Return the quiet lines under the messages."""
        return [one["mark"] for one in await self.page.evaluate(TALK) if one["mark"]]

    async def say(self, text: str) -> None:
        """Write and send, as a person does."""
        await self.page.fill("#words", text)
        await self.page.keyboard.press("Enter")

    async def until(self, what: Callable[[], Awaitable[Any]], is_so: Callable[[Any], bool]) -> Any:
        """Wait until something that is looked up again and again is as wished."""
        seen = await what()
        try:
            async with asyncio.timeout(PATIENCE):
                while not is_so(seen):
                    await asyncio.sleep(OFTEN)
                    seen = await what()
        except TimeoutError:
            raise AssertionError(f"still {seen!r} after {PATIENCE:.0f} seconds") from None
        return seen

    async def until_talk(self, *expected: tuple[str, str]) -> None:
        """Wait until exactly this talk stands in the page."""
        await self.until(self.talk, lambda seen: seen == list(expected))

    async def until_last(self, words: str) -> None:
        """Wait until the newest message holds some words."""
        await self.until(self.talk, lambda seen: bool(seen) and words in seen[-1][1])

    async def until_there(self) -> None:
        """Wait until the page is connected and shows the talk, or that there is none."""
        await expect(self.page.locator("#room")).to_have_attribute(
            "data-scene", "talking" if await self.house.stored() else "empty"
        )

    async def box(self, selector: str) -> FloatRect:
        """Return where the last such element stands, in pixels, once it is painted."""
        place = self.page.locator(selector).last.bounding_box
        found: FloatRect = await self.until(place, lambda found: found is not None)
        return found

    async def seen(self, selector: str) -> tuple[float, float, float]:
        """Return the mean colour of the middle of an element as it is painted, 0 to 255."""
        box = await self.box(selector)
        middle_x, middle_y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        size = box["width"] / 3
        picture = await self.page.screenshot(
            clip={"x": middle_x - size / 2, "y": middle_y - size / 2, "width": size, "height": size}
        )
        red, green, blue = (await pixels_of(self.page, picture)).mean(axis=(0, 1))
        return float(red), float(green), float(blue)


@dataclass(kw_only=True)
class Tabs:
    """Opens tabs, each on a device of its own, and keeps what went wrong in any of them."""

    browser: Browser
    house: PageHouse
    faults: list[str] = field(default_factory=list)
    """Errors of scripts, refused content, and requests to other hosts."""
    forgiven: list[str] = field(default_factory=list)
    """Parts of console lines that a test expects."""
    _contexts: list[BrowserContext] = field(default_factory=list)

    async def device(
        self,
        *,
        size: dict[str, Any] = DESKTOP,
        scheme: Literal["light", "dark"] = "light",
        locale: str = "en-GB",
        motion: Literal["reduce", "no-preference"] = "reduce",
        signed_in: bool = True,
        timezone: str = "Europe/London",
        webgl: bool | None = None,
        before: str | None = None,
    ) -> BrowserContext:
        """Return a browser of its own, in which nothing is open yet.

        Args:
            size: the screen.
            scheme: light or dark.
            locale: the language of the browser.
            motion: `no-preference` lets the orb breathe, which keeps a processor busy.
            signed_in: whether the owner was here before.
            timezone: the zone of the browser.
            webgl: whether the orb is painted with it or on a plain canvas; without a graphics card
                both are slow. None does not paint it, and the ground takes the mood's colour at
                once: for all that is not about the light.
            before: a script that runs in every page first.
        """
        context = await self.browser.new_context(
            **size,
            color_scheme=scheme,
            locale=locale,
            reduced_motion=motion,
            timezone_id=timezone,
        )
        self._contexts.append(context)
        context.on("page", self._watch)
        context.on("request", self._look_at)
        if signed_in:
            await context.add_cookies(
                [{"name": COOKIE, "value": self.house.session(), "url": self.house.address}]
            )
        if not webgl:
            await context.add_init_script(NO_LIGHT if webgl is None else NO_WEBGL)
        if before:
            await context.add_init_script(before)
        return context

    async def open(self, context: BrowserContext | None = None, **device: Any) -> Tab:
        """Open the page, on a new device unless one is given, and wait until it is connected."""
        tab = await self.blank(context, **device)
        await tab.page.goto(self.house.address)
        await tab.until_there()
        return tab

    async def blank(self, context: BrowserContext | None = None, **device: Any) -> Tab:
        """Return a tab with nothing in it."""
        context = context or await self.device(**device)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        return Tab(page=page, house=self.house)

    async def close(self) -> None:
        """Close everything."""
        for context in self._contexts:
            await context.close()

    def _watch(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("websocket", lambda socket: self._check(socket.url.replace("ws://", "http://", 1)))

    def _hear(self, message: ConsoleMessage) -> None:
        expected = any(part in message.text for part in [*self.forgiven, "GPU stall"])
        if message.type in {"error", "warning"} and not expected:
            self.faults.append(f"console: {message.text}")

    def _look_at(self, request: Request) -> None:
        self._check(request.url)

    def _check(self, url: str) -> None:
        if not url.startswith((f"{self.house.address}/", "data:", "blob:")):
            self.faults.append(f"foreign: {url}")


async def pixels_of(page: Page, picture: bytes) -> NDArray[np.uint8]:
    """Return the pixels of a PNG in rows and columns; the browser knows how to read one."""
    width, height, data = await page.evaluate(READ_PIXELS, base64.b64encode(picture).decode())
    pixels = np.frombuffer(base64.b64decode(data), np.uint8).reshape(height, width, 4)
    return pixels[..., :3]
