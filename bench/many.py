"""Many articles in one run: seconds and memory by the thousand, `python bench/many.py 10000 --from articles.jsonl`.

The articles are made, and are the same every time: 1.5 to 4 kB of sentences drawn from the texts that are given
(JSON Lines with a "text"), neighbours mostly, in another order each time; without any, from the sentences below. Of
each thousand are printed the seconds by the clock and of CPU, and the memory of this process and its workers together
(proportional set size, so that what they share counts once). Linux only, since it reads /proc.
"""

import argparse
import datetime as dt
import json
import os
import random
import re
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dateline.aside import Aside
from dateline.build import counts, write_output
from dateline.model import Reading
from dateline.quiet import uncollected
from dateline.telling import read_story

_SENTENCES = (
    "Police in {town} said on {day} that {number} people were arrested after a march through the old market .",
    "A fire destroyed a warehouse near {town} on {month} {date} , {year} , and {number} families lost their homes .",
    "The mayor of {town} , {person} , resigned on {day} after {number} weeks of protests .",
    "An earthquake of magnitude 5.{digit} shook {town} early on {month} {date} , killing at least {number} people .",
    "{person} , who was born in {town} in {year} , has written {number} books about the river and its people .",
    "Negotiators are expected to meet in {town} next month to talk about prices , said {person} .",
    "In {year} the bridge at {town} was closed for {number} days , and ferries carried the traffic .",
    "Nobody knows yet what it will cost , and the council has not said when it will decide .",
    "The hospital in {town} treated {number} patients on {day} , a spokeswoman said .",
    "Farmers blocked the road between {town} and {other} on {month} {date} to ask for lower taxes .",
)
_TOWNS = (
    "Lisbon", "Turin", "Gdansk", "Tampere", "Graz", "Ghent", "Aarhus", "Bergen", "Cork", "Leeds", "Porto", "Malaga",
    "Nantes", "Bremen", "Brno", "Split",
)  # fmt: skip
_PERSONS = ("Anna Lund", "Peter Hollis", "Maria Teles", "Jan Novotny", "Ruth Adler", "Omar Said", "Eva Brandt")
_MONTHS = ("January", "March", "April", "June", "September", "November")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_SMALLEST, _LARGEST = 1500, 4000


def _sources(files: list[Path], rng: random.Random) -> list[list[str]]:
    """Texts as lists of sentences: those that are given, or 400 that are made up."""
    if files:
        lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [re.split(r"(?<=[.!?]) +", json.loads(line)["text"]) for line in lines]
    return [[_made(rng) for _ in range(30)] for _ in range(400)]


def _made(rng: random.Random) -> str:
    town, other = rng.sample(_TOWNS, 2)
    return rng.choice(_SENTENCES).format(
        town=town,
        other=other,
        person=rng.choice(_PERSONS),
        day=rng.choice(_DAYS),
        month=rng.choice(_MONTHS),
        date=rng.randint(1, 28),
        year=rng.randint(1990, 2020),
        number=rng.randint(2, 90),
        digit=rng.randint(0, 9),
    )


def make_articles(number: int, files: list[Path]) -> Iterator[bytes]:
    """Lines of JSON, one an article; the same for the same texts."""
    rng = random.Random(10)
    sources = _sources(files, rng)
    for index in range(number):
        room = rng.randint(_SMALLEST, _LARGEST)
        pool = [*rng.choice(sources), *rng.choice(sources)[:6]]
        start = rng.randrange(len(pool))
        text: list[str] = []
        while room > 0:
            sentence = pool[(start + len(text) + rng.randint(0, 2)) % len(pool)][:room]
            text.append(sentence)
            room -= len(sentence) + 1
        day = dt.date(2011, 1, 1) + dt.timedelta(days=rng.randrange(365))
        yield json.dumps({"id": f"many-{index}", "published": day.isoformat(), "text": " ".join(text)}).encode()


@dataclass
class Meter:
    """Watches readings go by, and the memory of all processes meanwhile."""

    every: int
    peak: dict[int, float] = field(default_factory=dict)  # by thousand
    whole: float = 0.0
    done: int = 0
    over: bool = False

    def watch(self, readings: Iterator[Reading], total: int) -> Iterator[Reading]:
        """Give the readings on; print a line for each thousand."""
        print(f"{total} articles\n articles  seconds  CPU s  kB read   MB at most   MB of this process", flush=True)
        clock, used, size = time.perf_counter(), _cpu(), 0
        for self.done, reading in enumerate(readings, 1):
            yield reading
            size += len(reading.article.text)
            if self.done % self.every == 0 or self.done == total:
                now, cpu = time.perf_counter(), _cpu()
                most = max(self.peak.get((self.done - 1) // self.every, 0.0), _memory())
                own = _pss(os.getpid())
                print(
                    f"{self.done:9} {now - clock:8.1f} {cpu - used:6.1f} {size / 1000:8.0f} {most:12.0f} {own:12.0f}",
                    flush=True,
                )
                clock, used, size = now, cpu, 0

    def look(self) -> None:
        """Note the memory of all processes again and again until it is over."""
        while not self.over:
            memory = _memory()
            turn = self.done // self.every
            self.peak[turn] = max(self.peak.get(turn, 0.0), memory)
            self.whole = max(self.whole, memory)
            time.sleep(1.0)


def _tree() -> list[int]:
    """This process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(folder.name))
    found = [os.getpid()]
    for one in found:
        found.extend(children.get(one, []))
    return found


def _pss(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended meanwhile
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _memory() -> float:
    return sum(map(_pss, _tree()))


def _cpu() -> float:
    """CPU seconds of this process and of those that descend from it and live."""
    ticks = 0
    for process in _tree():
        try:
            stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, stat[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Make the articles, read them, tell them, write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("--from", dest="files", type=Path, nargs="*", default=[], help="JSON Lines with a text")
    parser.add_argument("--folder", type=Path, default=Path("many"), help="made anew; what it holds is lost")
    parser.add_argument("--every", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=0)
    chosen = parser.parse_args()
    shutil.rmtree(chosen.folder, ignore_errors=True)
    (chosen.folder / "seeds").mkdir(parents=True)
    with (chosen.folder / "seeds" / "articles.jsonl").open("wb") as file:
        file.writelines(line + b"\n" for line in make_articles(chosen.number, chosen.files))
    meter = Meter(chosen.every)
    looking = threading.Thread(target=meter.look, daemon=True)
    looking.start()
    start = time.perf_counter()
    with Aside(here=chosen.workers == 1) as aside, uncollected():
        told = read_story(
            [chosen.folder / "seeds"],
            cache_folder=chosen.folder / "cache",
            workers=chosen.workers,
            watch=meter.watch,
        )
        told_at, cpu = time.perf_counter(), _cpu()
        print(f"read and told after {told_at - start:.1f} s; {dict(counts(told.story))}", flush=True)
        write_output(told, chosen.folder / "output", asides=[aside])
        end = time.perf_counter()
        print(f"written in {end - told_at:.1f} s, {_cpu() - cpu:.1f} s of CPU")
    meter.over = True
    looking.join()
    print(f"all in {end - start:.1f} s; {meter.whole:.0f} MB at most, all processes together")


if __name__ == "__main__":
    main()
