"""Dates in the list say no more than the article does."""

# ruff: noqa: E501  what is given and what is expected read better in one line

import datetime as dt
from dataclasses import replace

from playwright.sync_api import expect

from dateline.model import Dated, Status
from dateline.render.page import render_page
from dateline_timeline.when import Basis, Grain, When
from tests.browser.conftest import Opener
from tests.synthetic import make_story

D = dt.date
DATES = (
    (When(D(2020, 8, 4), D(2020, 8, 4), Grain.HOUR, "2020-08-04", Basis.RELATIVE, "r", True, time="18:00"), "4 August 2020, about 18:00"),
    (When(D(2020, 8, 4), D(2020, 8, 4), Grain.HOUR, "2020-08-04", Basis.RELATIVE, "r", time="24:00"), "4 August 2020, midnight"),
    (When(D(2007, 12, 1), D(2008, 4, 1), Grain.PERIOD, "2007-12/2008-04-01~", Basis.INFERRED, "r", True), "December 2007 or soon after"),
    (When(D(2020, 1, 1), None, Grain.YEAR, "2020/..", Basis.INFERRED, "r", True, open_end=True), "2020 or later"),
    (When(D(2020, 1, 1), None, Grain.YEAR, "2020/..", Basis.EXPLICIT, "r", open_end=True), "since 2020"),
    (When(D(1800, 1, 1), D(1899, 12, 31), Grain.CENTURY, "18XX", Basis.EXPLICIT, "r"), "the 19th century"),
    (When(D(1101, 1, 1), D(1200, 12, 31), Grain.CENTURY, "11XX", Basis.EXPLICIT, "r"), "the 12th century"),
)  # fmt: skip


def test_dates_say_no_more_than_the_article(open_html: Opener) -> None:
    """An hour that is about, an end that is ours, what only came later, whole centuries."""
    story = make_story(len(DATES), seed=2)
    events = tuple(
        replace(event, when=Dated(when, "in the same clause", 0.9), status=Status.HAPPENED, reports=())
        for event, (when, _) in zip(story.events, DATES, strict=True)
    )
    page = open_html(render_page(replace(story, events=events))).page
    expect(page.locator(".dl-row .dl-date")).to_have_text([words for _, words in DATES])
