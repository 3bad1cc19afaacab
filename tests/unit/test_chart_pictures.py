"""What a timeline picture promises: form, numbers, precision, bytes, words, and no harm from any text."""

import dataclasses
import datetime as dt
import io
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from dateline.model import Dated, Event, Manner, Status, Story, Voice
from dateline.render.chart import (
    ChartOptions,
    Style,
    Theme,
    alt_text,
    caption,
    draw_timeline,
    figure_bytes,
    save_figure,
    style_for,
)
from dateline.render.chart.bursts import bursts
from dateline.render.chart.density import _bins
from dateline.render.chart.fonts import clean, families, shorten, undrawable, width, wrap
from dateline.render.chart.scale import length_words, make_scale, ticks
from dateline.render.chart.spans import Shape, item_of, items_of
from dateline.render.chart.words import period, when_words
from dateline_timeline.when import Basis, Grain, When
from tests.synthetic import make_story

D = dt.date
SCRIPTS = "Paris Київ القاهرة ירושלים თბილისი Երևան 廣州 東京の 서울 दिल्ली"


def texts(figure: Figure, kind: str = "") -> list[str]:
    found = figure.findobj(Text)
    return [text.get_text() for text in found if text.get_text() and (not kind or text.get_label() == kind)]


def when(first: D | None, last: D | None, grain: Grain = Grain.DAY, edtf: str = "", **more: bool) -> When:
    return When(first, last, grain, edtf, Basis.EXPLICIT, "said so", **more)


def at(event: Event, time: When | None) -> Event:
    return dataclasses.replace(event, when=Dated(time, "said so", 0.9) if time else None)


def story_of(*whens: When | None, **more: str) -> Story:
    base = make_story(len(whens))
    events = tuple(at(event, time) for event, time in zip(base.events, whens, strict=True))
    return dataclasses.replace(base, events=events, **more)  # type: ignore[arg-type]


def long_story() -> Story:
    """A period of centuries, a late-century one, a year, an open end, a day of no known year, and nothing at all."""
    return story_of(
        when(D(1721, 1, 1), D(1991, 12, 31), Grain.PERIOD, approximate=True),
        when(D(1970, 1, 1), D(1999, 12, 31), Grain.DECADE, approximate=True),
        when(D(2020, 1, 1), D(2020, 12, 31), Grain.YEAR),
        when(D(2020, 1, 1), None, Grain.YEAR, open_end=True),
        when(None, None, Grain.DAY, "XXXX-06-05", year_known=False),
        None,
    )


@pytest.mark.parametrize(
    ("events", "style"),
    [
        (0, Style.LADDER),
        (1, Style.LADDER),
        (12, Style.LADDER),
        (13, Style.LINE),
        (150, Style.LINE),
        (151, Style.DENSITY),
    ],
)
def test_the_form_follows_the_number_of_events(events: int, style: Style) -> None:
    """A ladder to 12, a line to 150, a histogram beyond."""
    assert style_for(make_story(events), ChartOptions()) is style


def test_a_style_that_is_asked_for_is_drawn() -> None:
    """`style` overrides the number of events, given as a word or as the enum."""
    assert style_for(make_story(3), ChartOptions(style="density")) is Style.DENSITY  # type: ignore[arg-type]
    assert texts(draw_timeline(make_story(30), ChartOptions(style=Style.LADDER)), "date")


