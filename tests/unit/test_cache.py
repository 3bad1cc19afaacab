"""The cache gives back what was put in, and is only ever a loss of time when something is wrong with it."""

import dataclasses
import datetime as dt
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.cache import FILE, Cache, cache_key, default_cache_folder, pack
from dateline.cache_readings import REST, TOLD, Packed, ReadingCache, pack_reading, unpack_reading
from dateline.cache_runs import KIND, RunCache
from dateline.model import Article, Dated, Drop, Event, Evidence, Manner, Quantity, Reading, Status, Voice, Where
from dateline.story import find_copies
from dateline_geo.place import Alternative, Extent, Kind, Mention, Place, Precision, Resolution
from dateline_timeline.when import Basis, Grain, Timex, TimexType, When

PLACE = Place(
    "gn:1", "Lima", Kind.SETTLEMENT, Precision.SETTLEMENT, -12.04, -77.03, "PE", names=("Lima", "利马"),
    extent=Extent((((1.0, 2.0), (3.0, 4.0), (1.0, 2.0)),), 3.5), years=(None, 1821),
)  # fmt: skip
OTHER = dataclasses.replace(PLACE, key="gn:2", name="Lima, Ohio", names=(), extent=None, years=None)


def make_article(number: int = 0) -> Article:
    return Article(
        f"id{number}", f"Title {number}", "In Lima, two died on 5 June.", dt.date(2025, 6, 7), "front matter"
    )


def make_reading(article: Article, events: int = 2) -> Reading:
    when = When(dt.date(2025, 6, 5), None, Grain.DAY, "2025-06-05/..", Basis.EXPLICIT, "said", open_end=True)
    sure = Resolution(Mention(3, 7, "Lima"), PLACE, 0.9, "why", Precision.NEAR, (Alternative(OTHER, 0.1),), "dateline")
    unsure = Resolution(Mention(3, 7, "Lima"), None, 0.2, "not certain")
    made = [
        Event(
            f"e{n}", "Two died", "two died", "other", Dated(when, "clause", 0.8, 20, 26) if n % 3 else None,
            Where(sure if n % 2 else unsure, "same clause", 0.7) if n % 5 else None, Voice(Manner.ALLEGED, "a", "b"),
            Status.PLANNED, (Evidence(article.id, 0, 5),), ("police",),
            (Quantity("killed", 2, None, "", "two", 9, 12),), 0.5, (13, 17),
        )
        for n in range(events)
    ]  # fmt: skip
    timex = Timex(20, 26, "5 June", TimexType.DATE, "2025-06-05", when, "published")
    drop = Drop("place-demonym", article.id, 1, 2, "detail")
    return Reading(article, tuple(made), (drop,), (sure, unsure), (timex,))


def hide(reading: Reading) -> Reading:
    """The same with every third event read and not shown."""
    events = [dataclasses.replace(event, shown=bool(n % 3)) for n, event in enumerate(reading.events)]
    return dataclasses.replace(reading, events=tuple(events))


@pytest.mark.parametrize("events", [0, 1, 13])
def test_a_reading_comes_back_as_it_was(events: int) -> None:
    """Encoding and decoding lose nothing."""
    reading = hide(make_reading(make_article(), events))
    assert unpack_reading(pack_reading(reading), reading.article) == reading


def test_a_story_is_told_of_less_than_was_read() -> None:
    """Without the rest a reading has the shown events in their order and the drops, and is the same in these."""
    reading = hide(make_reading(make_article(), 13))
    told = unpack_reading(pack_reading(reading), reading.article, whole=False)
    shown = tuple(event for event in reading.events if event.shown)
    assert 0 < len(shown) < 13
    assert told == dataclasses.replace(reading, events=shown, places=(), dates=())


@pytest.mark.parametrize("torn", ["told", "rest"])
def test_a_torn_reading_is_none(torn: str) -> None:
    """What another process sent carries a checksum for each part."""
    packed = pack_reading(make_reading(make_article()))
    with pytest.raises(msgspec.DecodeError):
        unpack_reading(dataclasses.replace(packed, **{torn: getattr(packed, torn)[:-1]}), make_article())


