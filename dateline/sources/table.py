"""Tables of articles (.csv, .tsv): a header line names the columns, each row is an article."""

import csv
import difflib
import io
from collections.abc import Iterator
from typing import IO

from dateline.sources.decode import decode, is_binary
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.limits import Limits
from dateline.sources.plain import first_title

_SAMPLE = 64 * 1024
COLUMNS = {
    "text": ("text", "content", "body", "article", "articlebody", "fulltext", "maintext"),
    "title": ("title", "headline", "heading"),
    "published": ("published", "date", "publishedat", "datepublished", "publicationdate", "publisheddate", "pubdate"),
    "publisher": ("publisher", "source", "outlet", "publication", "sitename", "newspaper"),
    "author": ("author", "authors", "byline"),
    "url": ("url", "link", "canonical"),
    "language": ("language", "lang"),
    "source_id": ("id", "articleid", "guid", "uri"),
    "home": ("home",),
}


def read_csv(stream: IO[bytes], limits: Limits) -> Iterator[Found | Refused]:
    """Articles of a table with a header line; separated by commas, semicolons, tabs or bars.

    Raises:
        UnreadableError: it is empty, binary, or has no column of texts.
    """
    head = stream.read(_SAMPLE)
    if not head.strip():
        raise UnreadableError("empty", f"{len(head)} bytes")
    if is_binary(head):
        raise UnreadableError("binary", "holds bytes that no table has")
    # Cut at a line's end, so that no character is cut in two.
    sample = decode(head[: head.rfind(b"\n") + 1] or head)
    csv.field_size_limit(limits.record_bytes)  # of the whole process, which is the one that opens foreign files
    lines = io.TextIOWrapper(_joined(head, stream), encoding=_sane(sample.encoding), errors="replace", newline="")
    rows = csv.reader(lines, delimiter=_delimiter(sample.text))
    try:
        columns = _columns(next(rows, []))
        found = False
        for number, row in enumerate(rows, 2):
            if any(cell.strip() for cell in row):
                found = True
                yield _row(row, columns, f"row {number}")
    except csv.Error as error:
        raise UnreadableError("broken", f"line {rows.line_num}: {error}") from error
    if not found:
        raise UnreadableError("empty", "there is no row under its header")


def _row(row: list[str], columns: dict[str, int], position: str) -> Found | Refused:
    values = {name: row[i].strip() if i < len(row) else "" for name, i in columns.items()}
    text = row[columns["text"]] if columns["text"] < len(row) else ""
    if not text.strip():
        return Refused("empty", "its text is empty", position)
    return Found(
        title=values.get("title", "") or first_title(text),
        text=text,
        published=values.get("published", ""),
        published_basis="the table" if values.get("published") else "",
        publisher=values.get("publisher", ""),
        author=values.get("author", ""),
        url=values.get("url", ""),
        language=values.get("language", ""),
        home=values.get("home", ""),
        source_id=values.get("source_id", ""),
        position=position,
    )


def _columns(header: list[str]) -> dict[str, int]:
    names = ["".join(c for c in cell.lower() if c.isalnum()) for cell in header]
    columns: dict[str, int] = {}
    for field, known in COLUMNS.items():
        found = next((names.index(name) for name in known if name in names), None)
        if found is not None:
            columns[field] = found
    if "text" not in columns:
        near = next((close for name in names if (close := difflib.get_close_matches(name, ["text", "content"], 1))), [])
        hint = f" (is {near[0]!r} meant?)" if near else ""
        listed = ", ".join(repr(cell[:30]) for cell in header[:12])
        raise UnreadableError("broken", f"no column is named 'text', 'content' or 'body'{hint}; there are {listed}")
    return columns


def _delimiter(text: str) -> str:
    """The separator that the header line has most of, outside quotes."""
    line = "".join(text.lstrip("\n").split("\n", 1)[0].split('"')[::2])
    return max(",;\t|", key=line.count)


def _joined(head: bytes, rest: IO[bytes]) -> io.BufferedReader:
    return io.BufferedReader(_Chained(head.removeprefix(b"\xef\xbb\xbf"), rest))


def _sane(encoding: str) -> str:
    return "utf-8" if encoding.startswith(("ascii", "utf-8")) else encoding


class _Chained(io.RawIOBase):
    """Bytes that were read already, then the rest of their stream."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] if self._head else self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)
