"""The Chromium of this machine."""

import shutil

from playwright.async_api import Browser, Playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell draws the same pages for less: it has no window of its own to build round each."""

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
"""Without a screen or a graphics card it still draws WebGL, and it calls nobody."""


def chromium_path() -> str | None:
    """Return where Chromium is installed, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


async def open_chromium(playwright: Playwright) -> Browser:
    """Start Chromium without a window."""
    return await playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
