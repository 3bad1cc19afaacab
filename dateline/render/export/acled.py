"""A CSV in ACLED's shape, to stand beside theirs. It is not ACLED's data, and says so in each line."""

import datetime as dt
from collections.abc import Mapping

from dateline.model import Event, Story
from dateline.render.export.rows import Row, rows_of
from dateline.render.export.table import Cell, joined, sheet
from dateline.render.export.times import words_of

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp", "edtf",
)  # fmt: skip
NOT_ACLED = "Not ACLED data: read by a machine from news articles, and not coded by ACLED's rules."


def middle_day(row: Row) -> dt.date | None:
    """The day that stands for a day, week or month: the middle, as ACLED codes it; None for coarser times."""
    if row.acled_time is None or row.earliest is None or row.latest is None:
        return None
    return row.earliest + (row.latest - row.earliest) // 2


def fatalities(event: Event) -> int | None:
    """The number of killed, where the reports give one number and not a range."""
    told = {(quantity.low, quantity.high) for quantity in event.numbers if quantity.what == "killed"}
    if len(told) != 1:
        return None
    low, high = next(iter(told))
    return int(low) if low is not None and low == high else None


def _cells(row: Row) -> dict[str, Cell]:
    day = middle_day(row)
    event, place = row.event, row.place
    actors = [*event.actors[:2], "", ""][:2]
    return dict.fromkeys(COLUMNS) | {
        "event_id_cnty": f"DATELINE-{event.id}",
        "event_date": day.isoformat() if day else None,
        "year": day.year if day else None,
        "time_precision": row.acled_time,
        "actor1": actors[0],
        "actor2": actors[1],
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "admin2": place.admin2 if place else None,
        "location": place.name if place else None,
        "latitude": row.lat,
        "longitude": row.lon,
        "geo_precision": row.acled_geo,
        "source": joined([article.publisher for article in row.articles]),
        "notes": f"{NOT_ACLED} {event.headline} ({words_of(row)}). {event.quote}",
        "fatalities": fatalities(event),
        "tags": f"category={event.category}; status={event.status}; number={row.number}",
        "edtf": row.edtf,
    }


def write(story: Story) -> Mapping[str, bytes]:
    """`acled-shaped.csv`: every event, with empty codes where ACLED has none for so coarse a time or place."""
    return {"acled-shaped.csv": sheet(COLUMNS, [_cells(row) for row in rows_of(story)])}
