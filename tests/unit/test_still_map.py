"""What the still map promises: every event by its precision, numbers of the list, no text over another, same bytes."""

import dataclasses
import itertools
import math
import xml.etree.ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch
from matplotlib.text import Text

from dateline.model import Event, Story, Where
from dateline.render.chart import ChartOptions, Theme, figure_bytes
from dateline.render.still import draw_map, map_alt_text
from dateline.render.still_marks import sort_marks
from dateline.render.still_view import Box, choose_view, circle, scale_bar, window
from dateline_geo.place import Extent, Kind, Mention, Place, Precision, Resolution
from tests.synthetic import make_story

BOX = Box(0, 0, 700, 500)


def at(event: Event, lat: float, lon: float, precision: Precision, key: str = "", radius: float | None = 15) -> Event:
    kind = {
        Precision.SITE: Kind.SITE, Precision.DISTRICT: Kind.DISTRICT, Precision.REGION: Kind.REGION,
        Precision.COUNTRY: Kind.COUNTRY, Precision.AREA: Kind.SEA,
    }.get(precision, Kind.SETTLEMENT)  # fmt: skip
    name = f"{precision.value.title()}ville"
    place = Place(key or f"k:{lat},{lon}", name, kind, precision, lat, lon, "AZ", radius_km=radius)
    return dataclasses.replace(
        event, where=Where(Resolution(Mention(0, 1, "x"), place, 0.9, "r", precision), "said so", 0.9)
    )


def story_at(*spots: tuple[float, float, Precision]) -> Story:
    base = make_story(len(spots))
    events = tuple(at(event, *spot) for event, spot in zip(base.events, spots, strict=True))
    return dataclasses.replace(base, events=events)


def texts(figure: Figure, *kinds: str) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts if text.get_label() in kinds]


def boxes(figure: Figure) -> list[tuple[str, tuple[float, float, float, float]]]:
    with mpl.rc_context({"text.hinting": "none"}):
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        scale = 72.0 / figure.dpi
        found = []
        for text in figure.findobj(Text):
            if text.get_text() and text in figure.axes[0].texts:
                box = text.get_window_extent(renderer)
                y, size = text.get_position()[1], text.get_fontsize()
                found.append((text.get_text(), (box.x0 * scale, y - 0.23 * size, box.x1 * scale, y + 0.77 * size)))
    return found


def test_each_precision_is_drawn_in_its_own_way() -> None:
    """Sites, towns and their surroundings are dots; districts and regions areas; countries and seas never a pin."""
    story = story_at(*((40.0 + i, 45.0 + i, precision) for i, precision in enumerate(Precision)))
    marks = sort_marks(story)
    assert [mark.precision for mark in marks.dots] == [Precision.SITE, Precision.SETTLEMENT, Precision.NEAR]
    assert [mark.precision for mark in marks.areas] == [Precision.DISTRICT, Precision.REGION]
    assert [mark.precision for mark in marks.badges] == [Precision.COUNTRY, Precision.AREA]
    figure = draw_map(story)
    badges = texts(figure, "badge")
    assert "Countryville" in badges
    assert "6" in badges
    assert not any("Countryville" in words for words in texts(figure, "label"))


def test_only_the_countries_told_of_most_are_outlined() -> None:
    """The borders of the eight countries with the most events are drawn dashed; those of ninety would hide the map."""
    few = story_at(*((40.0, 40.0 + i, Precision.COUNTRY) for i in range(3)), (40.0, 45.0, Precision.SETTLEMENT))
    many = story_at(*((40.0, 40.0 + i, Precision.COUNTRY) for i in range(12)), (40.0, 45.0, Precision.SETTLEMENT))
    for story, outlined in ((few, 3), (many, 8)):
        patches = [patch for patch in draw_map(story).findobj(PathPatch) if patch.get_zorder() == 0.9]
        assert len(patches) == outlined


