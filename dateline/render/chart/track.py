"""The line itself: numbered dots in lanes about it, bars for what lasts, arrows for what is open at one end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dateline.render.chart.fonts import shorten, width
from dateline.render.chart.frame import ranges
from dateline.render.chart.scale import SEAM, Scale, length_words, ticks
from dateline.render.chart.sheet import Sheet
from dateline.render.chart.spans import Item, Shape
from dateline.render.chart.words import headline

LANE = 10.5  # points from lane to lane
NUMBER = 6.5  # font size of numbers at dots
DOT = 6.5  # points across a marker
NEAR = 14.0  # points within which events may share a dot
ARROW = 11.0  # points that an arrow reaches beyond its marker
SPAN_ROW = 12.0  # points a row of long bars
SPAN_INDENT = 17.0  # points from the left end of a long bar to its headline, less the number
WIDE = 86.0  # a bar wider than this goes to the rows of long bars and carries its headline inside


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an item stands on the line: its lane (0 on the line, then 1, -1, 2 …), and whether others share its dot."""

    item: Item
    x: float
    lane: int
    others: tuple[Item, ...] = ()

    @property
    def words(self) -> str:
        """The number or numbers at the dot."""
        return ranges([self.item.number, *(other.number for other in self.others)])


@dataclass(slots=True)
class _Lane:
    boxes: list[tuple[float, float]] = field(default_factory=list)

    def free(self, left: float, right: float) -> bool:
        return all(b <= left or a >= right for a, b in self.boxes)


def is_wide(item: Item, scale: Scale) -> bool:
    """Whether the item is drawn as a long bar of its own row."""
    return item.placed and item.shape is not Shape.DOT and scale.x(item.end) - scale.x(item.start) >= WIDE


def _number_at(item: Item) -> float:
    """Points from the middle of a marker to its number: an arrow to the right stands between."""
    return DOT / 2 + 1.5 + (ARROW if item.shape is Shape.AFTER else 0.0)


def _box(item: Item, x: float, scale: Scale) -> tuple[float, float]:
    left = x - DOT / 2 - 1 - (ARROW if item.shape is Shape.BEFORE else 0.0)
    right = x + _number_at(item) + width(str(item.number), NUMBER) + 1.5
    if item.shape in (Shape.SOFT, Shape.BAND, Shape.PALE):
        left, right = min(left, scale.x(item.start)), max(right, scale.x(item.end))
    return left, right


def lay(items: Sequence[Item], scale: Scale, sides: Mapping[int, int], most: int) -> tuple[list[Spot], list[Item]]:
    """Lanes for dots and short bars. `sides` tells by number which way an item's stem leaves (1 up, -1 down).

    Items without a stem lie nearest to the line. One with a stem takes the first lane on its side beyond which no
    number stands in its way. Where more than `most` lanes would be needed on a side, the rest of a crowd shares the
    dots close by, whose numbers become ranges; the second value is what found no room at all.
    """
    lanes: dict[int, _Lane] = {}
    numbers: dict[int, list[tuple[float, float]]] = {}  # boxes of numbers by lane, which stems must not cross
    spots: list[Spot] = []
    order = [0] + [sign * lane for lane in range(1, most + 1) for sign in (1, -1)]
    crowd: list[Item] = []

    def take(item: Item, x: float, lane: int, left: float, right: float) -> None:
        lanes.setdefault(lane, _Lane()).boxes.append((left, right))
        numbers.setdefault(lane, []).append((x + _number_at(item) - 1, right))
        spots.append(Spot(item, x, lane))

    for item in items:
        if item.number in sides:
            continue
        x = scale.x(item.middle)
        left, right = _box(item, x, scale)
        for lane in order:
            if lanes.setdefault(lane, _Lane()).free(left, right):
                take(item, x, lane, left, right)
                break
        else:
            crowd.append(item)
    for item in items:
        if item.number not in sides:
            continue
        side = sides[item.number]
        x = scale.x(item.middle)
        left, right = _box(item, x, scale)
        lane = 0
        crossed = [at for at, boxes in numbers.items() if any(a < x + 0.8 and b > x - 0.8 for a, b in boxes)]
        if side > 0:
            lane = max([0, *(at + 1 for at in crossed if at >= 0)])
        else:
            lane = min([0, *(at - 1 for at in crossed if at <= 0)])
        while not lanes.setdefault(lane, _Lane()).free(left, right):
            lane += side
        take(item, x, lane, left, right)
    return _crowded(spots, crowd, scale, lanes)


