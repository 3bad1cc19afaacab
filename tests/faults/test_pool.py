"""A worker that dies or hangs costs one article, and the run goes on."""

import os
import time
from pathlib import Path

import pytest

import dying
from dateline.aside import Aside
from dateline.model import Article
from dateline.pool import EarlyReader, read_in_pool
from dateline.process import DiedError, OtherProcess


def articles(*texts: str) -> list[Article]:
    return [Article(str(number), "", text) for number, text in enumerate(texts)]


@pytest.mark.parametrize(("accident", "words"), [("die", "died"), ("hang", "too long"), ("starve", "died")])
def test_an_accident_costs_one_article(accident: str, words: str) -> None:
    """The article at fault comes back with a drop that says why; its neighbours in the same chunk are read."""
    given = articles(*["fine"] * 5, accident, *["fine"] * 50)
    readings = list(read_in_pool(dying.read, given, workers=2, limit=lambda chunk: 2.0))
    assert [reading.article.id for reading in readings] == [article.id for article in given]
    dropped = {reading.article.id: reading.drops for reading in readings if reading.drops}
    assert list(dropped) == ["5"]
    assert dropped["5"][0].reason == "reader-died"
    assert words in dropped["5"][0].detail


def test_an_error_of_ours_is_not_hidden() -> None:
    """A bug in the reader stops the run: only death and time-outs are turned into drops."""
    with pytest.raises(AttributeError):
        list(read_in_pool(dying.read, [None], workers=1, limit=lambda chunk: 5.0))  # type: ignore[list-item]


def test_workers_begin_before_anything_is_asked_for_and_end_when_nobody_asks(tmp_path: Path) -> None:
    """Whoever reads in other processes may do something else first, and may give up."""
    readings = read_in_pool(dying.leave, articles(str(tmp_path / "begun"), "hang"), workers=1)
    deadline = time.monotonic() + 60
    while not (tmp_path / "begun").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    readings.close()
    assert time.monotonic() < deadline


def test_a_reader_that_began_early_reads_what_little_there_is() -> None:
    """It reads where one process is enough, even if what it had to load first went wrong."""
    for load in (dying.nothing, dying.fail):
        with EarlyReader() as early:
            early.begin(load)
            readings = read_in_pool(dying.read, articles("fine"), workers=2, limit=lambda chunk: 60.0, early=early)
            assert [reading.article.id for reading in readings] == ["0"]
            assert early.take() is None


def test_a_reader_that_began_early_ends_unused() -> None:
    """Where there is nothing to read, or so much that all begin at once, it ends with its block."""
    begun = time.monotonic()
    with EarlyReader() as early:
        early.begin(dying.linger)
        readings = read_in_pool(dying.read, articles(*["fine"] * 60), workers=2, limit=lambda chunk: 60.0, early=early)
        assert len(list(readings)) == 60
    assert time.monotonic() - begun < 60


def test_what_another_process_cannot_do_is_done_here() -> None:
    """A process that is killed at its work costs time and no result; the next piece goes to a new one."""
    with Aside() as aside:
        lost = aside.begin(dying.die_elsewhere, os.getpid())
        elsewhere = aside.begin(dying.where)
        assert lost() == os.getpid()
        assert elsewhere() != os.getpid()


def test_an_error_beside_is_an_error_here() -> None:
    """What a function raises in the other process is raised where its result is asked for."""
    with Aside() as aside, pytest.raises(LookupError, match="a bug"):
        aside.begin(dying.fail)()


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    """Some errors can be written and not be read again: then their words come, and the process goes on."""
    with Aside() as aside:
        with pytest.raises(RuntimeError, match="StubbornError: told by two words"):
            aside.begin(dying.be_stubborn)()
        assert aside.begin(dying.where)() != os.getpid()


def test_what_takes_too_long_elsewhere_is_ended() -> None:
    """The process that hangs is ended, and the next function has a new one."""
    with OtherProcess() as process:
        late, next_one = process.begin(dying.linger, 0.2), process.begin(dying.where, 60)
        with pytest.raises(TimeoutError):
            late.result()
        assert next_one.result() != os.getpid()


def test_a_process_that_is_stopped_begins_nothing_more() -> None:
    """What was not done when it was stopped is not done, and nobody waits for it."""
    with OtherProcess() as process:
        hanging, waiting = process.begin(dying.linger, 600), process.begin(dying.nothing, 600)
        process.stop()
        with pytest.raises(DiedError):
            hanging.result(60)
        assert waiting.cancelled()


@pytest.mark.parametrize("accident", ["die", "starve"])
def test_an_accident_of_the_early_reader_costs_one_article(accident: str) -> None:
    """What it could not read is read again by others, and only the article at fault is lost."""
    given = articles("fine", accident, "fine")
    with EarlyReader() as early:
        early.begin(dying.nothing)
        readings = list(read_in_pool(dying.read, given, workers=2, limit=lambda chunk: 60.0, early=early))
    assert [["died" in drop.detail for drop in reading.drops] for reading in readings] == [[], [True], []]


def test_with_one_worker_everything_is_done_here() -> None:
    """No process is started, and nothing is done before it is asked for."""
    with Aside(here=True) as aside:
        aside.begin(dying.fail)
        assert aside.begin(dying.where)() == os.getpid()
