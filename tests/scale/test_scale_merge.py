"""Blocks, roll-ups, and the page that counts where it can't show all."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from dateline.cli.app import app
from dateline.errors import OutputError
from dateline.scale.ask import Bounds, asking
from dateline.scale.blocks import divide
from dateline.scale.engine import tasks_of
from dateline.scale.rollups import LEVELS
from dateline.scale.steps import Step
from dateline.scale.story import PageBounds, tell_work
from dateline.scale.tables import EventRow, RollupRow, read_rows
from dateline.scale.work import MERGE, MergeOptions, save_merge
from dateline_geo.place import Precision
from scale.conftest import Corpus, do, tables

_counts = st.dictionaries(
    st.one_of(
        st.tuples(st.integers(737_000, 737_060), st.just(""), st.sampled_from(["", "PT", "AT", "PE"])),
        st.tuples(st.just(0), st.sampled_from(["", "201X", "2019/.."]), st.sampled_from(["", "PT"])),
    ),
    st.integers(1, 40),
    max_size=60,
)


@settings(max_examples=80, deadline=None)
@given(counts=_counts, limit=st.integers(1, 200))
def test_blocks_hold_every_report_once_and_no_more_than_they_may(
    counts: dict[tuple[int, str, str], int], limit: int
) -> None:
    """Only one country's day can be larger than a block; days are not split unless a day alone is too large."""
    blocks = divide([(*key, count) for key, count in counts.items()], limit)
    assert sorted((row.day, row.label, row.country) for row in blocks) == sorted(counts)
    numbers = {row.block for row in blocks}
    assert numbers == set(range(len(numbers)))
    for number in numbers:
        rows = [(row.day, row.label, row.country) for row in blocks if row.block == number]
        size = sum(counts[row] for row in rows)
        assert size <= limit or len({row[2] for row in rows}) == 1
    for unit in {(row.day, row.label) for row in blocks}:
        if sum(count for key, count in counts.items() if key[:2] == unit) <= limit:
            assert len({row.block for row in blocks if (row.day, row.label) == unit}) == 1
    if sum(counts.values()) <= limit:
        assert numbers <= {0}


def test_small_blocks_lose_no_report(corpus: Corpus, tmp_path: Path) -> None:
    """Cut into blocks the same reports are told, each once, and what is joined is joined within one of them."""
    shutil.copytree(corpus.work, tmp_path, dirs_exist_ok=True)
    save_merge(tmp_path, MergeOptions(block=8))
    do(tmp_path, *MERGE)
    shown = tell_work(tmp_path, "A story", PageBounds(), Bounds(threads=1))
    told = sorted(report.id for event in shown.told.story.events for report in event.accounts)
    assert told == sorted(report.id for event in corpus.told.story.events for report in event.accounts)
    assert len({row.block for p in (tmp_path / "events").iterdir() for row in read_rows(p, EventRow)}) > 3
    days = [event.when.when.earliest for event in shown.told.story.events if event.when]
    assert days == sorted(days, key=lambda day: day or dt.date.max)


@pytest.fixture(scope="module")
def rollups(corpus: Corpus) -> list[RollupRow]:
    return list(read_rows(corpus.work / "rollups.parquet", RollupRow))


def test_every_level_counts_every_event_once(corpus: Corpus, rollups: list[RollupRow]) -> None:
    """Counts of a level add up to all events and all reports, from fine to coarse ever fewer."""
    events = corpus.told.story.events
    rows = [[row for row in rollups if row.level == level] for level in range(len(LEVELS))]
    assert {sum(row.events for row in level) for level in rows} == {len(events)}
    assert {sum(row.reports for row in level) for level in rows} == {sum(len(event.accounts) for event in events)}
    assert len(rows[0]) > len(rows[3]) > len(rows[-1]) > 1
    for row in rollups:
        assert (row.first is None) == (row.unit == "")
        if row.first and row.last and row.earliest and row.latest:
            assert row.first <= row.earliest <= row.latest <= row.last


