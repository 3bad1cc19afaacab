"""A real Chromium for the tests of the page: no network, every request and every complaint written down."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from dateline.render.options import Download, PageOptions, RunInfo
from dateline.render.page import Rendered, render_page
from tests.browser.stories import everything

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Opened:
    """A page that was opened, and all that went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

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


@pytest.fixture(scope="session")
def html() -> str:
    """The page of the story that has one of everything."""
    story = everything()
    return render_page(
        story,
        run=RunInfo("0.0.0", (("Inputs", "3 files"),)),
        pictures={"timeline": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>t</title></svg>'},
        options=PageOptions(
            new=frozenset({story.events[2].id}),
            downloads=(Download("events.csv", "Table", "for spreadsheets"),),
            reasons={"not-in-gazetteer": "A place that the gazetteer does not know.", "no-such-code": "Not here."},
            renamed={"0ld0ld0ld0ld": story.events[2].id},
        ),
    )


Opener = Callable[..., Opened]


@pytest.fixture
def open_html(chromium: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens HTML from disk: `open_html(html, address="#…", width=…, height=…, scheme="dark", javascript=False)`.

    A page with files beside it (`Rendered`) gets a folder of its own; what it asks of that folder is written down too.
    """
    contexts = []

    def opener(
        html: str | Rendered,
        *,
        address: str = "",
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        javascript: bool = True,
    ) -> Opened:
        path = tmp_path / f"page-{len(contexts)}.html"
        if isinstance(html, Rendered):
            path = tmp_path / f"page-{len(contexts)}" / "index.html"
            path.parent.mkdir()
            for name, data in html.files.items():
                (path.parent / name).parent.mkdir(parents=True, exist_ok=True)
                (path.parent / name).write_bytes(data)
            html = html.html
        path.write_text(html, encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=javascript,
            offline=True, locale="en-GB", reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(6000)
        page = context.new_page()
        opened = Opened(page)
        own = path.as_uri()
        page.on(
            "request",
            lambda request: (
                None
                if request.url.split("#")[0] == own or request.url.startswith(("data:", "blob:"))
                else opened.requests.append(request.url)
            ),
        )
        page.on(
            "console",
            lambda message: opened.complaints.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (opened.complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.goto(own + address)
        if javascript:
            page.wait_for_selector("html[data-ready]", timeout=15_000)
            page.wait_for_timeout(60)
        return opened

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture
def opened(open_html: Opener, html: str) -> Iterator[Opened]:
    """The page of everything, open; at the end it must have asked for nothing and complained of nothing."""
    opened = open_html(html)
    yield opened
    assert opened.requests == []
    assert opened.complaints == []
