"""The workbook that Forensic Architecture's and Bellingcat's timemap reads: sheets of events, sources, associations."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dateline.model import Story
from dateline.render.chart.look import look_of
from dateline.render.chart.words import event_when
from dateline.render.export.archives import repeatable
from dateline.render.export.rows import Row, rows_of
from dateline.render.export.safe import line
from dateline.render.export.times import clock_of, is_one_day

EVENTS = (
    "id", "description", "date", "time", "time_precision", "time_display", "location", "latitude", "longitude",
    "location_precision", "type", "category", "comments", "edtf", "association1",
)  # fmt: skip
SOURCES = ("id", "title", "type", "url", "path1", "description", "author", "date", "notes")
ASSOCIATIONS = ("id", "title", "desc", "mode", "colour", "filter_path0")


def _write(page: Worksheet, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """All cells are text, as timemap expects, and marked as text, so that none is taken for a formula."""
    for at, values in enumerate([columns, *rows], start=1):
        for column, value in enumerate(values, start=1):
            cell = page.cell(at, column)
            cell.value = line(value)[:32_767]  # the most that a cell holds
            cell.data_type = "s"
            cell.quotePrefix = True
    page.freeze_panes = "A2"


def _event(row: Row, most: int) -> list[str]:
    event = row.event
    date = row.earliest if is_one_day(row) else None
    clock = clock_of(row)
    sources = [article.id for article in row.articles]
    return [
        event.id,
        f"{event.headline} — {event.quote}" if event.quote else event.headline,
        f"{date.month}/{date.day}/{date.year}" if date else "",  # a month or year has no day: time_display tells it
        f"{clock[0]:02d}:{clock[1]:02d}" if clock and date else "",
        row.grain,
        event_when(event),
        row.place.name if row.place else "",
        repr(row.lat) if row.lat is not None else "",
        repr(row.lon) if row.lon is not None else "",
        str(row.precision or ""),
        str(event.status),
        event.category,
        f"number {row.number} on the page; {row.place_reason}" if row.place else f"number {row.number} on the page",
        row.edtf,
        event.category,
        *sources,
        *[""] * (most - len(sources)),
    ]


def write(story: Story) -> Mapping[str, bytes]:
    """`timemap.xlsx` with the sheets EXPORT_EVENTS, EXPORT_SOURCES and EXPORT_ASSOCIATIONS."""
    rows = rows_of(story)
    most = max([1, *(len(row.articles) for row in rows)])
    book = Workbook()
    events = book.active
    assert isinstance(events, Worksheet)  # noqa: S101  a new workbook has one
    events.title = "EXPORT_EVENTS"
    _write(events, (*EVENTS, *(f"source{index}" for index in range(1, most + 1))), [_event(row, most) for row in rows])
    _write(
        book.create_sheet("EXPORT_SOURCES"),
        SOURCES,
        [
            [
                article.id, article.title, "Article", article.url, article.url or article.path,
                article.publisher, article.author, article.published.isoformat() if article.published else "",
                f"sha256 {article.sha256}" if article.sha256 else "",
            ]
            for article in story.articles
        ],
    )  # fmt: skip
    categories = sorted({row.event.category for row in rows})
    _write(
        book.create_sheet("EXPORT_ASSOCIATIONS"),
        ASSOCIATIONS,
        [[name, look_of(name).label, "", "CATEGORY", look_of(name).light, look_of(name).label] for name in categories],
    )
    held = io.BytesIO()
    book.save(held)
    return {"timemap.xlsx": repeatable(held.getvalue())}
