"""Paths to articles: walks, picks a reader for each file, and turns whatever goes wrong into a drop."""

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from dateline.model import Article, Drop
from dateline.sources.assemble import assemble, whole_drop
from dateline.sources.child import ChildReader, Opener
from dateline.sources.decode import clean
from dateline.sources.files import HEAD_BYTES, hash_file, open_source, read_whole
from dateline.sources.formats import FOREIGN, PACKED, STREAMED, SUFFIXES, format_of, is_gzip_name
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.jsonl import read_json, read_json_lines
from dateline.sources.limits import DEFAULT, Limits
from dateline.sources.plain import read_markdown, read_text
from dateline.sources.walk import Item, Passed, walk

_WHOLE: dict[str, Callable[[bytes], Iterator[Found | Refused]]] = {"text": read_text, "markdown": read_markdown}


def read_sources(
    paths: Sequence[Path | str],
    *,
    stdin: BinaryIO | None = None,
    limits: Limits = DEFAULT,
    keep_duplicates: bool = False,
    opener: Opener | None = None,
) -> Iterator[Article | Drop]:
    """Every article under the given files and folders, in a fixed order, and a drop for all that gave none.

    Args:
        paths: Files and folders; a folder is read with all below it, "-" is standard input.
        stdin: What "-" stands for, as bytes.
        limits: Sizes and times.
        keep_duplicates: Give the very same article each time it is met; else the second is a drop ("duplicate").
        opener: What opens foreign formats; a process of its own unless given.

    Yields:
        Articles, and drops: one about an article follows it, one about a whole input has an empty `article` and a
        `detail` that begins with the input's path. Nothing is raised for an input, however bad it is.
    """
    seen: dict[str, str] = {}
    with ExitStack() as stack:
        if opener is None:
            opener = ChildReader(limits)
            stack.callback(opener.close)
        for part in _read_all(paths, stdin, limits, opener):
            if isinstance(part, Article) and not keep_duplicates:
                first = seen.setdefault(part.id, part.path)
                if first is not part.path:
                    yield Drop("duplicate", "", 0, 0, f"{part.path}: says exactly what {first} says")
                    continue
            yield part


def _read_all(
    paths: Sequence[Path | str], stdin: BinaryIO | None, limits: Limits, opener: Opener
) -> Iterator[Article | Drop]:
    for given in paths:
        if str(given) == "-":
            yield from _read_stdin(stdin if stdin is not None else io.BytesIO(), limits, opener)
            continue
        for item in walk([given], frozenset(SUFFIXES), limits):
            if isinstance(item, Passed):
                yield whole_drop(item.shown, item.refused)
            else:
                yield from _read_item(item, limits, opener)


def _read_item(item: Item, limits: Limits, opener: Opener) -> Iterator[Article | Drop]:
    try:
        yield from _read_file(item, limits, opener)
    except UnreadableError as problem:
        yield whole_drop(item.shown, Refused(problem.reason, problem.detail))


def _read_file(item: Item, limits: Limits, opener: Opener) -> Iterator[Article | Drop]:
    packed = is_gzip_name(item.path.name)
    if not item.size:
        raise UnreadableError("empty", "0 bytes")
    with open_source(item.path, limits, unpack=packed) as stream:
        format_ = format_of(item.path.name, stream.read(HEAD_BYTES))
    if not format_:
        ending = f"files named {clean(item.path.suffix)[:20]!r} are not read"
        raise UnreadableError("unknown-format", f"{ending}; docs/sources.md lists those that are")
    most = limits.file_bytes if format_ in PACKED else limits.text_bytes
    if format_ not in STREAMED and item.size > most:
        raise UnreadableError("too-large", f"{item.size:,} bytes; at most {most:,} are read")
    sha256 = hash_file(item.path)
    if format_ in FOREIGN:
        yield from assemble(opener.read(item.path, format_, packed=packed), item.shown, sha256, limits)
        return
    with open_source(item.path, limits, unpack=packed) as stream:
        yield from assemble(_read_own(stream, format_, limits), item.shown, sha256, limits)


def _read_own(stream: BinaryIO, format_: str, limits: Limits) -> Iterator[Found | Refused]:
    if format_ == "jsonl":
        return read_json_lines(stream, limits)
    data = read_whole(stream, limits.text_bytes)
    return read_json(data, limits) if format_ == "json" else _WHOLE[format_](data)


def _read_stdin(stdin: BinaryIO, limits: Limits, opener: Opener) -> Iterator[Article | Drop]:
    stream = stdin if isinstance(stdin, io.BufferedReader) else io.BufferedReader(stdin)  # type: ignore[type-var]
    format_ = format_of("-", stream.peek(HEAD_BYTES)[:HEAD_BYTES])
    shown = "-"
    try:
        if format_ not in FOREIGN:
            yield from assemble(_read_own(stream, format_, limits), shown, "", limits)
            return
        with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
            path = Path(folder) / "stdin"
            with path.open("wb") as file:
                shutil.copyfileobj(stream, file)
            yield from assemble(opener.read(path, format_, packed=False), shown, hash_file(path), limits)
    except UnreadableError as problem:
        yield whole_drop(shown, Refused(problem.reason, problem.detail))
    finally:
        stream.detach() if stream is not stdin else None
