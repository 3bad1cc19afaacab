"""Where events stand in time: each as days on a line with the shape that its precision asks for."""

from dataclasses import dataclass
from enum import Enum, auto

from dateline.model import Event, Story
from dateline_timeline.when import Basis, Grain


class Shape(Enum):
    """How a time is drawn."""

    DOT = auto()  # a day or finer
    SOFT = auto()  # days, a week: a bar with soft ends
    BAND = auto()  # month, quarter, season: a bar with dashed ends
    PALE = auto()  # year and coarser: a pale bar
    BEFORE = auto()  # an arrow to the left
    AFTER = auto()  # an arrow to the right
    YEARLESS = auto()  # a day whose year is not known: its own box
    UNDATED = auto()  # the tray


@dataclass(frozen=True, slots=True)
class Item:
    """An event with its number in the story and its days: `start` ≤ `end` are ordinals, `end` exclusive."""

    number: int
    event: Event
    shape: Shape
    start: float
    end: float
    approximate: bool

    @property
    def middle(self) -> float:
        """The point where the marker stands: the middle of a stretch, the bound of an open one."""
        if self.shape is Shape.BEFORE:
            return self.end
        if self.shape is Shape.AFTER:
            return self.start
        return (self.start + self.end) / 2

    @property
    def placed(self) -> bool:
        """Whether it stands on the line at all."""
        return self.shape not in (Shape.YEARLESS, Shape.UNDATED)


_DOTS = (Grain.MINUTE, Grain.HOUR, Grain.PART, Grain.DAY)
_SOFT = (Grain.DAYS, Grain.WEEK)
_BANDS = (Grain.MONTH, Grain.QUARTER, Grain.SEASON, Grain.HALF)


def _shape(grain: Grain, days: float) -> Shape:
    if grain in _DOTS:
        return Shape.DOT if days <= 2 else Shape.SOFT  # a day that the words leave open by more is a stretch
    if grain in _SOFT:
        return Shape.SOFT
    return Shape.BAND if grain in _BANDS else Shape.PALE


def item_of(number: int, event: Event) -> Item:
    """The item of one event."""
    when = event.when.when if event.when else None
    if when is None:
        return Item(number, event, Shape.UNDATED, 0, 0, False)
    rough = when.approximate or when.basis is Basis.INFERRED
    if not when.year_known:
        return Item(number, event, Shape.YEARLESS, 0, 0, rough)
    first = when.earliest.toordinal() if when.earliest else None
    last = when.latest.toordinal() + 1 if when.latest else None
    if first is None and last is None:
        return Item(number, event, Shape.UNDATED, 0, 0, rough)
    if last is None or (when.open_end and first is not None):
        assert first is not None  # noqa: S101  one of both is set
        return Item(number, event, Shape.AFTER, first, first + 1 if last is None else last, rough)
    if first is None or when.open_start:
        return Item(number, event, Shape.BEFORE, last - 1 if first is None else first, last, rough)
    return Item(number, event, _shape(when.grain, last - first), first, max(last, first + 1), rough)


def items_of(story: Story) -> list[Item]:
    """All events of a story in its order; the numbers are those of the page."""
    return [item_of(index + 1, event) for index, event in enumerate(story.events)]