@pytest.mark.parametrize("wrong", [{"style": "pie"}, {"theme": "sepia"}, {"size": (1.0, 1.0)}, {"dpi": 5}])
def test_options_that_cannot_be_drawn_are_refused(wrong: dict[str, object]) -> None:
    """A wrong option is an error that names what is allowed, not a broken picture."""
    with pytest.raises(ValueError, match=r"is not a valid|between|wide"):
        ChartOptions(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("events", [0, 1, 5, 13, 60, 200])
def test_the_caption_counts_everything(events: int) -> None:
    """The caption on the picture gives events, articles, period, the undated, the yearless and the unplaced."""
    story = make_story(events)
    undated = sum(1 for event in story.events if event.when is None)
    unplaced = sum(1 for event in story.events if event.where is None)
    words = caption(story)
    assert f"{events} event" in words
    assert f"{undated} not dated" in words
    assert f"{unplaced} not placed" in words
    assert words in texts(draw_timeline(story), "caption")


def test_a_ladder_tells_each_event_whole() -> None:
    """Date, number, the full headline, place and voice of every event stand on a ladder."""
    story = make_story(8)
    shown = texts(draw_timeline(story))
    joined = " ".join(shown)
    for index, event in enumerate(story.events):
        assert str(index + 1) in shown
        assert event.headline in joined
        assert event.when is None or when_words(event.when.when) in shown


@pytest.mark.parametrize("style", list(Style))
def test_centuries_and_one_year_share_a_page(style: Style) -> None:
    """A story from 1721 to 2020 with an open end, a yearless day and an undated event is drawn in every form."""
    figure = draw_timeline(long_story(), ChartOptions(style=style))
    joined = " ".join(texts(figure))
    assert "248 years" in joined  # the axis is broken and says by how much
    assert "1 not dated · 1 without a year" in joined


def test_precision_decides_the_shape() -> None:
    """Each grain has its own shape; a month is a stretch of its whole length and never its first day."""
    event = make_story(1).events[0]
    cases = [
        (when(D(2020, 5, 4), D(2020, 5, 4)), Shape.DOT, 1),
        (when(D(2020, 5, 4), D(2020, 5, 10), Grain.WEEK), Shape.SOFT, 7),
        (when(D(2020, 5, 1), D(2020, 5, 31), Grain.MONTH), Shape.BAND, 31),
        (when(D(2020, 1, 1), D(2020, 12, 31), Grain.YEAR), Shape.PALE, 366),
        (when(D(1901, 1, 1), D(2000, 12, 31), Grain.CENTURY), Shape.PALE, 36525),
        (when(D(2020, 5, 4), None, open_end=True), Shape.AFTER, 1),
        (when(None, D(2020, 5, 4), open_start=True), Shape.BEFORE, 1),
        (when(None, None, edtf="XXXX-06-05", year_known=False), Shape.YEARLESS, 0),
        (when(None, None, Grain.YEAR, "-0600"), Shape.UNDATED, 0),
        (None, Shape.UNDATED, 0),
    ]
    for time, shape, days in cases:
        item = item_of(1, at(event, time))
        assert (item.shape, item.end - item.start) == (shape, days)
    month = item_of(1, at(event, cases[2][0]))
    assert dt.date.fromordinal(int(month.middle)) == D(2020, 5, 16)


def test_an_inferred_or_approximate_time_is_marked() -> None:
    """What the text does not say outright is drawn dashed."""
    event = make_story(1).events[0]
    inferred = When(D(2025, 6, 5), D(2025, 6, 5), Grain.DAY, "2025-06-05", Basis.INFERRED, "from a named year")
    assert item_of(1, at(event, inferred)).approximate
    assert not item_of(1, at(event, when(D(2025, 6, 5), D(2025, 6, 5)))).approximate


def test_the_axis_breaks_where_more_than_half_is_empty() -> None:
    """A gap of over half the span is cut out; days on both sides keep their order; a lesser gap stays."""
    base = make_story(4).events[0]
    days = [D(1937, 1, 1), D(1937, 3, 1), D(2015, 1, 1), D(2015, 6, 1)]
    items = [item_of(i + 1, at(base, when(day, day))) for i, day in enumerate(days)]
    scale = make_scale(items, 0, 1000)
    assert [length_words(days) for _, _, days in scale.breaks()] == ["78 years"]
    xs = [scale.x(item.middle) for item in items]
    assert xs == sorted(xs)
    assert all(0 < x < 1000 for x in xs)
    near = [
        item_of(i + 1, at(base, when(day, day)))
        for i, day in enumerate([D(2000, 1, 1), D(2009, 1, 1), D(2020, 1, 1), D(2021, 1, 1)])
    ]
    assert not make_scale(
        [near[0], near[1], near[3], item_of(9, at(base, when(D(2012, 1, 1), D(2014, 1, 1))))], 0, 1000
    ).breaks()


def crowded(many: int) -> Story:
    """So many events of one spring, and ten that lie a decade apart before it."""
    base = make_story(many + 10)
    spring = [D(2011, 2, 15) + dt.timedelta(days=index * 90 // many) for index in range(many)]
    days = [D(year, 7, 1) for year in range(1910, 2010, 10)] + spring
    events = tuple(at(event, when(day, day)) for event, day in zip(base.events, days, strict=True))
    return dataclasses.replace(base, events=events)


@pytest.mark.parametrize(("many", "said"), [(100, "shaded: enlarged"), (600, "where shaded")])
def test_a_spell_that_holds_most_events_is_enlarged(many: int, said: str) -> None:
    """One spring of hundreds of events after a century of few has most of the axis, and the picture says so."""
    story = crowded(many)
    items = items_of(story)
    scale = make_scale(items, 0, 1000)
    (wide,) = [stretch for stretch in scale.stretches if stretch.enlarged]
    assert dt.date.fromordinal(round(wide.first)) == D(2011, 2, 1)
    assert wide.right - wide.left > 500
    xs = [scale.x(item.middle) for item in items]
    assert xs == sorted(xs)
    assert len(set(xs)) == len({item.middle for item in items})
    assert any(said in words for words in texts(draw_timeline(story)))


def test_an_even_spread_is_not_enlarged() -> None:
    """Events that are spread over the whole axis keep one scale, and so do few events that crowd."""
    for story in (make_story(500), crowded(40)):
        assert not any(stretch.enlarged for stretch in make_scale(items_of(story), 0, 1000).stretches)


def test_no_bar_reaches_over_a_change_of_scale() -> None:
    """Every bin of the histogram lies within one stretch, and together they count each event once."""
    items = items_of(crowded(600))
    scale = make_scale(items, 0, 1000)
    bins = _bins(items, scale)
    seams = {stretch.first for stretch in scale.stretches if stretch.enlarged}
    assert seams <= set(bins.edges.tolist())
    assert bins.counts.sum() == pytest.approx(len(items))
    assert (bins.enlarged, bins.name) == ("2 days", "5 years")


def test_several_bursts_become_small_multiples() -> None:
    """Three spells of events with years of silence between are three panels; an even spread is one."""
    base = make_story(30)
    events = []
    for index, event in enumerate(base.events):
        day = D((2003, 2011, 2020)[index // 10], 4, 1 + index % 10)
        events.append(at(event, when(day, day)))
    story = dataclasses.replace(base, events=tuple(events))
    assert [len(group) for group in bursts(items_of(story))] == [10, 10, 10]
    assert len(bursts(items_of(make_story(100)))) == 1
    ticks_shown = texts(draw_timeline(story), "tick")
    assert all(any(str(year) in tick for tick in ticks_shown) for year in (2003, 2011, 2020))


@given(st.integers(1, 3_600_000), st.integers(1, 200_000))
@settings(max_examples=150, deadline=None)
def test_ticks_lie_on_their_stretch_in_order(start: int, length: int) -> None:
    """Any stretch of the calendar has at least one tick, in order, inside it."""
    event = make_story(1).events[0]
    first = dt.date.fromordinal(start)
    last = dt.date.fromordinal(min(start + length, dt.date.max.toordinal()))
    scale = make_scale([item_of(1, at(event, when(first, last, Grain.PERIOD)))], 30, 1000)
    for stretch in scale.stretches:
        xs = [tick.x for tick in ticks(stretch)]
        assert xs
        assert xs == sorted(xs)
        assert xs[0] >= stretch.left - 0.01
        assert xs[-1] <= stretch.right + 0.01


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (when(D(2015, 6, 5), D(2015, 6, 5)), "5 June 2015"),
        (when(D(2015, 6, 1), D(2015, 6, 7), Grain.WEEK), "1–7 June 2015"),
        (when(D(2015, 6, 29), D(2015, 7, 5), Grain.WEEK), "29 June – 5 July 2015"),
        (when(D(2015, 6, 1), D(2015, 6, 30), Grain.MONTH), "June 2015"),
        (when(D(2015, 3, 1), D(2015, 5, 31), Grain.SEASON), "March – May 2015"),
        (when(D(2015, 1, 1), D(2015, 12, 31), Grain.YEAR), "2015"),
        (when(D(1990, 1, 1), D(1999, 12, 31), Grain.DECADE), "1990s"),
        (when(D(1801, 1, 1), D(1900, 12, 31), Grain.CENTURY), "19th century"),
        (when(D(1721, 1, 1), D(1991, 12, 31), Grain.PERIOD, approximate=True), "about 1721–1991"),
        (when(D(2020, 1, 1), None, Grain.YEAR, open_end=True), "from 2020 on"),
        (when(None, D(1990, 12, 31), Grain.YEAR, open_start=True), "until 1990"),
        (when(None, None, Grain.DAY, "XXXX-06-05", year_known=False), "5 June, year not known"),
        (when(None, None, Grain.MONTH, "XXXX-06", year_known=False), "June, year not known"),
        (when(None, None, Grain.YEAR, "-0600"), "-0600"),
        (None, "not dated"),
    ],
)
def test_dates_are_told_as_people_write_them(time: When | None, words: str) -> None:
    """No more precision in words than the article gave."""
    assert when_words(time) == words


def test_hollow_markers_are_what_has_not_happened() -> None:
    """Planned, denied and hypothetical events have a marker filled with paper."""
    event = make_story(1).events[0]
    plain = dataclasses.replace(event, status=Status.HAPPENED, voice=Voice(Manner.STATED))
    for changed, hollow in (
        (plain, False),
        (dataclasses.replace(plain, status=Status.ONGOING), False),
        (dataclasses.replace(plain, status=Status.PLANNED), True),
        (dataclasses.replace(plain, status=Status.HYPOTHETICAL), True),
        (dataclasses.replace(plain, voice=Voice(Manner.DENIED)), True),
    ):
        story = dataclasses.replace(make_story(1), events=(changed,))
        faces = {line.get_markerfacecolor() for line in draw_timeline(story).axes[0].lines if line.get_markersize() > 7}
        assert ("#fdfdfc" in faces) is hollow


def test_the_same_story_gives_the_same_bytes() -> None:
    """PNG, SVG and PDF are byte-identical when drawn again, also in another process with another hash seed."""
    story = make_story(14)
    for kind in ("png", "svg", "pdf"):
        first, second = (figure_bytes(draw_timeline(story, ChartOptions(dpi=60)), kind) for _ in range(2))  # type: ignore[arg-type]
        assert first == second
    code = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]\n"
        "from tests.synthetic import make_story\n"
        "from dateline.render.chart import *\n"
        "print(hashlib.sha256(figure_bytes(draw_timeline(make_story(14)), 'svg')).hexdigest())"
    )
    shas = set()
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", code, *[p for p in sys.path if p], "."],
            env={"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        shas.add(run.stdout.strip())
    assert len(shas) == 1


def test_svg_is_told_to_those_who_do_not_see_it() -> None:
    """An SVG has the role of an image, a title, a description, text as text, and no date."""
    story = make_story(20)
    raw = figure_bytes(draw_timeline(story), "svg", title="A & B", description=alt_text(story)).decode()
    root = ET.fromstring(raw)
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    assert root.findtext(f"{space}title") == "A & B"
    assert root.findtext(f"{space}desc") == alt_text(story)
    assert "<dc:date>" not in raw
    assert "src: url(data:font/woff;base64," in raw
    assert any("Noto Sans" in (text.get("style") or "") for text in root.iter(f"{space}text"))


def test_save_figure_writes_paths_and_streams(tmp_path: object) -> None:
    """The ending of a path chooses the format; a stream gets PNG or what is asked for; others are refused."""
    from pathlib import Path

    folder = Path(str(tmp_path))
    figure = draw_timeline(make_story(3), ChartOptions(dpi=50, size=(8, 5)))
    save_figure(figure, folder / "a.svg")
    assert (folder / "a.svg").read_text().count("<svg") == 1
    held = io.BytesIO()
    save_figure(figure, held)
    held.seek(0)
    assert Image.open(held).size == (400, 250)
    with pytest.raises(ValueError, match="png, svg or pdf"):
        save_figure(figure, folder / "a.gif")


def test_every_script_has_its_glyphs() -> None:
    """Latin, Cyrillic, Arabic, Hebrew, Georgian, Armenian, Chinese, Japanese, Korean and Devanagari are never boxes."""
    assert undrawable(SCRIPTS) == 0
    assert clean(SCRIPTS) == SCRIPTS
    story = dataclasses.replace(make_story(3), title=SCRIPTS)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a glyph that no font has
        figure_bytes(draw_timeline(story, ChartOptions(dpi=50)), "png")
    assert families("Paris") == families("abc")
    assert len(families("القاهرة")) == 2


def test_arabic_is_joined_and_runs_from_right_to_left() -> None:
    """Joined letters are narrower than the same letters apart, and the first letter stands rightmost."""
    word = "سلام"
    assert width(word, 10) < 0.95 * sum(width(letter, 10) for letter in word)
    from matplotlib.figure import Figure as Blank

    figure = Blank(figsize=(2, 1), dpi=100)
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(figure)
    figure.text(0.1, 0.3, "اوووو", fontsize=20, fontfamily=list(families("اوووو")))
    canvas.draw()
    ink = 255 - __import__("numpy").asarray(canvas.buffer_rgba())[..., 0]
    columns = ink.sum(axis=0).nonzero()[0]
    rows_right = (ink[:, columns[-1] - 2 : columns[-1] + 1].sum(axis=1) > 0).sum()
    rows_left = (ink[:, columns[0] : columns[0] + 3].sum(axis=1) > 0).sum()
    assert rows_right > rows_left  # the tall alef, first in the text, is the last column of ink


def test_what_no_font_can_draw_is_replaced_and_told() -> None:
    """A character without a glyph becomes ¤, and the alt text counts them."""
    cuneiform = "\U00012000\U00012001"
    assert clean(f"a {cuneiform} b") == "a ¤¤ b"
    story = dataclasses.replace(make_story(1), title=f"x {cuneiform}")
    assert "2 characters that no font here can draw" in alt_text(story)


HOSTILE = [
    "$\\frac{1}{0}$ and $x_y",
    "<script>alert(1)</script> & ]]> <!--",
    "a\x00b\x08c\x0bd\x1fe\x7ff\x9f",
    "line\r\nbreak\u2028\u2029",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "\ud800 lone",
    "\ufffe\uffff",
    "W" * 4000,
    "e" + "\u0301" * 400,
    "𝕬 🏴󠁧󠁢󠁳󠁣󠁴󠁿 👩‍👩‍👧",
    "",
    "   ",
    "%s %(x)s {0} {}",
]


@pytest.mark.parametrize("style", list(Style))
def test_no_text_can_break_a_picture(style: Style) -> None:
    """Whatever headlines hold, the SVG parses and has no script, and nothing is run as mathematics."""
    base = make_story(len(HOSTILE))
    events = tuple(
        dataclasses.replace(event, headline=text, voice=Voice(Manner.ATTRIBUTED, text, text))
        for event, text in zip(base.events, HOSTILE, strict=True)
    )
    title = " ".join(HOSTILE[:7])
    story = dataclasses.replace(base, title=title, events=events)
    figure = draw_timeline(story, ChartOptions(style=style, dpi=40))
    root = ET.fromstring(figure_bytes(figure, "svg", title=title, description=alt_text(story)))
    assert root.tag.endswith("svg")
    assert not any(element.tag.endswith("script") for element in root.iter())
    assert figure_bytes(figure, "png")[:4] == b"\x89PNG"


@given(st.text(max_size=80), st.floats(20, 400))
@settings(max_examples=150, deadline=None)
def test_shortened_text_fits(text: str, room: float) -> None:
    """Whatever the text, what is left of it fits its room, in one line and in several."""
    words = clean(text)
    assert width(shorten(words, 8, room), 8) <= room
    lines = wrap(words, 8, room, 3)
    assert len(lines) <= 3
    assert all(width(line, 8) <= room for line in lines)


@pytest.mark.parametrize("theme", list(Theme))
def test_every_theme_draws_on_its_own_ground(theme: Theme) -> None:
    """The corner of the picture has the theme's paper."""
    held = io.BytesIO(figure_bytes(draw_timeline(make_story(3), ChartOptions(theme=theme, dpi=40)), "png"))
    corner = Image.open(held).convert("RGB").getpixel((1, 1))
    assert corner == {"light": (253, 253, 252), "dark": (20, 24, 29), "print": (255, 255, 255)}[theme]


def test_no_pyplot_and_no_setting_is_touched() -> None:
    """Drawing neither imports pyplot nor changes matplotlib's settings of the process."""
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "import matplotlib as mpl\n"
        "keys = [key for key in mpl.rcParams if 'backend' not in key]\n"  # to read the backend imports pyplot
        "before = [mpl.rcParams[key] for key in keys]\n"
        "from tests.synthetic import make_story\n"
        "from dateline.render.chart import *\n"
        "figure_bytes(draw_timeline(make_story(20)), 'svg')\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "assert [mpl.rcParams[key] for key in keys] == before"
    )
    subprocess.run([sys.executable, "-c", code, *[p for p in sys.path if p], "."], check=True)


def test_the_alt_text_tells_the_story() -> None:
    """Few events are all told, with number and date; of many the weightiest; an empty story says so."""
    story = make_story(6)
    words = alt_text(story)
    assert all(event.headline in words for event in story.events)
    assert "8,000 events" not in words
    assert alt_text(make_story(300)).count(";") == 11
    assert "No events were found" in alt_text(make_story(0))
    assert period(make_story(0)) == ""


def test_a_figure_shows_itself_in_a_notebook() -> None:
    """A notebook gets a PNG of a figure that no pyplot session knows."""
    assert draw_timeline(make_story(2), ChartOptions(dpi=40))._repr_png_()[:4] == b"\x89PNG"  # type: ignore[attr-defined]
