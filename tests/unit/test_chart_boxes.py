"""No text of a timeline touches another, a foreign stem, or the edge: measured with the renderer that draws it."""

import dataclasses
import datetime as dt
import itertools
import random

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Text

from dateline.model import Dated, Story
from dateline.render.chart import ChartOptions, Style, Theme, draw_timeline
from dateline_timeline.when import Basis, Grain, When
from tests.synthetic import make_story

LONG = (
    "Ministers of the two neighbouring countries agreed after three days of talks on a plan to reopen the border bridge"
)


def boxes(figure: Figure) -> list[tuple[str, str, tuple[float, float, float, float]]]:
    """Kind, words and box (points) of every text that is drawn."""
    with mpl.rc_context({"text.hinting": "none"}):
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        scale = 72.0 / figure.dpi
        found = []
        for text in figure.findobj(Text):
            if not text.get_text() or text.axes is None or text not in text.axes.texts:
                continue
            box = text.get_window_extent(renderer)
            low, high = box.y0 * scale, box.y1 * scale
            if not text.get_rotation():  # the font's full height has room for accents that no letter here has
                size = text.get_fontsize()
                low, high = text.get_position()[1] - 0.23 * size, text.get_position()[1] + 0.77 * size
            found.append((text.get_label(), text.get_text(), (box.x0 * scale, low, box.x1 * scale, high)))
    return found


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts that share ink room; half a point sideways is allowed for rounding to pixels."""
    items = sorted(boxes(figure), key=lambda item: item[2][0])
    hits = []
    for at, (_, words, a) in enumerate(items):
        for _, other, b in itertools.islice(items, at + 1, None):
            if b[0] >= a[2] - 0.5:
                break
            if min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) > max(a[1], b[1]):
                hits.append((words, other))
    return hits


def clipped(figure: Figure) -> list[str]:
    width, height = figure.get_size_inches() * 72
    return [
        words for _, words, (x0, y0, x1, y1) in boxes(figure) if x0 < 2 or y0 < 2 or x1 > width - 2 or y1 > height - 2
    ]


def stems(figure: Figure) -> list[tuple[float, float, float]]:
    """(x, low, high) of every upright stem of a label."""
    found = []
    for patch in figure.axes[0].patches:
        if isinstance(patch, PathPatch) and patch.get_zorder() in (1.8, 1.9):
            (x0, y0), (_, y1) = patch.get_path().vertices[:2]  # type: ignore[misc]
            found.append((float(x0), float(min(y0, y1)), float(max(y0, y1))))
    return found


def with_long_headlines(story: Story) -> Story:
    events = [
        dataclasses.replace(event, headline=f"{LONG[: 40 + index * 7 % 70]} {index}")
        for index, event in enumerate(story.events)
    ]
    return dataclasses.replace(story, events=tuple(events))


def crowded(events: int, days: int) -> Story:
    """All events on a few days."""
    rng = random.Random(events)
    story = make_story(events)
    made = []
    for event in story.events:
        day = dt.date(2020, 3, 1) + dt.timedelta(days=rng.randrange(days))
        when = When(day, day, Grain.DAY, day.isoformat(), Basis.EXPLICIT, "")
        made.append(dataclasses.replace(event, when=Dated(when, "", 0.9)))
    made.sort(key=lambda event: (event.when.when.earliest, event.id))  # type: ignore[union-attr, arg-type, return-value]
    return dataclasses.replace(story, events=tuple(made))


CASES = [
    pytest.param(make_story(8), ChartOptions(), id="8"),
    pytest.param(with_long_headlines(make_story(12)), ChartOptions(size=(8, 6)), id="12-long-small"),
    pytest.param(with_long_headlines(make_story(30)), ChartOptions(), id="30-long"),
    pytest.param(make_story(80), ChartOptions(theme=Theme.DARK), id="80-dark"),
    pytest.param(with_long_headlines(make_story(150)), ChartOptions(), id="150-long"),
    pytest.param(make_story(150), ChartOptions(size=(10, 7), dpi=100), id="150-small"),
    pytest.param(crowded(60, 3), ChartOptions(), id="60-in-3-days"),
    pytest.param(crowded(100, 40), ChartOptions(), id="100-in-40-days"),
    pytest.param(with_long_headlines(make_story(800)), ChartOptions(), id="800-long"),
    pytest.param(make_story(3), ChartOptions(style=Style.LINE), id="3-line"),
    pytest.param(
        make_story(40, days=30000, first=dt.date(1930, 1, 1)), ChartOptions(style=Style.DENSITY), id="40-density"
    ),
]


@pytest.mark.parametrize(("story", "options"), CASES)
def test_no_text_touches_another_or_is_clipped(story: Story, options: ChartOptions) -> None:
    """Whatever the number of events, every text stands free and whole on the page."""
    figure = draw_timeline(story, options)
    assert len(boxes(figure)) > 3
    assert overlaps(figure) == []
    assert clipped(figure) == []


@pytest.mark.parametrize(("story", "options"), CASES)
def test_no_label_or_number_meets_a_foreign_stem(story: Story, options: ChartOptions) -> None:
    """A stem runs from its dot to its own label and crosses no other label or number."""
    figure = draw_timeline(story, options)
    texts = [(words, box) for kind, words, box in boxes(figure) if kind in ("label", "number")]
    hits = []
    for x, low, high in stems(figure):
        for words, (x0, y0, x1, y1) in texts:
            if x0 + 0.4 < x < x1 - 0.4 and low < y1 - 1 and high > y0 + 1:
                hits.append((x, words))
    assert hits == []


@pytest.mark.parametrize("events", [13, 80, 150])
def test_every_number_is_on_the_line_and_readable(events: int) -> None:
    """On a line each event's number stands at a dot, in a bar or in a tray, and its headline in a label, bar or key."""
    story = make_story(events)
    figure = draw_timeline(story, ChartOptions())
    shown = set()
    for kind, words, _ in boxes(figure):
        if kind == "number" or (kind == "tray" and words[:1].isdigit()):
            for part in words.split(", "):
                first, _, last = part.partition("–")
                if first.isdigit():
                    shown |= set(range(int(first), int(last or first) + 1))
    assert shown == set(range(1, events + 1))
