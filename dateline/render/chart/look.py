"""What a picture is asked for and how its grounds are coloured: options, themes, the shape of a category."""

from dataclasses import dataclass
from enum import StrEnum

from dateline.model import Event, Manner, Status
from dateline.render.style import LOOKS, Look


class Style(StrEnum):
    """The form of a timeline. AUTO chooses by the number of events."""

    AUTO = "auto"
    LADDER = "ladder"  # top to bottom, one row an event
    LINE = "line"  # left to right, a staircase of labels and a key
    DENSITY = "density"  # a histogram with its peaks named


class Theme(StrEnum):
    """The ground of a picture."""

    LIGHT = "light"
    DARK = "dark"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class ChartOptions:
    """How to draw a picture: `size` in inches (width, height), `dpi` pixels an inch in PNG."""

    style: Style = Style.AUTO
    size: tuple[float, float] = (16.0, 9.0)
    dpi: int = 150
    theme: Theme = Theme.LIGHT

    def __post_init__(self) -> None:
        """Accept plain strings for the enums and refuse what can't be drawn.

        Raises:
            ValueError: a style or theme of that name does not exist, or a size is out of bounds.
        """
        object.__setattr__(self, "style", Style(self.style))
        object.__setattr__(self, "theme", Theme(self.theme))
        width, height = self.size
        if not (4 <= width <= 60 and 3 <= height <= 60):
            raise ValueError(f"a picture is 4 to 60 inches wide and 3 to 60 inches high, not {width:g} by {height:g}")
        if not 36 <= self.dpi <= 600:
            raise ValueError(f"dpi lies between 36 and 600, not {self.dpi}")


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of a theme: paper, text in three strengths, rules, a wash for boxes, sea and land of the map."""

    paper: str
    ink: str
    quiet: str
    faint: str
    rule: str
    wash: str
    sea: str
    land: str
    border: str
    dark: bool = False

    def colour(self, category: str) -> str:
        """The colour of a category on this ground."""
        look = look_of(category)
        return look.dark if self.dark else look.light


# Text stands at 7:1 (ink), 4.5:1 (quiet and faint) on its paper.
GROUNDS: dict[Theme, Ground] = {
    Theme.LIGHT: Ground(
        "#fdfdfc", "#1c2127", "#4d5661", "#69727d", "#c9ced4", "#f1f2f3",
        "#e6edf2", "#f7f5f0", "#b9b7b0",
    ),
    Theme.DARK: Ground(
        "#14181d", "#eceff2", "#b4bcc5", "#949da7", "#3a424b", "#1d232a",
        "#10151b", "#242b32", "#4a545e", dark=True,
    ),
    Theme.PRINT: Ground(
        "#ffffff", "#000000", "#333333", "#555555", "#aaaaaa", "#f4f4f4",
        "#ffffff", "#f2f2f2", "#8a8a8a",
    ),
}  # fmt: skip

_HOLLOW = (Status.PLANNED, Status.DENIED, Status.HYPOTHETICAL)


def look_of(category: str) -> Look:
    """The look of a category; one that nobody named is drawn as “other”."""
    return LOOKS.get(category, LOOKS["other"])


def is_hollow(event: Event) -> bool:
    """Whether the marker is hollow: planned, denied or hypothetical, so nothing is known to have happened."""
    return event.status in _HOLLOW or event.voice.manner is Manner.DENIED
