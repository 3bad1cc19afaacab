"""The key of a line: numbered headlines of the events that have no label, in columns beneath it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.render.chart.fonts import left_to_right, shorten, width, wrap
from dateline.render.chart.sheet import Sheet
from dateline.render.chart.spans import Item
from dateline.render.chart.words import event_when, headline

COLUMN = 262.0  # points a column wants
SHARE = 0.6  # of the height, that the key may take
SHARE_WHOLE = 0.34  # of the height, that it may take with headlines in two lines
HEAD = 14.0  # points from its top to its first line


@dataclass(frozen=True, slots=True)
class Entry:
    """A headline in one or two lines; `item` is None for the line that says how many are missing."""

    item: Item | None
    rows: list[str]


@dataclass(frozen=True, slots=True)
class Key:
    """Entries column by column, the font size, points from line to line, and points of height in all."""

    columns: list[list[Entry]]
    size: float
    lead: float
    height: float


def lay_key(items: Sequence[Item], room: float, height: float) -> Key:
    """A key for `items` on a page with `room` points across and `height` points to share with the line.

    Headlines are whole, in two lines, where that leaves the line enough; in one line otherwise; and where not even
    those fit, only the weightiest are told and how many are missing.
    """
    if not items:
        return Key([], 7.4, 10.2, 0.0)
    columns = max(1, int(room // COLUMN))
    size, lead = (7.4, 10.2) if len(items) <= 100 else (6.9, 9.1)
    for lines, share in ((2, SHARE_WHOLE), (1, SHARE)):
        flowed = _flow([_entry(item, size, room / columns, lines) for item in items], columns)
        key = Key(flowed, size, lead, _height(flowed, lead))
        if key.height <= height * share:
            return key
    most = max(1, int((height * SHARE - HEAD - 6) // lead) * columns)
    kept = sorted(items, key=lambda item: (-item.event.salience, item.number))[: most - 1]
    shown = [_entry(item, size, room / columns, 1) for item in sorted(kept, key=lambda item: item.number)]
    words = shorten(f"… and {len(items) - len(kept)} more, which the page lists", size, room / columns - 24)
    flowed = _flow([*shown, Entry(None, [words])], columns)
    return Key(flowed, size, lead, _height(flowed, lead))


def _entry(item: Item, size: float, column: float, lines: int) -> Entry:
    words = f"{headline(item.event)} ({event_when(item.event)})"
    return Entry(item, wrap(words, size, column - 14 - _indent(item, size), lines) or ["…"])


def _indent(item: Item, size: float) -> float:
    return 9 + max(width(str(item.number), size), width("00", size)) + size * 0.45


def _flow(entries: list[Entry], columns: int) -> list[list[Entry]]:
    """Columns as short as they can be with no entry torn apart."""
    total = sum(len(entry.rows) for entry in entries)
    most = -(-total // columns)
    while True:
        made: list[list[Entry]] = [[]]
        used = 0
        for entry in entries:
            if used and used + len(entry.rows) > most:
                made.append([])
                used = 0
            made[-1].append(entry)
            used += len(entry.rows)
        if len(made) <= columns:
            return made
        most += 1


def _height(columns: list[list[Entry]], lead: float) -> float:
    return max(sum(len(entry.rows) for entry in column) for column in columns) * lead + HEAD + 6


def draw_key(sheet: Sheet, key: Key, left: float, right: float, top: float) -> None:
    """Draw it from `top` downwards."""
    if not key.columns:
        return
    sheet.rules([(left, top - 4, right, top - 4)], sheet.ground.rule, 0.5)
    each = (right - left) / max(1, int((right - left) // COLUMN))
    for at, column in enumerate(key.columns):
        x, y = left + at * each, top - HEAD
        for entry in column:
            _draw_entry(sheet, entry, x, y, key)
            y -= len(entry.rows) * key.lead


def _draw_entry(sheet: Sheet, entry: Entry, x: float, y: float, key: Key) -> None:
    item, size = entry.item, key.size
    if item is None:
        sheet.text(x + 9, y, entry.rows[0], size, colour=sheet.ground.quiet, kind="key")
        return
    sheet.marker(x + 3, y + size * 0.35, item.event, size * 0.8)
    sheet.text(x + 9, y, str(item.number), size, colour=sheet.ground.colour(item.event.category), kind="key")
    for row, words in enumerate(entry.rows):
        sheet.text(x + _indent(item, size), y - row * key.lead, left_to_right(words), size, kind="key")
