"""A small corpus of invented articles, read in four ranks, merged once, and what `dateline build` makes of the same."""

import io
import json
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline.scale import plan as planning
from dateline.scale.ask import Bounds
from dateline.scale.engine import executor, tasks_of
from dateline.scale.plan import load_plan
from dateline.scale.stages import prepare
from dateline.scale.steps import Step
from dateline.scale.work import MERGE, RUN, MergeOptions, save_merge
from dateline.telling import Told, read_story

RANKS = 4
TOWNS = ("Lisbon", "Graz", "Varna", "Izmir", "Multan", "Lima")
TOLD = (
    "A fire destroyed a paper mill in {town} on {day} March 2019, killing {n} people.",
    "{n} people were killed when a paper mill burned down in {town} on {day} March 2019.",
    "Police arrested {n} people at the bus station of {town} on {day} March 2019.",
    "On {day} March 2019 a flood in {town} destroyed the homes of {n} families.",
)
PAGE = """<html><head><title>{title}</title><meta property="article:published_time" content="2019-03-09"></head>
<body><article><h1>{title}</h1><p>{told}</p><p>Nobody knew how it had begun, the mayor told reporters, and the owner
was not there. The road to the harbour was closed all day, and the market with it.</p></article></body></html>"""


def record(number: int) -> dict[str, str]:
    """One article; every fourth town's fire is told by two papers."""
    town = TOWNS[number // 4 % len(TOWNS)]
    text = TOLD[number % 4].format(town=town, day=number // 4 + 1, n=number // 4 + 3)
    return {
        "id": f"{number}", "title": f"News of {town}", "published": f"2019-03-{number // 4 + 2:02d}",
        "text": f"{text}\n\nIt had rained for {number + 2} days before. The governor of the province came in 2018.",
        "publisher": f"The {('River', 'Hill', 'Coast')[number % 3]} Post",
        "url": f"https://p{number % 3}.example/{number}",
    }  # fmt: skip


def lines(first: int, last: int) -> str:
    """Records as JSON Lines."""
    return "".join(json.dumps(record(number)) + "\n" for number in range(first, last))


def archive() -> bytes:
    """A web archive of two pages."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # warcio's writer leaves its temporary files to the collector
        writer = WARCWriter(target, gzip=True)
        for number in (2, 3):
            told = TOLD[number].format(town="Porto", day=8, n=number)
            body = io.BytesIO(PAGE.format(title=f"Porto, part {number}", told=told).encode())
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            address = f"https://porto.example/{number}"
            writer.write_record(writer.create_warc_record(address, "response", payload=body, http_headers=headers))
    return target.getvalue()


@dataclass(frozen=True)
class Corpus:
    """Sources, a folder where they are read and merged, and the story of `dateline build`."""

    sources: Path
    work: Path
    told: Told


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with JSON Lines (a line of them broken, an article there twice), a web archive, and a text."""
    folder = tmp_path_factory.mktemp("scale") / "articles"
    folder.mkdir()
    (folder / "a.jsonl").write_text(lines(0, 30) + "{not json\n" + lines(30, 32))
    (folder / "b.jsonl").write_text(lines(4, 5) + lines(32, 44))
    (folder / "c.warc.gz").write_bytes(archive())
    (folder / "d.txt").write_text("A ferry sank\n\nA ferry sank near Cebu on 4 March 2019, and 12 people drowned.\n")
    return folder


def plan_small(sources: Path, work: Path) -> None:
    """Plan a run whose pieces are a few lines long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "_LEAST_PIECE", 200)
        prepare(work, [str(sources)], ranks=RANKS)


def mark(work: Path, stage: str) -> None:
    """Mark a stage as done, as datatrove does."""
    made = executor(work, stage)
    (work / "logs" / stage / "completions").mkdir(parents=True, exist_ok=True)
    for rank in range(tasks_of(work, stage)):
        made.mark_rank_as_completed(rank)


def do(work: Path, *stages: str) -> None:
    """Do every task of stages in this process, which has the language model already."""
    for stage in stages:
        for rank in range(tasks_of(work, stage)):
            Step(work, stage, Bounds(threads=1), pooled=False)(None, rank, tasks_of(work, stage))
        mark(work, stage)


def tables(work: Path) -> dict[str, bytes]:
    """Every table of a folder of work, by name."""
    return {str(path.relative_to(work)): path.read_bytes() for path in sorted(work.rglob("*.parquet"))}


@pytest.fixture(scope="session")
def corpus(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """All stages of a run that nothing disturbed."""
    work = tmp_path_factory.mktemp("work")
    plan_small(sources, work)
    do(work, *RUN)
    save_merge(work, MergeOptions(code=load_plan(work).code))
    do(work, *MERGE)
    return Corpus(sources, work, read_story([sources], title="A story"))