def test_what_is_known_of_a_year_is_in_no_month_of_it(rollups: list[RollupRow]) -> None:
    """An event that is dated to a year stands in the year, also where months are counted."""
    years = [row for row in rollups if LEVELS[row.level][0] == "month" and row.unit == "year"]
    assert years
    assert all(row.first == dt.date(2018, 1, 1) and row.last == dt.date(2018, 12, 31) for row in years)


def test_the_page_of_too_many_events_counts_them(corpus: Corpus) -> None:
    """Roll-ups say their count, span and area, lead to sentences with their sources, and are never called an event."""
    shown = tell_work(corpus.work, "", PageBounds(events=3, rollups=12), Bounds(threads=1))
    story = shown.told.story
    assert 0 < shown.level < len(LEVELS)
    assert len(story.events) <= 12 < shown.counts.events
    texts = {article.id: article for article in story.articles}
    rolled = [event for event in story.events if texts[event.evidence[0].article].id.startswith("digest-")]
    assert len(rolled) > 3
    known = {event.quote for event in corpus.told.story.events}
    for event in rolled:
        article = texts[event.evidence[0].article]
        count = int(event.headline.split(" ")[0])
        assert count > 1
        assert event.headline.startswith(f"{count} events: ")
        assert article.text.startswith(f"A roll-up, and no event: {count} events told in ")
        evidence = event.evidence[0]
        assert article.text[evidence.start : evidence.end] == event.quote
        sentences = [line for line in event.quote.split("\n\n") if line]
        assert len(sentences) == min(5, count)
        assert all(any(f"“{quote}” — " in line for quote in known) for line in sentences)
        assert not event.reports
        if event.where is not None:
            assert event.where.resolution.precision in (Precision.REGION, Precision.COUNTRY, Precision.SETTLEMENT)
    single = [event for event in story.events if event not in rolled]
    assert set(single) <= set(corpus.told.story.events)
    total = sum(int(event.headline.split(" ")[0]) for event in rolled) + len(single)
    assert total == shown.counts.events
    assert tell_work(corpus.work, "", PageBounds(events=3, rollups=12), Bounds(threads=3)) == shown


def test_the_commands_lead_from_one_to_the_next(corpus: Corpus, tmp_path: Path) -> None:
    """`run` and `merge` do nothing where all is done and say what comes next; `page` tells what it shows."""
    said = [command("run", "--work", corpus.work), command("merge", "--work", corpus.work)]
    assert said[0] == (0, f"All is read. Next: dateline scale merge --work {corpus.work}\n")
    assert said[1] == (0, f"All is joined. Next: dateline scale page --work {corpus.work}\n")
    code, told = command("page", "-w", corpus.work, "-o", tmp_path, "--events", 3, "--roll-ups", 12)
    events = len(corpus.told.story.events)
    assert code == 3  # the broken line and the article that was there twice
    assert told.startswith(f"{events} events in ")
    assert " roll-ups by " in told
    assert " events: " in (tmp_path / "events.csv").read_text()
    assert (tmp_path / "index.html").stat().st_size > 100_000


def command(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["scale", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout


def test_a_merge_does_not_depend_on_threads(corpus: Corpus, tmp_path: Path) -> None:
    """DuckDB with one thread and with three gives the same tables."""
    shutil.copytree(corpus.work, tmp_path, dirs_exist_ok=True)
    for stage in MERGE:
        for rank in range(tasks_of(tmp_path, stage)):
            Step(tmp_path, stage, Bounds(threads=3))(None, rank, tasks_of(tmp_path, stage))
    assert tables(tmp_path) == tables(corpus.work)


def test_too_little_memory_says_what_to_type(corpus: Corpus) -> None:
    """What DuckDB can't do within its bounds is a message with the option that widens them."""
    with pytest.raises(OutputError, match="--memory"):
        _sort_much(corpus.work)


def _sort_much(work: Path) -> None:
    with asking(work, Bounds("1MB", 1)) as question:
        question.one("SELECT count(DISTINCT range * 7) FROM range(5000000)")
