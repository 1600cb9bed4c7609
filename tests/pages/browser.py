"""A real browser: Debian's Chromium where it is installed, else Playwright's own."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from twopages.settings import Settings

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
AXE = Settings().node_modules / "axe-core" / "axe.min.js"
NARROW, WIDE = 390, 1440
ANSWERED = ("404 (Not Found)", "400 (Bad Request)")  # pages that say so


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield browser
        browser.close()


@contextmanager
def looking(
    browser: Browser,
    address: str,
    *,
    width: int = WIDE,
    language: str = "zh",
    scripts: bool = True,
    scheme: str = "light",
) -> Iterator[Page]:
    """A page of a fresh visitor; whatever the browser complains about fails the test."""
    options: Mapping[str, Any] = {"color_scheme": scheme, "java_script_enabled": scripts}
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 900}, **options)
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [text for text in complaints if not any(status in text for status in ANSWERED)] == []


def sign_in(page: Page, account: str) -> None:
    page.goto("/sign-in")
    page.locator(f"button[value='{account}']").click()
    page.wait_for_url(lambda address: not address.endswith("/sign-in"))


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds on the page as it is, every fold open; it comes by the debugger, since the page's policy keeps strange scripts out."""
    page.evaluate("document.querySelectorAll('details').forEach((item) => { item.open = true })")
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{item['id']}: {node['html'][:200]} {json.dumps(node['any'][:1])[:300]}"
        for item in found
        for node in item["nodes"]
    ]


def overflow(page: Page, width: int) -> int:
    """By how much the page is wider than a window of this width."""
    page.set_viewport_size({"width": width, "height": 900})
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
