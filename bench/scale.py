"""What reading at scale costs: made-up articles through every stage, one rank killed, resumed, and compared.

`python bench/scale.py FOLDER --counts 1000,5000,20000 --ranks 16 --workers 2` writes a table as in bench/scale.md. With
`--kill` the largest count is run twice: once undisturbed, and once with a rank killed in the middle of the parse; all
tables and the page must be the same bytes. The articles are invented, sentence by sentence, from the lists below.
"""

import argparse
import datetime as dt
import hashlib
import json
import os
import random
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.build import BuildOptions, write_output
from dateline.render.options import PageOptions
from dateline.scale.ask import Bounds
from dateline.scale.engine import missing_ranks
from dateline.scale.plan import load_plan
from dateline.scale.stages import merge, prepare, run_stages
from dateline.scale.story import PageBounds, tell_work
from dateline.scale.watch import Watching, watch_ranks
from dateline.scale.work import MERGE, RUN, MergeOptions, beat, load_merge, save_merge

TOWNS = (
    "Lisbon", "Porto", "Seville", "Bilbao", "Lyon", "Nantes", "Ghent", "Leipzig", "Graz", "Brno", "Kraków", "Debrecen",
    "Varna", "Izmir", "Aleppo", "Basra", "Isfahan", "Herat", "Multan", "Jaipur", "Chittagong", "Mandalay", "Hanoi",
    "Cebu", "Osaka", "Busan", "Khabarovsk", "Perth", "Suva", "Lima", "Cusco", "Cali", "Quito", "Rosario", "Recife",
    "Accra", "Kumasi", "Kano", "Kisumu", "Mombasa", "Lusaka", "Durban", "Antananarivo", "Tunis", "Benghazi", "Khartoum",
)  # fmt: skip
NAMES = ("Harbour", "Valley", "Northern", "Evening", "River", "Union", "Morning", "Coast", "Market", "Highland")
PAPERS = tuple(f"The {name} {kind}" for name in NAMES for kind in ("Courier", "Post", "Gazette", "Observer"))
# Each tells one kind of event in three wordings, as three papers would.
KINDS = (
    ("A fire destroyed a {site} in {town} on {day}, killing {n} people.",
     "{n} people were killed when a {site} burned down in {town} on {day}.",
     "A {site} in {town} was destroyed by a fire that killed {n} people on {day}."),
    ("Workers at a {site} in {town} went on strike on {day} over unpaid wages.",
     "On {day}, workers of a {site} in {town} began a strike over wages that were not paid.",
     "A strike over unpaid wages closed a {site} in {town} on {day}."),
    ("A flood swept through {town} on {day} and left {n} families without a home.",
     "{n} families lost their homes in {town} on {day} when the river flooded a {site}.",
     "On {day} a flood in {town} destroyed the homes of {n} families."),
    ("Police in {town} arrested {n} people at a {site} on {day}.",
     "{n} people were arrested by police at a {site} in {town} on {day}.",
     "On {day} police arrested {n} people in a raid on a {site} in {town}."),
    ("A train hit a lorry near a {site} in {town} on {day} and injured {n} passengers.",
     "{n} passengers were injured in {town} on {day} when a train collided with a lorry at a {site}.",
     "On {day} a train crashed into a lorry in {town}, injuring {n} passengers near a {site}."),
    ("Protesters marched to a {site} in {town} on {day} against the price of bread.",
     "Thousands marched in {town} on {day} to protest at a {site} against bread prices.",
     "A march against the price of bread reached a {site} in {town} on {day}."),
)  # fmt: skip
SITES = (
    "textile factory", "hospital", "grain market", "bus station", "primary school", "paper mill", "cotton warehouse",
    "fish market", "brick factory", "courthouse", "shipyard", "sugar refinery",
)  # fmt: skip
# What stands around it is put together anew each time, so that the articles are no copies of one another.
WHO = ("A shopkeeper", "The mayor", "A nurse", "A teacher", "The owner", "A union", "A neighbour", "The governor")
SAID = ("said that", "told this paper that", "denied that", "repeated that", "did not believe that", "hoped that")
WHAT = (
    "an inquiry would begin within days", "the street would be closed until the evening", "nobody had been warned",
    "the ministry had known of it", "the rules were older than the building", "help came from the other bank",
    "the price of rice had doubled", "the water was no longer clean", "the bridge was about to be mended",
    "the school had moved in spring", "wages were paid in kind", "the harvest was lost before it began",
)  # fmt: skip
FIRST = dt.date(2019, 1, 1)
DAYS = 1500


def make_articles(count: int, seed: int = 11) -> Iterator[dict[str, str]]:
    """That many articles of 300 to 500 bytes; an event is told by one to four of them. The same for the same count."""
    rng = random.Random(seed)
    made = 0
    while made < count:
        kind, town, site = rng.choice(KINDS), rng.choice(TOWNS), rng.choice(SITES)
        day, toll = FIRST + dt.timedelta(rng.randrange(DAYS)), rng.randint(2, 40)
        for wording, paper in zip(rng.sample(kind, rng.choice((1, 1, 2, 3))), rng.sample(PAPERS, 3), strict=False):
            if made == count:
                return
            made += 1
            told = wording.format(site=site, town=town, day=f"{day.day} {day:%B %Y}", n=toll)
            text = "\n\n".join((told, *(_after(rng) for _ in range(3))))
            published = day + dt.timedelta(rng.randint(0, 2))
            host = paper.lower().replace("the ", "").replace(" ", "-")
            yield {
                "id": f"{made}", "title": f"{town}: news of the {site} ({made})", "text": text,
                "published": published.isoformat(), "publisher": paper, "url": f"https://{host}.example/{made}",
            }  # fmt: skip


