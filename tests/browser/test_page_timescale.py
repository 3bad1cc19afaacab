"""What the page's timeline promises of its scale: a crowded spell is wide enough to be looked at and brushed."""

import dataclasses
import datetime as dt
from itertools import pairwise

from dateline.model import Dated
from dateline.render.page import render_page
from dateline_timeline.when import Basis, Grain, When
from tests.browser.conftest import Opened, Opener
from tests.synthetic import make_story

MONTHS = [dt.date(2011, month, 1) for month in range(2, 7)]


def page_of(spring: int) -> str:
    """So many events of one spring, after ten that lie a decade apart."""
    days = [dt.date(year, 7, 1) for year in range(1910, 2010, 10)]
    days += [dt.date(2011, 2, 15) + dt.timedelta(days=index * 90 // spring) for index in range(spring)]
    base = make_story(len(days))
    events = tuple(
        dataclasses.replace(
            event, when=Dated(When(day, day, Grain.DAY, day.isoformat(), Basis.EXPLICIT, "said"), "", 1)
        )
        for event, day in zip(base.events, days, strict=True)
    )
    return render_page(dataclasses.replace(base, events=events))


def beginning(opened: Opened, day: dt.date) -> float:
    """Where on the line, as a share of its width, the window's first handle stands when it begins on that day."""
    opened.page.evaluate(f"location.hash = '#t={day}..2011-06-30'")
    opened.settle()
    handle = opened.page.locator(".dl-handle").first.bounding_box()
    line = opened.page.locator(".dl-time-canvas").bounding_box()
    assert handle is not None
    assert line is not None
    return (handle["x"] + handle["width"] / 2 - line["x"]) / line["width"]


def test_a_spell_that_holds_most_events_is_enlarged(open_html: Opener) -> None:
    """Three months that hold 200 of 210 events have a third of a line and more that reaches back for a century."""
    opened = open_html(page_of(200))
    places = [beginning(opened, day) for day in (dt.date(1920, 1, 1), dt.date(1990, 1, 1), *MONTHS)]
    assert all(a < b for a, b in pairwise(places))
    assert places[-2] - places[2] > 0.3
    assert opened.complaints == []


def test_few_events_share_one_scale(open_html: Opener) -> None:
    """Where every event can be seen by itself, a month is as wide as another: nothing is enlarged."""
    opened = open_html(page_of(20))
    assert beginning(opened, MONTHS[-1]) - beginning(opened, MONTHS[0]) < 0.35


def test_a_list_opens_at_the_spell_that_holds_most_events(open_html: Opener) -> None:
    """What lies decades before is above, and one tab leads to where the list is; an address that filters decides."""
    opened = open_html(page_of(200))
    first = "document.elementFromPoint(1000, document.querySelector('.dl-list').getBoundingClientRect().top + 90)"
    assert opened.page.evaluate(f"{first}.closest('.dl-row').dataset.event") == "10"
    assert opened.page.locator(".dl-row-button[tabindex='0']").count() == 1
    assert opened.page.locator("[data-event='10'] [tabindex='0']").count() == 1
    assert opened.page.locator(".dl-list").evaluate("list => list.scrollTop") > 500
    opened = open_html(page_of(200), address="#t=1910-01-01..1960-12-31")
    assert opened.page.locator(".dl-list").evaluate("list => list.scrollTop") == 0
