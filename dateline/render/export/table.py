"""CSV: `events.csv` with a line an event and `evidence.csv` with a line a piece of evidence, safe in a spreadsheet."""

import csv
import io
from collections.abc import Mapping, Sequence

from dateline.model import Event, Story
from dateline.render.export.rows import Row, evidence_of, rows_of
from dateline.render.export.safe import cell

EVENT_COLUMNS = (
    "number", "id", "headline", "quote", "category", "status", "manner", "said_by", "cue", "actors", "numbers",
    "earliest", "latest", "edtf", "grain", "time_basis", "time_reason", "approximate", "year_known",
    "place", "place_words", "lat", "lon", "precision", "place_kind", "country", "admin1", "geonameid", "place_score",
    "place_reason", "acled_geo_precision", "acled_time_precision", "ged_where_prec", "ged_date_prec",
    "salience", "reports", "independent", "differences", "articles", "publishers", "urls",
)  # fmt: skip
EVIDENCE_COLUMNS = (
    "event_number", "event_id", "report_id", "article_id", "start", "end", "text", "title", "publisher", "author",
    "published", "url", "path", "sha256",
)  # fmt: skip

Cell = str | int | float | bool | None

_WRITTEN = {True: "true", False: "false"}


def sheet(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]]) -> bytes:
    """A CSV file in UTF-8: text cells made inert, numbers left numbers, empty for None, booleans in small letters."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(columns)
    inert = _Inert()
    for row in rows:
        values = [row[column] for column in columns]
        # Numbers and None the writer writes as we want them: `repr`, and nothing.
        writer.writerow([inert[v] if type(v) is str else _WRITTEN[v] if type(v) is bool else v for v in values])
    return held.getvalue().encode("utf-8")


class _Inert(dict[str, str]):
    """Text by what stands for it in a cell; most cells hold what another holds too."""

    def __missing__(self, text: str) -> str:
        made = self[text] = cell(text)
        return made


def joined(parts: Sequence[str]) -> str:
    """Several values in one cell, parted by "; ", each once."""
    return "; ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def numbers_of(event: Event) -> str:
    """The figures that matter, in the article's own words: "killed: at least 12"."""
    return joined([f"{quantity.what}: {quantity.text}" for quantity in event.numbers])


def event_cells(row: Row) -> dict[str, Cell]:
    """The values of one event by column."""
    event, place = row.event, row.place
    return {
        "number": row.number,
        "id": event.id,
        "headline": event.headline,
        "quote": event.quote,
        "category": event.category,
        "status": str(event.status),
        "manner": str(event.voice.manner),
        "said_by": event.voice.source,
        "cue": event.voice.cue,
        "actors": joined(event.actors),
        "numbers": numbers_of(event),
        "earliest": row.earliest.isoformat() if row.earliest else None,
        "latest": row.latest.isoformat() if row.latest else None,
        "edtf": row.edtf,
        "grain": row.grain,
        "time_basis": row.time_basis,
        "time_reason": row.time_reason,
        "approximate": row.approximate,
        "year_known": row.year_known,
        "place": place.name if place else None,
        "place_words": row.place_words,
        "lat": row.lat,
        "lon": row.lon,
        "precision": str(row.precision) if row.precision else None,
        "place_kind": str(place.kind) if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "geonameid": place.geonameid if place else None,
        "place_score": row.place_score,
        "place_reason": row.place_reason,
        "acled_geo_precision": row.acled_geo,
        "acled_time_precision": row.acled_time,
        "ged_where_prec": row.ged_where,
        "ged_date_prec": row.ged_date,
        "salience": event.salience,
        "reports": len(event.accounts),
        "independent": event.independent,
        "differences": joined(
            [f"{diff.what}: {' / '.join(said for _, said in diff.accounts)}" for diff in event.differences]
        ),
        "articles": joined([article.title for article in row.articles]),
        "publishers": joined([article.publisher for article in row.articles]),
        "urls": joined([article.url for article in row.articles]),
    }


def write(story: Story) -> Mapping[str, bytes]:
    """`events.csv` and `evidence.csv`."""
    evidence: list[Mapping[str, Cell]] = [
        {
            "event_number": piece.number,
            "event_id": piece.event,
            "report_id": piece.report,
            "article_id": piece.article.id,
            "start": piece.start,
            "end": piece.end,
            "text": piece.text,
            "title": piece.article.title,
            "publisher": piece.article.publisher,
            "author": piece.article.author,
            "published": piece.article.published.isoformat() if piece.article.published else None,
            "url": piece.article.url,
            "path": piece.article.path,
            "sha256": piece.article.sha256,
        }
        for piece in evidence_of(story)
    ]
    return {
        "events.csv": sheet(EVENT_COLUMNS, [event_cells(row) for row in rows_of(story)]),
        "evidence.csv": sheet(EVIDENCE_COLUMNS, evidence),
    }
