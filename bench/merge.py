"""The same event told twice: what is joined in real articles, and a sample for a person to judge.

    python bench/merge.py SOURCE… [--sample 50] [--seed 1] [--within]

Prints how many events were joined and how long that took, then a random sample of joined events whose reports use
different words (copies word by word are right by nature and would flatter the figure): read them, count the wrong ones.
`--within` samples joins of reports of one article.
"""

import argparse
import random
import time
from collections import Counter

from dateline.homes import settle
from dateline.model import Article, Event, Story
from dateline.reading import read_articles
from dateline.sources import read_sources
from dateline.story import tell
from dateline.story.words import terms
from dateline_geo.gazetteer import Gazetteer

SAME_WORDS = 0.8  # share of content words from which two quotes are one sentence


def in_other_words(event: Event) -> bool:
    """Whether two of the reports share less than most of their words."""
    bags = [frozenset(terms(report.quote)) for report in event.reports]
    return any(len(one & other) < SAME_WORDS * len(one | other) for one in bags for other in bags)


def articles_of(event: Event) -> set[str]:
    return {report.evidence[0].article for report in event.reports}


def show(number: int, event: Event) -> None:
    print(f"\n{number}. {event.headline}   [{event.independent} independent of {len(event.reports)}]")
    for report in event.reports[:8]:
        when = report.when.when.edtf if report.when else "no date"
        place = report.where.resolution.place if report.where else None
        quote = " ".join(report.quote.split())
        print(f"   {report.evidence[0].article[:6]} | {when} | {place.name if place else 'no place'} | {quote[:200]}")
    print("   why:", "; ".join(event.joined))
    for difference in event.differences:
        print(f"   differs in {difference.what}:", ", ".join(dict.fromkeys(said for _, said in difference.accounts)))


def summary(story: Story, seconds: float) -> None:
    joined = [event for event in story.events if event.reports]
    reports = sum(len(event.reports) for event in joined)
    sizes = Counter(len(event.reports) for event in joined)
    print(f"{len(story.articles)} articles, {len(story.copies)} groups of copies, {len(story.events)} events")
    print(f"{len(joined)} joined of {reports} reports, {sum(e.independent > 1 for e in joined)} with independent ones")
    print("reports to an event:", ", ".join(f"{size}: {count}" for size, count in sorted(sizes.items())))
    print(f"told in {seconds:.1f} CPU-seconds")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--sample", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--within", action="store_true")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    gazetteer = Gazetteer.open()
    articles = settle([part for part in read_sources(options.sources) if isinstance(part, Article)], gazetteer)
    readings = list(read_articles(articles, gazetteer, workers=options.workers))
    start = time.process_time()
    story = tell(readings, title="bench")
    summary(story, time.process_time() - start)
    joined = [event for event in story.events if event.reports and (len(articles_of(event)) == 1) == options.within]
    reworded = [event for event in joined if in_other_words(event)]
    print(f"{len(reworded)} of them in other words; a sample:")
    random.Random(options.seed).shuffle(reworded)
    for number, event in enumerate(reworded[: options.sample], 1):
        show(number, event)


if __name__ == "__main__":
    main()