def test_a_kept_reading_is_found_again_by_the_next_run(tmp_path: Path) -> None:
    """What one run put the next one gets, with the article as it lies now."""
    reading = make_reading(make_article())
    with Cache(tmp_path) as cache:
        ReadingCache(cache, "1").put(reading)
    moved = dataclasses.replace(reading.article, path="elsewhere.txt", sha256="0", source_id="7")
    with Cache(tmp_path) as cache:
        found = ReadingCache(cache, "1").get(moved)
        assert found == dataclasses.replace(reading, article=moved)
        assert cache.notes == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "x"}, {"title": "x"}, {"published": None}, {"publisher": "x"}, {"home": "x"}, {"language": "x"},
        {"url": "x"}, {"author": "x"}, {"published_basis": "x"}, {"home_point": (1.0, 2.0)},
    ],
    ids=lambda changed: next(iter(changed)),
)  # fmt: skip
def test_nothing_is_found_for_another_article(tmp_path: Path, changed: dict[str, None]) -> None:
    """Every field that has a say in a reading is part of its key."""
    reading = make_reading(make_article())
    with Cache(tmp_path) as cache:
        readings = ReadingCache(cache, "1")
        readings.put(reading)
        assert readings.get(dataclasses.replace(reading.article, **changed)) is None


def test_nothing_is_found_under_another_version(tmp_path: Path) -> None:
    """Another program, model, gazetteer or setting reads anew."""
    reading = make_reading(make_article())
    with Cache(tmp_path) as cache:
        ReadingCache(cache, "1").put(reading)
        assert ReadingCache(cache, "2").get(reading.article) is None


def through(readings: ReadingCache, articles: list[Article], asked: list[str], ahead: int = 1) -> list[Reading]:
    """All readings; notes the ids of what had to be read, by a reader that takes several before it gives one."""

    def read(missing: Iterable[Article]) -> Iterator[Packed | Reading]:
        queue: list[Packed] = []
        for article in missing:
            asked.append(article.id)
            queue.append(pack_reading(make_reading(article)))
            if len(queue) >= ahead:
                yield queue.pop(0)
        yield from queue

    missing = readings.missing(articles)
    return list(readings.through(articles, read(missing), missing, read))


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 11)), st.integers(1, 5))
def test_only_what_is_missing_is_read_and_the_order_is_kept(kept: set[int], ahead: int) -> None:
    """Kept and fresh readings come out in the order of the articles, and the next run reads nothing."""
    articles = [make_article(n) for n in range(12)]
    with tempfile.TemporaryDirectory() as folder, Cache(Path(folder)) as cache:
        readings = ReadingCache(cache, "1")
        for n in kept:
            readings.put(make_reading(articles[n]))
        asked: list[str] = []
        result = through(readings, articles, asked, ahead)
        assert result == [make_reading(article) for article in articles]
        assert asked == [article.id for n, article in enumerate(articles) if n not in kept]
        asked.clear()
        assert through(readings, articles, asked) == result
        assert asked == []


def test_a_damaged_entry_is_found_while_others_are_read(tmp_path: Path) -> None:
    """What turns out to be no reading is read as well, in its place."""
    articles = [make_article(n) for n in range(6)]
    with Cache(tmp_path) as cache:
        readings = ReadingCache(cache, "1")
        for n in (0, 1, 2, 4):
            readings.put(make_reading(articles[n]))
        cache.put(TOLD, readings._key(articles[2]), b"no reading")
        asked: list[str] = []
        assert through(readings, articles, asked) == [make_reading(article) for article in articles]
        assert sorted(asked) == ["id2", "id3", "id5"]


def test_what_was_lost_is_tried_again(tmp_path: Path) -> None:
    """A reading without events, given because its reader died, is not kept."""
    article = make_article()
    lost = Reading(article, (), (Drop("reader-died", article.id, 0, 9, "why"),))
    with Cache(tmp_path) as cache:
        readings = ReadingCache(cache, "1")
        assert list(readings.through([article], iter([lost]), [article], lambda again: iter(()))) == [lost]
        assert readings.missing([article]) == [article]


def test_the_rest_is_asked_for_where_it_counts(tmp_path: Path) -> None:
    """Where only the told part outlived the limit of the cache, a run that needs the whole reads again."""
    reading = make_reading(make_article())
    with Cache(tmp_path) as cache:
        ReadingCache(cache, "1").put(reading)
        cache.forget(REST, ReadingCache(cache, "1")._key(reading.article))
        assert ReadingCache(cache, "1").missing([reading.article]) == [reading.article]
        assert ReadingCache(cache, "1", whole=False).missing([reading.article]) == []
        assert ReadingCache(cache, "1", whole=False).get(reading.article) is not None


