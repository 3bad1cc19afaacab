"""Draws the timeline as a picture for print: a ladder, a line with a staircase of labels, or a histogram."""

from importlib import import_module
from typing import TYPE_CHECKING

from dateline.render.chart.look import ChartOptions, Style, Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from dateline.model import Story
    from dateline.render.chart.saving import figure_bytes, save_figure
    from dateline.render.chart.words import alt_text, caption

__all__ = [
    "LADDER_MOST",
    "LINE_MOST",
    "ChartOptions",
    "Style",
    "Theme",
    "alt_text",
    "caption",
    "draw_timeline",
    "figure_bytes",
    "save_figure",
    "style_for",
]

LADDER_MOST = 12  # events that a page holds with their whole headlines
LINE_MOST = 150  # events whose numbers and headlines a page can still name

# Half a second of matplotlib, for whoever draws: a build has its pictures drawn by another process.
_DRAWING = {"alt_text": "words", "caption": "words", "figure_bytes": "saving", "save_figure": "saving"}


def __getattr__(name: str) -> object:
    """The functions of modules that need matplotlib, when one of them is first asked for."""
    if name not in _DRAWING:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_DRAWING[name]}"), name)


def style_for(story: "Story", options: ChartOptions) -> Style:
    """The form that a story is drawn in: the one asked for, or the one that its number of events calls for."""
    if options.style is not Style.AUTO:
        return options.style
    count = len(story.events)
    if count <= LADDER_MOST:
        return Style.LADDER
    return Style.LINE if count <= LINE_MOST else Style.DENSITY


def draw_timeline(story: "Story", options: ChartOptions | None = None) -> "Figure":
    """Draw a story's timeline on one page.

    Numbers are positions in `story.events` from 1, as on the page and the map. Nothing global is touched: the figure
    belongs to no pyplot session.
    """
    from dateline.render.chart.density import draw_density
    from dateline.render.chart.ladder import draw_ladder
    from dateline.render.chart.line import draw_line
    from dateline.render.chart.sheet import Sheet
    from dateline.render.chart.spans import items_of

    options = options or ChartOptions()
    sheet = Sheet(options)
    items = items_of(story)
    style = style_for(story, options)
    if style is Style.DENSITY and any(item.placed for item in items):
        draw_density(sheet, story, items)
    elif style is Style.LINE and any(item.placed for item in items):
        crowded = draw_line(sheet, story, items)
        if crowded and options.style is Style.AUTO:  # too many for a line on so small a page
            sheet = Sheet(options)
            draw_density(sheet, story, items)
    else:
        draw_ladder(sheet, story, items)
    return sheet.finish()
