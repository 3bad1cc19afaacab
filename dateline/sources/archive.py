"""WARC files: every page in a web archive that is an article, by warcio and the reader of pages."""

import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from dateline.sources.decode import decode
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.limits import Limits
from dateline.sources.page import extract_page
from dateline.sources.plain import first_title

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(stream: IO[bytes], limits: Limits) -> Iterator[Found | Refused | None]:
    """The articles of a web archive, compressed record by record or not at all; None for each record passed over.

    Pictures, scripts, redirects and errors of servers are no articles and are passed over. The day of the crawl is no
    publication date.

    Raises:
        UnreadableError: it is no web archive, or has no page.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    pages = records = 0
    try:
        for record in ArchiveIterator(stream, arc2warc=True):
            records += 1
            part = _read_record(record, limits, f"record {records}")
            pages += part is not None
            yield part
    except (ArchiveLoadFailed, EOFError, ValueError, OSError, AttributeError, TypeError, zlib.error) as error:
        # warcio trusts that a record says what it is, and reads a missing header as None.
        reason = error.reason if isinstance(error, UnreadableError) else "broken"
        message = f"the archive is damaged after record {records}: {error}"[:300]
        if not pages:
            raise UnreadableError(reason, message) from error
        yield Refused(reason, message)
    if not pages:
        raise UnreadableError("no-text", f"none of its {records:,} records is a page")


def _read_record(record: "ArcWarcRecord", limits: Limits, position: str) -> Found | Refused | None:
    kind = record.rec_type
    if kind not in ("response", "resource", "conversion"):
        return None
    headers = record.http_headers if kind == "response" and record.http_headers is not None else record.rec_headers
    type_ = (headers.get_header("Content-Type") or "").lower()
    if kind == "response" and record.http_headers is not None and record.http_headers.get_statuscode() != "200":
        return None
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    if not type_.startswith((*_PAGES, "text/plain")) or (type_.startswith("text/plain") and kind == "response"):
        return None
    data = record.content_stream().read(limits.record_bytes + 1)
    if len(data) > limits.record_bytes:
        return Refused("too-large", f"{address[:200]} is larger than {limits.record_bytes:,} bytes", position)
    charset = type_.partition("charset=")[2].split(";")[0].strip(" \"'")
    if type_.startswith("text/plain"):
        text = decode(data, charset).text.strip()
        if not text:
            return Refused("empty", address[:200], position)
        return Found(title=first_title(text), text=text, url=address, position=position)
    try:
        return extract_page(data, limits, url=address, charset=charset, position=position)
    except UnreadableError as error:
        return Refused(error.reason, f"{error.detail} ({address[:200]})", position)
