"""Measures finding and resolving places on any gold file: recognition and end-to-end F1, calibration, speed.

    python bench/places.py GOLD.jsonl… [--alone] [--cache DIR] [--predictions OUT.jsonl]

GOLD is JSON Lines of articles with "toponyms"; see `places_gold.read_gold`. `--alone` reads every article by itself,
without the home of its publisher inferred from the publisher's other articles in the file. `--cache` keeps the parses.
`--predictions` writes what was found, in the format of `dateline extract`.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from time import process_time

from places_gold import GoldArticle, Ours, Tally, parse_gold, read_gold
from spacy.tokens import Doc

from dateline_geo import GeoContext, PlaceReading, infer_home, read_places
from dateline_geo.context import host_of
from dateline_geo.gazetteer import Gazetteer


def read_all(
    articles: Sequence[GoldArticle], docs: Sequence[Doc], gazetteer: Gazetteer, *, alone: bool
) -> tuple[list[PlaceReading], float]:
    """Read every article, the second time with its publisher's home; also the CPU seconds of the last reading."""
    homes: dict[str, tuple[float, float] | None] = {}
    contexts = [GeoContext(a.title, a.publisher, a.url) for a in articles]
    if not alone:
        by_host: dict[str, list[int]] = defaultdict(list)
        for i, a in enumerate(articles):
            by_host[host_of(a.url) or a.publisher].append(i)
        first = [read_places(doc, gazetteer, context) for doc, context in zip(docs, contexts, strict=True)]
        for host, members in by_host.items():
            if host:
                homes[host] = infer_home(
                    [first[i].resolutions for i in members],
                    gazetteer,
                    publisher=articles[members[0]].publisher,
                    url=articles[members[0]].url,
                )
    begun = process_time()
    readings = [
        read_places(
            doc, gazetteer, GeoContext(a.title, a.publisher, a.url, home=homes.get(host_of(a.url) or a.publisher))
        )
        for a, doc in zip(articles, docs, strict=True)
    ]
    return readings, process_time() - begun


def ours(reading: PlaceReading) -> list[Ours]:
    """Our places as the tally takes them."""
    return [
        Ours(
            r.mention.start, r.mention.end, r.place.lat if r.place else None, r.place.lon if r.place else None, r.score
        )
        for r in reading.resolutions
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--predictions", type=Path)
    args = parser.parse_args()
    gazetteer = Gazetteer.open()
    for path in args.gold:
        articles = read_gold(path)
        docs = parse_gold(articles, args.cache)
        readings, seconds = read_all(articles, docs, gazetteer, alone=args.alone)
        tally = Tally()
        for article, reading in zip(articles, readings, strict=True):
            tally.add(article, ours(reading))
        words = sum(len(a.text.split()) for a in articles)
        print(f"\n{path.name}  ({words:,} words, {1000 * seconds / words * 500:.1f} ms per 500 words, parse excluded)")
        for name, value in tally.report().items():
            print(f"  {name:30} {value}")
        print("  score: right of those placed  ", end="")
        for tenth, rights in sorted(tally.reliability.items()):
            print(f" .{tenth}: {100 * fmean(rights):.0f}% of {len(rights)}", end=";")
        print()
        if args.predictions:
            with args.predictions.open("a", encoding="utf-8") as out:
                for article, reading in zip(articles, readings, strict=True):
                    places = [{"start": o.start, "end": o.end, "lat": o.lat, "lon": o.lon} for o in ours(reading)]
                    out.write(json.dumps({"id": article.id, "places": places}) + "\n")


if __name__ == "__main__":
    main()
