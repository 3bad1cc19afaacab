"""What one task of each stage does: a pure function of the plan and of what the stages before it wrote."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path

import pyarrow.parquet as pq

from dateline.homes import LEAST, MOST, settle
from dateline.ingredients import open_gazetteer
from dateline.model import Article, Event, Reading
from dateline.pool import read_in_pool
from dateline.reading import read_articles, read_chunk
from dateline.scale.ask import Bounds, Question, asking
from dateline.scale.blocks import divide
from dateline.scale.plan import Plan, load_plan
from dateline.scale.rollups import write_rollups
from dateline.scale.shards import read_share
from dateline.scale.tables import (
    ArticlePartRow,
    ArticleRow,
    BlockRow,
    CopiesRow,
    DropRow,
    EventRow,
    HomeRow,
    PartRow,
    Position,
    RepeatRow,
    ReportRow,
    article_part_row,
    article_row,
    drop_row,
    event_row,
    part_row,
    read_rows,
    report_row,
    schema_of,
    unpack,
    writing,
)
from dateline.scale.work import BUCKETS, MergeOptions, beat, load_merge, part, shard
from dateline.story import tell
from dateline_geo.gazetteer import Gazetteer

# `dateline.homes` looks at the head of each article; more of it is read here than it looks at.
_HEAD = 4_096  # characters
_HELD = 200  # rows of each bucket in memory: 256 buckets of texts of 5 kB are 250 MB

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
                write_blocks(self.work, self.bounds)
            case "parts":
                write_parts(self.work, rank, sign.touch)
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


def write_blocks(work: Path, bounds: Bounds) -> None:
    """Count reports by day and country, and divide them into blocks."""
    limit = (load_merge(work) or MergeOptions()).block
    with asking(work, bounds) as question, writing(work / "blocks.parquet", BlockRow) as put:
        question.view("reports", "reports/*.parquet")
        counts = "SELECT day, label, country, count(*) AS block FROM reports GROUP BY ALL"
        counted = [(row.day, row.label, row.country, row.block) for row in question.rows(counts, BlockRow)]
        for row in divide(counted, limit):
            put(row)


def write_parts(work: Path, rank: int, alive: Beat) -> None:
    """Bring a rank's reports, and the articles that tell them, to the block in which they may meet.

    A file for each rank and bucket of blocks: DuckDB could sort all reports at once, but it needs a third of their
    size in memory, and 300 GB for those of a hundred million articles.
    """
    for old in work.glob(f"parts/*/*-{rank:05d}.parquet"):  # of a merge with other blocks
        old.unlink()
    blocks = {(r.day, r.label, r.country): r.block for r in read_rows(work / "blocks.parquet", BlockRow)}
    # Where all is one block, articles without a report count as they do for `dateline build`: their words make
    # others' words less telling.
    alone = {0} if not any(blocks.values()) else set()
    repeats = _repeats(work, load_plan(work), rank)
    reports = groupby(read_rows(shard(work, "reports", rank), ReportRow), key=lambda r: (r.source, r.start, r.number))
    following = next(reports, None)
    with ExitStack() as stack:
        put: dict[int, Callable[[PartRow], None]] = {}
        put_article: dict[int, Callable[[ArticlePartRow], None]] = {}
        for row in read_rows(shard(work, "articles", rank), ArticleRow):
            at = (row.source, row.start, row.number)
            needed = set(alone)
            if following is not None and following[0] == at:
                for report in following[1]:
                    block = blocks[report.day, report.label, report.country]
                    needed.add(block)
                    if block % BUCKETS not in put:
                        path = part(work, block, "reports", f"{rank:05d}")
                        put[block % BUCKETS] = stack.enter_context(writing(path, PartRow, _HELD))
                    put[block % BUCKETS](part_row(report, block))
                following = next(reports, None)
            for block in sorted(needed) if at not in repeats else ():
                if block % BUCKETS not in put_article:
                    path = part(work, block, "articles", f"{rank:05d}")
                    put_article[block % BUCKETS] = stack.enter_context(writing(path, ArticlePartRow, _HELD))
                put_article[block % BUCKETS](article_part_row(row, block))
            alive()


def write_events(work: Path, rank: int, ranks: int, bounds: Bounds, alive: Beat) -> None:
    """The same event told twice becomes one, by the rules of `dateline.story` within each block."""
    columns = ", ".join(schema_of(ArticleRow).names)
    with (
        asking(work, bounds) as question,
        writing(shard(work, "events", rank), EventRow) as put,
        writing(shard(work, "copies", rank), CopiesRow) as copies,
        writing(shard(work, "merge_drops", rank), DropRow) as drop,
    ):
        question.view("blocks", "blocks.parquet")
        for block in range(rank, max(1, question.one("SELECT max(block) + 1 FROM blocks")), ranks):
            files = {table: part(work, block, table, "*").relative_to(work) for table in ("articles", "reports")}
            if not any(work.glob(f"{files['articles']}")):
                continue  # nothing was read at all
            question.view("articles", f"{files['articles']}")
            rows = question.rows(
                f"SELECT {columns} FROM articles WHERE block = ? ORDER BY source, start, number",  # noqa: S608
                ArticleRow,
                [block],
            )
            articles = {row.id: row.article() for row in rows}
            told: dict[str, list[Event]] = {}
            if any(work.glob(f"{files['reports']}")):
                question.view("reports", f"{files['reports']}")
                parts = "SELECT * FROM reports WHERE block = ? ORDER BY source, start, number, turn"
                for report in question.rows(parts, PartRow, [block]):
                    told.setdefault(report.article, []).append(unpack(report.packed))
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
