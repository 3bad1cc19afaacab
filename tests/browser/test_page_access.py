"""WCAG 2.2 A and AA by axe-core, and screens from 320 pixels on."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe-core finds, as lines that say where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [
        f"{item['id']}: {node['target']} {node['failureSummary']}"
        for item in found["violations"]
        for node in item["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_axe_finds_nothing(open_html: Opener, html: str, scheme: str, width: int, height: int) -> None:
    """No violation with the page fresh, with a card, with filters, with the article, with the foot of the page."""
    page = open_html(html, scheme=scheme, width=width, height=height).page
    assert violations(page) == []
    page.get_by_role("button", name="Bridge at Marvik burns").click()
    page.locator(".dl-card blockquote").first.wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Open in article").first.click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Correct this").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    if width < 700:
        page.get_by_role("button", name="Map", exact=True).click()
        assert violations(page) == []
    page.get_by_role("button", name="Filters").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    if width < 700:
        page.get_by_role("button", name="About", exact=True).click()
    page.locator("#dl-sources summary").click()
    page.locator("#dl-drops summary").first.click()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1024])
def test_no_side_scroll(open_html: Opener, html: str, width: int) -> None:
    """Nothing is wider than the screen, with a card open and with the foot of the page."""
    page = open_html(html, width=width, height=640).page
    page.get_by_role("button", name="Bridge at Marvik burns").click()
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.dl-list').scrollWidth") <= width
    if width <= 760:
        page.get_by_role("button", name="About", exact=True).click()
    page.locator("#dl-sources summary").click()
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_phone_shows_list_first_then_map_as_a_tab(open_html: Opener, html: str) -> None:
    """On a phone the list stands first under the timeline's strip; the map is a tab, and a mark leads to the list."""
    opened = open_html(html, width=390, height=844)
    page = opened.page
    expect(page.locator(".dl-row").first).to_be_in_viewport()
    expect(page.locator(".dl-time-canvas")).to_be_in_viewport()
    page.get_by_role("button", name="Map", exact=True).click()
    page.wait_for_timeout(200)
    area = next(mark for mark in opened.marks() if mark["kind"] == "area")
    page.mouse.click(area["x"], area["y"])
    expect(page.locator(".dl-row.dl-open .dl-headline")).to_have_text("Meeting in the Great Valley")
    expect(page.locator(".dl-row.dl-open")).to_be_in_viewport()


def test_reader_without_scripts_has_list_picture_and_sources(open_html: Opener, html: str) -> None:
    """Without JavaScript the events, the picture of the timeline and the links to the sources are there."""
    page = open_html(html, javascript=False).page
    plain = page.locator(".dl-plain")
    expect(plain.locator("li")).to_have_count(12)
    expect(plain).to_contain_text("The bridge at Marvik burned on 3 March 2024")
    expect(plain.get_by_role("link", name="Bridge burns at Marvik").first).to_have_attribute(
        "href", "https://news.example/1"
    )
    expect(page.get_by_alt_text("Timeline of the events")).to_be_visible()
    expect(page.locator(".dl-app")).to_be_hidden()


def test_paper_has_map_list_and_numbered_sources(open_html: Opener, html: str) -> None:
    """Printed, the page is a picture of the map, the timeline, the whole list and its numbered sources."""
    page = open_html(html).page
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    expect(page.locator(".dl-app")).to_be_hidden()
    expect(page.get_by_alt_text("Map of the events")).to_be_visible()
    expect(page.get_by_alt_text("Timeline of the events")).to_be_visible()
    expect(page.locator(".dl-print-count")).to_have_text(page.locator("#dl-counts").text_content() or "")
    expect(page.locator(".dl-print-off")).to_have_text(
        "Not on the map: 2 events in whole countries and seas, 1 without a place."
    )
    items = page.locator(".dl-print-list li")
    expect(items).to_have_count(10)
    expect(items.filter(has_text="Bridge at Marvik burns")).to_contain_text("Source 1, 2")
    expect(page.locator(".dl-print-sources li")).to_have_count(3)


def test_forced_colours_and_less_motion_are_respected(open_html: Opener, html: str) -> None:
    """In forced colours a pressed filter is still told apart by its outline."""
    page = open_html(html).page
    page.emulate_media(forced_colors="active")
    page.get_by_role("button", name="Economy 1").click()
    page.wait_for_timeout(200)
    assert (
        page.locator('.dl-chip[aria-pressed="true"]').evaluate("element => getComputedStyle(element).outlineStyle")
        == "solid"
    )
