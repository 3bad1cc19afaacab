"""The tables of periods, feasts and named years are whole, and the README tells of what can be refused."""

import datetime as dt
import re
from pathlib import Path

import pytest
from edtf import parse_edtf

from dateline_timeline import find_dates, read_dates
from dateline_timeline.feasts import FEAST_NAMES, FEASTS, easter, orthodox_easter
from dateline_timeline.tables import rows

PACKAGE = Path(__file__).parents[2] / "timeline"


def test_periods_are_valid_intervals_with_a_source() -> None:
    """Each row has a unique name, a valid EDTF interval in the right order, and where to check it."""
    seen = set()
    for row in rows("periods.tsv"):
        parse_edtf(row["interval"])
        assert row["source"]
        for name in (row["name"], *filter(None, row["also"].split("|"))):
            assert name not in seen
            seen.add(name)
        (period,) = read_dates(f"It was during {row['name']} there.").periods
        assert period.text == row["name"]
        assert period.when is not None
        if period.when.earliest and period.when.latest:
            assert period.when.earliest <= period.when.latest
    assert len(seen) > 500


def test_named_years_are_unique_and_sourced() -> None:
    """A name means one year."""
    names = [row["name"] for row in rows("named_years.tsv")]
    assert len(names) == len(set(names))
    assert all(1900 < int(row["year"]) < 2100 and row["source"] for row in rows("named_years.tsv"))


@pytest.mark.parametrize("name", sorted(FEASTS))
def test_every_feast_has_a_day(name: str) -> None:
    """Each rule gives a day of 2024."""
    first = FEASTS[name].first_day(2024)
    assert first is not None
    assert first.year == 2024


def test_every_name_of_a_feast_is_found() -> None:
    """Each name stands for its feast in a sentence."""
    for name, feast in FEAST_NAMES.items():
        found = find_dates(f"It was on {name} 2024, they say.")
        first = FEASTS[feast].first_day(2024)
        assert first is not None
        assert [one.value for one in found] == [first.isoformat()], name


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [(1916, (4, 23), (4, 23)), (2008, (3, 23), (4, 27)), (2024, (3, 31), (5, 5)), (2025, (4, 20), (4, 20))],
)
def test_easter(year: int, western: tuple[int, int], orthodox: tuple[int, int]) -> None:
    """Both computations give the days that the churches kept."""
    assert easter(year) == dt.date(year, *western)
    assert orthodox_easter(year) == dt.date(year, *orthodox)


def test_the_readme_documents_every_refusal() -> None:
    """Every code that the package gives is explained, and no other."""
    source = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "dateline_timeline").glob("*.py"))
    given = set(re.findall(r'Bad\(\s*"([a-z-]+)"', source)) | set(re.findall(r'refusal="([a-z-]+)"', source))
    given |= set(re.findall(r'Refusal\(start, end, text, "([a-z-]+)"', source))
    readme = (PACKAGE / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([a-z-]+)` \|", readme, flags=re.MULTILINE))
    assert given == told
