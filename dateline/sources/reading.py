"""Paths to articles: walks, picks a reader for each file, and turns whatever goes wrong into a drop."""

import io
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from dateline.cache import Cache
from dateline.model import Article, Drop
from dateline.sources.about import with_about
from dateline.sources.assemble import assemble, whole_drop
from dateline.sources.child import Opener
from dateline.sources.decode import clean
from dateline.sources.files import HEAD_BYTES, hash_file, open_source, read_whole
from dateline.sources.formats import FOREIGN, PACKED, STREAMED, SUFFIXES, format_of, is_gzip_name
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.jsonl import read_json, read_json_lines
from dateline.sources.limits import DEFAULT, Limits
from dateline.sources.opening import Opening
from dateline.sources.plain import read_markdown, read_text
from dateline.sources.walk import Item, Passed, walk

_WHOLE: dict[str, Callable[[bytes], Iterator[Found | Refused]]] = {"text": read_text, "markdown": read_markdown}


def read_sources(
    paths: Sequence[Path | str],
    *,
    stdin: BinaryIO | None = None,
    limits: Limits = DEFAULT,
    keep_duplicates: bool = False,
    language: str = "en",
    cache: Cache | None = None,
    workers: int = 1,
    opener: Opener | None = None,
) -> Iterator[Article | Drop]:
    """Every article under the given files and folders, in a fixed order, and a drop for all that gave none.

    Args:
        paths: Files and folders; a folder is read with all below it, "-" is standard input.
        stdin: What "-" stands for, as bytes.
        limits: Sizes and times.
        keep_duplicates: Give the very same article each time it is met; else the second is a drop ("duplicate").
        language: Of articles that do not say theirs, as a code of two letters.
        cache: Keeps what pages, PDFs and the like gave, by their bytes.
        workers: Processes that open such files; they are started when the first is met.
        opener: What opens them instead, in their turn.

    Yields:
        Articles, and drops: one about an article follows it, one about a whole input has an empty `article` and a
        `detail` that begins with the input's path. Nothing is raised for an input, however bad it is.
    """
    seen: dict[str, str] = {}
    with closing(Opening(limits, cache, workers, opener)) as opening:
        for part in _Reading(opening, limits, language).read(paths, stdin):
            if isinstance(part, Article) and not keep_duplicates:
                first = seen.setdefault(part.id, part.path)
                if first is not part.path:
                    yield Drop("duplicate", "", 0, 0, f"{part.path}: says exactly what {first} says")
                    continue
            yield part


class _Reading:
    """One run over inputs."""

    def __init__(self, opening: Opening, limits: Limits, language: str) -> None:
        self._opening = opening
        self._limits = limits
        self._language = language

    def read(self, paths: Sequence[Path | str], stdin: BinaryIO | None) -> Iterator[Article | Drop]:
        """Everything under the paths. Some files ahead of the one whose turn it is are being opened already."""
        waiting: deque[Iterator[Article | Drop]] = deque()
        for given in paths:
            if str(given) == "-":
                waiting.append(self._stdin(stdin if stdin is not None else io.BytesIO()))
                continue
            for item in walk([given], frozenset(SUFFIXES), self._limits):
                waiting.append(self._begin(item))
                if len(waiting) > self._opening.ahead:
                    yield from waiting.popleft()
        while waiting:
            yield from waiting.popleft()

    def _begin(self, item: Item | Passed) -> Iterator[Article | Drop]:
        if isinstance(item, Passed):
            return iter([whole_drop(item.shown, item.refused)])
        try:
            format_, packed = self._format(item)
            if format_ in FOREIGN:
                parts = self._opening.start(item.path, format_, packed=packed).parts()
            else:
                parts = self._own(item.path, format_, packed=packed)
        except UnreadableError as problem:
            return iter([whole_drop(item.shown, Refused(problem.reason, problem.detail))])
        return self._turn(item, parts)

    def _turn(self, item: Item, parts: Iterator[Found | Refused]) -> Iterator[Article | Drop]:
        if item.about is not None:
            parts = with_about(parts, item.about)
        try:
            yield from assemble(parts, item.shown, hash_file(item.path), self._limits, self._language)
        except UnreadableError as problem:
            yield whole_drop(item.shown, Refused(problem.reason, problem.detail))

    def _format(self, item: Item) -> tuple[str, bool]:
        """The format of a file, and whether it is gzipped.

        Raises:
            UnreadableError: it can't be opened, is empty, too large, or of no format that is read.
        """
        packed = is_gzip_name(item.path.name)
        if not item.size:
            raise UnreadableError("empty", "0 bytes")
        with open_source(item.path, self._limits, unpack=packed) as stream:
            format_ = format_of(item.path.name, stream.read(HEAD_BYTES))
        if not format_:
            ending = f"files named {clean(item.path.suffix)[:20]!r} are not read"
            raise UnreadableError("unknown-format", f"{ending}; docs/sources.md lists those that are")
        most = self._limits.file_bytes if format_ in PACKED else self._limits.text_bytes
        if format_ not in STREAMED and item.size > most:
            raise UnreadableError("too-large", f"{item.size:,} bytes; at most {most:,} are read")
        return format_, packed

    def _own(self, path: Path, format_: str, *, packed: bool) -> Iterator[Found | Refused]:
        with open_source(path, self._limits, unpack=packed) as stream:
            yield from self._records(stream, format_)

    def _records(self, stream: BinaryIO, format_: str) -> Iterator[Found | Refused]:
        if format_ == "jsonl":
            return read_json_lines(stream, self._limits)
        data = read_whole(stream, self._limits.text_bytes)
        return read_json(data, self._limits) if format_ == "json" else _WHOLE[format_](data)

    def _stdin(self, stdin: BinaryIO) -> Iterator[Article | Drop]:
        stream = stdin if isinstance(stdin, io.BufferedReader) else io.BufferedReader(stdin)  # type: ignore[type-var]
        format_ = format_of("-", stream.peek(HEAD_BYTES)[:HEAD_BYTES])
        try:
            if format_ not in FOREIGN:
                yield from assemble(self._records(stream, format_), "-", "", self._limits, self._language)
                return
            with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
                path = Path(folder) / "stdin"
                with path.open("wb") as file:
                    shutil.copyfileobj(stream, file)
                parts = self._opening.start(path, format_, packed=False).parts()
                yield from assemble(parts, "-", hash_file(path), self._limits, self._language)
        except UnreadableError as problem:
            yield whole_drop("-", Refused(problem.reason, problem.detail))
        finally:
            if stream is not stdin:
                stream.detach()
