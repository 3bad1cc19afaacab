"""The key beside or beneath a still map: badges of countries, the unplaced, and the key of numbered headlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest

from dateline.model import Event, Story
from dateline.render.chart.fonts import clean, fits, shorten, width, wrap
from dateline.render.chart.frame import ranges
from dateline.render.chart.sheet import Sheet
from dateline.render.chart.words import event_when, headline, where_words
from dateline.render.still_marks import Marks
from dateline.render.still_view import Box

BADGE = 13.5  # points a line of a badge takes
SIZE = 8.0
MOST_BADGES = 12


def split_page(page: Box, *, beneath: bool = False) -> tuple[Box, Box | None]:
    """The map's box and the key's, beside or beneath it; a page too small to spare one has no key."""
    if page.width < 480 or page.height < 260:
        return page, None
    if beneath:
        edge = page.bottom + max(96.0, page.height - page.width * 0.42)
        return Box(page.left, edge + 8, page.right, page.top), Box(page.left, page.bottom, page.right, edge)
    edge = page.right - min(330.0, page.width * 0.3)
    return Box(page.left, page.bottom, edge - 14, page.top), Box(edge, page.bottom, page.right, page.top)


def draw_key(sheet: Sheet, story: Story, marks: Marks, box: Box, named: frozenset[int]) -> None:
    """Draw the key in columns: first what has no dot, then the headlines in order, as many as fit."""
    columns = max(1, int((box.width + 16) // 256))
    wide = (box.width + 16) / columns - 16
    lefts = [box.left + column * (wide + 16) for column in range(columns)]
    y = box.top
    if marks.badges:
        y = _draw_badges(sheet, marks, lefts[0], lefts[0] + wide, y, box.bottom) - 6
    if marks.unplaced:
        y = _draw_unplaced(sheet, marks, lefts[0], lefts[0] + wide, y) - 8
    slots = [Box(lefts[0], box.bottom, lefts[0] + wide, y)]
    slots += [Box(left, box.bottom, left + wide, box.top) for left in lefts[1:]]
    _draw_headlines(sheet, story, [slot for slot in slots if slot.height > 24], named)


def _draw_badges(sheet: Sheet, marks: Marks, left: float, right: float, top: float, bottom: float) -> float:
    """Badges side by side, as many rows of them as there is room for."""
    sheet.text(left, top - 8, "Somewhere in", SIZE, colour=sheet.ground.quiet, kind="heading")
    x, y = left, top - 14
    badges = sorted(marks.badges, key=lambda mark: (-len(mark.numbers), mark.numbers))
    for at, mark in enumerate(badges):
        name = shorten(clean(mark.place.name), SIZE, (right - left) * 0.5)
        told = ranges(mark.numbers)
        room = right - left - width(name, SIZE) - 22
        words = told if width(told, SIZE) <= room else f"{len(mark.numbers)} events"
        wide = width(name, SIZE) + width(words, SIZE) + 18
        if x > left and x + wide > right:
            x, y = left, y - BADGE - 1.5
        if at >= MOST_BADGES or y - 2 * BADGE < bottom + 30:
            rest = badges[at:]
            counted = sum(len(mark.numbers) for mark in rest)
            words = f"and {len(rest)} more {'place' if len(rest) == 1 else 'places'}: {counted:,} in the list"
            sheet.text(left, y - 9, shorten(words, SIZE, right - left), SIZE, colour=sheet.ground.quiet, kind="badge")
            break
        colour = sheet.ground.colour(mark.first.category)
        sheet.bar(
            x,
            y - BADGE + 2,
            wide,
            BADGE - 2,
            sheet.ground.wash,
            edge=sheet.ground.quiet,
            line=0.7,
            dashes=(4, 2.2),
            z=1,
        )
        sheet.text(x + 6, y - BADGE / 2 + 1, name, SIZE, base="middle", kind="badge")
        sheet.text(
            x + 12 + width(name, SIZE), y - BADGE / 2 + 1, words, SIZE, colour=colour, base="middle", kind="badge"
        )
        x += wide + 5
    return y - BADGE


def _draw_unplaced(sheet: Sheet, marks: Marks, left: float, right: float, top: float) -> float:
    told = ranges(marks.unplaced)
    words = f"Not placed: {told}"
    if not fits(words, SIZE, 2 * (right - left - 12)):
        words = f"Not placed: {len(marks.unplaced):,} events"
    lines = wrap(words, SIZE, right - left - 12, 2)
    high = len(lines) * SIZE * 1.3 + 6
    sheet.bar(left, top - high, right - left, high, sheet.ground.wash, edge=sheet.ground.rule, z=1)
    for index, line in enumerate(lines):
        sheet.text(left + 6, top - 3 - SIZE - index * SIZE * 1.3, line, SIZE, kind="tray")
    return top - high


def _draw_headlines(sheet: Sheet, story: Story, slots: Sequence[Box], named: frozenset[int]) -> None:
    """Numbered headlines with date and place: all in order if they fit, in two lines or in one, else the weightiest."""
    events = list(enumerate(story.events, start=1))
    if not events or not slots:
        return
    for size, lines in ((8.6, 2), (7.8, 1)):
        placed = _lay(events, slots, size, lines)
        if len(placed) == len(events):
            break
    else:
        top = slots[0].top
        words = shorten(f"The weightiest of {len(events):,} events", SIZE, slots[0].width)
        sheet.text(slots[0].left, top - 8, words, SIZE, colour=sheet.ground.quiet, kind="heading")
        slots = [Box(slots[0].left, slots[0].bottom, slots[0].right, top - 15), *slots[1:]]
        fits = sum(int(slot.height // _row(7.8, 1)) for slot in slots)
        kept = nsmallest(fits, events, key=lambda pair: (-pair[1].salience, pair[0] not in named, pair[0]))
        placed = _lay(sorted(kept, key=lambda pair: pair[0]), slots, size, lines)
    for entry in placed:
        _draw_entry(sheet, entry, size)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A headline with its place in the key."""

    number: int
    event: Event
    slot: Box
    top: float
    indent: float
    rows: list[str]


