"""What a run reads and how it is cut: files, pieces of files, and which rank gets which, the same on every machine."""

import heapq
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from dateline.errors import OutputError
from dateline.files import replace_file
from dateline.scale import ScaleError
from dateline.sources.files import HEAD_BYTES, hash_file, open_source
from dateline.sources.formats import SUFFIXES, format_of, is_gzip_name
from dateline.sources.found import UnreadableError
from dateline.sources.limits import DEFAULT
from dateline.sources.walk import Item, Passed, walk

PLAN = "plan.json"
PARQUET = "parquet"
_BLOCK_BYTES = 1024 * 1024
_UNPACKS_TO = 4  # gzipped text, for the balance between ranks alone
_LEAST_PIECE = 64 * 1024  # bytes: cutting finer only makes more pieces
_SUFFIXES = frozenset({*SUFFIXES, ".parquet"})


class Piece(msgspec.Struct, frozen=True, order=True):
    """A file or a stretch of one: bytes of JSON Lines, row groups of Parquet; `end` -1 is the whole file.

    `line` is how many lines (or rows) of the file come before it.
    """

    source: int
    start: int = 0
    end: int = -1
    line: int = 0
    weight: int = 0


class Source(msgspec.Struct, frozen=True):
    """A file of the input. `shown` is its name for people; `refused` is why it can't be read at all.

    `about` is the SHA-256 of the file beside it that tells about it, empty where there is none.
    """

    path: str
    shown: str
    size: int
    sha256: str
    format: str
    refused: tuple[str, str] = ("", "")
    about: str = ""


class Plan(msgspec.Struct, frozen=True):
    """All that decides what a run reads; two runs with the same plan write the same bytes."""

    ranks: int
    language: str
    gazetteers: tuple[str, ...]
    code: str  # a hash of everything that has a say in what is read
    sources: tuple[Source, ...]
    pieces: tuple[Piece, ...]

    def of_rank(self, rank: int) -> list[Piece]:
        """The pieces of one rank: the heaviest go first to whoever has least, ties to the lower number."""
        loads = [(0, number) for number in range(self.ranks)]
        mine: list[Piece] = []
        for piece in sorted(self.pieces, key=lambda piece: (-piece.weight, piece)):
            load, number = heapq.heappop(loads)
            heapq.heappush(loads, (load + max(1, piece.weight), number))
            if number == rank:
                mine.append(piece)
        return sorted(mine)


def make_plan(
    sources: Sequence[str], *, ranks: int, code: str, language: str = "en", gazetteers: Sequence[str] = ()
) -> Plan:
    """Look at every file once: its hash, its format, and where it can be cut."""
    found: list[Source] = []
    for item in walk(sources, _SUFFIXES, DEFAULT):
        if isinstance(item, Passed):
            found.append(Source("", item.shown, 0, "", "", (item.refused.reason, item.refused.detail)))
        else:
            found.append(_look(item))
    cut = [source for source in found if _can_cut(source)]
    piece = max(_LEAST_PIECE, -(-sum(source.size for source in cut) // ranks))
    pieces: list[Piece] = []
    for number, source in enumerate(found):
        if source.format == PARQUET and not source.refused[0]:
            pieces.extend(_cut_parquet(source, number, ranks))
        elif _can_cut(source) and source.size > piece:
            pieces.extend(_cut_lines(source, number, piece))
        else:
            packed = is_gzip_name(source.shown)
            pieces.append(Piece(number, weight=source.size * (_UNPACKS_TO if packed else 1)))
    return Plan(ranks, language, tuple(gazetteers), code, tuple(found), tuple(pieces))


def _look(item: Item) -> Source:
    path = str(item.path.absolute())  # not what a link leads to: what tells about it stands beside the link
    try:
        with open_source(item.path, DEFAULT, unpack=is_gzip_name(item.path.name)) as stream:
            head = stream.read(HEAD_BYTES)
        sha256 = hash_file(item.path)
    except UnreadableError as error:
        return Source(path, item.shown, item.size, "", "", (error.reason, error.detail))
    except OSError as error:
        return Source(path, item.shown, item.size, "", "", ("unreadable", f"can't be read: {error.strerror}"))
    format_ = PARQUET if head.startswith(b"PAR1") else format_of(item.path.name, head)
    return Source(path, item.shown, item.size, sha256, format_, about=_hash_about(item.about))


def _hash_about(about: Path | None) -> str:
    """What stands beside a file is told as it is read; here it only matters that it is another one."""
    try:
        return hash_file(about) if about else ""
    except UnreadableError as error:
        return error.reason


def _can_cut(source: Source) -> bool:
    return source.format == "jsonl" and not is_gzip_name(source.shown) and not source.refused[0]


def _cut_lines(source: Source, number: int, size: int) -> list[Piece]:
    """Pieces of about `size` bytes that end with a line."""
    cuts = [(0, 0)]  # offset, lines before it
    with Path(source.path).open("rb") as file:
        line = offset = 0
        while data := file.read(_BLOCK_BYTES):
            wanted = cuts[-1][0] + size
            at = 0
            while offset + len(data) >= wanted:
                end = data.find(b"\n", max(at, wanted - offset - 1))
                if end < 0:
                    break
                line += data.count(b"\n", at, end + 1)
                at = end + 1
                if offset + at >= source.size:
                    break
                cuts.append((offset + at, line))
                wanted = offset + at + size
            line += data.count(b"\n", at)
            offset += len(data)
    ends = [*(start for start, _ in cuts[1:]), source.size]
    return [Piece(number, start, end, line, end - start) for (start, line), end in zip(cuts, ends, strict=True)]


def _cut_parquet(source: Source, number: int, ranks: int) -> list[Piece]:
    """A piece for each row group, or for several where there are many more than ranks."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(source.path) as file:
        rows = [file.metadata.row_group(group).num_rows for group in range(file.metadata.num_row_groups)]
    step = max(1, len(rows) // (4 * ranks))
    total = max(1, sum(rows))
    return [
        Piece(number, at, min(at + step, len(rows)), sum(rows[:at]), source.size * sum(rows[at : at + step]) // total)
        for at in range(0, len(rows), step)
    ]


def save_plan(work: Path, plan: Plan) -> None:
    """Keep a plan in the folder of work."""
    replace_file(work / PLAN, msgspec.json.format(msgspec.json.encode(plan), indent=1) + b"\n")


def load_plan(work: Path) -> Plan:
    """The plan of a run.

    Raises:
        ScaleError: there is none, or none of this version.
    """
    try:
        return msgspec.json.decode((work / PLAN).read_bytes(), type=Plan)
    except FileNotFoundError as error:
        raise ScaleError(f"{work} holds no run; type: dateline scale run SOURCES --work {work}") from error
    except (OSError, msgspec.DecodeError) as error:
        raise OutputError(f"{work / PLAN} can't be read: {error}; remove {work} and begin again") from error


class Stretch:
    """Lines of a stream up to a byte; what `read_json_lines` reads."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        self._stream = stream
        self._left = length

    def readline(self, size: int = -1, /) -> bytes:
        """One line, at most `size` bytes of it."""
        line = self._stream.readline(self._left if size < 0 else min(size, self._left))
        self._left -= len(line)
        return line
