#!/usr/bin/env python3
"""Measure the dates and the places of events, beside the simplest thing that could be done, and what assembly costs.

    python bench/events.py --dates DATES.jsonl --places PLACES.jsonl [--cache DIR] [--gold-dates] [--bare-places]

The formats are in events_gold.py. Precision is over the annotated words that our event dates (or places), recall
over all of them; the event of a word is our shortest one whose clause covers it. Baselines: the nearest date in the
sentence or else the publication day; the nearest place name after the verb or else before it. Weights fitted on the
same files make the figures here rosier than they are: the honest ones are the cross-validated ones of train_events.py.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from events_gold import (
    Read,
    agrees,
    cut,
    dated_words,
    dates_of,
    parse_gold,
    places_of,
    published,
    rates,
    read_gold,
)

from dateline.events import Assembly, assemble, is_shown
from dateline.model import Article, Event
from dateline_geo.place import Resolution
from dateline_timeline.when import Basis, Grain, Timex, When

Dates = Callable[[Read], tuple[Timex, ...]]
Places = Callable[[Read], tuple[Resolution, ...]]


def article_of(read: Read) -> Article:
    return Article(read.record["id"], "", read.record["text"], published(read.record))


def event_at(events: Sequence[Event], position: int) -> Event | None:
    covering = [e for e in events if e.evidence[0].start <= position < e.evidence[0].end]
    return min(covering, key=lambda e: e.evidence[0].end - e.evidence[0].start, default=None)


def baseline_date(read: Read, position: int, dates: Sequence[Timex]) -> When | None:
    """The nearest date in the sentence of a word, else the publication day."""
    token, _ = read.tree.at(position, position + 1)
    first, last = read.tree.bounds[read.tree.sentences[token]]
    start, end = read.tree.starts[first], read.tree.ends[last]
    here = [t for t in dates if t.when is not None and t.when.earliest and start <= t.start < end]
    nearest = min(here, key=lambda t: abs(t.start - position), default=None)
    if nearest is not None:
        return nearest.when
    day = published(read.record)
    return None if day is None else When(day, day, Grain.DAY, day.isoformat(), Basis.INFERRED, "published")


def measure_dates(reads: Sequence[Read], assemblies: Sequence[Assembly], dates: Dates) -> None:
    wanted = right = dated = base_right = base_dated = 0
    for read, assembly in zip(reads, assemblies, strict=True):
        found = dates(read)
        for start, span, _ in dated_words(read.record):
            wanted += 1
            simple = baseline_date(read, start, found)
            base_dated += simple is not None
            base_right += simple is not None and agrees(span, simple)
            event = event_at(assembly.events, start)
            if event is not None and event.when is not None and event.when.when.earliest is not None:
                dated += 1
                right += agrees(span, event.when.when)
    print(f"event dates, baseline: {rates(base_right, base_dated, wanted)}")
    print(f"event dates, ours:     {rates(right, dated, wanted)}")


def measure_places(reads: Sequence[Read], assemblies: Sequence[Assembly], places: Places) -> None:
    right = placed = base_right = base_placed = 0
    for read, assembly in zip(reads, assemblies, strict=True):
        position = read.record["verbs"][0]["start"]
        gold = [(one["start"], one["end"]) for one in read.record["locations"]]
        mentions = [p.mention for p in places(read)]
        after = [m for m in mentions if m.start > position]
        simple = after[0] if after else (mentions[-1] if mentions else None)
        base_placed += simple is not None
        base_right += simple is not None and any(min(simple.end, e) > max(simple.start, s) for s, e in gold)
        event = event_at(assembly.events, position)
        if event is not None and event.where is not None:
            mention = event.where.resolution.mention
            placed += 1
            right += any(min(mention.end, e) > max(mention.start, s) for s, e in gold)
    print(f"event places, baseline: {rates(base_right, base_placed, len(reads))}")
    print(f"event places, ours:     {rates(right, placed, len(reads))}")


def run(reads: Sequence[Read], dates: Dates, places: Places) -> tuple[list[Assembly], float]:
    """Assemble all articles; also the seconds of CPU that assembly alone took."""
    made, spent = [], 0.0
    for read in reads:
        found_dates, found_places = dates(read), places(read)
        start = time.process_time()
        made.append(assemble(article_of(read), read.doc, found_places, found_dates))
        spent += time.process_time() - start
    return made, spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dates", type=Path, required=True)
    parser.add_argument("--places", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="folder for parses")
    parser.add_argument("--gold-dates", action="store_true", help="annotated dates instead of our tagger's")
    parser.add_argument("--bare-places", action="store_true", help="names by the entity recogniser alone")
    options = parser.parse_args()

    def dates(read: Read) -> tuple[Timex, ...]:
        return dates_of(read, gold=options.gold_dates)

    def places(read: Read) -> tuple[Resolution, ...]:
        return places_of(read, bare=options.bare_places)

    for path, measure in ((options.dates, "dates"), (options.places, "places")):
        records = read_gold(path)
        start = time.process_time()
        reads = cut(records, parse_gold(records, options.cache and options.cache / f"{path.stem}.spacy"))
        parsed = time.process_time() - start
        assemblies, spent = run(reads, dates if measure == "dates" else lambda _: (), places)
        if measure == "dates":
            measure_dates(reads, assemblies, dates)
        else:
            measure_places(reads, assemblies, places)
        words = sum(len(read.tree) for read in reads)
        shown = sum(is_shown(event) for assembly in assemblies for event in assembly.events)
        print(
            f"  {len(reads)} articles, {words} tokens: assembly {spent:.2f} CPU-seconds "
            f"({words / spent:,.0f} tokens a second), parse or its cache {parsed:.2f}; {shown} events shown of "
            f"{sum(len(a.events) for a in assemblies)}"
        )


if __name__ == "__main__":
    main()
