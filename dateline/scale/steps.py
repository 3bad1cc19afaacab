"""What one task of each stage does: a pure function of the plan and of what the stages before it wrote."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path

import pyarrow.parquet as pq

from dateline.homes import LEAST, MOST, settle
from dateline.model import Article, Event, Reading
from dateline.pool import read_in_pool
from dateline.reading import read_articles, read_chunk
from dateline.scale.ask import Bounds, Question, asking
from dateline.scale.blocks import divide
from dateline.scale.plan import Plan, load_plan
from dateline.scale.rollups import write_rollups
from dateline.scale.shards import read_share
from dateline.scale.tables import (
    ArticleRow,
    BlockRow,
    CopiesRow,
    DropRow,
    EventRow,
    HomeRow,
    Position,
    RepeatRow,
    ReportRow,
    article_row,
    drop_row,
    event_row,
    read_rows,
    report_row,
    schema_of,
    unpack,
    writing,
)
from dateline.scale.work import MergeOptions, beat, load_merge, shard
from dateline.story import tell
from dateline.telling import open_gazetteer
from dateline_geo.gazetteer import Gazetteer

# `dateline.homes` looks at the head of each article; more of it is read here than it looks at.
_HEAD = 8_000  # characters
_GROUP_ROWS = 10_000  # of the sorted tables: a block is found by the smallest and largest number in each group

Beat = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One stage as datatrove calls it: picklable, and the same in every executor."""

    work: Path
    stage: str
    bounds: Bounds = field(default_factory=Bounds)
    pooled: bool = True  # articles are parsed in a process of their own, which may die without the rank

    def __call__(self, data: object, rank: int = 0, world_size: int = 1) -> None:  # noqa: ARG002
        """Do one task."""
        sign = beat(self.work, self.stage, rank)
        sign.parent.mkdir(parents=True, exist_ok=True)
        sign.touch()
        match self.stage:
            case "articles":
                write_articles(self.work, rank, sign.touch)
            case "homes":
                write_homes(self.work, self.bounds, sign.touch)
            case "readings":
                write_readings(self.work, rank, sign.touch, pooled=self.pooled)
            case "blocks":
                write_blocks(self.work, self.bounds, sign.touch)
            case "events":
                write_events(self.work, rank, world_size, self.bounds, sign.touch)
            case _:
                write_rollups(self.work, self.bounds, sign.touch)


def write_articles(work: Path, rank: int, alive: Beat) -> None:
    """Sources to text: `articles`, and `input_drops` for all that gave none."""
    plan = load_plan(work)
    with (
        writing(shard(work, "articles", rank), ArticleRow) as put,
        writing(shard(work, "input_drops", rank), DropRow) as drop,
    ):
        for at, part in read_share(plan, rank):
            if isinstance(part, Article):
                put(article_row(part, source=at.source, start=at.start, number=at.number))
            else:
                drop(drop_row(part, at))
            alive()


def write_homes(work: Path, bounds: Bounds, alive: Beat) -> None:
    """What needs all articles at once: which ones came before, and where each outlet is at home."""
    gazetteer = gazetteer_of(load_plan(work))
    with asking(work, bounds) as question:
        question.view("articles", "articles/*.parquet")
        repeats = """
            SELECT source, start, number, id, path, first FROM (
                SELECT source, start, number, id, path, first_value(path) OVER turns AS first,
                    row_number() OVER turns AS turn
                FROM articles WINDOW turns AS (PARTITION BY id ORDER BY source, start, number)
            ) WHERE turn > 1 ORDER BY source, start, number"""
        with writing(work / "repeats.parquet", RepeatRow) as put:
            for repeat in question.rows(repeats, RepeatRow):
                put(repeat)
                alive()
        with writing(work / "homes.parquet", HomeRow) as put_home:
            for home in _homes(question, gazetteer):
                put_home(home)
                alive()


def _homes(question: Question, gazetteer: Gazetteer) -> Iterator[HomeRow]:
    """As `dateline.homes.settle` over all articles: it looks at the first of an outlet and at so many by their ids."""
    chosen = f"""
        WITH once AS (
            SELECT source, start, number, id, outlet FROM articles WHERE home = '' AND outlet <> ''
            QUALIFY row_number() OVER (PARTITION BY id ORDER BY source, start, number) = 1
        ), ranked AS (
            SELECT source, start, number, row_number() OVER (PARTITION BY outlet ORDER BY id) AS by_id,
                row_number() OVER (PARTITION BY outlet ORDER BY source, start, number) AS by_turn,
                count(*) OVER (PARTITION BY outlet) AS articles
            FROM once
        )
        SELECT a.* REPLACE (substr(a.text, 1, {_HEAD}) AS text) FROM articles AS a
        JOIN ranked AS r USING (source, start, number)
        WHERE r.articles >= {LEAST} AND (r.by_id <= {MOST} OR r.by_turn = 1)
        ORDER BY a.outlet, r.by_turn <> 1, r.by_id"""  # noqa: S608
    rows = question.rows(chosen, ArticleRow)
    for outlet, of_outlet in groupby(rows, key=lambda row: row.outlet):
        settled = settle([row.article() for row in of_outlet], gazetteer)
        point = settled[0].home_point
        if point is not None:
            yield HomeRow(outlet=outlet, lat=point[0], lon=point[1])


