"""Foreign files are opened once as long as they stay the same, several at a time, and always in the same order."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.cache import Cache
from dateline.model import Article, Drop
from dateline.sources import Limits, opening, read_sources
from dateline.sources.found import Found, Refused
from dateline.sources.opener import DirectReader


class Counting(DirectReader):
    """Opens files and notes which."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.opened: list[str] = []

    def read(self, path: Path, format_: str, *, packed: bool) -> Iterator[Found | Refused]:
        self.opened.append(path.name)
        yield from super().read(path, format_, packed=packed)


def page(number: int) -> str:
    words = f"The minister said on Monday that bridge {number} over the river was open again to all traffic. " * 3
    return f"<html><head><title>T{number}</title></head><body><article><p>{words}</p></article></body></html>"


def read(folder: Path, cache: Path | None = None, **options) -> tuple[list[Article | Drop], list[str]]:
    opener = Counting(Limits())
    with Cache(cache) as kept:
        parts = list(read_sources([folder], opener=opener, cache=kept, **options))
        assert kept.notes == ()
    return parts, opener.opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for n in range(4):
        (seeds / f"{n}.html").write_text(page(n))
    (seeds / "empty.html").write_text("<html><body><script>x()</script></body></html>")
    (seeds / "broken.pdf").write_text("%PDF-1.4 x")
    (seeds / "feed.xml").write_text(
        "<rss><channel><item><title>A</title><description>Words.</description></item><item/></channel></rss>"
    )
    (seeds / "plain.txt").write_text("Words of a text.")
    return seeds


def test_unchanged_files_are_not_opened_again(tmp_path: Path, folder: Path) -> None:
    """Articles, notes and failures come from the cache as they came from the files."""
    first, opened = read(folder, tmp_path / "cache")
    assert len(opened) == 7
    second, opened = read(folder, tmp_path / "cache")
    assert opened == []
    assert second == first == read(folder)[0]


def test_a_changed_file_is_opened_again_and_a_moved_one_is_not(tmp_path: Path, folder: Path) -> None:
    """What counts is the bytes, not the name or the clock."""
    read(folder, tmp_path / "cache")
    (folder / "2.html").write_text(page(22))
    (folder / "3.html").rename(folder / "moved.html")
    (folder / "0.html").touch()
    parts, opened = read(folder, tmp_path / "cache")
    assert opened == ["2.html"]
    assert [part.title for part in parts if isinstance(part, Article)] == [
        "T0",
        "T1",
        "T22",
        "A",
        "T3",
        "Words of a text.",
    ]


def test_other_readers_or_limits_open_everything_again(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version of a library, or of a reader, may read otherwise."""
    read(folder, tmp_path / "cache")
    assert len(read(folder, tmp_path / "cache", limits=Limits(tags=100))[1]) == 7
    monkeypatch.setattr(opening, "code_version", lambda: "another")
    assert len(read(folder, tmp_path / "cache")[1]) == 7


@pytest.mark.parametrize("workers", [1, 3])
def test_several_processes_give_what_one_gives(folder: Path, workers: int) -> None:
    """The order is the folder's, however many files are being opened at once."""
    numbers = list(range(10, 30))
    random.Random(1).shuffle(numbers)
    for n in numbers:
        (folder / f"{n}.html").write_text(page(n))
    assert list(read_sources([folder], workers=workers)) == read(folder)[0]


def test_the_consumer_may_stop_while_files_are_being_opened(folder: Path) -> None:
    """Closing the generator ends every process."""
    for n in range(10, 40):
        (folder / f"{n}.html").write_text(page(n))
    parts = read_sources([folder], workers=2)
    assert isinstance(next(parts), Article)
    parts.close()


def test_articles_without_a_language_get_the_one_that_is_set(folder: Path) -> None:
    """Whoever collects articles in one language says so once."""
    (folder / "1.html").write_text(page(1).replace("<html>", '<html lang="fr-CA">'))
    parts, _ = read(folder, language="de")
    assert [part.language for part in parts if isinstance(part, Article)] == ["de", "fr", "de", "de", "de", "de"]
