"""Bad input: a clear drop, nothing lost, no exception but ours, within two seconds and 300 MB.

Each input is read as a build reads it, by one process that opens foreign formats. Time is CPU time and memory the
highest resident size of this process and of that one, so that a busy machine decides nothing.
"""

# ruff: noqa: E501  inputs are as wide as they are

import gzip
import io
import os
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dateline.model import Article, Drop
from dateline.sources import REASONS, ChildReader, Limits, read_sources

MB = 1024 * 1024
SECONDS = 2.0
ABOVE = 300 * MB
WORDS = "The minister said on Monday that the bridge over the river was open again to all traffic. "


class Watched(ChildReader):
    """The process that opens foreign formats, with a view of its process id."""

    @property
    def pids(self) -> tuple[int, ...]:
        return (os.getpid(),) if self._process is None else (os.getpid(), self._process.pid)


@dataclass
class Cost:
    """CPU seconds and bytes above what was held before."""

    seconds: float
    memory: int


def cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def size_of(pid: int, which: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(which + ":"))


def measured(path: Path, opener: Watched) -> tuple[list[Article | Drop], Cost]:
    pids = opener.pids
    for pid in pids:
        Path(f"/proc/{pid}/clear_refs").write_text("5")  # the highest size so far is the present one
    before = {pid: (cpu_of(pid), size_of(pid, "VmRSS")) for pid in pids}
    parts = list(read_sources([path], opener=opener))
    assert opener.pids == pids, "the process died"
    seconds = sum(cpu_of(pid) - before[pid][0] for pid in pids)
    return parts, Cost(seconds, max(size_of(pid, "VmHWM") - before[pid][1] for pid in pids))


