"""The address after #, which says what is seen and holds after a rerun."""

import re

from playwright.sync_api import expect

from dateline.model import Story
from dateline.render.options import PageOptions
from dateline.render.page import render_page
from tests.browser.conftest import Opened, Opener
from tests.browser.stories import everything


def test_address_says_selection_window_text_and_facets(opened: Opened) -> None:
    """Everything that was chosen stands in the address."""
    page = opened.page
    page.get_by_role("button", name="Planned or denied").click()
    page.get_by_role("button", name=re.compile(r"^Politics \d")).click()
    page.get_by_label("Search events").fill("minister")
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Minister denies arson").click()
    assert re.fullmatch(r"#e=[0-9a-f]{12}&q=minister&category=politics&all=1", opened.hash())


def test_address_is_taken_over(open_html: Opener, html: str) -> None:
    """A page opened with an address shows what it says, selected event in sight, and keeps it."""
    event = next(event for event in everything().events if event.headline == "Ferry stops")
    address = f"#e={event.id}&t=2023-01-01..2024-03-03&category=economy"
    opened = open_html(html, address=address)
    expect(opened.page.locator(".dl-row.dl-open .dl-headline")).to_have_text("Ferry stops")
    assert opened.rows() == ["Ferry stops"]
    expect(opened.page.get_by_role("button", name="Economy 1")).to_have_attribute("aria-pressed", "true")
    assert opened.hash() == address
    assert opened.complaints == []


def test_link_to_a_denied_event_brings_it_in(open_html: Opener, html: str) -> None:
    """An event that is off at first is shown to who follows a link to it."""
    event = next(event for event in everything().events if event.headline == "Minister denies arson")
    opened = open_html(html, address=f"#e={event.id}")
    expect(opened.page.locator(".dl-row.dl-open .dl-headline")).to_have_text("Minister denies arson")


def test_old_names_of_an_event_lead_to_it(open_html: Opener, html: str) -> None:
    """A link by the id of a joined report, or by the id of an older run, opens the event, and says nothing is gone."""
    joined = next(event for event in everything().events if event.reports)
    report = next(report.id for report in joined.reports if report.id != joined.id)
    opened = open_html(html, address=f"#e={report}")
    expect(opened.page.locator(".dl-row.dl-open .dl-headline")).to_have_text(joined.headline)
    expect(opened.page.get_by_role("alert")).to_be_hidden()
    opened.page.evaluate("location.hash = '#e=0ld0ld0ld0ld'")
    expect(opened.page.locator(".dl-row.dl-open .dl-headline")).to_have_text(everything().events[2].headline)
    expect(opened.page.get_by_role("alert")).to_be_hidden()


def test_counts_are_not_called_events(open_html: Opener) -> None:
    """A page of roll-ups says what its entries are and what they count, and offers no correction of them."""
    options = PageOptions(counted="roll-up", told="of 40 events in 3 articles")
    opened = open_html(render_page(everything(), options=options), address=f"#e={everything().events[0].id}")
    expect(opened.page.locator("#dl-counts")).to_have_text("10 of 12 roll-ups of 40 events in 3 articles")
    expect(opened.page.get_by_role("button", name="Copy link")).to_be_visible()
    expect(opened.page.get_by_role("button", name="Correct this")).to_have_count(0)
    assert opened.complaints == []


def test_vanished_event_says_so(open_html: Opener, html: str) -> None:
    """A link to an event that is not there any more is answered in words, and the page works."""
    opened = open_html(html, address="#e=0123456789ab")
    expect(opened.page.get_by_role("alert")).to_contain_text("0123456789ab) is not on this page any more")
    expect(opened.page.locator(".dl-row")).to_have_count(10)


def test_changed_address_is_followed(opened: Opened) -> None:
    """Editing the address, or going to another link of the same page, is followed without a reload."""
    opened.page.evaluate("location.hash = '#q=ferry'")
    opened.page.wait_for_timeout(300)
    assert opened.rows() == ["Ferry stops"]
    expect(opened.page.get_by_label("Search events")).to_have_value("ferry")


def test_link_holds_after_a_rerun_with_more_events(open_html: Opener) -> None:
    """Ids come from content: the same address finds the same event in another run's page."""
    story = everything()
    event = story.events[4]
    fewer = Story(story.title, story.events[3:], story.articles, (), extents=story.extents)
    opened = open_html(render_page(fewer), address=f"#e={event.id}")
    expect(opened.page.locator(".dl-row.dl-open .dl-headline")).to_have_text(event.headline)


def test_nonsense_in_the_address_is_ignored(open_html: Opener, html: str) -> None:
    """An address that says nothing sensible shows everything."""
    opened = open_html(html, address="#t=9999-99-99..x&category=%00&e=&all=maybe&where=%3Cscript%3E")
    assert opened.complaints == []
    assert opened.page.locator(".dl-empty").is_visible()
    opened.page.get_by_role("button", name="Show all events").nth(1).click()
    expect(opened.page.locator(".dl-row")).to_have_count(10)


def test_embed_shows_only_the_views(open_html: Opener, html: str) -> None:
    """With #embed there is map, timeline and list, and the mark stays in the address."""
    opened = open_html(html, address="#embed", width=900, height=500)
    expect(opened.page.locator("#dl-about")).to_be_hidden()
    expect(opened.page.locator("#map_dateline")).to_be_visible()
    opened.page.get_by_role("button", name="Ferry stops").click()
    assert opened.hash().endswith("&embed")
