"""A real Chromium for the pages people open: one for each file of tests, without a way to the network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route

# Debian's, or whichever there is. CHROMIUM names another.
_NAMES = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
# A file, what a page holds itself, and a server that a test has started on this machine.
_WITHOUT_NETWORK = ("about", "blob", "data", "file")
_HERE = ("127.0.0.1", "localhost")

# An old phone: what a page for phones is held against.
PHONE = {"width": 360, "height": 740}


def executable() -> str | None:
    """Where Chromium is, None where there is none."""
    return next(filter(None, map(shutil.which, filter(None, _NAMES))), None)


def why_none() -> str | None:
    """Why there can be no browser here, if so."""
    if find_spec("playwright") is None:
        return "没有装 playwright：pip install 'tiertrack[test]'"
    return None if executable() else "没有装 Chromium：apt-get install chromium fonts-noto-cjk"


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Chromium without a window. While it is open its thread has a running event loop, so no ``asyncio.run`` beside it
    and no second one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Whoever is root may not have a sandbox; a name is never asked for.
        words = ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"]
        browser = playwright.chromium.launch(executable_path=executable(), args=words)
        yield browser
        browser.close()


@contextmanager
def opened_page(browser: Browser, viewport: dict[str, int] | None = None) -> Iterator[Page]:
    """A page in a context of its own: nothing is kept from one to the next. It fails the test where it asked for
    anything over the network, where a script of it failed or where the browser refused something of it."""
    context = browser.new_context(viewport=viewport, locale="zh-CN")  # type: ignore[arg-type]
    faults: list[str] = []
    context.route("**/*", lambda route: _kept_here(route, faults))
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(_told(error)))
    page.on("console", lambda message: faults.extend(_complained(message)))
    yield page
    context.close()
    assert not faults, faults


def _kept_here(route: Route, faults: list[str]) -> None:
    address = urlsplit(route.request.url)
    if address.scheme in _WITHOUT_NETWORK or address.hostname in _HERE:
        route.continue_()
    else:
        faults.append(f"asked for {route.request.url}")
        route.abort()


def _told(error: Error) -> str:
    return f"{error.name}: {error.message}"


def _complained(message: ConsoleMessage) -> Iterator[str]:
    if message.type == "error":
        yield message.text


needs_browser = pytest.mark.skipif(why_none() is not None, reason=why_none() or "")


def grave_faults(page: Page) -> list[str]:
    """What axe finds on a page that keeps somebody from using it: its rules, with what each is about."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {node['html'][:200]}" for one in grave for node in one["nodes"]]
