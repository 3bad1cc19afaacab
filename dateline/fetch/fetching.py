"""Addresses and feeds to files beside the seeds: what `dateline fetch` does."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dateline.fetch.address import joined
from dateline.fetch.keep import ACCEPT, Now, Shelf
from dateline.fetch.refusal import RefusedError
from dateline.fetch.session import Session
from dateline.files import lock_folder, recover_folder
from dateline.sources.child import ChildReader
from dateline.sources.found import Found, UnreadableError
from dateline.sources.limits import DEFAULT

FEED_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
FEED_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one address.

    `status` is new (a file that was not there), updated (it differs from the last time), unchanged, or refused; then
    `reason` is a code of `FETCH_REASONS` and `detail` says more.
    """

    url: str
    status: Literal["new", "updated", "unchanged", "refused"]
    path: Path | None = None
    reason: str = ""
    detail: str = ""


def fetch_into(
    folder: Path,
    session: Session,
    *,
    urls: Iterable[str] = (),
    feeds: Iterable[str] = (),
    entries: int = FEED_ENTRIES,
    now: Now | None = None,
) -> Iterator[Outcome]:
    """Fetch pages, and the pages that feeds lead to, into a folder; each address once, in the order given.

    Args:
        folder: Made if it isn't there, and held against other runs meanwhile.
        session: What fetches.
        urls: Addresses of articles.
        feeds: Addresses of RSS and Atom feeds; the first `entries` of each are fetched.
        entries: How many.
        now: Tells the time at which something came; without it that is not noted.

    Yields:
        What became of each address; one that fails does not stop the others.

    Raises:
        OutputError: the folder can't be written, or another run has it.
    """
    with lock_folder(folder):
        recover_folder(folder)
        shelf = Shelf(folder, now)
        done: set[str] = set()
        for url in urls:
            if url not in done:
                done.add(url)
                yield _one(url, session, shelf)
        for feed in feeds:
            try:
                page = session.get(feed, accept=FEED_ACCEPT)
                links = feed_links(page.body, page.url, entries)
            except RefusedError as error:
                yield Outcome(feed, "refused", None, error.reason, error.detail)
                continue
            for url in links:
                if url not in done:
                    done.add(url)
                    yield _one(url, session, shelf)


def feed_links(data: bytes, base: str, entries: int) -> list[str]:
    """The addresses of a feed's first entries; relative ones count from `base`, the feed's own.

    The feed is opened in a process of its own, as files are.

    Raises:
        RefusedError: it is no feed, or none of its entries has an address.
    """
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder, ChildReader(DEFAULT) as opener:
        path = Path(folder) / "feed.xml"
        path.write_bytes(data)
        try:
            parts = list(opener.read(path, "feed", packed=False))
        except UnreadableError as error:
            raise RefusedError("no-entries", f"the feed can't be read: {error.detail}") from error
    links = [_absolute(base, part.url) for part in parts if isinstance(part, Found) and part.url]
    if not links:
        raise RefusedError("no-entries", "no entry of the feed has an address")
    return list(dict.fromkeys(links))[:entries]


def _absolute(base: str, link: str) -> str:
    try:
        return joined(base, link)
    except RefusedError:  # it is refused by itself when its turn comes
        return link


def _one(url: str, session: Session, shelf: Shelf) -> Outcome:
    known = shelf.known(url)
    try:
        page = session.get(
            url, accept=ACCEPT, etag=known.etag if known else "", modified=known.modified if known else ""
        )
        if not page.changed:
            return Outcome(url, "unchanged")
        path, changed = shelf.put(url, page)
    except RefusedError as error:
        return Outcome(url, "refused", None, error.reason, error.detail)
    if not changed:
        return Outcome(url, "unchanged", path)
    return Outcome(url, "updated" if known is not None else "new", path)
