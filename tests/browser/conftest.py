"""A real Chromium for the tests of the page: no network, every request and every complaint written down."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dateline.render.options import Download, PageOptions, RunInfo
from dateline.render.page import Rendered, render_page
from tests.browser.opened import Opened, chromium, playwright, write_page
from tests.browser.stories import everything

__all__ = ["Opened", "Opener", "chromium", "playwright"]  # fixtures for every test of this folder


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
        path = tmp_path / f"page-{len(contexts)}" / "index.html"
        write_page(path, html)
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=javascript,
            offline=True, locale="en-GB", reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(6000)
        page = context.new_page()
        own = path.as_uri()
        opened = Opened.watching(page, own)
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
