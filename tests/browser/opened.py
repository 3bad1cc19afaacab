"""Chromium, and a page open in it with all that it asked for and complained of: for every test that opens a page."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from dateline.render.page import Rendered

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright, once a module: it must be gone before other tests start an event loop of their own."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium that is on the machine, else Playwright's own."""
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


@dataclass
class Opened:
    """A page that was opened, and all that went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def watching(cls, page: Page, own: str) -> "Opened":
        """Write down what a page asks for besides its own address, and what it complains of."""
        opened = cls(page)

        def asked(address: str) -> None:
            if address.split("#")[0] != own and not address.startswith(("data:", "blob:")):
                opened.requests.append(address)

        page.on("request", lambda request: asked(request.url))
        page.on(
            "console",
            lambda message: opened.complaints.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (opened.complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))
        return opened

    def marks(self) -> list[dict]:
        """The marks in sight on the map, with their places in the window."""
        box = self.page.locator("#map_dateline").bounding_box()
        assert box is not None
        found = self.page.evaluate("dateline.marks(map_dateline)")
        return [{**mark, "x": mark["x"] + box["x"], "y": mark["y"] + box["y"]} for mark in found]

    def rows(self) -> list[str]:
        """The headlines in the list, from top to bottom, once it is at rest."""
        self.settle()
        return self.page.locator(".dl-row .dl-headline").all_inner_texts()

    def settle(self) -> None:
        """Let two frames and what waits for a moment pass."""
        self.page.wait_for_timeout(180)

    def hash(self) -> str:
        """What stands after # in the address."""
        self.page.wait_for_timeout(200)
        return self.page.evaluate("location.hash")


def write_page(path: Path, page: str | Rendered) -> list[str]:
    """Put a page on the disk, and what is beside it, whose addresses come back."""
    rendered = page if isinstance(page, Rendered) else Rendered(page, {})
    path.parent.mkdir(exist_ok=True)
    path.write_text(rendered.html, encoding="utf-8")
    for name, data in rendered.files.items():
        (path.parent / name).parent.mkdir(exist_ok=True)
        (path.parent / name).write_bytes(data)
    return [(path.parent / name).as_uri() for name in rendered.files]
