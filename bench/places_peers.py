"""Sets finding places side by side with other offline libraries of the package index: F1 and processor time.

    python bench/places_peers.py GOLD.jsonl… [--cache DIR]

A peer that is not installed is said to be missing; none is a dependency of ours (`pip install geotext flashgeotext`).
geotext finds names and no points; flashgeotext finds cities and countries and no points: recognition only. Their time
is for the plain text; ours leaves the parse out and says what it costs beside.
"""

import argparse
import importlib
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from re import escape, finditer
from time import process_time

from places_gold import GoldArticle, Ours, Tally, parse_gold, read_gold

from dateline.parse import load_pipeline
from dateline_geo import GeoContext, read_places
from dateline_geo.gazetteer import Gazetteer

Reader = Callable[[str], list[tuple[int, int]]]


def geotext() -> Reader:
    """Geotext gives names without positions: each of them is looked for in the text again, outside the clock."""
    peer = importlib.import_module("geotext").GeoText

    def read(text: str) -> list[tuple[int, int]]:
        found = peer(text)
        names = dict.fromkeys(chain(found.cities, found.countries))
        spans = (m.span() for name in names for m in finditer(rf"\b{escape(name)}\b", text))
        return _longest(spans)

    return read


def flashgeotext() -> Reader:
    """Flashgeotext with its own data."""
    peer = importlib.import_module("flashgeotext.geotext").GeoText()

    def read(text: str) -> list[tuple[int, int]]:
        found = peer.extract(input_text=text)
        return _longest(span for kind in found.values() for name in kind.values() for span in name["span_info"])

    return read


def _longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without those that another one covers."""
    out: list[tuple[int, int]] = []
    for a, b in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if all(b <= c or a >= d for c, d in out):
            out.append((a, b))
    return sorted(out)


def measure(articles: Sequence[GoldArticle], read: Reader) -> tuple[Tally, float]:
    """The tally of a peer's names, and its CPU seconds."""
    begun = process_time()
    found = [read(article.text) for article in articles]
    seconds = process_time() - begun
    tally = Tally()
    for article, spans in zip(articles, found, strict=True):
        tally.add(article, [Ours(a, b, None, None, 1.0) for a, b in spans])
    return tally, seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path)
    args = parser.parse_args()
    gazetteer = Gazetteer.open()
    for path in args.gold:
        articles = read_gold(path)
        words = sum(len(a.text.split()) for a in articles)
        for make in (geotext, flashgeotext):
            try:
                read = make()
            except ImportError as error:
                print(f"{path.name:28} {make.__name__:14} not installed: {error}")
                continue
            say(path.name, make.__name__, *measure(articles, read), words)
        docs = parse_gold(articles, args.cache)
        tally = Tally()
        begun = process_time()
        readings = [
            read_places(doc, gazetteer, GeoContext(a.title, a.publisher, a.url))
            for a, doc in zip(articles, docs, strict=True)
        ]
        seconds = process_time() - begun
        for article, reading in zip(articles, readings, strict=True):
            tally.add(article, [Ours(r.mention.start, r.mention.end, None, None, r.score) for r in reading.resolutions])
        say(path.name, "dateline_geo", tally, seconds, words)
        nlp = load_pipeline()
        begun = process_time()
        few = articles[:20]
        list(nlp.pipe(a.text for a in few))
        cost = 1000 * (process_time() - begun) / sum(len(a.text.split()) for a in few) * 500
        print(f"{path.name:28} the parse: {cost:.0f} ms of CPU per 500 words")


def say(corpus: str, name: str, tally: Tally, seconds: float, words: int) -> None:
    """Print one row."""
    report = tally.report()
    found = " / ".join(str(report[f"recognition {of}"]) for of in ("P", "R", "F1"))
    print(f"{corpus:28} {name:14} {found}   {1000 * seconds / words * 500:.1f} ms of CPU per 500 words")


if __name__ == "__main__":
    main()
