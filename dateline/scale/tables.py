"""Every table of a run, typed once: the fields of a row are the columns of its Parquet file."""

import dataclasses
import datetime as dt
import os
import secrets
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from dateline.homes import publisher_of
from dateline.model import Article, Drop, Event
from dateline.story.gates import label_of, span_of

GROUP_ROWS = 2_000  # rows held before they are written: texts of 5 kB make 10 MB
_ZSTD_LEVEL = 3

_PACK = msgspec.msgpack.Encoder()
_UNPACK = msgspec.msgpack.Decoder(Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where in the input something stood; sorts as `dateline build` meets it."""

    source: int  # number of the file, in the order of the walk
    start: int  # byte at which its piece of the file begins
    number: int  # in its piece


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow(Position):
    """An article as it was read."""

    id: str
    title: str
    text: str
    published: dt.date | None
    published_basis: str
    publisher: str
    author: str
    url: str
    language: str
    path: str
    sha256: str
    home: str
    source_id: str
    outlet: str  # whose article it is, as `dateline.homes` counts

    def article(self, home: tuple[float, float] | None = None) -> Article:
        """The article, with its publisher's home where that was earned."""
        return Article(
            id=self.id, title=self.title, text=self.text, published=self.published,
            published_basis=self.published_basis, publisher=self.publisher, author=self.author, url=self.url,
            language=self.language, path=self.path, sha256=self.sha256, home=self.home, home_point=home,
            source_id=self.source_id,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DropRow(Position):
    """Something read and not shown: of an input, of an article, or of the merge."""

    turn: int  # among those of one article
    reason: str
    article: str
    begin: int
    end: int
    detail: str

    def drop(self) -> Drop:
        """The drop."""
        return Drop(self.reason, self.article, self.begin, self.end, self.detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRow(Position):
    """An article that came before, word for word: it is not read again."""

    id: str
    path: str
    first: str  # the path of the one that is read


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeRow:
    """Where an outlet is at home, in WGS 84 degrees."""

    outlet: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What an event or a report of one says, in columns that can be asked."""

    id: str
    headline: str
    quote: str
    category: str
    status: str
    manner: str
    voice_source: str
    voice_cue: str
    earliest: dt.date | None
    latest: dt.date | None
    grain: str
    edtf: str
    time: str
    date_basis: str
    date_confidence: float | None
    approximate: bool
    year_known: bool
    open_start: bool
    open_end: bool
    day: int  # ordinal of the first day where the date is bounded, else 0
    last_day: int
    label: str  # EDTF where it is not
    place_key: str
    place: str
    kind: str
    precision: str
    lat: float | None
    lon: float | None
    country: str
    admin1: str
    admin1_key: str
    place_confidence: float | None
    actors: tuple[str, ...]
    salience: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow(Described):
    """One article's report of an event. `packed` is the whole of it (MessagePack of `dateline.model.Event`)."""

    source: int  # these three as in Position
    start: int
    number: int
    article: str
    turn: int  # in its article
    packed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRow:
    """Which block the reports of a day (or of a label, without one) and a country are in."""

    day: int
    label: str
    country: str
    block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow(Position):
    """A report in the block where it is compared."""

    block: int
    turn: int
    article: str
    packed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePartRow(ArticleRow):
    """An article in a block where one of its reports is."""

    block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow(Described):
    """An event that one or several articles report."""

    block: int
    turn: int  # in its block
    reports: int
    independent: int
    articles: tuple[str, ...]
    packed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesRow:
    """Articles that are copies of one report."""

    block: int
    turn: int  # in its block
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupRow:
    """Events of one stretch of time and one area, counted. `tops` are those that matter most."""

    level: int
    unit: str  # day, week, month …; empty where the events have no bounded date
    first: dt.date | None  # of the stretch
    last: dt.date | None
    area: str  # key of the place; empty where the events have none
    scope: str  # place, region, country
    bucket: str  # names it: unit, first day, area
    events: int
    reports: int
    earliest: dt.date | None  # of the events in it
    latest: dt.date | None
    statuses: str  # "happened 12, planned 1"
    categories: str  # the same of categories
    tops: tuple[str, ...]


Row = TypeVar("Row")

_SCALARS: dict[object, Callable[[], pa.DataType]] = {
    str: pa.string, int: pa.int64, float: pa.float64, bool: pa.bool_, bytes: pa.binary, dt.date: pa.date32,
}  # fmt: skip


def schema_of(row: type[object]) -> pa.Schema:
    """The Arrow schema of a table; a field is nullable where its type says so, and nowhere else."""
    hints = get_type_hints(row)
    fields = []
    for field in dataclasses.fields(row):  # type: ignore[arg-type]
        hint = hints[field.name]
        nullable = get_origin(hint) in (Union, types.UnionType)
        if nullable:
            hint = next(one for one in get_args(hint) if one is not type(None))
        kind = pa.list_(pa.string()) if get_origin(hint) is tuple else _SCALARS[hint]()
        fields.append(pa.field(field.name, kind, nullable=nullable))
    return pa.schema(fields)


@contextmanager
def writing(path: Path, row: type[Row], held: int = GROUP_ROWS) -> Iterator[Callable[[Row], None]]:
    """Write a table row by row: under a temporary name, and renamed when all of it is on the disk.

    What a killed writer left behind is swept by the next one of the same table. `held` rows are in memory.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f".{path.name}.*.tmp"):
        left.unlink(missing_ok=True)
    temporary = path.parent / f".{path.name}.{secrets.token_hex(4)}.tmp"
    schema = schema_of(row)
    waiting: list[Row] = []
    try:
        with pq.ParquetWriter(temporary, schema, compression="zstd", compression_level=_ZSTD_LEVEL) as writer:

            def put(one: Row) -> None:
                waiting.append(one)
                if len(waiting) >= held:
                    writer.write_batch(_batch(waiting, schema))
                    waiting.clear()

            yield put
            if waiting:
                writer.write_batch(_batch(waiting, schema))
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _batch(rows: Iterable[object], schema: pa.Schema) -> pa.RecordBatch:
    rows = list(rows)
    columns = [pa.array([getattr(row, field.name) for row in rows], field.type) for field in schema]
    return pa.record_batch(columns, schema=schema)


def read_rows(path: Path, row: type[Row]) -> Iterator[Row]:
    """The rows of a table in their order, a few hundred in memory at a time."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=500):
            for values in batch.to_pylist():
                yield row(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})


def article_row(article: Article, *, source: int, start: int, number: int) -> ArticleRow:
    """The row of an article."""
    return ArticleRow(
        source=source, start=start, number=number, id=article.id, title=article.title, text=article.text,
        published=article.published, published_basis=article.published_basis, publisher=article.publisher,
        author=article.author, url=article.url, language=article.language, path=article.path, sha256=article.sha256,
        home=article.home, source_id=article.source_id, outlet=publisher_of(article),
    )  # fmt: skip


def article_part_row(row: ArticleRow, block: int) -> ArticlePartRow:
    """The row of an article in a block."""
    return ArticlePartRow(block=block, **{field.name: getattr(row, field.name) for field in dataclasses.fields(row)})


def part_row(report: ReportRow, block: int) -> PartRow:
    """The row of a report in its block."""
    return PartRow(
        block=block, source=report.source, start=report.start, number=report.number, turn=report.turn,
        article=report.article, packed=report.packed,
    )  # fmt: skip


def drop_row(drop: Drop, at: Position, turn: int = 0) -> DropRow:
    """The row of a drop."""
    return DropRow(
        source=at.source, start=at.start, number=at.number, turn=turn, reason=drop.reason, article=drop.article,
        begin=drop.start, end=drop.end, detail=drop.detail,
    )  # fmt: skip


def report_row(event: Event, article: str, at: Position, turn: int) -> ReportRow:
    """The row of one article's report."""
    described = _describe(event)
    values = {field.name: getattr(described, field.name) for field in dataclasses.fields(described)}
    return ReportRow(
        **values, source=at.source, start=at.start, number=at.number, article=article, turn=turn, packed=pack(event)
    )


def event_row(event: Event, block: int, turn: int) -> EventRow:
    """The row of an event of a story."""
    described = _describe(event)
    values = {field.name: getattr(described, field.name) for field in dataclasses.fields(described)}
    told_in = tuple(dict.fromkeys(report.evidence[0].article for report in event.accounts if report.evidence))
    return EventRow(
        **values, block=block, turn=turn, reports=len(event.accounts), independent=event.independent,
        articles=told_in, packed=pack(event),
    )  # fmt: skip


def pack(event: Event) -> bytes:
    """The whole of an event as bytes."""
    return _PACK.encode(event)


def unpack(data: bytes) -> Event:
    """The event that was packed."""
    return _UNPACK.decode(data)


def _describe(event: Event) -> Described:
    dated, where = event.when, event.where
    when = dated.when if dated is not None else None
    place = where.resolution.place if where is not None else None
    precision = (where.resolution.precision or place.precision) if where is not None and place is not None else ""
    span = span_of(dated)
    return Described(
        id=event.id, headline=event.headline, quote=event.quote, category=event.category, status=event.status.value,
        manner=event.voice.manner.value, voice_source=event.voice.source, voice_cue=event.voice.cue,
        earliest=when.earliest if when else None, latest=when.latest if when else None,
        grain=when.grain.value if when else "", edtf=when.edtf if when else "", time=when.time if when else "",
        date_basis=when.basis.value if when else "", date_confidence=dated.confidence if dated else None,
        approximate=when.approximate if when else False, year_known=when.year_known if when else False,
        open_start=when.open_start if when else False, open_end=when.open_end if when else False,
        day=span.first if span else 0, last_day=span.last if span else 0, label="" if span else label_of(dated),
        place_key=place.key if place else "", place=place.name if place else "",
        kind=place.kind.value if place else "", precision=str(precision),
        lat=place.lat if place else None, lon=place.lon if place else None,
        country=place.country if place else "", admin1=place.admin1 if place else "",
        admin1_key=place.admin1_key if place else "",
        place_confidence=where.confidence if where and place else None,
        actors=event.actors, salience=event.salience,
    )  # fmt: skip
