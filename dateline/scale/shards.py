"""Articles of a rank's share of the input, by the readers that `dateline build` has."""

import dataclasses
import datetime as dt
import io
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from dateline.model import Article, Drop
from dateline.scale.plan import PARQUET, Piece, Plan, Source, Stretch
from dateline.scale.tables import Position
from dateline.sources import ChildReader, read_sources
from dateline.sources.about import about_file, with_about
from dateline.sources.assemble import assemble, whole_drop
from dateline.sources.files import open_source
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.jsonl import read_json_lines
from dateline.sources.limits import DEFAULT, Limits

_LINE = re.compile(r"line (\d+)")


def read_share(plan: Plan, rank: int, limits: Limits = DEFAULT) -> Iterator[tuple[Position, Article | Drop]]:
    """Every article and drop of a rank, with where it stood."""
    with closing(ChildReader(limits)) as opener:
        for piece in plan.of_rank(rank):
            source = plan.sources[piece.source]
            for number, part in enumerate(_read(plan, source, piece, opener, limits)):
                yield Position(source=piece.source, start=piece.start, number=number), part


def _read(plan: Plan, source: Source, piece: Piece, opener: ChildReader, limits: Limits) -> Iterator[Article | Drop]:
    if source.refused[0]:
        yield whole_drop(source.shown, Refused(*source.refused))
    elif source.format == PARQUET or piece.end >= 0:
        parts = _rows(source, piece, limits) if source.format == PARQUET else _lines(source, piece, limits)
        if about := about_file(Path(source.path)):
            parts = with_about(parts, about, tell=piece.start == 0)
        try:
            yield from assemble(parts, source.shown, source.sha256, limits, plan.language)
        except UnreadableError as error:
            yield whole_drop(source.shown, Refused(error.reason, error.detail))
    else:
        path = Path(source.path)
        for part in read_sources([path], limits=limits, keep_duplicates=True, language=plan.language, opener=opener):
            yield _renamed(part, path.name, source.shown)


def _renamed(part: Article | Drop, name: str, shown: str) -> Article | Drop:
    """Read alone, a file is called by its name; here by its path below the folder that was given."""
    if isinstance(part, Article):
        return dataclasses.replace(part, path=shown)
    if part.detail.startswith(name):
        return dataclasses.replace(part, detail=shown + part.detail[len(name) :])
    return part


def _lines(source: Source, piece: Piece, limits: Limits) -> Iterator[Found | Refused]:
    with open_source(Path(source.path), limits, unpack=False) as stream:
        stream.seek(piece.start)
        stretch = cast("BinaryIO", Stretch(stream, piece.end - piece.start))
        for part in read_json_lines(stretch, limits):
            yield _moved(part, piece.line)


def _rows(source: Source, piece: Piece, limits: Limits) -> Iterator[Found | Refused]:
    """Rows of Parquet are read as the JSON objects that they would be: the same columns mean the same."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    row = piece.line
    try:
        with pq.ParquetFile(source.path) as file:
            for batch in file.iter_batches(batch_size=200, row_groups=range(piece.start, piece.end)):
                lines = b"".join(msgspec.json.encode(_plain(values)) + b"\n" for values in batch.to_pylist())
                for part in read_json_lines(io.BytesIO(lines), limits):
                    yield _moved(part, row, "row")
                row += batch.num_rows
    except (OSError, pa.ArrowException) as error:
        raise UnreadableError("broken", f"it is no whole Parquet file: {error}"[:300]) from error


def _plain(values: dict[str, object]) -> dict[str, object]:
    """What JSON has of a row: a time becomes its ISO form, what has none is left out."""
    kept: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, dt.date | dt.datetime):
            kept[name] = value.isoformat()
        elif isinstance(value, str | int | float | bool | list | dict):
            kept[name] = value
    return kept


def _moved(part: Found | Refused, lines: int, word: str = "line") -> Found | Refused:
    """Count lines from the beginning of the file."""
    counted = _LINE.fullmatch(part.position)
    if counted is None:
        return part
    return dataclasses.replace(part, position=f"{word} {int(counted[1]) + lines}")