def _crowded(
    spots: list[Spot], crowd: Sequence[Item], scale: Scale, lanes: Mapping[int, _Lane]
) -> tuple[list[Spot], list[Item]]:
    """Give each item that found no lane to a dot close by whose number has room to become a range.

    Returns the dots and the items that even so found no room.
    """
    homeless: list[Item] = []
    for item in crowd:
        x = scale.x(item.middle)
        near = sorted((abs(spot.x - x), index) for index, spot in enumerate(spots) if abs(spot.x - x) < NEAR)
        for _, index in near:
            spot = spots[index]
            joined = Spot(spot.item, spot.x, spot.lane, (*spot.others, item))
            end = spot.x + _number_at(spot.item) + width(joined.words, NUMBER) + 1.5
            begin = spot.x + _number_at(spot.item) + width(spot.words, NUMBER) + 1.5
            if lanes[spot.lane].free(begin + 0.01, end) and not _stem_between(spots, spot, begin, end):
                lanes[spot.lane].boxes.append((begin, end))
                spots[index] = joined
                break
        else:
            homeless.append(item)
    return spots, homeless


def _stem_between(spots: Sequence[Spot], host: Spot, begin: float, end: float) -> bool:
    """Whether any dot stands between, whose stem may pass: rather too careful than a number struck through."""
    return any(begin - 1 < spot.x < end + 1 for spot in spots if spot is not host)


def span_rows(items: Sequence[Item], scale: Scale) -> list[list[Item]]:
    """Rows for the long bars, packed first fit, the longest first."""
    rows: list[list[Item]] = []
    for item in sorted(items, key=lambda it: (it.start - it.end, it.number)):
        left, right = scale.x(item.start), scale.x(item.end)
        for row in rows:
            if all(scale.x(other.end) + 3 <= left or scale.x(other.start) - 3 >= right for other in row):
                row.append(item)
                break
        else:
            rows.append([item])
    return rows


def draw_spans(
    sheet: Sheet, rows: Sequence[Sequence[Item]], scale: Scale, top: float, row_height: float, *, named: bool = True
) -> None:
    """The long bars, from `top` downwards, each with its number and, if `named`, what it holds of its headline."""
    for index, row in enumerate(rows):
        bottom = top - (index + 1) * row_height + 1.5
        for item in row:
            left, right = scale.x(item.start), scale.x(item.end)
            colour = sheet.ground.colour(item.event.category)
            draw_bar(sheet, item, left, right, bottom, row_height - 3)
            y = bottom + (row_height - 3) / 2
            size = span_type(row_height)
            number = str(item.number)
            sheet.marker(left + 8, y, item.event, 5.5)
            sheet.text(left + 14, y, number, size, colour=colour, kind="number", base="middle")
            start = left + SPAN_INDENT + width(number, size)
            words = shorten(headline(item.event), size, right - start - 4)
            if words and named:
                sheet.text(start, y, words, size, kind="span", base="middle")


def span_type(row_height: float) -> float:
    """Font size of a headline inside a long bar."""
    return row_height * 0.54 + 0.5


def holds(item: Item, scale: Scale, row_height: float) -> bool:
    """Whether a long bar holds its whole headline."""
    size = span_type(row_height)
    room = scale.x(item.end) - scale.x(item.start) - SPAN_INDENT - width(str(item.number), size) - 4
    return width(headline(item.event), size) <= room