@pytest.fixture
def tmp_path_for_all() -> Iterator[Path]:
    """A folder that a user without rights can reach, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)
        Path(name).chmod(0o755)


def damage(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as database:
        database.execute(statement)
    database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET value = substr(value, 1, 20)",
        "UPDATE entry SET value = x''",
        "UPDATE entry SET value = 'text'",
        "UPDATE entry SET value = 7",
        "UPDATE entry SET value = zeroblob(100)",
    ],
)
def test_a_damaged_entry_is_read_anew_and_told(tmp_path: Path, statement: str) -> None:
    """A changed byte is found out by the checksum; the entry is then replaced."""
    reading = make_reading(make_article())
    with Cache(tmp_path) as cache:
        ReadingCache(cache, "1").put(reading)
    damage(tmp_path / FILE, statement)
    with Cache(tmp_path) as cache:
        readings = ReadingCache(cache, "1")
        assert readings.get(reading.article) is None
        assert ["damaged entry" in note for note in cache.notes] == [True]
        readings.put(reading)
        assert readings.get(reading.article) == reading


def test_bytes_that_are_no_reading_are_read_anew(tmp_path: Path) -> None:
    """Even an entry with a good checksum is not believed when it does not decode."""
    article = make_article()
    with Cache(tmp_path) as cache:
        readings = ReadingCache(cache, "1")
        for junk in (b"", b"\xc1", b"\x90", b"\x97\x90\x90\x91\x05\x90\x90\x90\x90"):
            cache.put(TOLD, readings._key(article), junk)
            assert readings.get(article) is None


@pytest.mark.parametrize(
    "content", [b"", b"not a database, but long enough to have a header" * 9, b"SQLite format 3\0"]
)
def test_a_damaged_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    """A file that is no database costs what it held and nothing else."""
    (tmp_path / FILE).write_bytes(content)
    with Cache(tmp_path) as cache:
        cache.put("k", b"1", b"v")
        assert cache.get("k", b"1") == b"v"


def test_a_file_cut_in_the_middle_never_raises(tmp_path: Path) -> None:
    """Whatever bytes are missing or changed, a run goes on."""
    with Cache(tmp_path) as cache:
        for n in range(200):
            cache.put("k", b"%d" % n, os.urandom(400))
    whole = (tmp_path / FILE).read_bytes()
    for length in (100, 4096, 5000, len(whole) // 2, len(whole) - 10):
        (tmp_path / FILE).write_bytes(whole[:length])
        with Cache(tmp_path) as cache:
            for n in range(200):
                cache.get("k", b"%d" % n)
                cache.put("k", b"%d" % n, b"new")
        with Cache(tmp_path) as cache:
            cache.get("k", b"1")


def test_a_folder_that_cannot_be_made_is_a_note(tmp_path: Path) -> None:
    """Without a cache everything is read again, and the person is told why and what to do."""
    (tmp_path / "file").write_bytes(b"")
    with Cache(tmp_path / "file" / "cache") as cache:
        cache.put("k", b"1", b"v")
        assert cache.get("k", b"1") is None
    assert len(cache.notes) == 1
    assert "--cache" in cache.notes[0]


def test_an_unwritable_cache_is_still_read(tmp_path_for_all: Path) -> None:
    """A cache on a read-only disk gives what it has; what is new is not kept, which is told once."""
    tmp_path = tmp_path_for_all
    with Cache(tmp_path) as cache:
        cache.put("k", b"1", b"v")
    code = (
        "import os, sys, pathlib\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "from dateline.cache import Cache\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "with Cache(folder) as cache:\n"
        "    assert cache.get('k', b'1') == b'v'\n"
        "    cache.put('k', b'2', b'v')\n"
        "assert len(cache.notes) == 1, cache.notes\n"
        "print(cache.notes[0])\n"
    )
    (tmp_path / FILE).chmod(0o444)
    tmp_path.chmod(0o555)
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "can't be written" in done.stdout


def test_two_runs_may_use_one_cache(tmp_path: Path) -> None:
    """A second run beside the first neither fails nor loses entries."""
    with Cache(tmp_path) as first, Cache(tmp_path) as second:
        first.put("k", b"1", b"a")
        first.close()
        second.put("k", b"2", b"b")
    with Cache(tmp_path) as cache:
        assert (cache.get("k", b"1"), cache.get("k", b"2"), cache.notes) == (b"a", b"b", ())


def test_the_cache_is_bounded_and_forgets_what_was_not_used_for_longest(tmp_path: Path) -> None:
    """Beyond its limit the entries of the oldest runs go, not those just used."""
    with Cache(tmp_path, limit_bytes=30_000) as cache:
        for n in range(20):
            cache.put("k", b"%d" % n, os.urandom(1000))
    with Cache(tmp_path, limit_bytes=30_000) as cache:
        assert cache.get("k", b"3") is not None
        for n in range(20, 40):
            cache.put("k", b"%d" % n, os.urandom(1000))
    with Cache(tmp_path, limit_bytes=30_000) as cache:
        kept = {n for n in range(40) if cache.get("k", b"%d" % n) is not None}
        for n in range(40, 140):
            cache.put("k", b"%d" % n, os.urandom(1000))
    assert kept >= {3, *range(20, 40)}
    assert 20 < len(kept) < 30
    assert (tmp_path / FILE).stat().st_size < 100_000


def test_a_killed_run_keeps_most_of_what_it_read(tmp_path: Path) -> None:
    """An interrupted run resumes: entries are kept as they come, not at the end."""
    code = (
        "import os, sys, pathlib\n"
        "from dateline.cache import Cache\n"
        "cache = Cache(pathlib.Path(sys.argv[1]))\n"
        "for n in range(100): cache.put('k', b'%d' % n, b'v')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], timeout=60)
    with Cache(tmp_path) as cache:
        assert sum(cache.get("k", b"%d" % n) == b"v" for n in range(100)) >= 90
        assert cache.notes == ()


def test_keys_do_not_run_into_each_other() -> None:
    """Where one part ends and the next begins is part of a key."""
    assert cache_key("ab", "c") != cache_key("a", "bc") != cache_key("abc")


def test_the_cache_folder_is_the_system_s_own() -> None:
    """Linux, macOS and Windows each have a place for caches."""
    home = Path("home")
    assert default_cache_folder([], home, "linux") == home / ".cache" / "dateline"
    assert default_cache_folder([("XDG_CACHE_HOME", "x")], home, "linux") == Path("x/dateline")
    assert default_cache_folder([], home, "darwin") == home / "Library" / "Caches" / "dateline"
    assert default_cache_folder([("LOCALAPPDATA", "l")], home, "win32") == Path("l/dateline/Cache")


def test_a_thousand_kept_readings_take_little_time(tmp_path: Path) -> None:
    """Reading 1,000 entries of 50 events is far quicker than parsing: below 3 s of CPU on a slow machine."""
    reading = make_reading(make_article(), 50)
    articles = [make_article(n) for n in range(1000)]
    packed = pack_reading(reading)
    with Cache(tmp_path) as cache:
        readings = ReadingCache(cache, "1")
        for article in articles:
            cache.put_packed(TOLD, readings._key(article), packed.told)
            cache.put_packed(REST, readings._key(article), packed.rest)
    with Cache(tmp_path) as cache:
        start = time.process_time()
        readings = ReadingCache(cache, "1")
        assert all(readings.get(article) is not None for article in articles)
        assert time.process_time() - start < 3


def test_runs_of_words_come_back_as_they_were(tmp_path: Path) -> None:
    """Copies are found alike with what is kept of their texts, without, and with what is kept damaged."""
    texts = [
        f"{'The bridge at the old mill was closed on Monday after the flood ' * 3}and {n} people left." for n in "aab"
    ]
    articles = [Article(str(number), "", text) for number, text in enumerate([*texts, "Something else altogether."])]
    groups = find_copies(articles)
    assert groups
    for _ in range(2):
        with Cache(tmp_path) as cache:
            assert find_copies(articles, RunCache(cache, "1")) == groups
    with sqlite3.connect(tmp_path / FILE) as database:
        assert database.execute("SELECT count(*) FROM entry WHERE kind = ?", (KIND,)).fetchone() == (3,)
        database.execute("UPDATE entry SET value = ?", (pack(b"no runs"),))
    database.close()
    with Cache(tmp_path) as cache:
        assert find_copies(articles, RunCache(cache, "1")) == groups
