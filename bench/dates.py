"""Accuracy and speed of the date reader on annotated articles, with other Python packages beside it in one run.

    python bench/dates.py GOLD.jsonl [--peers all|none|NAME,…] [--limit N] [--group-by-prefix] [--folds] [--errors KIND]

GOLD is JSON Lines: {"id", "text", "published"?, "timexes": [{"start", "end", "type", "value"}…]} with offsets in code
points. No gold data comes with dateline; bench/dates.md says which were used. Scores are those of TempEval-3: F1 of
exact spans, of overlapping spans, and of overlapping spans with the right TIMEX3 value, each expression paired once.
CPU is process time per article, after one article that pays for imports. Peers are installed by hand
(`pip install "dateline[bench]"`); one that is missing or does not start is reported as such.
"""

import argparse
import datetime as dt
import json
import logging
import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

EDGE = " \n\t.,;:()[]\"'“”‘’"  # not part of a span when two are compared


@dataclass(frozen=True, slots=True)
class Mark:
    """An expression of time: code point offsets, TIMEX3 type and value."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Article:
    """A gold article."""

    id: str
    text: str
    published: dt.date | None
    marks: tuple[Mark, ...]


Reader = Callable[[str, dt.date | None], list[Mark]]


def load(path: Path) -> list[Article]:
    """Read a gold file."""
    articles = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        marks = tuple(Mark(t["start"], t["end"], t.get("type", ""), t["value"] or "") for t in row["timexes"])
        published = dt.date.fromisoformat(row["published"][:10]) if row.get("published") else None
        articles.append(Article(row["id"], row["text"], published, marks))
    return articles


def dateline() -> Reader:
    """Our own reader."""
    from dateline_timeline import find_dates

    return lambda text, published: [
        Mark(one.start, one.end, str(one.type), one.value) for one in find_dates(text, published=published)
    ]


def _base(published: dt.date | None) -> dt.datetime:
    return dt.datetime.combine(published or dt.date(2000, 1, 1), dt.time())


def dateparser() -> Reader:
    """dateparser.search; its answers have no grain, so a value is always a day."""
    from dateparser.search import search_dates

    def read(text: str, published: dt.date | None) -> list[Mark]:
        found, at = [], 0
        settings = {"RELATIVE_BASE": _base(published)}
        for words, when in search_dates(text, languages=["en"], settings=settings) or []:
            start = text.find(words, at)
            if start >= 0:
                at = start + len(words)
                found.append(Mark(start, at, "DATE", when.date().isoformat()))
        return found

    return read


def datefinder() -> Reader:
    """datefinder; values are days."""
    import datefinder

    def read(text: str, published: dt.date | None) -> list[Mark]:
        dates = datefinder.find_dates(text, source=True, index=True, base_date=_base(published))
        return [Mark(start, end, "DATE", when.date().isoformat()) for when, _, (start, end) in dates]

    return read


def parsedatetime() -> Reader:
    """parsedatetime; values are days."""
    import parsedatetime

    calendar = parsedatetime.Calendar()

    def read(text: str, published: dt.date | None) -> list[Mark]:
        found = calendar.nlp(text, _base(published)) or ()
        return [Mark(start, end, "DATE", when.date().isoformat()) for when, _, start, end, _ in found]

    return read


def ctparse() -> Reader:
    """The package ctparse reads one expression in a string: it is given each sentence for a tenth of a second."""
    from ctparse import ctparse

    def read(text: str, published: dt.date | None) -> list[Mark]:
        found = []
        for sentence in re.finditer(r"[^.!?\n]+", text):
            answer = ctparse(sentence.group(), ts=_base(published), timeout=0.1)
            when = answer.resolution if answer else None
            if when is None or when.mend <= when.mstart:
                continue
            year, month, day = (getattr(when, name, None) for name in ("year", "month", "day"))
            value = "-".join(f"{part:02}" for part in (year, month, day) if part is not None)
            found.append(Mark(sentence.start() + when.mstart, sentence.start() + when.mend, "DATE", value))
        return found

    return read


def recognizers() -> Reader:
    """Microsoft's recognizers-text, date and time; the first of its resolutions counts."""
    from recognizers_date_time import Culture, recognize_datetime

    def read(text: str, published: dt.date | None) -> list[Mark]:
        found = []
        for one in recognize_datetime(text, Culture.English, reference=_base(published)):
            first = ((one.resolution or {}).get("values") or [{}])[0]
            value = first.get("value") or first.get("timex") or ""
            timex = first.get("timex") or ""
            if timex and "X" not in timex and not timex.startswith("("):
                value = timex
            kind = "DURATION" if value.startswith("P") else "SET" if "set" in one.type_name else "DATE"
            found.append(Mark(one.start, one.end + 1, kind, value))
        return found

    return read


def timexy() -> Reader:
    """timexy, a rule component for spaCy, on a blank pipeline; times of its dates are cut off."""
    import spacy
    import timexy as _  # noqa: F401  registers the component

    pipeline = spacy.blank("en")
    pipeline.add_pipe("timexy", config={"kb_id_type": "timex3", "label": "timexy", "overwrite": False})

    def read(text: str, published: dt.date | None) -> list[Mark]:  # noqa: ARG001  timexy knows no publication date
        found = []
        for span in pipeline(text).ents:
            match = re.search(r'type="(\w+)" value="([^"]*)"', span.kb_id_)
            kind, value = match.groups() if match else ("DATE", "")
            found.append(Mark(span.start_char, span.end_char, kind, value.partition("T00")[0]))
        return found

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "dateline": dateline,
    "dateparser": dateparser,
    "datefinder": datefinder,
    "parsedatetime": parsedatetime,
    "ctparse": ctparse,
    "recognizers-text": recognizers,
    "timexy": timexy,
}


