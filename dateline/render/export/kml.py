"""KML 2.2 with a TimeSpan an event, for Google Earth and its kin; a country has a label there and no pin."""

import html
from collections.abc import Mapping

from fastkml import (
    KML,
    Data,
    Document,
    ExtendedData,
    Folder,
    IconStyle,
    KmlDateTime,
    Placemark,
    Style,
    StyleUrl,
    TimeSpan,
)
from pygeoif.geometry import Point

from dateline.model import Story
from dateline.render.chart.look import look_of
from dateline.render.export.rows import Row, credit_line, rows_of
from dateline.render.export.safe import line, plain
from dateline.render.export.times import parts_of, words_of
from dateline_geo.place import Precision

_POINTS = (Precision.SITE, Precision.SETTLEMENT, Precision.NEAR)


class _BareIconStyle(IconStyle):
    """Colour and size for a viewer's own icon: fastkml leaves out a style that names no picture to fetch."""

    def __bool__(self) -> bool:
        """There is something to write."""
        return True

    @classmethod
    def get_tag_name(cls) -> str:
        """The element's name in KML."""
        return "IconStyle"


def _text(words: str) -> str:
    """Words for a balloon, which viewers read as HTML: marked up as text, on top of XML's own escaping."""
    return html.escape(plain(words), quote=False)


def _colour(hexadecimal: str) -> str:
    """KML writes alpha, blue, green, red."""
    return f"ff{hexadecimal[5:7]}{hexadecimal[3:5]}{hexadecimal[1:3]}"


def _describe(row: Row) -> str:
    sources = "; ".join(line(f"{article.publisher} {article.url}") for article in row.articles)
    parts = (row.event.quote, words_of(row), f"place: {row.place.name if row.place else 'not known'}", sources)
    return "<br/>".join(_text(part) for part in parts if part.strip())


def _span(row: Row) -> TimeSpan | None:
    first, last = parts_of(row)
    if first is None and last is None:
        return None
    return TimeSpan(
        begin=KmlDateTime.parse(first.iso) if first else None, end=KmlDateTime.parse(last.iso) if last else None
    )


def _mark(row: Row) -> Placemark:
    data = {
        "number": str(row.number),
        "edtf": row.edtf,
        "status": str(row.event.status),
        "precision": str(row.precision or ""),
    }
    return Placemark(
        id=f"e{row.event.id}",
        name=f"{row.number} {_text(line(row.event.headline))}",
        description=_describe(row),
        times=_span(row),
        style_url=StyleUrl(url=f"#{_style_name(row)}"),
        extended_data=ExtendedData(elements=[Data(name=name, value=plain(value)) for name, value in data.items()]),
        geometry=Point(row.lon, row.lat) if row.lat is not None and row.lon is not None else None,
    )


def _style_name(row: Row) -> str:
    return f"{row.event.category}-{'point' if row.precision in _POINTS else 'area'}"


def _styles(rows: list[Row]) -> list[Style]:
    used = {_style_name(row): row for row in rows}
    return [
        Style(
            id=name,
            styles=[
                _BareIconStyle(
                    color=_colour(look_of(row.event.category).light),
                    scale=1.0 if row.precision in _POINTS else 0.0,  # no pin: it is somewhere in that area
                )
            ],
        )
        for name, row in sorted(used.items())
    ]


def write(story: Story) -> Mapping[str, bytes]:
    """`events.kml`: a folder of the placed and one of the unplaced, whose placemarks have no geometry."""
    rows = rows_of(story)
    placed = Folder(id="placed", name="Events", features=[_mark(row) for row in rows if row.lat is not None])
    unplaced = Folder(id="unplaced", name="Not placed", features=[_mark(row) for row in rows if row.lat is None])
    document = Document(
        id="story",
        name=_text(line(story.title)) or "Events",
        description=_text(credit_line(story)),
        styles=_styles(rows),
        features=[placed, unplaced],
    )
    text: str = KML(features=[document]).to_string(prettyprint=True)
    return {"events.kml": f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()}