def draw_bar(sheet: Sheet, item: Item, left: float, right: float, bottom: float, height: float) -> None:
    """A stretch of time in the manner of its precision: soft ends, dashed ends, or a pale bar."""
    colour = sheet.ground.colour(item.event.category)
    dashes = (2.5, 1.8) if item.approximate else None
    if item.shape is Shape.SOFT:
        sheet.soft_bar(left, right, bottom, height, colour)
    elif item.shape is Shape.BAND:
        sheet.bar(left, bottom, right - left, height, colour, alpha=0.28)
        sheet.rules(
            [(left, bottom, left, bottom + height), (right, bottom, right, bottom + height)],
            colour,
            1.0,
            dashes=(1.6, 1.2),
            z=3,
        )
    elif item.shape is Shape.PALE:
        sheet.bar(left, bottom, right - left, height, colour, alpha=0.16)
    if item.approximate and item.shape is not Shape.DOT:
        sheet.rules(
            [(left, bottom, right, bottom), (left, bottom + height, right, bottom + height)],
            colour,
            0.7,
            dashes=dashes,
            z=3,
        )


def draw_spot(sheet: Sheet, spot: Spot, scale: Scale, y: float) -> None:
    """One dot, bar or arrow with its number."""
    item = spot.item
    colour = sheet.ground.colour(item.event.category)
    if item.shape is Shape.AFTER:
        draw_arrow(sheet, spot.x, spot.x + DOT / 2 + ARROW - 1, y, colour, item.approximate)
    elif item.shape is Shape.BEFORE:
        draw_arrow(sheet, spot.x, spot.x - DOT / 2 - ARROW + 1, y, colour, item.approximate)
    elif item.shape is not Shape.DOT:
        draw_bar(sheet, item, scale.x(item.start), scale.x(item.end), y - 3.2, 6.4)
    elif item.approximate:
        sheet.axes.plot([spot.x], [y], marker="o", markersize=DOT + 3.5, markerfacecolor="none", markeredgecolor=colour,
                        markeredgewidth=0.6, linestyle="none", zorder=4)  # fmt: skip
    sheet.marker(spot.x, y, item.event, DOT)
    x = spot.x + _number_at(item)
    if spot.lane == 0:  # the line itself must not strike the number through
        sheet.bar(x - 0.8, y - 3.6, width(spot.words, NUMBER) + 1.4, 7.2, sheet.ground.paper, z=1.7)
    sheet.text(x, y, spot.words, NUMBER, colour=sheet.ground.ink, kind="number", base="middle")


def draw_arrow(sheet: Sheet, start: float, end: float, y: float, colour: str, approximate: bool) -> None:
    """An arrow that says before or after: open towards `end`."""
    back = -3.0 if end > start else 3.0
    sheet.rules([(start, y, end, y)], colour, 1.1, z=3, dashes=(2.5, 1.8) if approximate else None)
    sheet.rules([(end, y, end + back, y + 2.2), (end, y, end + back, y - 2.2)], colour, 1.1, z=3)


def draw_axis(sheet: Sheet, scale: Scale, line: float, foot: float, grid_top: float) -> None:
    """The line at `line`, its breaks, and the ticks with labels below `foot`; faint rules up to `grid_top`."""
    for stretch in scale.stretches:
        sheet.rules([(stretch.left, line, stretch.right, line)], sheet.ground.faint, 1.4, z=1.5)
        sheet.rules([(stretch.left, foot, stretch.right, foot)], sheet.ground.quiet, 0.7)
        marks, labelled = [], -1e9
        for tick in ticks(stretch):
            marks.append((tick.x, foot, tick.x, foot - (4 if tick.strong else 2.5)))
            wide = width(tick.label, 7.5)
            left = min(max(tick.x - wide / 2, stretch.left - 3), stretch.right + 3 - wide)
            if left > labelled + 6:
                colour = sheet.ground.ink if tick.strong else sheet.ground.quiet
                sheet.text(left, foot - 12.5, tick.label, 7.5, colour=colour, kind="tick")
                labelled = left + wide
            if tick.strong:
                sheet.rules([(tick.x, foot, tick.x, grid_top)], sheet.ground.rule, 0.5, z=0.5, alpha=0.55)
        sheet.rules(marks, sheet.ground.quiet, 0.7)
        if stretch.enlarged:
            sheet.enlarged(stretch.left - SEAM / 2, stretch.right + SEAM / 2, foot - 15, grid_top)
    for left, right, days in scale.breaks():
        sheet.break_marks(left, right, line, "")
        sheet.break_marks(left, right, foot, length_words(days))