def pairs(gold: Sequence[Mark], ours: Sequence[Mark]) -> dict[int, int]:
    """Gold to ours, one to one: exact spans first, then the largest overlaps."""
    options = []
    for g, a in enumerate(gold):
        for p, b in enumerate(ours):
            shared = min(a.end, b.end) - max(a.start, b.start)
            if shared > 0:
                options.append(((a.start, a.end) != (b.start, b.end), -shared, abs(a.start - b.start), g, p))
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for *_, g, p in sorted(options):
        if g not in chosen and p not in taken:
            chosen[g] = p
            taken.add(p)
    return chosen


def trim(text: str, mark: Mark) -> tuple[int, int]:
    """The span without punctuation at its ends."""
    start, end = mark.start, mark.end
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def score(articles: Iterable[Article], answers: dict[str, list[Mark]]) -> dict[str, float]:
    """Strict, relaxed and value F1 in percent."""
    n: Counter[str] = Counter()
    for article in articles:
        ours = answers[article.id]
        match = pairs(article.marks, ours)
        n["wanted"] += len(article.marks)
        n["found"] += len(ours)
        n["relaxed"] += len(match)
        for g, p in match.items():
            n["strict"] += trim(article.text, article.marks[g]) == trim(article.text, ours[p])
            n["value"] += article.marks[g].value == ours[p].value
    total = n["wanted"] + n["found"]
    return {name: 200 * n[name] / total if total else 0.0 for name in ("strict", "relaxed", "value")}


def show_errors(article: Article, ours: list[Mark], kind: str) -> None:
    """Print the errors of an article: missed, false, span or value."""
    match = pairs(article.marks, ours)
    used = set(match.values())

    def words(mark: Mark) -> str:
        text = article.text
        around = text[max(0, mark.start - 40) : mark.start], text[mark.start : mark.end], text[mark.end : mark.end + 30]
        return "{}[{}]{}".format(*around).replace("\n", " ")

    for g, mark in enumerate(article.marks):
        if g not in match and kind == "missed":
            print(f"{article.id}: {words(mark)} {mark.value}")
    for p, mark in enumerate(ours):
        if p not in used and kind == "false":
            print(f"{article.id}: {words(mark)} {mark.value}")
    for g, p in match.items():
        a, b = article.marks[g], ours[p]
        if kind == "value" and a.value != b.value:
            print(f"{article.id} ({article.published}): {words(a)} gold {a.value}, ours {b.value}")
        if kind == "span" and trim(article.text, a) != trim(article.text, b):
            print(f"{article.id}: {words(a)} ours '{article.text[b.start : b.end]}'")


def run(name: str, articles: list[Article]) -> tuple[dict[str, list[Mark]], float] | str:
    """Read all articles with one reader: its marks and CPU milliseconds per article, or why it does not run."""
    try:
        read = READERS[name]()
        read(articles[0].text[:200], articles[0].published)
    except Exception as error:  # whatever a peer raises is what the table reports
        return f"does not run here: {type(error).__name__}: {error}"
    answers: dict[str, list[Mark]] = {}
    failed = 0
    begin = time.process_time()
    for article in articles:
        try:
            answers[article.id] = read(article.text, article.published)
        except Exception:  # a peer's crash costs it the article
            answers[article.id] = []
            failed += 1
    cost = 1000 * (time.process_time() - begin) / len(articles)
    if failed:
        print(f"{name}: raised an exception on {failed} of {len(articles)} articles", file=sys.stderr)
    return answers, cost


def main() -> None:
    """Print one table, a row for a reader and a group of articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--peers", default="all", help="all, none, or names separated by commas")
    parser.add_argument("--limit", type=int, default=0, help="the first N articles only")
    parser.add_argument("--group-by-prefix", action="store_true", help="a row for each id prefix before the first '-'")
    parser.add_argument("--folds", action="store_true", help="also the even and the odd articles apart")
    parser.add_argument("--errors", choices=["missed", "false", "span", "value"], help="list our errors of a kind")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)  # peers log every sentence that they cannot read
    articles = load(options.gold)[: options.limit or None]
    groups: dict[str, list[Article]] = {"all": articles}
    if options.group_by_prefix:
        for article in articles:
            groups.setdefault(article.id.partition("-")[0], []).append(article)
    if options.folds:
        groups |= {
            f"{key}, {fold}": group[at::2]
            for key, group in list(groups.items())
            for at, fold in ((0, "even"), (1, "odd"))
        }
    peers = {"all": list(READERS)[1:], "none": []}.get(options.peers, options.peers.split(","))
    print(f"| {'reader':16} | {'articles':20} | strict | relaxed | value | CPU ms per article |")
    print("|---|---|---|---|---|---|")
    for name in ["dateline", *peers]:
        outcome = run(name, articles)
        if isinstance(outcome, str):
            print(f"| {name:16} | {outcome} | | | | |")
            continue
        answers, cost = outcome
        for key, group in groups.items():
            f1 = score(group, answers)
            label = f"{key} ({len(group)})"
            figures = f"{f1['strict']:6.1f} | {f1['relaxed']:7.1f} | {f1['value']:5.1f}"
            print(f"| {name:16} | {label:20} | {figures} | {cost:.1f} |", flush=True)
        if name == "dateline" and options.errors:
            for article in articles:
                show_errors(article, answers[article.id], options.errors)


if __name__ == "__main__":
    main()