def test_a_near_place_has_a_ring_without_a_centre() -> None:
    """Nothing is drawn at the middle of a ring that says “near”."""
    figure = draw_map(story_at((41.0, 46.0, Precision.NEAR), (42.0, 47.0, Precision.SITE)))
    rings = [patch for patch in figure.axes[0].patches if isinstance(patch, Circle)]
    assert len(rings) == 1
    x, y = rings[0].center
    dots = [(line.get_xdata()[0], line.get_ydata()[0]) for line in figure.axes[0].lines]
    assert not any(math.hypot(x - a, y - b) < 3 for a, b in dots)


def test_areas_are_hatched_within_their_outline() -> None:
    """A region is hatched within the polygon of the story's extents, a district without one within its radius."""
    story = story_at((41.0, 46.0, Precision.REGION), (42.0, 49.0, Precision.DISTRICT))
    first = story.events[0]
    assert first.where is not None
    assert first.where.resolution.place is not None
    ring = ((45.0, 40.0), (47.0, 40.0), (47.0, 42.0), (45.0, 42.0), (45.0, 40.0))
    story = dataclasses.replace(story, extents={first.where.resolution.place.key: Extent((ring,))})
    figure = draw_map(story)
    hatched = [patch for patch in figure.axes[0].patches if isinstance(patch, PathPatch) and patch.get_hatch()]
    assert sorted(len(patch.get_path().vertices) for patch in hatched) == [5, 73]


@pytest.mark.parametrize("events", [1, 8, 40, 80])
def test_every_number_is_on_the_page_once_by_its_kind(events: int) -> None:
    """Every event is a dot, in an area, in a badge or among the unplaced, with the number of the list."""
    story = make_story(events)
    marks = sort_marks(story)
    groups = (*marks.dots, *marks.areas, *marks.badges)
    numbers = sorted([number for mark in groups for number in mark.numbers] + list(marks.unplaced))
    assert numbers == list(range(1, events + 1))
    for mark in groups:
        for number, event in zip(mark.numbers, mark.events, strict=True):
            assert story.events[number - 1] is event


def test_few_events_are_all_numbered_on_the_map_and_named_beside_it() -> None:
    """With room for all, each placed number stands at its place and each headline in the key."""
    story = story_at(*((40.0 + i * 1.1, 44.0 + i * 0.9, Precision.SETTLEMENT) for i in range(6)))
    figure = draw_map(story)
    assert sorted(words.split()[0] for words in texts(figure, "label")) == [str(i) for i in range(1, 7)]
    key = " ".join(texts(figure, "key"))
    assert all(event.headline in key for event in story.events)


@pytest.mark.parametrize(
    ("story", "options"),
    [
        pytest.param(make_story(8), ChartOptions(), id="8"),
        pytest.param(make_story(80), ChartOptions(theme=Theme.DARK), id="80"),
        pytest.param(make_story(300), ChartOptions(), id="300"),
        pytest.param(make_story(30), ChartOptions(size=(6, 4)), id="30-small"),
        pytest.param(
            story_at(*[(40.0 + i * 0.05, 46.0, Precision.SETTLEMENT) for i in range(20)]), ChartOptions(), id="near"
        ),
    ],
)
def test_no_text_touches_another_or_is_clipped(story: Story, options: ChartOptions) -> None:
    """Labels of dots, areas, countries, badges and key stand free and whole."""
    figure = draw_map(story, options)
    items = boxes(figure)
    width, height = figure.get_size_inches() * 72
    assert not [words for words, b in items if b[0] < 1 or b[1] < 1 or b[2] > width - 1 or b[3] > height - 1]
    hits = [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(items, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) > max(a[1], b[1])
    ]
    assert hits == []


def test_the_view_passes_the_antimeridian_where_that_is_shorter() -> None:
    """Fiji and Samoa are neighbours on the map, not at its two ends."""
    assert window([178.4, -171.8]) == pytest.approx((178.4, 188.2))
    view = choose_view([(178.4, -18.1), (-171.8, -13.8)], BOX)
    assert not view.world
    (x0, _), (x1, _) = view.point(178.4, -18.1), view.point(-171.8, -13.8)
    assert 0 < x0 < x1 < 700


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_every_point_is_in_view(points: list[tuple[float, float]]) -> None:
    """Wherever the events lie, the map shows them all."""
    view = choose_view(points, BOX)
    for lon, lat in points:
        x, y = view.point(lon, lat)
        assert -0.5 <= x <= 700.5
        assert -0.5 <= y <= 500.5


