"""How long telling takes, and how much memory: made-up stories, a crowd of like reports, one wire story in many papers.

    python bench/merge_speed.py [--sizes 1000 10000 100000]

The made-up stories are those of `tests/synthetic.py`: five events to an article, nearly all different. The crowd is
the worst case of the index: every report on one day in one town, nine of the same sixty words each. The wire story is
one text in as many papers as there are events.
"""

import argparse
import datetime as dt
import random
import resource
import time
from collections.abc import Iterator
from dataclasses import replace

from dateline.model import Article, Dated, Event, Evidence, Manner, Reading, Status, Voice, Where
from dateline.story import tell
from dateline_geo.place import Kind, Mention, Place, Precision, Resolution
from dateline_timeline.when import Basis, Grain, When
from tests.synthetic import make_story

DAY = dt.date(2025, 6, 5)
TOWN = Place("gn:1", "Graz", Kind.SETTLEMENT, Precision.SETTLEMENT, 47.07, 15.44, "AT")


def made_up(size: int) -> list[Reading]:
    story = make_story(size)
    by_article: dict[str, list[Event]] = {}
    for event in story.events:
        by_article.setdefault(event.evidence[0].article, []).append(replace(event, shown=True))
    return [Reading(article, tuple(by_article.get(article.id, ())), ()) for article in story.articles]


def report(number: int, quote: str, text: str) -> Reading:
    article = Article(f"a{number}", "", text, DAY)
    when = Dated(When(DAY, DAY, Grain.DAY, DAY.isoformat(), Basis.EXPLICIT, ""), "", 0.9, 0, 1)
    where = Where(Resolution(Mention(0, 0, ""), TOWN, 0.9, ""), "", 0.9)
    evidence = (Evidence(article.id, 0, len(quote)),)
    voice = Voice(Manner.STATED)
    event = Event(f"e{number}", quote, quote, "other", when, where, voice, Status.HAPPENED, evidence)
    return Reading(article, (event,), ())


def crowd(size: int) -> Iterator[Reading]:
    rng = random.Random(3)
    words = [f"{a}{b}o{c}" for a in "bdfg" for b in "aeiou" for c in "klm"]
    for number in range(size):
        quote = " ".join(rng.sample(words, 9))
        yield report(number, quote, quote)


def wire(size: int) -> Iterator[Reading]:
    rng = random.Random(4)
    body = " ".join(f"{rng.choice('bdfgklmn')}{rng.choice('aeiou')}{rng.choice('rst')}{i % 50}" for i in range(120))
    for number in range(size):
        yield report(number, "A fire destroyed the old brewery by the river.", f"{body} Paper {number}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 10_000])
    options = parser.parse_args()
    for size in options.sizes:
        for name, make in (("made up", made_up), ("crowd", crowd), ("wire", wire)):
            readings = list(make(size))
            start = time.process_time()
            story = tell(readings, title="bench")
            seconds = time.process_time() - start
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{name:8} {size:7} reports → {len(story.events):7} events  {seconds:6.2f} CPU-s  peak {peak} MB so far"
            )


if __name__ == "__main__":
    main()
