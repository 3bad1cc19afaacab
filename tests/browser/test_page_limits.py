"""What the page must stay within: size, requests, nodes, and stories of odd shapes."""

# ruff: noqa: E501  what is shown and what is expected read better in one line

import re
from dataclasses import replace
from html import unescape

import pytest
from playwright.sync_api import expect

from dateline.errors import SettingsError
from dateline.model import Story
from dateline.render.chart import ChartOptions, draw_timeline
from dateline.render.chart.saving import figure_bytes
from dateline.render.map import story_map
from dateline.render.options import PageOptions, Tiles
from dateline.render.page import render_page
from tests.browser.conftest import Opener
from tests.browser.stories import everything
from tests.synthetic import make_story


def test_page_with_eight_events_is_small() -> None:
    """At most 450 KB, everything inside, the picture of the timeline too."""
    story = make_story(8)
    picture = figure_bytes(draw_timeline(story, ChartOptions()), "svg", title="t", description="d")
    assert len(render_page(story, pictures={"timeline": picture}).encode()) <= 450_000


def test_page_is_the_same_each_time(html: str) -> None:
    """No clock, no random ids."""
    assert render_page(make_story(50)) == render_page(make_story(50))
    assert "<script src" not in html
    assert '<link rel="stylesheet"' not in html


def test_halves_of_characters_do_not_stop_the_page() -> None:
    """A title from the command line may hold half a surrogate pair, which no file can: a replacement stands there."""
    page = render_page(make_story(1), options=PageOptions(title="Fire \ud83d at \udcff"))
    assert "<title>Fire \ufffd at \ufffd</title>" in unescape(page)
    page.encode()


def test_letters_of_two_bytes_are_references_where_they_are_few() -> None:
    """A browser keeps a page of Latin-1 in a byte a letter; where most words are in others, they stay as they are."""
    story = make_story(8)
    page = render_page(story)
    assert max(page) <= "\xff"
    assert "Тбилиси" in unescape(page)
    russian = replace(story, events=tuple(replace(event, quote="Пожар " * 400) for event in story.events))
    assert "Пожар" in render_page(russian)


def test_policy_lets_only_our_scripts_run(open_html: Opener, html: str) -> None:
    """The page's policy blesses three scripts by their hashes and no connection; one put in later does not run."""
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert policy[1].count("sha256-") == 3
    opened = open_html(html.replace("</main>", "</main><script>window.intruder = 1</script>"))
    assert opened.page.evaluate("window.intruder") is None
    assert any("Content Security Policy" in complaint for complaint in opened.complaints)


def test_texts_are_left_out_on_request(open_html: Opener) -> None:
    """Without texts the quotes stay and "Open in article" is not offered."""
    page = render_page(everything(), options=PageOptions(include_text=False))
    assert 'id="dl-texts-0"' not in page
    opened = open_html(page)
    opened.page.get_by_role("button", name="Ferry stops").click()
    expect(opened.page.locator(".dl-card blockquote")).to_have_text("The ferry had stopped in the winter of 2023.")
    expect(opened.page.get_by_role("button", name="Open in article")).to_have_count(0)


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_and_one(open_html: Opener, count: int) -> None:
    """A story without events, and one with a single event, open without complaint."""
    story = everything()
    opened = open_html(render_page(replace(story, events=story.events[3 : 3 + count])))
    expect(opened.page.locator("#dl-counts")).to_contain_text(f"{count} event")
    expect(opened.page.locator(".dl-empty")).to_be_visible(visible=count == 0)
    assert opened.complaints == []


def test_only_undated_unplaced_and_denied(open_html: Opener) -> None:
    """Where no event has a date, a place, or happened, the page still shows them and says so."""
    story = everything()
    odd = tuple(event for event in story.events if event.headline == "Other side names the valley")
    opened = open_html(render_page(Story("Odd", odd, story.articles, ())))
    assert opened.rows() == ["Other side names the valley"]
    denied = tuple(event for event in story.events if event.status == "denied")
    opened = open_html(render_page(Story("Denied", denied, story.articles, ())))
    assert opened.rows() == ["Minister denies arson"]
    assert opened.complaints == []


def test_twenty_thousand_events_stay_light(open_html: Opener) -> None:
    """Few rows are in the page however many events there are; scrolling, End and a card in the middle work."""
    opened = open_html(render_page(make_story(20_001), options=PageOptions(include_text=False)))
    page = opened.page
    assert page.evaluate("document.querySelectorAll('*').length") < 2000
    assert page.locator(".dl-row").count() < 40
    page.locator(".dl-row-button").first.focus()
    page.keyboard.press("End")
    opened.settle()
    expect(page.locator(".dl-row").last).to_have_attribute(
        "aria-posinset", page.locator(".dl-row").last.get_attribute("aria-setsize") or ""
    )
    page.evaluate("document.querySelector('.dl-list').scrollTop = 400000")
    opened.settle()
    row = page.locator(".dl-row").nth(10)
    name = row.locator(".dl-headline").inner_text()
    row.locator("button").click()
    page.locator(".dl-card blockquote").wait_for()
    expect(page.locator(".dl-row.dl-open .dl-headline")).to_have_text(name)
    page.get_by_label("Search events").fill("number 777")
    page.wait_for_timeout(600)
    assert opened.rows()
    assert all("777" in headline for headline in opened.rows())
    assert opened.complaints == []
    assert opened.requests == []


def test_tiles_are_asked_for_from_their_server_only(open_html: Opener) -> None:
    """With tiles the page asks that server for pictures, names it, and its policy allows no other."""
    page = render_page(
        everything(), options=PageOptions(tiles=Tiles("https://tiles.example/{z}/{x}/{y}.png", "© <b>Example</b>"))
    )
    opened = open_html(page)
    assert opened.requests
    assert all(address.startswith("https://tiles.example/") for address in opened.requests)
    expect(opened.page.locator(".leaflet-control-attribution")).to_contain_text("© <b>Example</b>")
    assert "img-src data: blob: https://tiles.example;" in page.replace("&#39;", "'")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//tiles.example/{z}", "https://a b/{z}", ""])
def test_odd_tile_addresses_are_refused(address: str) -> None:
    """An address that no policy could name is an error that says what is wanted."""
    with pytest.raises(SettingsError, match=r"https://tiles\.example/\{z\}"):
        render_page(everything(), options=PageOptions(tiles=Tiles(address, "x")))


def test_notebook_map_takes_more_layers(open_html: Opener) -> None:
    """In a notebook the folium map has events, timeline and card by itself, takes other layers, and asks for nothing."""
    import folium

    made = story_map(everything())
    folium.CircleMarker((47, 13), radius=30).add_to(made)
    folium.Marker((46.5, 12)).add_to(made)
    opened = open_html(made.get_root().render())
    assert opened.requests == []
    assert opened.complaints == []
    expect(opened.page.locator(".leaflet-marker-icon")).to_be_visible()
    area = next(mark for mark in opened.marks() if mark["kind"] == "area")
    opened.page.mouse.click(area["x"], area["y"])
    expect(opened.page.get_by_role("complementary", name="Event")).to_contain_text("Contested name.")
