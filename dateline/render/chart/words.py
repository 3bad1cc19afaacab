"""The words of a picture: dates as people write them, place and voice of an event, the caption, the alt text."""

import datetime as dt
import re
from collections import Counter

from dateline.model import Event, Manner, Status, Story
from dateline.render.chart.fonts import REPLACEMENT, clean, undrawable
from dateline.render.chart.look import look_of
from dateline.story.say import say_clock, soon_after
from dateline_geo.place import Precision
from dateline_timeline.when import Grain, When

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_YEARS = (Grain.YEAR, Grain.DECADE, Grain.CENTURY, Grain.MILLENNIUM, Grain.PERIOD)
_YEARLESS = re.compile(r"^X{4}-(\d\d)(?:-(\d\d))?")


def _day(day: dt.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _stretch(first: dt.date, last: dt.date) -> str:
    """An interval without repeating what both ends share."""
    if first == last:
        return _day(first)
    if (first.day, first.month, last.day, last.month) == (1, 1, 31, 12):
        return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    whole_months = first.day == 1 and (last + dt.timedelta(days=1)).day == 1 if last < dt.date.max else first.day == 1
    if whole_months:
        if (first.year, first.month) == (last.year, last.month):
            return f"{_MONTHS[first.month - 1]} {first.year}"
        if first.year == last.year:
            return f"{_MONTHS[first.month - 1]} – {_MONTHS[last.month - 1]} {first.year}"
        return f"{_MONTHS[first.month - 1]} {first.year} – {_MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {_MONTHS[first.month - 1]} {first.year}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} – {_day(last)}"
    return f"{_day(first)} – {_day(last)}"


def _century(when: When) -> str:
    assert when.earliest is not None  # noqa: S101  the caller looked
    number = when.earliest.year // 100 + 1
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, "th")
    return f"{number}{ending} century"


def _closed(when: When) -> str:
    assert when.earliest is not None  # noqa: S101  the caller looked
    assert when.latest is not None  # noqa: S101
    first, last = when.earliest, when.latest
    years = last.year - first.year + 1
    if when.grain is Grain.DECADE and years == 10 and first.year % 10 == 0:
        return f"{first.year}s"
    if when.grain is Grain.CENTURY and years == 100 and first.year % 100 in (0, 1):
        return _century(when)
    if when.grain in _YEARS and years > 3:  # an era's own first and last day say more than the words did
        return f"{first.year}–{last.year}"
    return _stretch(first, last)


def when_words(when: When | None) -> str:
    """The time as a person would write it: "June 2015", "about 1721–1991", "from 2020 on", "5 June, year not known"."""
    if when is None:
        return "not dated"
    if not when.year_known:
        parts = _YEARLESS.match(when.edtf)
        if not parts or not 1 <= int(parts[1]) <= 12:
            return "year not known"
        month = _MONTHS[int(parts[1]) - 1]
        return f"{int(parts[2])} {month}, year not known" if parts[2] else f"{month}, year not known"
    if after := soon_after(when):
        return after
    first, last = when.earliest, when.latest
    if first is not None and (when.open_end or last is None):
        words = f"from {_stretch(first, last) if last else _bound(first, when.grain)} on"
    elif last is not None and (when.open_start or first is None):
        words = f"until {_bound(last, when.grain)}"
    elif first is not None and last is not None:
        words = _closed(when)
    else:
        return when.edtf or "not dated"
    if when.time[:1].isdigit() and first == last:
        return f"{words}, {'about ' if when.approximate else ''}{say_clock(when.time)}"
    if not when.approximate:
        return words
    for beginning in ("from ", "until "):
        if words.startswith(beginning):
            return f"{beginning}about {words.removeprefix(beginning)}"
    return f"about {words}"


def _bound(day: dt.date, grain: Grain) -> str:
    if grain in _YEARS:
        return str(day.year)
    if grain in (Grain.MONTH, Grain.QUARTER, Grain.SEASON, Grain.HALF):
        return f"{_MONTHS[day.month - 1]} {day.year}"
    return _day(day)


def event_when(event: Event) -> str:
    """The time of an event in words."""
    return when_words(event.when.when if event.when else None)


_ROUGH = {
    Precision.NEAR: "near ",
    Precision.DISTRICT: "somewhere in ",
    Precision.REGION: "somewhere in ",
    Precision.COUNTRY: "somewhere in ",
    Precision.AREA: "somewhere in ",
}


