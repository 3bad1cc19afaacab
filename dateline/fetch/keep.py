"""Where fetched pages are kept: file names out of addresses, and what is known of each for the next time."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from dateline.errors import OutputError
from dateline.fetch.refusal import RefusedError
from dateline.fetch.session import Page
from dateline.files import replace_file
from dateline.sources.about import ENDING
from dateline.sources.decode import decode
from dateline.sources.page import declared_charset
from dateline.sources.published import parse_published

STATE = ".dateline-fetched.json"
_NAME_CHARACTERS = 80
ACCEPT = "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8, */*;q=0.1"

# Media types that are kept, and the ending of their files.
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "multipart/related": ".mhtml",
}
_MUTE = frozenset({".pdf", ".docx", ".eml"})  # have no place in them for the address that they are from

Now = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address that was fetched before: its file, and how and when that came.

    `url` is where it was in the end, `fetched` when these bytes came, in UTC as ISO 8601.
    """

    file: str
    sha256: str
    etag: str = ""
    modified: str = ""
    url: str = ""
    fetched: str = ""


class Shelf:
    """The folder that pages are put into, and its memory of where each came from."""

    def __init__(self, folder: Path, now: Now | None = None) -> None:
        self._folder = folder
        self._now = now
        self._known = _load(folder / STATE)

    def known(self, url: str) -> Known | None:
        """What is known of an address, if its file is still there."""
        known = self._known.get(url)
        return known if known is not None and (self._folder / known.file).is_file() else None

    def put(self, asked: str, page: Page) -> tuple[Path, bool]:
        """Write a page; where it lies, and whether it is new or differs from what lay there.

        Raises:
            RefusedError: it is of no kind that is read, or can't be written.
        """
        kind = page.headers.get("content-type", "").split(";")[0].strip().lower()
        ending = _ENDINGS.get(kind) or ("" if kind else _by_bytes(page.body))
        if not ending:
            raise RefusedError("unknown-type", f"the server calls it {kind[:80] or 'nothing'!r}")
        data = _with_origin(page, ending)
        path = self._folder / file_name(asked, ending)
        before = self._known.get(asked)
        digest = hashlib.sha256(data).hexdigest()
        changed = before is None or before.sha256 != digest or not path.is_file()
        try:
            etag, modified = page.headers.get("etag", "")[:500], page.headers.get("last-modified", "")[:100]
            fetched = before.fetched if before is not None and not changed else self._time()
            if changed:
                replace_file(path, data)
            about = path.with_name(path.name + ENDING)
            if ending in _MUTE and not about.exists():  # one that is there may have a person's lines in it
                replace_file(about, _about(page.url, modified, fetched).encode())
            self._known[asked] = Known(path.name, digest, etag, modified, page.url, fetched)
            replace_file(
                self._folder / STATE, msgspec.json.format(msgspec.json.encode(dict(sorted(self._known.items()))))
            )
        except OutputError as error:
            raise RefusedError("unwritable", str(error)) from error
        return path, changed

    def _time(self) -> str:
        return self._now().astimezone(dt.UTC).isoformat(timespec="seconds") if self._now is not None else ""


def file_name(url: str, ending: str) -> str:
    """A file's name that tells people the address: host and path in plain letters, and a hash to make it unique."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    words = re.sub(r"\.(?:html?|php|aspx?|pdf|txt)$", "", unquote(parts.path), flags=re.IGNORECASE)
    plain = re.sub(r"[^a-z0-9]+", "-", f"{host} {words}".lower()).strip("-")[:_NAME_CHARACTERS].strip("-")
    return f"{plain or 'page'}-{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()[:8]}{ending}"


def _with_origin(page: Page, ending: str) -> bytes:
    """The bytes to keep: a page says where it is from, as browsers write it, in an encoding that needs no server."""
    charset = re.search(r"charset=\"?([\w.:-]{2,40})", page.headers.get("content-type", ""))
    data = page.body
    if ending in (".html", ".txt", ".md"):
        text = decode(data, charset[1] if charset else declared_charset(data)).text
        if ending == ".html":
            url = page.url.replace("-->", "--%3E")
            comment = f"<!-- saved from url=({len(url):04d}){url} -->"
            doctype = re.match(r"\s*<!doctype[^>]{0,300}>", text, re.IGNORECASE)
            end = doctype.end() if doctype else 0
            text = f"{text[:end]}\n{comment}\n{text[end:].lstrip()}" if end else f"{comment}\n{text}"
        elif not text.startswith("---\n"):
            text = f"---\nurl: {page.url}\n---\n{text}"
        # The mark goes before whatever encoding the page itself declares.
        return b"\xef\xbb\xbf" + text.encode("utf-8", "replace")
    return data


def _about(url: str, modified: str, fetched: str) -> str:
    """What goes beside a file that can't say where it is from. Its day of publication is for a person to say."""
    try:
        day = parse_published(modified)
    except ValueError:
        day = None
    lines = [f"url: {url}", f"# Fetched {fetched}." if fetched else "# Fetched by dateline."]
    if day is not None:
        lines.append(f"# The server calls it last modified on {day}, which need not be when it came out.")
    lines += ["# The day on which it came out, from which “on Friday” is counted: take off the # and mend it.",
              f"# published: {day or '2025-06-05'}"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _by_bytes(body: bytes) -> str:
    start = body[:1000].lstrip().lower()
    if start.startswith(b"%pdf-"):
        return ".pdf"
    return ".html" if start.startswith((b"<!doctype html", b"<html")) else ""


def _load(path: Path) -> dict[str, Known]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Known])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):  # lost or damaged: everything is asked for anew
        return {}
