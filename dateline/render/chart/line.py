"""The line: events from left to right, a number on every dot, a staircase of labels, and a key to the other numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.model import Story
from dateline.render.chart.bursts import bursts
from dateline.render.chart.fonts import left_to_right, width, wrap
from dateline.render.chart.frame import MARGIN, draw_frame, draw_tray, tray_height
from dateline.render.chart.key import draw_key, lay_key
from dateline.render.chart.scale import Scale, make_scale
from dateline.render.chart.sheet import Sheet
from dateline.render.chart.spans import Item
from dateline.render.chart.staircase import Candidate, Placed, staircase
from dateline.render.chart.track import LANE, Spot, draw_axis, draw_spans, draw_spot, holds, is_wide, lay, span_rows
from dateline.render.chart.words import headline

NOTE = "soft bar: days or a week; dashed ends: a month or season; pale: a year or more; ring: inferred; arrow: open"
AXIS = 17.0  # points for tick labels
LANES = 4  # most lanes on a side of the line for dots without a stem


@dataclass(frozen=True, slots=True)
class _Type:
    """How labels are set: font size, points a line may take, lines, points a row of long bars takes."""

    size: float
    room: float
    lines: int
    span: float

    @property
    def lead(self) -> float:
        """Points from line to line."""
        return self.size * 1.16

    @property
    def level(self) -> float:
        """Points from level to level of the staircase."""
        return self.lines * self.lead + 5.0


def _type(events: int) -> _Type:
    """Few events have room for larger letters and whole headlines."""
    if events <= 20:
        return _Type(10.0, 210.0, 3, 18.0)
    return _Type(8.6, 170.0, 2, 14.0) if events <= 50 else _Type(7.6, 142.0, 2, 12.0)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A panel laid out and not yet drawn."""

    type: _Type
    scale: Scale
    right: float  # where labels must end
    spots: list[Spot]
    labels: list[Placed]
    rows: list[list[Item]]
    homeless: list[Item]  # what found no room on the line: its number stands in the key alone
    up: float  # points above the line
    down: float  # points below it, without axis