def test_true_to_scale() -> None:
    """The scale bar is a round number of kilometres, and a circle of that size is as wide as it says."""
    view = choose_view([(45.0, 40.0), (48.0, 42.0)], BOX)
    km, length = scale_bar(view)
    lons, lats = circle(46.5, 41.0, km / 2)
    x, _ = view.xy(lons, lats)
    assert float(np.ptp(x)) == pytest.approx(length, rel=0.01)
    assert 40 <= length <= 110


def test_the_same_story_gives_the_same_bytes_and_svg_parses() -> None:
    """Drawn twice, PNG and SVG are equal; the SVG has title, description and role."""
    story = make_story(30)
    for kind in ("png", "svg"):
        one, two = (
            figure_bytes(draw_map(story, ChartOptions(dpi=60)), kind, title="T", description=map_alt_text(story))
            for _ in range(2)
        )  # type: ignore[arg-type]
        assert one == two
    root = ET.fromstring(two)
    assert root.get("role") == "img"
    assert len(two) < 2_000_000


def test_an_empty_story_is_the_world() -> None:
    """Nothing placed shows the world, and says so in words."""
    figure = draw_map(make_story(0))
    assert texts(figure, "caption") == ["0 events from 1 article · 0 not dated · 0 not placed"]
    assert "0 events" in map_alt_text(make_story(0))


def test_words_for_those_who_do_not_see_it() -> None:
    """The alt text names places with their numbers and the country that is all that is known of others."""
    story = story_at((41.0, 46.0, Precision.SETTLEMENT), (40.4, 47.6, Precision.COUNTRY))
    words = map_alt_text(story)
    assert "Settlementville (1)" in words
    assert "Known only as somewhere in: Countryville (2)." in words


def test_no_name_can_break_the_map() -> None:
    """Hostile names of places and headlines are text or nothing."""
    texts_ = ["$\\frac$", "<script>&", "a\x00\x1f\ud800", "W" * 3000, "\u202eabc", ""]
    story = make_story(6)
    events = []
    for event, text in zip(story.events, texts_, strict=True):
        where = event.where
        if where is not None and where.resolution.place is not None:
            place = dataclasses.replace(where.resolution.place, name=text)
            where = dataclasses.replace(where, resolution=dataclasses.replace(where.resolution, place=place))
        events.append(dataclasses.replace(event, headline=text, where=where))
    title = " ".join(texts_)
    story = dataclasses.replace(story, title=title, events=tuple(events))
    data = figure_bytes(draw_map(story, ChartOptions(dpi=40)), "svg", title=title, description=map_alt_text(story))
    assert not any(element.tag.endswith("script") for element in ET.fromstring(data).iter())


def test_a_crowd_on_a_map_of_the_world_has_a_closer_look() -> None:
    """Places that crowd are labelled in an inset, each number once; the map has none where nothing crowds."""
    crowd = [(40.0 + i * 0.8, 44.0 + i * 0.9, Precision.SETTLEMENT) for i in range(5)]
    far = [(48.9, 2.3, Precision.SETTLEMENT), (-33.0, 151.0, Precision.SETTLEMENT), (40.7, -74.0, Precision.SETTLEMENT)]
    figure = draw_map(story_at(*crowd, *far))
    assert texts(figure, "scale")  # only a closer look has one
    assert sorted(words.split()[0] for words in texts(figure, "label")) == [str(i) for i in range(1, 9)]
    assert not texts(draw_map(story_at(*far)), "scale")


def test_a_small_map_still_says_whose_data_it_is() -> None:
    """On a narrow page the note stands beneath the caption, whole, since the credits are in it."""
    for size in ((16.0, 9.0), (7.0, 5.0)):
        words = " ".join(texts(draw_map(make_story(4), ChartOptions(size=size)), "note"))
        assert "Natural Earth" in words
        assert "GeoNames (CC BY 4.0)" in words
