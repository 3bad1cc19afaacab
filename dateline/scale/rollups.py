"""Counts by time and place, for stories that have too many events to show each: `rollups.parquet`."""

from collections.abc import Callable
from pathlib import Path

from dateline.scale.ask import Bounds, Question, asking
from dateline.scale.tables import RollupRow, writing

TOPS = 5  # events whose sentences a roll-up leads to

# From fine to coarse: a page takes the first that is short enough. An event whose own date or place is coarser than
# the level stands in a coarser stretch or area, never in a part of it.
LEVELS = (
    ("day", "place"),
    ("week", "place"),
    ("month", "place"),
    ("month", "region"),
    ("year", "region"),
    ("year", "country"),
    ("decade", "country"),
)
_UNITS = ("day", "week", "month", "year", "decade", "century")
_POINTS = "('site', 'settlement', 'near', 'district')"


def write_rollups(work: Path, bounds: Bounds, alive: Callable[[], None]) -> None:
    """Count the events of a story at every level."""
    with asking(work, bounds) as question, writing(work / "rollups.parquet", RollupRow) as put:
        question.view("events", "events/*.parquet")
        for level, (unit, scope) in enumerate(LEVELS):
            for row in question.rows(_counted(unit, scope), RollupRow, [level]):
                put(row)
            alive()


def level_for(question: Question, limit: int) -> int:
    """The finest level with at most that many roll-ups; the coarsest where none has so few."""
    for level in range(len(LEVELS)):
        if question.one("SELECT count(*) FROM rollups WHERE level = ?", [level]) <= limit:
            return level
    return len(LEVELS) - 1


def _counted(unit: str, scope: str) -> str:
    units = [one for one in _UNITS[_UNITS.index(unit) :] if one != "week" or unit in ("day", "week")]
    stretch = " ".join(f"WHEN {_begin(one, 'earliest')} = {_begin(one, 'latest')} THEN '{one}'" for one in units)
    first = " ".join(f"WHEN '{one}' THEN {_begin(one, 'earliest')}" for one in units)
    last = " ".join(f"WHEN '{one}' THEN {_begin(one, 'earliest')} + INTERVAL 1 {one}" for one in units)
    return f"""
        WITH timed AS (
            SELECT *, CASE WHEN earliest IS NULL OR latest IS NULL OR NOT year_known THEN '' {stretch} ELSE '' END
                AS unit
            FROM events
        ), placed AS (
            SELECT *, CASE unit {first} END AS begins, CASE unit {last} END AS ends, {_area(scope)}
            FROM timed
        ), keyed AS (
            SELECT id, block, status, category, reports, salience, earliest, latest, unit, scope, area,
                CASE WHEN unit <> '' THEN greatest(CAST(begins AS DATE), DATE '0001-01-01') END AS first,
                CASE WHEN unit <> '' THEN least(CAST(ends - INTERVAL 1 DAY AS DATE), DATE '9999-12-31') END AS last,
                concat_ws(' ', unit, coalesce(CAST(CAST(begins AS DATE) AS VARCHAR), '-'), scope, area) AS bucket
            FROM placed
        ), counted AS (
            SELECT bucket, unit, first, last, area, scope, count(*) AS events, CAST(sum(reports) AS BIGINT) AS reports,
                min(earliest) AS earliest, max(latest) AS latest
            FROM keyed GROUP BY ALL
        ), by_status AS ({_told("status", "statuses")}), by_category AS ({_told("category", "categories")}),
        best AS (
            SELECT bucket, list(id ORDER BY salience DESC, id, block) AS tops FROM (
                SELECT bucket, id, block, salience FROM keyed
                QUALIFY row_number() OVER (PARTITION BY bucket ORDER BY salience DESC, id, block) <= {TOPS}
            ) GROUP BY bucket
        )
        SELECT CAST(? AS BIGINT) AS level, counted.*, statuses, categories, tops
        FROM counted JOIN by_status USING (bucket) JOIN by_category USING (bucket) JOIN best USING (bucket)
        ORDER BY first NULLS LAST, last, bucket"""  # noqa: S608  all of it is written here


def _told(column: str, name: str) -> str:
    """Counts of each value in words: "happened 12, planned 1"."""
    return f"""
        SELECT bucket, string_agg({column} || ' ' || number, ', ' ORDER BY number DESC, {column}) AS {name} FROM (
            SELECT bucket, {column}, count(*) AS number FROM keyed GROUP BY ALL
        ) GROUP BY bucket"""  # noqa: S608


def _begin(unit: str, column: str) -> str:
    return f"date_trunc('{unit}', {column})"


def _area(scope: str) -> str:
    """The columns `area` and `scope` of an event at a level."""
    own = "CASE WHEN place_key = '' THEN '' ELSE place_key || ' ' || precision END"
    if scope == "place":
        return f"{own} AS area, CASE WHEN place_key = '' THEN '' ELSE 'place' END AS scope"
    wide = (
        f"precision IN {_POINTS} AND admin1_key <> ''" if scope == "region" else "country <> '' AND precision <> 'area'"
    )
    key = "admin1_key" if scope == "region" else "country"
    return (
        f"CASE WHEN {wide} THEN {key} ELSE {own} END AS area, "
        f"CASE WHEN {wide} THEN '{scope}' WHEN place_key = '' THEN '' ELSE 'place' END AS scope"
    )
