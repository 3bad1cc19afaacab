"""What every timeline has around it: title, caption, the legend of categories, boxes for what has no day."""

from collections.abc import Sequence

from dateline.model import Story
from dateline.render.chart.fonts import clean, left_to_right, shorten, width, wrap
from dateline.render.chart.look import is_hollow, look_of
from dateline.render.chart.sheet import Sheet
from dateline.render.chart.spans import Item, Shape
from dateline.render.chart.words import caption, headline, when_words

MARGIN = 30.0  # points at each side of the page
HEAD = 58.0  # points that title and legend take
FOOT = 26.0  # points that the caption takes


def draw_frame(sheet: Sheet, story: Story, note: str) -> tuple[float, float]:
    """Title, legend, caption and a note on how to read the picture. Returns the bottom and top of what is free."""
    title = clean(story.title) or "Timeline"
    top = sheet.height - 32
    sheet.text(MARGIN, top, shorten(title, 17, sheet.width - 2 * MARGIN), 17, kind="title")
    _legend(sheet, story, top - 18)
    room = sheet.width - 2 * MARGIN
    facts = shorten(caption(story), 8, room)
    note = clean(note)
    left = MARGIN + width(facts, 8) + 18
    beside = width(note, 7.5) <= sheet.width - MARGIN - left
    below = [] if beside else wrap(note, 7.5, room, 3)  # on a narrow page it stands beneath, since credits are in it
    if beside:
        sheet.text(sheet.width - MARGIN, 10, note, 7.5, colour=sheet.ground.faint, anchor="right", kind="note")
    for index, words in enumerate(reversed(below)):
        sheet.text(MARGIN, 10 + index * 10, words, 7.5, colour=sheet.ground.faint, kind="note")
    lift = 11.0 * len(below)
    sheet.text(MARGIN, 10 + lift, facts, 8, colour=sheet.ground.quiet, kind="caption")
    sheet.rules([(MARGIN, FOOT - 4 + lift, sheet.width - MARGIN, FOOT - 4 + lift)], sheet.ground.rule, 0.5)
    return FOOT + 2 + lift, sheet.height - HEAD


def _legend(sheet: Sheet, story: Story, y: float) -> None:
    """The categories that occur, in the order of the palette, each with its marker; then what hollow means."""
    first: dict[str, int] = {}
    for index, event in enumerate(story.events):
        first.setdefault(look_of(event.category).label, index)
    x = MARGIN + 3
    limit = sheet.width - MARGIN
    for label, index in sorted(first.items(), key=lambda pair: _rank(pair[0])):
        event = story.events[index]
        need = 14 + width(label, 8)
        if x + need > limit:
            return
        _solid_marker(sheet, x, y + 2.8, event.category)
        sheet.text(x + 7, y, label, 8, colour=sheet.ground.quiet, kind="legend")
        x += need + 8
    if any(is_hollow(event) for event in story.events):
        words = "hollow: planned, denied or hypothetical"
        if x + 12 + width(words, 8) <= limit:
            sheet.axes.plot([x], [y + 2.8], marker="o", markersize=6, markerfacecolor=sheet.ground.paper,
                            markeredgecolor=sheet.ground.quiet, markeredgewidth=1.1, zorder=5)  # fmt: skip
            sheet.text(x + 7, y, words, 8, colour=sheet.ground.quiet, kind="legend")


def _rank(label: str) -> int:
    from dateline.render.style import LOOKS

    return [look.label for look in LOOKS.values()].index(label)


def _solid_marker(sheet: Sheet, x: float, y: float, category: str) -> None:
    look = look_of(category)
    sheet.axes.plot([x], [y], marker=look.marker, markersize=6.5, color=sheet.ground.colour(category), zorder=5)


def tray_height(items: Sequence[Item], room: float) -> float:
    """Points that the boxes of the yearless and the undated take at the foot of a chart `room` points wide."""
    return sum(_box_height(group, room) for _, group in _groups(items))


def _groups(items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    yearless = [item for item in items if item.shape is Shape.YEARLESS]
    undated = [item for item in items if item.shape is Shape.UNDATED]
    return [(name, group) for name, group in (("Year not known", yearless), ("Not dated", undated)) if group]


_LABEL = 78.0
_ROW = 12.0


def _words(item: Item) -> str:
    if item.shape is Shape.YEARLESS and item.event.when is not None:
        day = when_words(item.event.when.when).removesuffix(", year not known")
        return f"{day}: {headline(item.event)}" if day != "year not known" else headline(item.event)
    return headline(item.event)


def _columns(group: Sequence[Item], room: float) -> int:
    """As many columns as leave at least 150 points a headline; more than 24 headlines are numbers only."""
    return max(1, min(len(group), int((room - _LABEL) // 190)))


def _box_height(group: Sequence[Item], room: float) -> float:
    if len(group) > 24:
        return _ROW + 8
    return -(-len(group) // _columns(group, room)) * _ROW + 8


def draw_tray(sheet: Sheet, items: Sequence[Item], left: float, right: float, top: float) -> None:
    """The boxes for what has no place on the line, from `top` downwards: yearless days, then undated."""
    for name, group in _groups(items):
        height = _box_height(group, right - left)
        dashes = (3, 2) if name == "Year not known" else None
        sheet.bar(
            left,
            top - height + 4,
            right - left,
            height - 4,
            sheet.ground.wash,
            edge=sheet.ground.rule,
            dashes=dashes,
            z=1,
        )
        sheet.text(left + 8, top - 11, name, 8, colour=sheet.ground.quiet, kind="tray")
        if len(group) > 24:
            numbers = ranges([item.number for item in group])
            words = shorten(f"{len(group)} events: {numbers}", 7.5, right - left - _LABEL - 8)
            sheet.text(left + _LABEL, top - 11, words, 7.5, kind="tray")
        else:
            columns = _columns(group, right - left)
            rows = -(-len(group) // columns)
            each = (right - left - _LABEL - 6) / columns
            for index, item in enumerate(group):
                column, row = divmod(index, rows)
                draw_entry(
                    sheet,
                    item,
                    left + _LABEL + column * each,
                    top - 11 - row * _ROW,
                    each - 8,
                    7.5,
                    _words(item),
                    "tray",
                )
        top -= height


def draw_entry(sheet: Sheet, item: Item, x: float, y: float, room: float, size: float, words: str, kind: str) -> None:
    """A marker, a number and words on one line from `x`, at most `room` points long."""
    sheet.marker(x + 3, y + size * 0.35, item.event, size * 0.8)
    number = str(item.number)
    sheet.text(x + 9, y, number, size, colour=sheet.ground.colour(item.event.category), kind=kind)
    indent = 9 + max(width(number, size), width("00", size)) + size * 0.45
    sheet.text(x + indent, y, left_to_right(shorten(words, size, room - indent)), size, kind=kind)


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in words: "12–19, 21, 30–31"."""
    parts: list[str] = []
    start = last = None
    for number in [*sorted(numbers), None]:
        if last is not None and number == last + 1:
            last = number
            continue
        if start is not None and last is not None:
            parts.append(str(start) if start == last else f"{start}–{last}" if last > start + 1 else f"{start}, {last}")
        start = last = number
    return ", ".join(parts)
