"""The tables of a merge as a story: every event where there are few enough, else roll-ups."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.drop_list import join_drops
from dateline.ingredients import versions
from dateline.model import Article, Drop, Event, Reading, Story
from dateline.scale.ask import Bounds, Question, asking
from dateline.scale.digest import Teller, Telling, roll_up
from dateline.scale.plan import load_plan
from dateline.scale.rollups import LEVELS, level_for
from dateline.scale.steps import gazetteer_of
from dateline.scale.tables import ArticleRow, DropRow, HomeRow, RollupRow, schema_of, unpack
from dateline.story import default_title
from dateline.telling import Told, outlines
from dateline_geo.gazetteer import Gazetteer

_MOST_DROPS = 1_000_000  # of each kind that a page is given: newswire has 170 an article; all are in the tables
_ARTICLES = ", ".join(schema_of(ArticleRow).names)


@dataclass(frozen=True, slots=True)
class PageBounds:
    """When events are shown one by one, and how many roll-ups else."""

    events: int = 50_000
    rollups: int = 5_000


@dataclass(frozen=True, slots=True)
class Counts:
    """What a merge holds in all."""

    articles: int
    reports: int
    events: int
    drops: int  # of what was read in articles


@dataclass(frozen=True, slots=True)
class Shown:
    """A story to draw, and what it stands for. `level` is that of the roll-ups; -1 where every event is shown."""

    told: Told
    counts: Counts
    level: int


def tell_work(work: Path, title: str, page: PageBounds, bounds: Bounds) -> Shown:
    """The story of a finished merge."""
    gazetteer = gazetteer_of(load_plan(work))
    with asking(work, bounds) as question:
        for name in ("articles", "events", "copies", "input_drops", "drops", "merge_drops"):
            question.view(name, f"{name}/*.parquet")
        for name in ("repeats", "rollups", "homes"):
            question.view(name, f"{name}.parquet")
        question.view("reports", "reports/*.parquet")
        counts = Counts(
            question.one("SELECT count(*) FROM articles") - question.one("SELECT count(*) FROM repeats"),
            question.one("SELECT count(*) FROM reports"),
            question.one("SELECT count(*) FROM events"),
            question.one("SELECT count(*) FROM drops"),
        )
        whole = counts.events <= page.events
        level = -1 if whole else level_for(question, page.rollups)
        story = _whole(question, title) if whole else _rolled(question, title, level, counts, gazetteer)
        inputs = tuple(_inputs(question))
    story = Story(
        story.title, story.events, story.articles, join_drops(story.drops, inputs), story.copies,
        outlines(story.events, gazetteer),
    )  # fmt: skip
    rows = [("read in all", f"{counts.articles:,} articles, {counts.reports:,} reports, {counts.events:,} events")]
    if not whole:
        rows.append(("not shown", f"{counts.drops:,} drops, with their reasons, in the tables {work.name}/drops"))
        rows.append(("shown as", f"roll-ups by {' and '.join(LEVELS[level])}"))
    used = (*versions(gazetteer), *(rows if not whole else ()))
    left_out = tuple(drop for drop in inputs if not drop.article)
    return Shown(Told(story, left_out, _notes(work, counts, level), used), counts, level)


def _notes(work: Path, counts: Counts, level: int) -> tuple[str, ...]:
    """What the page is not told of and the tables have."""
    told = min(counts.drops, _MOST_DROPS) if level < 0 else 0
    if told == counts.drops:
        return ()
    return (f"{counts.drops - told:,} of {counts.drops:,} drops are not on the page; all are in {work / 'drops'}",)


def _inputs(question: Question) -> Iterator[Drop]:
    """Drops of inputs and of repeated articles, as they stood in the input."""
    sql = """
        SELECT source, start, number, turn, reason, article, begin, "end", detail FROM input_drops
        UNION ALL
        SELECT source, start, number, 0, 'duplicate', '', 0, 0, path || ': says exactly what ' || first || ' says'
        FROM repeats
        ORDER BY source, start, number, turn"""
    return (row.drop() for row in question.rows(f"{sql} LIMIT {_MOST_DROPS}", DropRow))


def _whole(question: Question, title: str) -> Story:
    """Every event; the same story as `dateline build` tells of the same articles where the merge was one block."""
    order = "(published IS NULL), published, id, path"
    rows = question.rows(
        f"SELECT {_ARTICLES} FROM articles ANTI JOIN repeats USING (source, start, number) ORDER BY {order}",  # noqa: S608
        ArticleRow,
    )
    homes = {row.outlet: (row.lat, row.lon) for row in question.rows("SELECT * FROM homes", HomeRow)}
    articles = tuple(row.article(None if row.home else homes.get(row.outlet)) for row in rows)
    first = "coalesce(earliest, latest)"
    packed = f"""SELECT packed FROM events ORDER BY ({first} IS NULL), {first}, latest NULLS LAST,
        CASE WHEN {first} IS NULL THEN '' ELSE time END, id, block"""  # noqa: S608
    events = tuple(unpack(row.packed) for row in question.rows(packed, _Packed))
    drops = f"""SELECT d.source, d.start, d.number, d.turn, reason, article, begin, "end", detail
        FROM drops AS d JOIN articles AS a USING (source, start, number)
        ORDER BY (a.published IS NULL), a.published, a.id, a.path, d.turn LIMIT {_MOST_DROPS}"""  # noqa: S608
    merged = "SELECT * FROM merge_drops ORDER BY source, turn"
    told = [row.drop() for sql in (drops, merged) for row in question.rows(sql, DropRow)]
    copies = tuple(row.articles for row in question.rows("SELECT articles FROM copies ORDER BY block, turn", _Members))
    return Story(title or default_title(_as_readings(articles, events)), events, articles, tuple(told), copies)


@dataclass(frozen=True, slots=True)
class _Packed:
    packed: bytes


@dataclass(frozen=True, slots=True)
class _Members:
    articles: tuple[str, ...]


def _as_readings(articles: Iterable[Article], events: Iterable[Event]) -> list[Reading]:
    of_article: dict[str, list[Event]] = {}
    for event in events:
        for report in event.accounts:
            if report.evidence:
                of_article.setdefault(report.evidence[0].article, []).append(report)
    return [Reading(article, tuple(of_article.get(article.id, ())), ()) for article in articles]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Top:
    bucket: str
    turn: int
    packed: bytes


def _rolled(question: Question, title: str, level: int, counts: Counts, gazetteer: Gazetteer) -> Story:
    """Roll-ups of a level; one that holds a single event is that event."""
    rows = list(question.rows(f"SELECT * FROM rollups WHERE level = {level}", RollupRow))  # noqa: S608
    tops: dict[str, list[Event]] = {}
    wanted = """
        WITH wanted AS (
            SELECT bucket, unnest(tops) AS id, generate_subscripts(tops, 1) AS turn FROM rollups WHERE level = ?
        ), once AS (SELECT id, packed FROM events QUALIFY row_number() OVER (PARTITION BY id ORDER BY block) = 1)
        SELECT bucket, turn, packed FROM wanted JOIN once USING (id) ORDER BY bucket, turn"""
    for top in question.rows(wanted, _Top, [level]):
        tops.setdefault(top.bucket, []).append(unpack(top.packed))
    cited = {
        report.evidence[0].article
        for row in rows
        for event in tops[row.bucket]
        for report in (event.accounts if row.events == 1 else (event,))
        if report.evidence
    }
    articles = {row.id: row.article() for row in _cited(question, cited)}
    teller = Teller(articles, gazetteer, max((row.events for row in rows), default=1))
    tellings = [
        Telling(tops[row.bucket][0]) if row.events == 1 else roll_up(row, tops[row.bucket], teller) for row in rows
    ]
    events = sorted((telling.event for telling in tellings), key=_by_time)
    single = {r.evidence[0].article for t in tellings if t.digest is None for r in t.event.accounts if r.evidence}
    shown = [*(articles[one] for one in sorted(single)), *(t.digest for t in tellings if t.digest is not None)]
    unit, scope = LEVELS[level]
    name = title or f"{counts.events:,} events, counted by {unit} and {scope}"
    return Story(name, tuple(events), tuple(shown), ())


def _cited(question: Question, ids: set[str]) -> Iterator[ArticleRow]:
    ordered = sorted(ids)
    for at in range(0, len(ordered), 10_000):
        yield from question.rows(
            f"""SELECT {_ARTICLES} FROM articles WHERE id IN (SELECT unnest(?))
            QUALIFY row_number() OVER (PARTITION BY id ORDER BY source, start, number) = 1 ORDER BY id""",  # noqa: S608
            ArticleRow,
            [ordered[at : at + 10_000]],
        )


def _by_time(event: Event) -> tuple[bool, dt.date, dt.date, str]:
    when = event.when.when if event.when is not None else None
    first = (when.earliest or when.latest) if when is not None else None
    if when is None or first is None:
        return True, dt.date.max, dt.date.max, event.id
    return False, first, when.latest or dt.date.max, event.id