def where_words(event: Event) -> str:
    """The place in words, with how roughly it is meant: "Lima", "near Graz", "somewhere in Azerbaijan"."""
    place = event.where.resolution.place if event.where else None
    if place is None or event.where is None:
        return "place not known"
    rough = _ROUGH.get(event.where.resolution.precision or place.precision, "")
    name = place.name if not place.name.lower().startswith("near ") else place.name[5:]
    return clean(f"{rough}{name}")


def voice_words(event: Event) -> str:
    """Who says it and how: "stated by the article", "police said", "alleged"."""
    voice = event.voice
    said = " ".join(part for part in (voice.source, voice.cue) if part)
    if voice.manner is Manner.STATED:
        words = "stated by the article"
    elif voice.manner is Manner.ATTRIBUTED:
        words = f"according to {voice.source}" if voice.source else said or "attributed"
    elif voice.manner is Manner.ALLEGED:
        words = f"alleged by {voice.source}" if voice.source else "alleged"
    else:
        words = f"denied by {voice.source}" if voice.source else "denied"
    return clean(words)


def status_words(event: Event) -> str:
    """The status, empty for what simply happened."""
    return "" if event.status is Status.HAPPENED else str(event.status)


def headline(event: Event) -> str:
    """The headline as a picture can hold it."""
    return clean(event.headline) or clean(event.quote) or "(no headline)"


def is_dated(event: Event) -> bool:
    """Whether the event stands anywhere on the calendar: a day of no known year does not."""
    when = event.when.when if event.when else None
    return when is not None and when.year_known and (when.earliest is not None or when.latest is not None)


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def period(story: Story) -> str:
    """The stretch from the earliest to the latest day of any dated event, in words; empty if none is dated."""
    whens = [event.when.when for event in story.events if event.when and is_dated(event)]
    days = [day for when in whens for day in (when.earliest, when.latest) if day is not None]
    if not days:
        return ""
    first, last = min(days), max(days)
    if last.year - first.year >= 20 or all(when.grain in _YEARS for when in whens):
        return f"{first.year}–{last.year}" if first.year != last.year else f"{first.year}"
    return _stretch(first, last)


def caption(story: Story) -> str:
    """One line of facts: how many events of how many articles, the period, how many lack a date, a year or a place."""
    events = story.events
    yearless = sum(1 for event in events if event.when is not None and not event.when.when.year_known)
    undated = sum(1 for event in events if not is_dated(event)) - yearless
    unplaced = sum(1 for event in events if event.where is None or event.where.resolution.place is None)
    parts = [f"{_plural(len(events), 'event')} from {_plural(len(story.articles), 'article')}"]
    if span := period(story):
        parts.append(span)
    parts.append(f"{undated:,} not dated")
    if yearless:
        parts.append(f"{yearless:,} without a year")
    parts.append(f"{unplaced:,} not placed")
    return " · ".join(parts)


def alt_text(story: Story) -> str:
    """The timeline in words for those who do not see it: what it shows, when most happened, the weightiest events.

    Plain text of a few sentences; says how many characters no font could draw.
    """
    events = story.events
    title = clean(story.title) or "Timeline"
    if not events:
        return f"Timeline: {title}. No events were found in {_plural(len(story.articles), 'article')}."
    sentences = [f"Timeline: {title}.", f"{caption(story)}."]
    kinds = Counter(look_of(event.category).label.lower() for event in events)
    ordered = sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    sentences.append("By kind: " + ", ".join(f"{label} {count:,}" for label, count in ordered) + ".")
    if len(events) > 12:
        years = Counter(_middle_year(event) for event in events if is_dated(event))
        if len(years) > 1:
            year, count = max(years.items(), key=lambda pair: (pair[1], -pair[0]))
            sentences.append(f"Most events of a year: {count:,} in {year}.")
    shown = sorted(range(len(events)), key=lambda index: (-events[index].salience, index))[:12]
    told = "; ".join(f"{index + 1}: {event_when(events[index])}, {headline(events[index])}" for index in sorted(shown))
    sentences.append(("The events: " if len(events) <= 12 else "The weightiest events: ") + told + ".")
    lost = sum(undrawable(event.headline) for event in events) + undrawable(story.title)
    if lost:
        sentences.append(f"{_plural(lost, 'character')} that no font here can draw stand as “{REPLACEMENT}”.")
    return " ".join(sentences)


def _middle_year(event: Event) -> int:
    assert event.when is not None  # noqa: S101  only dated events are counted
    when = event.when.when
    first, last = when.earliest or when.latest, when.latest or when.earliest
    assert first is not None  # noqa: S101
    assert last is not None  # noqa: S101
    return (first.year + last.year) // 2
