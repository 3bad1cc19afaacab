"""The two pictures of a story as files, in this process or in another: a story goes there as bytes."""

import gc
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dateline.model import Story
from dateline.quiet import uncollected

if TYPE_CHECKING:
    from dateline.render.chart.look import ChartOptions
    from dateline.render.chart.saving import Format

PICTURES = ("timeline", "map")

_ENDINGS: "tuple[Format, ...]" = ("png", "svg", "pdf")
_DECODER = msgspec.msgpack.Decoder(Story)


def pack_for_drawing(story: Story) -> bytes:
    """A story as far as it is drawn: without texts and drops, which are most of it."""
    articles = tuple(replace(article, text="") for article in story.articles)
    return msgspec.msgpack.encode(replace(story, articles=articles, drops=()))


def draw_picture(
    name: str, packed: bytes, options: "ChartOptions", *, pdf: bool = False, kept: Path | None = None
) -> tuple[tuple[str, bytes], ...]:
    """One of `PICTURES` as files by name: PNG, SVG, on request PDF, and its words.

    In the folder `kept` lie fonts that were cut before; the same bytes come without it.
    """
    from dateline.render.chart import alt_text, draw_timeline, figure_bytes
    from dateline.render.chart.cuts import Cuts
    from dateline.render.still import draw_map, map_alt_text

    story = _unpacked(packed)
    draw, describe = (draw_timeline, alt_text) if name == "timeline" else (draw_map, map_alt_text)
    described = describe(story)
    figure = draw(story, options)
    title, cuts = f"{story.title}: {name}", Cuts(kept)
    made = [
        (f"{name}.{ending}", figure_bytes(figure, ending, title=title, description=described, cuts=cuts))
        for ending in (_ENDINGS if pdf else _ENDINGS[:2])
    ]
    cuts.save()
    return (*made, (f"{name}.txt", described.encode() + b"\n"))


def get_ready(kept: Path | None = None) -> None:
    """What drawing needs of a process before it knows what: libraries, the ground of maps, the usual letters."""
    with uncollected():
        from dateline.render.basemap import load_basemap
        from dateline.render.chart import density, ladder, line  # noqa: F401
        from dateline.render.chart.cuts import Cuts
        from dateline.render.chart.embed import font_style
        from dateline.render.chart.fonts import width
        from dateline.render.still import draw_map  # noqa: F401

        load_basemap(50)
        width("Events", 8)
        cuts = Cuts(kept)
        if not cuts:
            font_style(["a"], cuts)
            cuts.save()
    gc.freeze()  # libraries stay: they are no garbage to look for


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Story:
    with uncollected():
        return _DECODER.decode(packed)
