"""What holds for any text: offsets, order, bounds, EDTF, no exception, no clock, linear time."""

# ruff: noqa: SIM905

import datetime as dt
import locale
import os
import subprocess
import sys
import time

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline_timeline import DateReading, find_dates, read_dates

WORDS = ("January ").split(" ")
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
DAYS = st.one_of(st.none(), st.dates(min_value=dt.date(1, 1, 1), max_value=dt.date(9999, 12, 31)))


def check(text: str, reading: DateReading) -> None:
    end = 0
    for one in reading.timexes:
        assert text[one.start : one.end] == one.text
        assert end <= one.start < one.end
        end = one.end
        assert one.value
    for one in (*reading.timexes, *reading.periods, *reading.ranges):
        assert text[one.start : one.end] == one.text
        if one.when is not None:
            assert one.when.reason
            parse_edtf(one.when.edtf)
            if one.when.earliest and one.when.latest:
                assert one.when.earliest <= one.when.latest
    for refusal in reading.refusals:
        assert text[refusal.start : refusal.end] == refusal.text


@settings(max_examples=250, deadline=None)
@given(text=TEXTS, published=DAYS)
def test_any_text_can_be_read(text: str, published: dt.date | None) -> None:
    """Offsets are exact, expressions don't overlap, earliest is not after latest, EDTF parses, nothing is raised."""
    check(text, read_dates(text, published=published))


@settings(max_examples=100, deadline=None)
@given(text=TEXTS, published=DAYS, language=st.sampled_from(["de", "es", "ru", "tr", "zh", "xx", ""]))
def test_any_text_of_any_language_can_be_read(text: str, published: dt.date | None, language: str) -> None:
    """The same holds for other languages and for what is no language."""
    check(text, read_dates(text, published=published, language=language))


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_without_a_publication_date_no_interval_is_counted_from_one(text: str) -> None:
    """Nothing says that it was counted from a publication that is not known."""
    assert all(one.anchored_by != "published" for one in find_dates(text))


@settings(max_examples=100, deadline=None)
@given(day=st.dates(min_value=dt.date(1000, 1, 1)))
def test_a_full_date_is_itself(day: dt.date) -> None:
    """Every day of the years 1000 to 9999 is read in the three usual orders."""
    month = f"{day:%B}"
    for text in (
        f"on {day.day} {month} {day.year:04}",
        f"on {month} {day.day}, {day.year:04}",
        f"on {day.isoformat()}",
    ):
        values = [one.value for one in find_dates(text)]
        assert values == [day.isoformat()] or (day.year > 2999 and "-" not in text)


@pytest.mark.parametrize("year", [1, 33, 480, 999, 1000, 9999])
@pytest.mark.parametrize("era", ["BC", "AD"])
def test_years_with_an_era(year: int, era: str) -> None:
    """Years of either era are read, and year 0 does not exist."""
    (one,) = find_dates(f"In {year} {era} it fell.")
    assert one.when is not None
    parse_edtf(one.when.edtf)
    assert one.value == (f"BC{year:04}" if era == "BC" else f"{year:04}")


@pytest.mark.parametrize(
    "text",
    [
        "12 " * 4000,
        "1" * 50_000,
        "in " * 50_000,
        "1/" * 25_000,
        "1-" * 25_000,
        "twenty-" * 10_000,
        "Mr. A. " * 10_000,
        "'" * 50_000,
        "a" * 50_000,
        "May " * 20_000,
    ],
    ids=lambda text: text[:8].strip(),
)
def test_a_flood_costs_less_than_two_seconds(text: str) -> None:
    """Time is linear in the length of the text, whatever it repeats (0.0 to 0.8 s were measured)."""
    begin = time.process_time()
    read_dates(text, published=dt.date(2020, 1, 1))
    assert time.process_time() - begin < 2


def test_a_very_long_text_is_read_like_a_short_one() -> None:
    """Skimming a long text for what can hold a date loses none: dates, references, feasts and periods stay."""
    quiet = "the quick brown fox jumped over and under it, " * 400
    loud = "On 5 June 2020 they met at Easter. It is so now, since World War II, every Friday, in the nineties. "
    text = (quiet + loud) * 12 + quiet
    expected = read_dates(loud, published=dt.date(2021, 1, 1))
    reading = read_dates(text, published=dt.date(2021, 1, 1))
    assert [one.text for one in reading.timexes] == [one.text for one in expected.timexes] * 12
    assert len(reading.periods) == 12
    check(text, reading)
    begin = time.process_time()
    assert read_dates(quiet * 270).timexes == ()
    assert time.process_time() - begin < 2


def test_time_grows_with_the_length_and_no_faster() -> None:
    """Eight times the text costs no more than about eight times the time."""
    text = "On Friday, 5 June 2020, at 10:30 p.m. they met in the late 1990s, two weeks later. "

    def cost(times: int) -> float:
        begin = time.process_time()
        read_dates(text * times, published=dt.date(2020, 1, 1))
        return time.process_time() - begin

    cost(50)
    assert cost(1600) < 24 * max(cost(200), 0.005)


def test_the_machine_changes_nothing() -> None:
    """Time zone, locale and hash seed do not change what is read, and no clock is read."""
    program = (
        "import datetime as dt; from dateline_timeline import read_dates;"
        "day = dt.date(2024, 5, 5);"
        "print(read_dates('On Friday and May 5 and last Ramadan, two weeks ago at 5 p.m.', published=day),"
        "read_dates('Vor drei Tagen', published=day, language='de'))"
    )
    seen = set()
    for zone, seed in (("Pacific/Kiritimati", "1"), ("America/Adak", "2")):
        environment = {**os.environ, "TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", program]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        seen.add(run.stdout)
    assert len(seen) == 1
    assert locale.getlocale() is not None


def test_english_needs_no_heavy_import() -> None:
    """Reading English imports neither dateparser nor holidays nor spaCy."""
    program = (
        "import sys; from dateline_timeline import find_dates; find_dates('On 5 June 2020 and at Easter 1916');"
        "print([name for name in ('dateparser', 'holidays', 'spacy', 'numpy') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
