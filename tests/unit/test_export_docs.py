"""The documentation of exports names every format, file, extra and column that there is."""

import re
from pathlib import Path

from dateline.render.export import EXPORTERS
from dateline.render.export.precision import acled_geo, ged_where
from dateline.render.export.table import EVENT_COLUMNS, EVIDENCE_COLUMNS
from dateline_geo.place import Precision

DOCS = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")


def test_every_format_is_documented_with_its_files() -> None:
    """The first table has a line a format, in the registry's order, with its files and what must be installed."""
    lines = re.findall(r"^\| `(\w+)` \| ([^|]*) \|[^|]*\|([^|]*)\|$", DOCS, re.MULTILINE)
    assert [name for name, _, _ in lines] == list(EXPORTERS)
    for name, files, holds in lines:
        assert tuple(re.findall(r"`([^`]+)`", files)) == EXPORTERS[name].files
        assert (f"dateline[{EXPORTERS[name].extra}]" in holds) is bool(EXPORTERS[name].extra)


def test_every_column_is_documented() -> None:
    """No column of the two CSV files is left without a word."""
    words = set(re.findall(r"`([a-z0-9_]+)`", DOCS))
    assert set(EVENT_COLUMNS) | set(EVIDENCE_COLUMNS) <= words


def test_the_table_of_codes_is_what_is_written() -> None:
    """The documented codes of place precision are those of the functions."""
    table = dict(re.findall(r"^\| `(\w+)` \| (\d|–)", DOCS, re.MULTILINE)) | {"settlement": "1", "site": "1"}
    for precision in (Precision.NEAR, Precision.DISTRICT, Precision.REGION, Precision.COUNTRY):
        code = acled_geo(precision)
        assert table[str(precision)] == (str(code) if code else "–")
        line = next(line for line in DOCS.splitlines() if line.startswith(f"| `{precision}` |"))
        assert re.search(r"\| (\d)[^|]*\|$", line)[1] == str(ged_where(precision, None))  # type: ignore[index]