def write_readings(work: Path, rank: int, alive: Beat, *, pooled: bool) -> None:
    """The parse: `reports`, and `drops` of what was read and is not shown."""
    plan = load_plan(work)
    gazetteer = gazetteer_of(plan)
    homes = {row.outlet: (row.lat, row.lon) for row in read_rows(work / "homes.parquet", HomeRow)}
    repeats = _repeats(work, plan, rank)
    places: deque[Position] = deque()  # of the articles that are being read

    def articles() -> Iterator[Article]:
        for row in read_rows(shard(work, "articles", rank), ArticleRow):
            if (row.source, row.start, row.number) not in repeats:
                places.append(Position(source=row.source, start=row.start, number=row.number))
                yield row.article(None if row.home else homes.get(row.outlet))

    with (
        writing(shard(work, "reports", rank), ReportRow) as put,
        writing(shard(work, "drops", rank), DropRow) as drop,
    ):
        for reading in _readings(articles(), gazetteer, pooled=pooled):
            at = places.popleft()
            shown = (event for event in reading.events if event.shown)
            for turn, event in enumerate(shown):
                put(report_row(event, reading.article.id, at, turn))
            for turn, dropped in enumerate(reading.drops):
                drop(drop_row(dropped, at, turn))
            alive()


def _readings(articles: Iterable[Article], gazetteer: Gazetteer, *, pooled: bool) -> Iterator[Reading]:
    if pooled:
        return read_in_pool(partial(read_chunk, gazetteer), articles, workers=1)
    return read_articles(articles, gazetteer)


def _repeats(work: Path, plan: Plan, rank: int) -> set[tuple[int, int, int]]:
    mine = sorted({piece.source for piece in plan.of_rank(rank)})
    table = pq.read_table(
        work / "repeats.parquet", columns=["source", "start", "number"], filters=[("source", "in", mine)]
    )
    return set(zip(*(column.to_pylist() for column in table.columns), strict=True)) if table.num_rows else set()


def gazetteer_of(plan: Plan) -> Gazetteer:
    """The gazetteer that a run was told to read with."""
    return open_gazetteer([Path(path) for path in plan.gazetteers])


def write_blocks(work: Path, bounds: Bounds, alive: Beat) -> None:
    """Sort reports, and the articles that tell them, to the block in which they may meet."""
    limit = (load_merge(work) or MergeOptions()).block
    with asking(work, bounds) as question:
        question.view("reports", "reports/*.parquet")
        question.view("articles", "articles/*.parquet")
        question.view("repeats", "repeats.parquet")
        counts = "SELECT day, label, country, count(*) AS block FROM reports GROUP BY ALL"
        counted = [(row.day, row.label, row.country, row.block) for row in question.rows(counts, BlockRow)]
        blocks = divide(counted, limit)
        with writing(work / "blocks.parquet", BlockRow) as put:
            for row in blocks:
                put(row)
        alive()
        question.view("blocks", "blocks.parquet")
        question.keep(
            """SELECT block, source, start, number, turn, article, packed
            FROM reports JOIN blocks USING (day, label, country)
            ORDER BY block, source, start, number, turn""",
            work / "parts" / "reports.parquet",
            _GROUP_ROWS,
        )
        alive()
        question.view("parts", "parts/reports.parquet")
        several = any(row.block for row in blocks)
        # Where all is one block, articles without a report count as they do for `dateline build`: their words make
        # others' words less telling.
        wanted = "JOIN (SELECT DISTINCT block, source, start, number FROM parts) USING (source, start, number)"
        once = "ANTI JOIN repeats USING (source, start, number)"
        question.keep(
            f"""SELECT {"block" if several else "0 AS block"}, articles.* FROM articles
            {wanted if several else once} ORDER BY block, source, start, number""",  # noqa: S608
            work / "parts" / "articles.parquet",
            _GROUP_ROWS,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part(Position):
    turn: int
    article: str
    packed: bytes


def write_events(work: Path, rank: int, ranks: int, bounds: Bounds, alive: Beat) -> None:
    """The same event told twice becomes one, by the rules of `dateline.story` within each block."""
    columns = ", ".join(schema_of(ArticleRow).names)
    with (
        asking(work, bounds) as question,
        writing(shard(work, "events", rank), EventRow) as put,
        writing(shard(work, "copies", rank), CopiesRow) as copies,
        writing(shard(work, "merge_drops", rank), DropRow) as drop,
    ):
        question.view("reports", "parts/reports.parquet")
        question.view("articles", "parts/articles.parquet")
        blocks = question.one("SELECT max(block) + 1 FROM articles")
        for block in range(rank, blocks, ranks):
            rows = question.rows(
                f"SELECT {columns} FROM articles WHERE block = ? ORDER BY source, start, number",  # noqa: S608
                ArticleRow,
                [block],
            )
            articles = {row.id: row.article() for row in rows}
            told: dict[str, list[Event]] = {}
            parts = """SELECT source, start, number, turn, article, packed FROM reports WHERE block = ?
                ORDER BY source, start, number, turn"""
            for part in question.rows(parts, _Part, [block]):
                told.setdefault(part.article, []).append(unpack(part.packed))
            readings = [Reading(article, tuple(told.get(article.id, ())), ()) for article in articles.values()]
            alive()
            story = tell(readings, title="-")
            for turn, event in enumerate(story.events):
                put(event_row(event, block, turn))
            for turn, members in enumerate(story.copies):
                copies(CopiesRow(block=block, turn=turn, articles=members))
            for turn, dropped in enumerate(story.drops):
                drop(drop_row(dropped, Position(source=block, start=0, number=0), turn))
            alive()