def _after(rng: random.Random) -> str:
    one, other = rng.sample(WHAT, 2)
    return f"{rng.choice(WHO)} {rng.choice(SAID)} {one}, and that {other}."


def write_articles(path: Path, count: int) -> None:
    """Articles as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        for article in make_articles(count):
            file.write(json.dumps(article, ensure_ascii=False) + "\n")


@dataclass(frozen=True)
class Cost:
    """Of one stage: seconds by the clock, processor seconds of all its processes, the largest process in MB."""

    stage: str
    clock: float
    processor: float
    megabytes: float


def _processor() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


class Costs:
    """Stages and what they cost."""

    def __init__(self) -> None:
        self.rows: list[Cost] = []

    def stage(self, name: str, act: object) -> None:
        clock, processor = time.monotonic(), _processor()
        act()  # type: ignore[operator]
        largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        cost = Cost(name, time.monotonic() - clock, _processor() - processor, largest / 1024)
        self.rows.append(cost)
        print(
            f"  {name:10} {cost.clock:8.1f} s  {cost.processor:8.1f} processor s  {cost.megabytes:6.0f} MB", flush=True
        )


def quiet(line: str) -> None:
    """Say nothing."""


def run_all(folder: Path, articles: Path, args: argparse.Namespace, *, kill: bool = False) -> Costs:
    """Every stage of a run in a folder."""
    work, output, costs = folder / "work", folder / "output", Costs()
    watching = Watching(workers=args.workers, attempts=1)
    costs.stage("plan", lambda: prepare(work, [str(articles)], ranks=args.ranks))
    options = MergeOptions(args.block, load_plan(work).code)
    for stage in RUN:
        if kill and stage == "readings":
            killed(work, watching)
        costs.stage(stage, lambda s=stage: run_stages(work, [s], watching, quiet, ""))
    if load_merge(work) is None:
        save_merge(work, options)
    for stage in MERGE:
        costs.stage(stage, lambda s=stage: run_stages(work, [s], watching, quiet, ""))
    merge(work, options, watching, quiet)  # finds nothing to do

    def page() -> None:
        shown = tell_work(work, "Made-up news", PageBounds(args.events, args.roll_ups), Bounds(threads=args.workers))
        write_output(shown.told, output, BuildOptions(PageOptions(include_text=False)))
        print(f"  {shown.counts}, level {shown.level}, {len(shown.told.story.events)} drawn", flush=True)

    costs.stage("page", page)
    return costs


def killed(work: Path, watching: Watching) -> None:
    """Run the parse, and kill one rank with signal 9 after its first articles."""

    def shoot(rank: int, pid: int) -> None:
        if rank == load_plan(work).ranks // 2:
            threading.Thread(target=_kill_when_at_work, args=(beat(work, "readings", rank), pid), daemon=True).start()

    outcome = watch_ranks(work, "readings", missing_ranks(work, "readings"), watching, started=shoot)
    missing = missing_ranks(work, "readings")
    print(f"  killed: {outcome.failed}; without a marker: {missing}", flush=True)
    assert missing == sorted(outcome.failed), "a rank that was killed has a marker"


def _kill_when_at_work(sign: Path, pid: int) -> None:
    while not sign.exists():
        time.sleep(0.05)
    first = sign.stat().st_mtime_ns
    while sign.stat().st_mtime_ns == first:
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)


def digest(folder: Path) -> dict[str, str]:
    """The SHA-256 of every table and of the page."""
    files = [*(folder / "work").rglob("*.parquet"), *(p for p in (folder / "output").iterdir() if p.suffix)]
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(files)
        if not path.name.startswith(".")
    }


def table_sizes(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Name, bytes and rows of each table."""
    import pyarrow.parquet as pq

    work = folder / "work"
    for name in ("articles", "reports", "drops", "parts/*/reports-", "parts/*/articles-", "events", "rollups"):
        files = sorted(work.glob(f"{name}*.parquet" if "*" in name else f"{name}/*.parquet")) or [
            work / f"{name}.parquet"
        ]
        yield name, sum(f.stat().st_size for f in files), sum(pq.ParquetFile(f).metadata.num_rows for f in files)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--counts", default="1000,5000,20000")
    parser.add_argument("--ranks", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--block", type=int, default=50_000)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--roll-ups", type=int, default=5_000)
    parser.add_argument("--kill", action="store_true")
    args = parser.parse_args()
    counts = [int(count) for count in args.counts.split(",")]
    for count in counts:
        folder = args.folder / f"{count}"
        folder.mkdir(parents=True, exist_ok=True)
        articles = folder / "articles.jsonl"
        write_articles(articles, count)
        print(f"{count:,} articles, {articles.stat().st_size:,} bytes", flush=True)
        costs = run_all(folder, articles, args)
        print(f"  in all     {sum(c.processor for c in costs.rows):.1f} processor s", flush=True)
        for name, size, rows in table_sizes(folder):
            print(f"  {name:15} {size:12,} bytes {rows:9,} rows {size / max(1, rows):8.0f} a row", flush=True)
    if args.kill:
        again = args.folder / f"{counts[-1]}-killed"
        again.mkdir(parents=True, exist_ok=True)
        articles = args.folder / f"{counts[-1]}" / "articles.jsonl"
        print(f"{counts[-1]:,} articles, one rank killed and resumed", flush=True)
        run_all(again, articles, args, kill=True)
        one, other = digest(args.folder / f"{counts[-1]}"), digest(again)
        different = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
        print(f"  {len(one)} files compared, different: {different or 'none'}", flush=True)
        sys.exit(bool(different))


if __name__ == "__main__":
    main()
