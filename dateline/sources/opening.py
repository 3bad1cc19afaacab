"""Foreign files opened several at a time, each once as long as it stays the same."""

import queue
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache as remembered
from importlib import metadata
from pathlib import Path

import msgspec

from dateline.cache import Cache, cache_key
from dateline.sources.child import Answer, ChildReader, Opener
from dateline.sources.files import hash_file
from dateline.sources.formats import STREAMED
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.limits import Limits

KIND = "source"
_LIBRARIES = (
    "charset-normalizer", "courlan", "defusedxml", "feedparser", "htmldate", "justext", "lxml", "pypdf", "python-docx",
    "trafilatura", "warcio",
)  # fmt: skip
_KEPT_BYTES = 4 * 1024 * 1024  # of what one file gave; a larger one is opened again
_LUCK = ("time-limit", "crashed", "unreadable")  # what may go otherwise the next time


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file gave: all its parts, and the failure that ended it, if one did."""

    parts: tuple[Found | Refused, ...]
    failure: UnreadableError | None = None

    def give(self) -> Iterator[Found | Refused]:
        """The parts, then the failure.

        Raises:
            UnreadableError: there was one.
        """
        yield from self.parts
        if self.failure is not None:
            raise self.failure


class Opening:
    """Opens foreign files ahead of their turn, in as many processes as are allowed, or takes them from the cache.

    With an `opener` that was given from outside, files are opened by it alone and in their turn.
    """

    def __init__(self, limits: Limits, cache: Cache | None, workers: int, opener: Opener | None) -> None:
        self._limits = limits
        self._cache = cache
        self._given = opener
        self._workers = max(1, workers)
        self._openers: list[ChildReader] = []
        self._free: queue.SimpleQueue[ChildReader] = queue.SimpleQueue()
        self._pool: ThreadPoolExecutor | None = None

    @property
    def ahead(self) -> int:
        """How many files are worth being started before the first is needed."""
        return 1 if self._given is not None else 2 * self._workers

    def start(self, path: Path, format_: str, *, packed: bool) -> "Pending":
        """Begin to open a file."""
        if format_ in STREAMED:  # may be endless: read in its turn, and not kept
            return Pending(self, path, format_, packed)
        key = self._key(path, format_, packed=packed) if self._cache is not None else b""
        kept = self._kept(key)
        if kept is not None or self._given is not None:
            return Pending(self, path, format_, packed, key, kept)
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._workers, "dateline-open")
        future = self._pool.submit(self._open, path, format_, packed)
        return Pending(self, path, format_, packed, key, None, future)

    def read_now(self, path: Path, format_: str, *, packed: bool) -> Iterator[Found | Refused]:
        """Open a file in its turn and give its parts as they come."""
        opener = self._given or self._take()
        try:
            yield from opener.read(path, format_, packed=packed)
        finally:
            if isinstance(opener, ChildReader) and opener is not self._given:
                self._free.put(opener)

    def keep(self, key: bytes, opened: Opened) -> None:
        """Put what a file gave into the cache, unless luck had a say in it."""
        if self._cache is None or not key or (opened.failure is not None and opened.failure.reason in _LUCK):
            return
        failed = None if opened.failure is None else (opened.failure.reason, opened.failure.detail)
        answers = [Answer(found=p) if isinstance(p, Found) else Answer(refused=p) for p in opened.parts]
        data = msgspec.msgpack.encode([*answers, Answer(failed=failed, done=True)])
        if len(data) <= _KEPT_BYTES:
            self._cache.put(KIND, key, data)

    def close(self) -> None:
        """End every process, also those that are at work."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._close_openers()
            self._pool.shutdown(wait=True)
        self._close_openers()  # one may have been started while the others were ended

    def _close_openers(self) -> None:
        for opener in self._openers:
            opener.close()

    def _open(self, path: Path, format_: str, packed: bool) -> Opened:
        opener = self._take()
        try:
            return collect(opener.read(path, format_, packed=packed))
        finally:
            self._free.put(opener)

    def _take(self) -> ChildReader:
        try:
            return self._free.get_nowait()
        except queue.Empty:
            opener = ChildReader(self._limits)
            self._openers.append(opener)
            return opener

    def _kept(self, key: bytes) -> Opened | None:
        data = self._cache.get(KIND, key) if self._cache is not None and key else None
        if data is None:
            return None
        try:
            *answers, end = msgspec.msgpack.decode(data, type=list[Answer])
        except (msgspec.DecodeError, ValueError):
            if self._cache is not None:
                self._cache.forget(KIND, key)
            return None
        parts = tuple(part for answer in answers if (part := answer.found or answer.refused) is not None)
        return Opened(parts, UnreadableError(*end.failed) if end.failed is not None else None)

    def _key(self, path: Path, format_: str, *, packed: bool) -> bytes:
        try:
            sha256 = hash_file(path)
        except UnreadableError:  # told when it is opened
            return b""
        return cache_key(code_version(), sha256, format_, str(packed), repr(self._limits))


class Pending:
    """A file that is being opened, or will be."""

    def __init__(
        self,
        opening: Opening,
        path: Path,
        format_: str,
        packed: bool,
        key: bytes = b"",
        kept: Opened | None = None,
        future: "Future[Opened] | None" = None,
    ) -> None:
        self._opening = opening
        self._path = path
        self._format = format_
        self._packed = packed
        self._key = key
        self._kept = kept
        self._future = future

    def parts(self) -> Iterator[Found | Refused]:
        """What the file gives.

        Raises:
            UnreadableError: it gave nothing, or not all.
        """
        if self._kept is not None:
            yield from self._kept.give()
        elif self._future is None and not self._key:
            yield from self._opening.read_now(self._path, self._format, packed=self._packed)
        else:
            if self._future is not None:
                opened = self._future.result()
            else:
                opened = collect(self._opening.read_now(self._path, self._format, packed=self._packed))
            self._opening.keep(self._key, opened)
            yield from opened.give()


def collect(parts: Iterable[Found | Refused]) -> Opened:
    """All parts at once, with the failure as a value."""
    found: list[Found | Refused] = []
    try:
        found.extend(parts)
    except UnreadableError as failure:
        return Opened(tuple(found), failure)
    return Opened(tuple(found))


@remembered
def code_version() -> str:
    """The readers' own code and the libraries' versions: with another of these a file is opened again."""
    code = "".join(hash_file(path) for path in sorted(Path(__file__).parent.glob("*.py")))
    return code + "".join(f"{name} {metadata.version(name)};" for name in _LIBRARIES)
