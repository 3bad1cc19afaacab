"""iCalendar (RFC 5545) of what is planned and has a day: the only events that belong in a calendar."""

import datetime as dt
from collections.abc import Mapping

from icalendar import Calendar, Event

from dateline.model import Status, Story
from dateline.render.chart.words import voice_words, where_words
from dateline.render.export.rows import Row, rows_of
from dateline.render.export.safe import line, plain
from dateline.render.export.times import clock_of, is_one_day


def planned(story: Story) -> list[Row]:
    """The rows that have a place in a calendar."""
    return [row for row in rows_of(story) if row.event.status is Status.PLANNED and is_one_day(row)]


def _entry(row: Row) -> Event:
    assert row.earliest is not None  # noqa: S101  it has a day
    entry = Event()
    entry.add("uid", f"{row.event.id}@dateline")
    told = [article.published for article in row.articles if article.published]
    day = max(told) if told else dt.date(1970, 1, 1)  # never the run's clock: when its last source said so
    entry.add("dtstamp", dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC))
    clock = clock_of(row)
    if clock is None:
        entry.add("dtstart", row.earliest)
        if row.earliest < dt.date.max:
            entry.add("dtend", row.earliest + dt.timedelta(days=1))
    else:  # the time of the place, whatever its zone: a floating time
        entry.add("dtstart", dt.datetime.combine(row.earliest, dt.time(*clock)))
    entry.add("summary", line(row.event.headline))
    sources = "\n".join(line(f"{article.publisher}: {article.title} {article.url}") for article in row.articles)
    words = f"{plain(row.event.quote)}\n{voice_words(row.event)}\n{sources}"
    entry.add("description", "\n".join(line(part) for part in words.splitlines()))
    entry.add("status", "TENTATIVE")
    entry.add("x-edtf", row.edtf)
    entry.add("transp", "TRANSPARENT")
    entry.add("categories", [line(row.event.category)])
    if row.place is not None:
        entry.add("location", where_words(row.event))
        entry.add("geo", (row.place.lat, row.place.lon))
    return entry


def write(story: Story) -> Mapping[str, bytes]:
    """`planned.ics`."""
    calendar = Calendar()
    calendar.add("prodid", "-//dateline//dateline//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", line(story.title))
    for row in planned(story):
        calendar.add_component(_entry(row))
    return {"planned.ics": calendar.to_ical()}
