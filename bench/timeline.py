"""Dates of newsroom timelines: the days that our events make most of, against those that a newsroom chose.

    python bench/timeline.py FOLDER…

Each folder holds `articles.jsonl` (an input of `dateline extract`) and `timelines.json`: a list of
{"source", "entries": [[day, [sentence…]]…]}, the form in which Timeline17 (Tran et al. 2013) can be brought. For every
human timeline the same number of our days within its range is taken; the figure is the F1 of the two sets of days, the
mean over a folder's timelines. Printed beside it: the days with the most articles, which is the plain baseline, and
ours without the articles that date ten days or more, which are timelines of newsrooms themselves.
"""

import argparse
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dateline.extract import extract_lines

JsonObject = Mapping[str, Any]  # one line of `dateline extract`, as its documentation describes it
CHRONICLE = 10  # days that an article dates, from which it is one itself


def read_timelines(folder: Path) -> list[set[str]]:
    """The days of each human timeline, as ISO dates."""
    return [{day for day, _ in one["entries"]} for one in json.loads((folder / "timelines.json").read_text("utf-8"))]


def date_f1(support: Mapping[str, float], timelines: Iterable[set[str]]) -> list[float]:
    """F1 in percent for each timeline: our most supported days in its range, as many as it has."""
    scores = []
    ranked = sorted(support, key=lambda day: -support[day])
    for wanted in timelines:
        ours = [day for day in ranked if min(wanted) <= day <= max(wanted)][: len(wanted)]
        hits = len(wanted.intersection(ours))
        scores.append(200 * hits / (len(ours) + len(wanted)) if ours else 0.0)
    return scores


def days_of(article: JsonObject) -> dict[str, float]:
    """For each day of an article's events the greatest salience of one of them."""
    days: dict[str, float] = {}
    for event in article["events"]:
        when = event["when"] or {}
        day = when.get("earliest")
        if day and day == when.get("latest"):
            days[day] = max(days.get(day, 0.0), event["salience"])
    return days


def dated_days(article: JsonObject) -> int:
    """How many different days the words of an article name."""
    named = (date for date in article["dates"] if date["earliest"] and date["earliest"] == date["latest"])
    return len({date["earliest"] for date in named})


def measure(folder: Path, workers: int) -> None:
    timelines = read_timelines(folder)
    published: Counter[str] = Counter()
    support: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    chronicles = articles = 0
    for line in extract_lines([folder / "articles.jsonl"], workers=workers):
        article = json.loads(line.json)
        if "events" not in article:
            continue
        articles += 1
        published[article["published"]] += 1
        days = days_of(article)
        support.update(days)
        if dated_days(article) < CHRONICLE:
            plain.update(days)
        else:
            chronicles += 1
    print(f"{folder.name}: {articles} articles, {len(timelines)} timelines, {chronicles} articles are chronicles")
    for name, days in (("most articles", published), ("ours", support), ("ours without chronicles", plain)):
        each = date_f1(days, timelines)
        print(f"  {name:25} date F1 {statistics.fmean(each):5.1f}   each {' '.join(f'{score:.1f}' for score in each)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    for folder in options.folders:
        measure(folder, options.workers)


if __name__ == "__main__":
    main()
