"""The paper that pictures are drawn on: a figure whose data units are points, with text, markers, rules and bars."""

from collections.abc import Sequence
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text

from dateline.model import Event
from dateline.render.chart.fonts import families
from dateline.render.chart.look import GROUNDS, ChartOptions, is_hollow, look_of
from dateline.render.chart.saving import figure_bytes

Anchor = Literal["left", "center", "right"]
Base = Literal["baseline", "middle"]

CAP = 0.357  # half the height of a capital or digit of Noto Sans, in font sizes

Segment = tuple[float, float, float, float]


class Picture(Figure):
    """A figure that shows itself in a notebook without pyplot and its settings."""

    def _repr_png_(self) -> bytes:
        """What a notebook asks a value for."""
        return figure_bytes(self, "png")


class Sheet:
    """A page of `width` × `height` points, the origin at its lower left; draws in the colours of its ground."""

    def __init__(self, options: ChartOptions) -> None:
        """An empty page."""
        self.width, self.height = options.size[0] * 72.0, options.size[1] * 72.0
        self.ground = GROUNDS[options.theme]
        self.figure = Picture(figsize=options.size, dpi=options.dpi, facecolor=self.ground.paper)
        FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, self.width)
        self.axes.set_ylim(0, self.height)
        self.axes.axis("off")
        self.axes.set_autoscale_on(False)
        self.lift = 0.0
        self._markers: dict[tuple[str, bool, float, float], list[tuple[float, float]]] = {}

    def add(self, artist: Artist) -> None:
        """Put an artist on the page, `lift` above where it says: what is drawn later, as a whole, over the rest."""
        artist.set_zorder(artist.get_zorder() + self.lift)
        self.axes.add_artist(artist)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        colour: str = "",
        kind: str = "text",
        anchor: Anchor = "left",
        base: Base = "baseline",
        turn: float = 0.0,
        z: float = 6,
    ) -> Text:
        """One line of text, never read as mathematics. `kind` names its role, by which tests tell texts apart.

        `base` "middle" puts the middle of the capitals at `y`, so that text and marker stand on one line.
        """
        made = self.axes.text(
            x, y - (CAP * size if base == "middle" else 0.0), words, fontsize=size, color=colour or self.ground.ink,
            ha=anchor, va="baseline", rotation=turn, fontfamily=list(families(words)), parse_math=False,
            zorder=z + self.lift,
        )  # fmt: skip
        made.set_label(kind)
        made.set_in_layout(False)
        return made

    def marker(self, x: float, y: float, event: Event, size: float = 6.5, z: float = 5) -> None:
        """The shape and colour of an event's category; hollow for what has not, or is not said to have, happened.

        Markers that look alike are drawn as one by `finish`: a figure of a thousand artists is slow.
        """
        self._markers.setdefault((event.category, is_hollow(event), size, z + self.lift), []).append((x, y))

    def finish(self) -> Figure:
        """Draw the markers that were asked for, and give the figure out."""
        self.lift = 0.0
        for (category, hollow, size, z), points in self._markers.items():
            look = look_of(category)
            colour = self.ground.colour(category)
            scale = {"*": 1.35, "P": 1.1, "X": 1.1, "^": 1.08, "v": 1.08, "D": 0.82, "s": 0.88}.get(look.marker, 1.0)
            self.add(
                Line2D(
                    [x for x, _ in points], [y for _, y in points], marker=look.marker, markersize=size * scale,
                    linestyle="none", markerfacecolor=self.ground.paper if hollow else colour,
                    markeredgecolor=colour if hollow else self.ground.paper,
                    markeredgewidth=1.1 if hollow else 0.5, zorder=z,
                )
            )  # fmt: skip
        self._markers.clear()
        return self.figure

    def rules(
        self,
        segments: Sequence[Segment],
        colour: str,
        width: float = 0.6,
        *,
        z: float = 1,
        dashes: Sequence[float] | None = None,
        alpha: float = 1.0,
    ) -> None:
        """Straight lines (x0, y0, x1, y1) as one path, so that thousands stay small in SVG."""
        if not segments:
            return
        points = [(x, y) for x0, y0, x1, y1 in segments for x, y in ((x0, y0), (x1, y1))]
        codes = [Path.MOVETO, Path.LINETO] * len(segments)
        path = Path(points, codes)
        style: str | tuple[float, Sequence[float]] = (0, dashes) if dashes else "-"
        self.add(
            PathPatch(path, facecolor="none", edgecolor=colour, linewidth=width, linestyle=style, alpha=alpha,
                      zorder=z, capstyle="butt")
        )  # fmt: skip

    def bar(
        self,
        left: float,
        bottom: float,
        width: float,
        height: float,
        fill: str,
        *,
        alpha: float = 1.0,
        edge: str = "none",
        line: float = 0.6,
        dashes: Sequence[float] | None = None,
        z: float = 2,
    ) -> None:
        """A rectangle."""
        style: str | tuple[float, Sequence[float]] = (0, dashes) if dashes else "-"
        self.add(
            Rectangle((left, bottom), width, height, facecolor=fill, alpha=alpha, edgecolor=edge, linewidth=line,
                      linestyle=style, zorder=z)
        )  # fmt: skip

    def bars(
        self, boxes: Sequence[tuple[float, float, float, float]], fill: str, *, alpha: float = 1.0, z: float = 2
    ) -> None:
        """Many rectangles (left, bottom, width, height) of one colour as one path."""
        if not boxes:
            return
        points, codes = [], []
        for left, bottom, width, height in boxes:
            points += [
                (left, bottom),
                (left + width, bottom),
                (left + width, bottom + height),
                (left, bottom + height),
                (left, bottom),
            ]
            codes += [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
        self.add(PathPatch(Path(points, codes), facecolor=fill, edgecolor="none", linewidth=0, alpha=alpha, zorder=z))

    def soft_bar(self, left: float, right: float, bottom: float, height: float, fill: str, *, z: float = 2) -> None:
        """A bar that fades at both ends, in steps: its first and last moments are not known."""
        fade = min((right - left) / 2, max(3.0, (right - left) * 0.15))
        steps = 4
        for step in range(steps):
            inset = fade * step / steps
            self.bar(left + inset, bottom, max(0.0, right - left - 2 * inset), height, fill, alpha=0.16, z=z)

    def break_marks(self, left: float, right: float, y: float, words: str) -> None:
        """The sign of a broken axis: a zigzag between the two ends, with what was left out beneath it."""
        middle = (left + right) / 2
        self.rules([(left, y, middle - 7, y), (middle + 7, y, right, y)], self.ground.faint, 0.9, dashes=(2, 2), z=3)
        zig = [(middle - 7, y), (middle - 3.5, y + 5), (middle + 3.5, y - 5), (middle + 7, y)]
        self.add(PathPatch(Path(zig), facecolor="none", edgecolor=self.ground.faint, linewidth=0.9, zorder=3))
        if words:
            self.text(middle, y - 12.5, words, 7, colour=self.ground.faint, anchor="center", kind="break")

    def enlarged(self, left: float, right: float, bottom: float, top: float) -> None:
        """A ground of its own under a part of the axis whose days are wider than those beside it."""
        self.bar(left, bottom, right - left, top - bottom, self.ground.rule, alpha=0.22, z=0.4)
        ends = [(x, bottom, x, top) for x in (left, right)]
        self.rules(ends, self.ground.faint, 0.6, z=0.5, dashes=(2, 2))