def _plan(items: Sequence[Item], kind: _Type, left: float, right: float, height: float) -> _Plan:
    """Lay out a panel `height` points high."""
    scale = make_scale(items, left, right - kind.room * 0.8)
    wide = [item for item in items if is_wide(item, scale)]
    rows = span_rows(wide, scale)
    narrow = [item for item in items if not is_wide(item, scale)]
    free = height - AXIS - len(rows) * kind.span
    candidates = []
    for item in narrow:
        x = scale.x(item.middle)
        lines = _label(item, kind, right - x - 3)
        wide_as = max(width(line, kind.size) for line in lines) + 3
        if x + wide_as <= right + 4:
            candidates.append(Candidate(item.number, x, wide_as, item.event.salience))
    levels = max(0, int((free - LANE) // kind.level))
    while True:  # the lanes that dots need are known only once it is known which of them have a stem
        labels = staircase(candidates, (levels + 1) // 2, levels // 2)
        sides = {label.index: label.side for label in labels}
        most = LANES
        spots, homeless = lay(narrow, scale, sides, most)
        while homeless and (2 * most + 3) * LANE < free * 0.8:
            most += 1
            spots, homeless = lay(narrow, scale, sides, most)
        above = max([0, *(spot.lane for spot in spots)])
        below = max([0, *(-spot.lane for spot in spots)])
        highest = max([-1, *(label.level for label in labels if label.side > 0)]) + 1
        lowest = max([-1, *(label.level for label in labels if label.side < 0)]) + 1
        up = (above + 0.5) * LANE + highest * kind.level + 8
        down = (below + 0.5) * LANE + lowest * kind.level + 8
        if up + down <= free or levels == 0:
            return _Plan(kind, scale, right, spots, labels, rows, homeless, up, down)
        levels -= max(1, int((up + down - free) // kind.level))


def _label(item: Item, kind: _Type, room: float) -> list[str]:
    """Number and headline, in as many lines as the type allows."""
    words = left_to_right(f"{item.number}  {headline(item.event)}")
    return wrap(words, kind.size, min(kind.room, room), kind.lines) or [str(item.number)]


def draw_line(sheet: Sheet, story: Story, items: Sequence[Item]) -> int:
    """Draw the whole page. Returns how many events found no room on the line itself."""
    left, right = MARGIN, sheet.width - MARGIN
    placed = [item for item in items if item.placed]
    panels = bursts(placed)
    scales = [make_scale(panel, left, right) for panel in panels]
    shaded = any(stretch.enlarged for scale in scales for stretch in scale.stretches)
    bottom, top = draw_frame(sheet, story, f"{NOTE}; shaded: enlarged" if shaded else NOTE)
    tray = tray_height(items, right - left)
    draw_tray(sheet, items, left, right, bottom + tray)
    bottom += tray
    kind = _type(len(placed) * len(panels))
    plans: list[_Plan] = []
    reserved = 0.0
    while True:  # what has no label goes to the key, which takes room from the labels
        each = (top - bottom - reserved) / max(1, len(panels))
        plans = [_plan(panel, kind, left + 6, right, each) for panel in panels]
        labelled = {label.index for plan in plans for label in plan.labels}
        labelled |= {
            item.number for plan in plans for row in plan.rows for item in row if holds(item, plan.scale, kind.span)
        }
        key = lay_key([item for item in placed if item.number not in labelled], right - left, top - bottom)
        if key.height <= reserved:
            break
        reserved = key.height + (key.lead if reserved else 0.0)  # a little more each time, so that it ends
    draw_key(sheet, key, left, right, bottom + key.height)
    bottom += key.height
    each = (top - bottom) / max(1, len(panels))
    for index, plan in enumerate(plans):
        _draw_panel(sheet, plan, top - index * each, top - (index + 1) * each)
    return sum(len(plan.homeless) for plan in plans)


def _draw_panel(sheet: Sheet, plan: _Plan, top: float, bottom: float) -> None:
    slack = (top - bottom) - plan.up - plan.down - AXIS - len(plan.rows) * plan.type.span
    foot = bottom + AXIS + max(0.0, slack - 60) * 0.4  # what few labels leave free is shared above and below
    rows_top = foot + 3 + len(plan.rows) * plan.type.span
    line = rows_top + plan.down + min(max(0.0, slack) / 2, 30) - 3
    draw_axis(sheet, plan.scale, line, foot, line + plan.up - 4)
    draw_spans(sheet, plan.rows, plan.scale, rows_top, plan.type.span)
    by_number = {spot.item.number: spot for spot in plan.spots}
    above = max([0, *(spot.lane for spot in plan.spots)])
    below = max([0, *(-spot.lane for spot in plan.spots)])
    for spot in plan.spots:
        draw_spot(sheet, spot, plan.scale, line + spot.lane * LANE)
    kind = plan.type
    for label in plan.labels:
        spot = by_number[label.index]
        lines = _label(spot.item, kind, plan.right - spot.x - 3)
        if label.side > 0:
            base = line + (above + 0.5) * LANE + 4 + label.level * kind.level
            first = base + (len(lines) - 1) * kind.lead + 3
            end = first + kind.size * 0.8
        else:
            base = line - (below + 0.5) * LANE - 4 - label.level * kind.level
            first = base - kind.size
            end = first - (len(lines) - 1) * kind.lead - kind.size * 0.25
        dot = line + spot.lane * LANE
        colour = sheet.ground.colour(spot.item.event.category)
        sheet.rules([(spot.x, dot + label.side * 3.5, spot.x, end)], colour, 0.8, z=1.8)
        for at, words in enumerate(lines):
            sheet.text(spot.x + 3, first - at * kind.lead, words, kind.size, kind="label")