@pytest.fixture(scope="module")
def opener(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """One process for all, with every library loaded by a small harmless file of each kind."""
    folder = tmp_path_factory.mktemp("bases")
    (folder / "a.html").write_text(f"<html><body><article><p>{WORDS * 5}</p></article></body></html>")
    (folder / "a.xml").write_text(
        "<rss><channel><item><title>T</title><description>Words.</description></item></channel></rss>"
    )
    (folder / "a.eml").write_text(f"From: a@b.example\nSubject: s\n\n{WORDS * 5}")
    (folder / "a.csv").write_text(f"text\n{WORDS}\n")
    for name in ("a.pdf", "a.docx", "a.warc"):
        (folder / name).write_text("none")
    with Watched(Limits()) as watched:
        list(read_sources([folder], opener=watched))
        yield watched


def page(body: str) -> bytes:
    return f"<html><head><title>T</title></head><body>{body}<p>{WORDS * 5}</p></body></html>".encode()


def zipped(name: str, size: int, count: int = 1) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for n in range(count):
            with archive.open(f"{n}{name}" if n else name, "w", force_zip64=True) as member:
                for _ in range(max(1, size // MB)):
                    member.write(b" " * min(size, MB))
    return target.getvalue()


def gzip_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b"a" * MB) for _ in range(megabytes)) + packer.flush()


def warc_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    body = zlib.compressobj(9, wbits=31)
    inner = b"".join(body.compress(b"<p>" * (MB // 3)) for _ in range(200)) + body.flush()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.example/\r\nContent-Type: application/http\r\n"
        b"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        b"Content-Length: %d\r\n\r\n" % (len(head) + len(inner))
    )
    return packer.compress(record + head + inner + b"\r\n\r\n") + packer.flush()


def nested_mail(depth: int) -> bytes:
    lines = ["From: a@b.example", "MIME-Version: 1.0"]
    for n in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{n}"', "", f"--b{n}"]
    return "\n".join([*lines, "Content-Type: text/plain", "", WORDS]).encode()


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
)

# name, its bytes, what may come out of it: reasons of drops, or "article"
CASES: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "empty.txt": (lambda: b"", {"empty"}),
    "empty.html": (lambda: b"", {"empty"}),
    "empty.pdf": (lambda: b"", {"empty"}),
    "blank.md": (lambda: b" \n\t\r\n" * 1000, {"empty"}),
    "one.txt": (lambda: b"x", {"article"}),
    "one.html": (lambda: b"<", {"no-text", "broken"}),
    "one.pdf": (lambda: b"%", {"broken"}),
    "one.docx": (lambda: b"P", {"broken"}),
    "one.eml": (lambda: b"x", {"broken"}),
    "one.xml": (lambda: b"<", {"broken"}),
    "one.warc": (lambda: b"W", {"broken", "no-text"}),
    "one.csv": (lambda: b"x", {"broken"}),
    "one.json": (lambda: b"{", {"broken", "bad-record"}),
    "nul.txt": (lambda: b"a\0b" * 1000, {"binary"}),
    "nuls.txt": (lambda: b"\0" * MB, {"empty"}),
    "nul.html": (lambda: b"<p>a\0b</p>" * 1000, {"binary"}),
    "nul.csv": (lambda: b"text\na\0b\n", {"binary"}),
    "random.txt": (lambda: b"".join(zlib.crc32(b"%d" % n).to_bytes(4, "big") for n in range(20_000)), {"binary"}),
    "surrogate.txt": (lambda: b"Lone \xed\xa0\x80 surrogate in a text.", {"article"}),
    "surrogate.html": (lambda: page("&#xD800; &#55296; \\ud800").replace(b"Monday", b"\xed\xa0\x80"), {"article"}),
    "mixed.txt": (lambda: "Čačak — Москва. ".encode() * 50 + "Köln für é".encode("cp1252") * 5, {"article", "encoding"}),
    "unclosed.html": (lambda: page("<div>" * 100_000), {"too-complex"}),
    "unclosed_b.html": (lambda: page("<b>" * 100_000), {"no-text", "article"}),
    "unclosed_p.html": (lambda: page("<p>x" * 100_000), {"too-complex"}),
    "deep.html": (lambda: page("<div>" * 15_000), {"no-text", "article", "broken"}),
    "less.html": (lambda: b"<" * (10 * MB), {"too-large", "too-complex"}),
    "less_small.html": (lambda: page("<" * 39_000), {"no-text", "article", "broken"}),
    "table.html": (lambda: page("<table>" + "<tr><td>1</td><td>2</td></tr>" * 100_000 + "</table>"), {"too-complex"}),
    "tables.html": (lambda: page("<table><tr><td>" * 10_000), {"no-text", "article", "broken"}),
    "entities.html": (lambda: page("&amp;" * 550_000), {"article", "cut"}),
    "scripts.html": (lambda: page("<script>" * 100_000), {"too-complex"}),
    "comments.html": (lambda: page("<!--" * 700_000), {"too-complex"}),
    "attributes.html": (lambda: page("<p " + "a=1 " * 700_000 + ">"), {"article", "no-text"}),
    "data.html": (lambda: page("<img src='data:image/png;base64," + "A" * (20 * MB) + "'>"), {"article"}),
    "digits.html": (lambda: page("<p>" + "12 " * 400_000 + "</p>"), {"article", "cut"}),
    "json_ld.html": (lambda: page('<script type="application/ld+json">' + '{"a":[' * 100_000 + "</script>"), {"article"}),
    "tokens.txt": (lambda: b"12 " * 4000 + b"9" * 50_000 + b"?" * 100_000 + b"in " * 100_000, {"article", "cut"}),
    "sentence.txt": (lambda: (b"and the bridge was opened " * 200_000)[: 5 * MB], {"article", "cut"}),
    "marks.md": (lambda: b"[" * MB + b"*a " * MB + b"![" * MB + b"](" * MB, {"article", "cut"}),
    "spaces.md": (lambda: b"# " + b" " * MB + b"x\n" + b"- " * MB + b"\n" + b"<!--" * MB, {"article", "cut"}),
    "front.md": (lambda: b"---\n" + b"a " * (2 * MB) + b"\n---\nBody.\n", {"article", "front-matter", "cut"}),
    "long.jsonl": (lambda: b'{"text": "' + b"x" * (40 * MB) + b'"}\n{"text": "Short."}', {"too-large", "article"}),
    "deep.json": (lambda: b"[" * MB, {"too-complex"}),
    "deep.jsonl": (lambda: b'{"a":' * MB, {"bad-record"}),
    "numbers.json": (lambda: b'{"text": "Words.", "published": ' + b"9" * 100_000 + b"}", {"bad-record", "unreadable-date", "article"}),
    "bomb.txt.gz": (lambda: gzip_bomb(200), {"bomb", "too-large"}),
    "bomb.jsonl.gz": (lambda: gzip_bomb(200), {"bomb", "too-large"}),
    "bomb.html.gz": (lambda: gzip_bomb(200), {"bomb", "too-large"}),
    "cut.txt.gz": (lambda: gzip.compress(WORDS.encode() * 100)[:-20], {"broken"}),
    "bomb.warc.gz": (warc_bomb, {"too-large", "bomb", "broken"}),
    "bomb.docx": (lambda: zipped("word/document.xml", 150 * MB), {"bomb"}),
    "many.docx": (lambda: zipped("x", 1, count=6000), {"bomb"}),
    "empty.docx": (lambda: zipped("nothing.xml", 1), {"broken"}),
    "laughs.xml": (lambda: f"<?xml version='1.0'?>{LAUGHS}<rss><channel><title>&a11;</title></channel></rss>".encode(), {"bomb"}),
    "laughs16.xml": (lambda: f"{LAUGHS}<rss>&a11;</rss>".encode("utf-16"), {"bomb"}),
    "external.xml": (lambda: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss>&e;</rss>', {"bomb"}),
    "deep.xml": (lambda: b"<a>" * 100_000, {"too-complex"}),
    "wide.xml": (lambda: b"<rss><channel>" + b"<item><title>x</title></item>" * 4_000, {"article", "broken", "duplicate"}),
    "author.xml": (
        lambda: f"<rss><channel><item><author>a@{'a.' * 50_000}</author><title>T</title><description>{WORDS}</description></item></channel></rss>".encode(),
        {"article"},
    ),
    "author_entities.xml": (
        lambda: f"<rss><channel><item><author>{'&#97;' * 30_000}</author><title>T</title></item></channel></rss>".encode(), {"article"},
    ),
    "nested.eml": (lambda: nested_mail(2000), {"too-complex", "crashed"}),
    "headers.eml": (lambda: b"Subject: x\n" * 100_000 + b"\n" + WORDS.encode(), {"article"}),
    "folded.eml": (lambda: b"Subject: x\n" + b" y\n" * 300_000 + b"\n" + WORDS.encode(), {"too-complex"}),
    "base64.eml": (
        lambda: b"From: a@b.example\nContent-Transfer-Encoding: base64\nContent-Type: text/html\n\n" + b"PHA+" * (2 * MB),
        {"article", "too-complex", "too-large", "no-text"},
    ),
    "quotes.csv": (lambda: b'text\n"' + b"x" * (30 * MB), {"broken", "article", "cut"}),
    "rows.csv": (lambda: b"title,text\n" + b"x\n" * 4_000, {"empty"}),
    "fake.pdf": (lambda: b"%PDF-1.7\n" + b"0 0 obj << /Kids [" * 10_000, {"broken", "scanned", "crashed"}),
    "loop.pdf": (
        lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF",
        {"broken", "scanned", "crashed", "bomb", "too-complex"},
    ),
    "bomb.epub": (lambda: zipped("OEBPS/content.xhtml", 150 * MB), {"unknown-format"}),
    "text.exe": (lambda: b"MZ" + b"\0" * 1000, {"unknown-format"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_is_answered_clearly_soon_and_small(tmp_path: Path, opener: Watched, name: str) -> None:
    """Every case gives the drops (or the article) that it should, each with its path, in bounds."""
    make, allowed = CASES[name]
    path = tmp_path / name
    path.write_bytes(make())
    parts, cost = measured(path, opener)
    assert parts
    for part in parts:
        if isinstance(part, Article):
            assert "article" in allowed
            assert len(part.text) <= Limits().characters
        else:
            assert part.reason in allowed
            assert part.reason in REASONS
            assert part.detail.startswith(name)
    assert cost.seconds < SECONDS
    assert cost.memory < ABOVE


def test_a_file_of_a_gigabyte_is_refused_without_being_read(tmp_path: Path) -> None:
    """Its size alone tells. It has no bytes on disk here."""
    for name in ("huge.txt", "huge.html", "huge.pdf", "huge.docx", "huge.json"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(1024 * MB)
    parts = list(read_sources([tmp_path]))
    assert [part.reason for part in parts if isinstance(part, Drop)] == ["too-large"] * 5


READ_AS_NOBODY = """
import os, sys
from dateline.sources import read_sources
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
os.chdir(sys.argv[1])
for part in read_sources(["."]):
    print(getattr(part, "reason", "article"), getattr(part, "detail", ""))
"""


def test_an_unreadable_file_is_told() -> None:
    """Without permission the reason is the system's own, and the others are read."""
    with tempfile.TemporaryDirectory() as name:  # not pytest's, which other users can't reach
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "a.txt").write_text("Words of it.")
        (folder / "b.txt").write_text("Words of the other.")
        (folder / "a.txt").chmod(0)
        (folder / "closed").mkdir(mode=0)
        command = [sys.executable, "-c", READ_AS_NOBODY, name]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        (folder / "closed").chmod(0o700)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "unreadable a.txt: can't be opened: Permission denied",
        "article ",
        "unreadable closed: can't be opened: Permission denied",
    ]


@pytest.mark.parametrize("action", ["hang", "die", "print", "leak"])
def test_a_library_that_misbehaves_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str) -> None:
    """One that hangs is stopped, one that dies is replaced, one that prints is not heard, one that eats memory ends."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import sys, os, time\n"
        "if 'dateline.sources.opener' in ' '.join(sys.orig_argv):\n"
        "    import trafilatura\n"
        "    real = trafilatura.bare_extraction\n"
        "    def extract(markup, **options):\n"
        "        if 'BAD' in markup:\n"
        f"            if {action!r} == 'hang': time.sleep(60)\n"
        f"            if {action!r} == 'die': os.kill(os.getpid(), 11)\n"
        f"            if {action!r} == 'print': print('x' * 100000); sys.stderr.write('y' * 100000)\n"
        f"            if {action!r} == 'leak': held = [bytearray(10**9) for _ in range(100)]\n"
        "        return real(markup, **options)\n"
        "    trafilatura.bare_extraction = extract\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(site))
    folder = tmp_path / "seeds"
    folder.mkdir()
    for n, word in enumerate(("good", "BAD", "fine")):
        (folder / f"{n}.html").write_bytes(page(f"<p>{word} words</p>"))
    parts = list(read_sources([folder], limits=Limits(seconds=8.0 if action == "hang" else 60.0)))
    kinds = ["article" if not isinstance(part, Drop) else part.reason for part in parts]
    middle = {"hang": "time-limit", "die": "crashed", "print": "article", "leak": "bomb"}[action]
    assert kinds == ["article", middle, "article"]
