"""Files that tell about the file beside them: x.pdf.about."""

import datetime as dt
import os
from pathlib import Path

import pytest

from dateline.fresh import output_key
from dateline.model import Article, Drop
from dateline.settings import Settings
from dateline.sources import Limits, read_sources
from dateline.sources.opener import DirectReader

HEAD = "<html><head><title>Own</title><meta name='author' content='Jane Roe'></head>"
PAGE = HEAD + "<body><article><p>{}</p></article></body></html>"
WORDS = "The harbour was closed on Monday after a tanker struck the outer wall in dense fog, the coast guard said. " * 3


def read(folder: Path) -> tuple[list[Article], list[Drop]]:
    parts = list(read_sources([folder], opener=DirectReader(Limits())))
    return [p for p in parts if isinstance(p, Article)], [p for p in parts if isinstance(p, Drop)]


@pytest.mark.parametrize("fence", ["", "---\n"])
def test_what_stands_beside_a_file_goes_before_what_stands_in_it(tmp_path: Path, fence: str) -> None:
    """Where the file is one article; what is not said there stays; the companion is no article itself."""
    (tmp_path / "a.html").write_text(PAGE.format(WORDS))
    lines = "url: https://post.example/a\n# a remark\npublished: 2024-01-02\ntitle: Better\n"
    (tmp_path / "a.html.about").write_text(fence + lines + fence)
    (article,), drops = read(tmp_path)
    assert (article.url, article.title, article.author) == ("https://post.example/a", "Better", "Jane Roe")
    assert (article.published, article.published_basis) == (dt.date(2024, 1, 2), "the file beside it")
    assert drops == []


def test_beside_several_articles_it_says_what_they_leave_open(tmp_path: Path) -> None:
    """A publisher for all of them, and not one day for those that have theirs."""
    (tmp_path / "a.jsonl").write_text('{"text": "One.", "published": "2024-01-01"}\n{"text": "Two."}\n')
    (tmp_path / "a.jsonl.about").write_text("published: 2024-05-05\npublisher: The Post\n")
    articles, _ = read(tmp_path)
    assert [a.publisher for a in articles] == ["The Post"] * 2
    assert [(a.published.month, a.published_basis) for a in articles] == [(1, "the record"), (5, "the file beside it")]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("url: https://post.example/a\npublishd: x\n", "line 2: 'publishd' is no key; did you mean 'published'?"),
        ("---\npublishd: 2024-01-02\n---\n", "line 2: 'publishd' is no key"),
        ("just words\n", "line 1: 'just words' is no 'key: value' line"),
        ("\0\1\2" * 100, "is no text"),
        ("x: y\n" * 20_000, "is no text of at most"),
    ],
)  # fmt: skip
def test_lines_that_are_not_understood_are_told(tmp_path: Path, lines: str, told: str) -> None:
    """With the file and the line; the article is read all the same."""
    (tmp_path / "a.txt").write_text("Words.")
    (tmp_path / "a.txt.about").write_text(lines)
    (article,), (drop,) = read(tmp_path)
    assert (drop.reason, drop.article) == ("front-matter", article.id)
    assert "a.txt.about" in drop.detail
    assert told in drop.detail


def test_one_that_stands_alone_is_told(tmp_path: Path) -> None:
    """Its file was renamed or lost; nothing is passed over in silence."""
    (tmp_path / "gone.pdf.about").write_text("url: https://post.example/a\n")
    assert [drop.reason for drop in read(tmp_path)[1]] == ["unknown-format"]


def test_one_that_is_no_file_is_left_alone(tmp_path: Path) -> None:
    """A pipe would be waited for for ever."""
    (tmp_path / "a.txt").write_text("Words.")
    os.mkfifo(tmp_path / "a.txt.about")
    assert [article.text for article in read(tmp_path)[0]] == ["Words."]


def test_a_changed_one_makes_the_output_old(tmp_path: Path) -> None:
    """An output is current only as long as what stands beside its sources is as it was."""
    (tmp_path / "a.txt").write_text("Words.")
    keys = {output_key(Settings(sources=(str(tmp_path),)), ())}
    for lines in ("published: 2024-01-02\n", "published: 2024-01-03\n"):
        (tmp_path / "a.txt.about").write_text(lines)
        keys.add(output_key(Settings(sources=(str(tmp_path),)), ()))
    assert len(keys) == 3