def _row(size: float, lines: int) -> float:
    return size * 1.22 * lines + size * 1.0 + 3


def _lay(events: Sequence[tuple[int, Event]], slots: Sequence[Box], size: float, lines: int) -> list[_Entry]:
    """Entries column by column, until there is no room."""
    indent = 15 + (width(str(events[-1][0]), size) if events else 0.0)  # digits are all as wide
    made: list[_Entry] = []
    at, y = 0, slots[0].top
    for number, event in events:
        rows = wrap(headline(event), size, slots[at].width - indent, lines)
        high = _row(size, len(rows))
        if y - high < slots[at].bottom - 2:
            at += 1
            if at == len(slots):
                break
            y = slots[at].top
        made.append(_Entry(number, event, slots[at], y, indent, rows))
        y -= high
    return made


def _draw_entry(sheet: Sheet, entry: _Entry, size: float) -> None:
    left, y, event = entry.slot.left, entry.top, entry.event
    sheet.marker(left + 4, y - size * 0.62, event, size * 0.75)
    sheet.text(left + 11, y - size, str(entry.number), size, colour=sheet.ground.colour(event.category), kind="number")
    for index, words in enumerate(entry.rows):
        sheet.text(left + entry.indent, y - size - index * size * 1.22, words, size, kind="key")
    small = size * 0.86
    facts = shorten(f"{event_when(event)} · {where_words(event)}", small, entry.slot.width - entry.indent)
    below = y - size - (len(entry.rows) - 1) * size * 1.22 - size * 1.12
    sheet.text(left + entry.indent, below, facts, small, colour=sheet.ground.faint, kind="facts")
