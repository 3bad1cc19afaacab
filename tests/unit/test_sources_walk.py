"""Folders: what is read, in which order, and what is said of the rest."""

import os
import random
import socket
from pathlib import Path

import pytest

from dateline.model import Article, Drop
from dateline.sources import REASONS, Limits, read_sources
from dateline.sources.formats import SUFFIXES, format_of


def read(*paths: Path | str, **options) -> tuple[list[str], list[tuple[str, str]]]:
    parts = list(read_sources(paths, **options))
    drops = [(part.reason, part.detail) for part in parts if isinstance(part, Drop)]
    assert all(reason in REASONS for reason, _ in drops)
    return [part.path for part in parts if isinstance(part, Article)], drops


def put(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or f"Words of {path.name}.", encoding="utf-8")
    return path


def test_a_folder_is_read_with_all_below_it_in_the_order_of_its_bytes(tmp_path: Path) -> None:
    """The order is no locale's and no file system's."""
    names = ["Z.txt", "a.txt", "b/2.txt", "b/10.txt", "b/c/x.md", "é.txt", "ä.txt"]
    for name in random.Random(4).sample(names, len(names)):
        put(tmp_path / "seeds" / name)
    paths, drops = read(tmp_path / "seeds")
    assert drops == []
    assert paths == ["seeds/" + n for n in ("Z.txt", "a.txt", "b/10.txt", "b/2.txt", "b/c/x.md", "ä.txt", "é.txt")]


def test_paths_do_not_tell_where_the_folder_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Absolute, relative and "." give the same articles, and no path of the machine gets into a page."""
    put(tmp_path / "seeds" / "a.txt")
    expected = list(read_sources([tmp_path / "seeds"]))
    monkeypatch.chdir(tmp_path)
    assert list(read_sources(["seeds"])) == expected
    assert list(read_sources(["./seeds/"])) == expected
    assert read(tmp_path / "seeds" / "a.txt")[0] == ["a.txt"]
    assert read(".")[0] == ["seeds/a.txt"]


def test_files_that_accompany_articles_are_passed_over(tmp_path: Path) -> None:
    """README, LICENSE, settings, corrections, hidden files and a saved page's folder are no articles."""
    for name in (
        "README.md",
        "readme.txt",
        "LICENSE",
        ".hidden.txt",
        ".git/x.txt",
        "corrections.toml",
        "dateline.toml",
        "x~",
        "y.tmp",
    ):
        put(tmp_path / name)
    put(tmp_path / "Page_files" / "script.txt")
    put(tmp_path / "Page.html", "<html><body><p>" + "The words of the page are here. " * 20)
    put(tmp_path / "other_files" / "a.txt")
    paths, drops = read(tmp_path)
    assert drops == []
    assert [path.removeprefix(tmp_path.name + "/") for path in paths] == ["Page.html", "other_files/a.txt"]


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    """Pipes, sockets, devices, folders named like files: each a drop, none opened."""
    put(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    put(tmp_path / "x.html" / "inside.txt")
    (tmp_path / "null.txt").symlink_to("/dev/null")
    with socket.socket(socket.AF_UNIX) as server:
        old = Path.cwd()
        os.chdir(tmp_path)
        server.bind("socket.txt")
        os.chdir(old)
        paths, drops = read(tmp_path)
    assert len(paths) == 1
    root = tmp_path.name
    assert drops == [
        ("not-a-file", f"{root}/null.txt: is a device"),
        ("not-a-file", f"{root}/pipe.txt: is a named pipe"),
        ("not-a-file", f"{root}/socket.txt: is a socket"),
        ("not-a-file", f"{root}/x.html: is a folder named like a file; rename it to have it read"),
    ]


def test_links_that_lead_back_are_told_and_end(tmp_path: Path) -> None:
    """A loop of folders, a link to itself, a link to nothing."""
    put(tmp_path / "a" / "b" / "x.txt")
    (tmp_path / "a" / "b" / "loop").symlink_to(tmp_path / "a")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    paths, drops = read(tmp_path)
    assert [path.rpartition("/")[2] for path in paths] == ["x.txt"]
    assert sorted(reason for reason, _ in drops) == ["missing", "symlink-loop", "symlink-loop"]


def test_a_file_with_two_names_is_read_once(tmp_path: Path) -> None:
    """A link to a file that is read anyway gives no second article and no drop."""
    put(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "c.txt").hardlink_to(tmp_path / "a.txt")
    assert read(tmp_path) == ([f"{tmp_path.name}/a.txt"], [])


def test_folders_nested_beyond_reason_end(tmp_path: Path) -> None:
    """Depth is bounded."""
    put(tmp_path / "/".join("d" * 12) / "x.txt")
    assert [reason for reason, _ in read(tmp_path, limits=Limits(depth=10))[1]] == ["too-deep"]


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A misspelt name is a drop that begins with it."""
    assert read(tmp_path / "sedes") == ([], [("missing", f"{tmp_path}/sedes: does not exist")])


def test_files_of_unknown_kinds_are_told(tmp_path: Path) -> None:
    """A picture among the articles is named, not guessed at."""
    put(tmp_path / "photo.jpg")
    ((reason, detail),) = read(tmp_path)[1]
    assert reason == "unknown-format"
    assert detail.startswith(f"{tmp_path.name}/photo.jpg: files named '.jpg' are not read")


def test_names_that_are_no_text_are_shown_and_read(tmp_path: Path) -> None:
    """File names are bytes on Linux; the article's path can be written all the same."""
    put(tmp_path / os.fsdecode(b"caf\xe9 \xff.txt"), "Words of it.")
    ((shown,), drops) = read(tmp_path)
    assert drops == []
    assert shown == f"{tmp_path.name}/caf\\xe9 \\xff.txt"


@pytest.mark.parametrize(
    ("name", "head", "format_"),
    [
        ("a.html", b"%PDF-1.7", "pdf"), ("a.txt", b"<html>", "text"), ("-", b'{"text"', "jsonl"), ("-", b"[{", "json"),
        ("-", b"<!DOCTYPE html>", "html"), ("-", b'<?xml version="1.0"?><rss>', "xml"), ("-", b"Hello", "text"),
        ("article", b"Hello", "text"), ("a.warc.gz", b"WARC/1.0", "warc"), ("a.jsonl.gz", b"{", "jsonl"),
        ("A.HTML", b"x", "html"), ("a.html", b"From: <Saved by Blink>\r\nContent-Type: multipart/related", "mhtml"),
        ("a.exe", b"MZ", ""), ("v1.2", b"Hello", "text"), ("a.pdf", b"hello", "pdf"),
    ],
)  # fmt: skip
def test_formats_are_told_by_bytes_then_by_name(name: str, head: bytes, format_: str) -> None:
    """What browsers misname is found by its first bytes."""
    assert format_of(name, head) == format_


def test_every_ending_and_every_reason_is_documented() -> None:
    """The documentation of sources names them all."""
    text = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    assert [suffix for suffix in SUFFIXES if f"`{suffix}`" not in text] == []
    assert [reason for reason in REASONS if f"`{reason}`" not in text] == []
