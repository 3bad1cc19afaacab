"""Gold annotations of events that the user supplies, parsed and tied to our candidates: for measuring and training.

Two formats, JSON Lines, one article a line, offsets in code points of "text":
    dates:  {"id", "text", "published", "timexes": [{"start", "end", "text", "type", "value"}],
             "events": [{"start", "end", "text", "class"?, "date"?}]}     as made from TimeBank 1.2 and AQUAINT
    places: {"id", "text", "published", "verbs": [{"start", "end"}], "locations": [{"start", "end"}]}   as made from
             A. Halterman's event_location corpus (2019)
"""

import calendar
import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin

from dateline.events import tense_at, where
from dateline.events.clauses import Clause, find_clauses
from dateline.events.tree import Tree, read_tree
from dateline.parse import load_pipeline
from dateline_geo.place import Resolution
from dateline_timeline.when import Basis, Grain, Timex, TimexType, When

Record = dict[str, Any]  # one line of gold as it was read

_KEPT = ["ORTH", "TAG", "POS", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "MORPH", "SENT_START", "SPACY"]
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "H1": (1, 6), "H2": (7, 12)}


def read_gold(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def parse_gold(records: Sequence[Record], cache: Path | None) -> list[Doc]:
    """Parse all texts; with a cache file the parses are kept there, since they take longer than all the rest."""
    nlp = load_pipeline()
    if cache is not None and cache.exists():
        docs = list(DocBin().from_disk(cache).get_docs(nlp.vocab))
        if [doc.text for doc in docs] == [record["text"] for record in records]:
            return docs
    docs = list(nlp.pipe([record["text"] for record in records], batch_size=16))
    if cache is not None:
        DocBin(attrs=_KEPT, docs=docs).to_disk(cache)
    return docs


def bounds(value: str | None) -> tuple[dt.date, dt.date] | None:
    """First and last day of a TIMEX3 calendar value; None for durations, sets, vague references and unknown parts."""
    value = (value or "").split("T")[0]
    if match := re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = dt.date.fromisoformat(value)
        return day, day
    if match := re.fullmatch(r"(\d{4})-(\d\d)", value):
        year, month = int(match[1]), int(match[2])
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(?:-WE)?", value):
        monday = dt.date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday, monday + dt.timedelta(days=6)
    if match := re.fullmatch(r"(\d{4})-(?:Q([1-4])|([SFH][PUA12]))", value):
        year = int(match[1])
        first, last = (3 * int(match[2]) - 2, 3 * int(match[2])) if match[2] else _SEASONS[match[3]]
        return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])
    if match := re.fullmatch(r"(\d{2,4})", value):
        zeros = 4 - len(value)
        first_year, last_year = int(value + "0" * zeros), int(value + "9" * zeros)
        return (dt.date(first_year, 1, 1), dt.date(last_year, 12, 31)) if first_year else None
    return None


def gold_dates(record: Record) -> tuple[Timex, ...]:
    """The annotated expressions as the tagger would hand them over: what a perfect tagger would give."""
    found = []
    for timex in record["timexes"]:
        span = bounds(timex["value"]) if timex["type"] in ("DATE", "TIME") else None
        when = None
        if span is not None:
            days = (span[1] - span[0]).days
            grain = Grain.DAY if not days else Grain.WEEK if days < 7 else Grain.MONTH if days < 32 else Grain.YEAR
            when = When(*span, grain, timex["value"], Basis.EXPLICIT, "annotated")
        found.append(Timex(timex["start"], timex["end"], timex["text"], TimexType(timex["type"]), timex["value"], when))
    return tuple(sorted(found, key=lambda timex: (timex.start, timex.end)))


def agrees(gold: tuple[dt.date, dt.date], when: When) -> bool:
    """Whether our interval lies in the annotated one, or holds it without leaving its year."""
    if when.earliest is None:
        return False
    first, last = when.earliest, when.latest or when.earliest
    if gold[0] <= first and last <= gold[1]:
        return True
    return first <= gold[0] and gold[1] <= last and first.year == last.year == gold[0].year


@dataclass(frozen=True, slots=True)
class Read:
    """An article that has been parsed and cut into candidates."""

    record: Record
    doc: Doc
    tree: Tree
    clauses: tuple[Clause, ...]
    by_trigger: dict[int, Clause]

    def clause_at(self, position: int) -> Clause | None:
        """The candidate with the fewest characters that covers a position."""
        tree = self.tree
        covering = [c for c in self.clauses if tree.starts[c.first] <= position < tree.ends[c.last]]
        return min(covering, key=lambda c: tree.ends[c.last] - tree.starts[c.first], default=None)


def cut(records: Sequence[Record], docs: Sequence[Doc]) -> list[Read]:
    """Cut parsed articles into candidates."""
    found = []
    for record, doc in zip(records, docs, strict=True):
        tree = read_tree(doc)
        clauses = find_clauses(tree)
        found.append(Read(record, doc, tree, clauses, {clause.trigger: clause for clause in clauses}))
    return found


def dated_words(record: Record, *, every: bool = False) -> list[tuple[int, tuple[dt.date, dt.date], bool]]:
    """Offset and date of every annotated occurrence that has a date on the calendar, and whether it is one.

    With `every` also of states, intentions and the rest, which are good to learn from and are not measured.
    """
    found = []
    for word in record["events"]:
        span = bounds(word.get("date"))
        occurs = word.get("class", "OCCURRENCE") == "OCCURRENCE"
        if span is not None and (occurs or every):
            found.append((word["start"], span, occurs))
    return found


def published(record: Record) -> dt.date | None:
    return dt.date.fromisoformat(record["published"]) if record.get("published") else None


def rates(right: int, predicted: int, wanted: int) -> str:
    """Precision, recall and F1 in percent."""
    p, r = right / max(predicted, 1), right / max(wanted, 1)
    return f"P {100 * p:.1f}  R {100 * r:.1f}  F1 {200 * p * r / max(p + r, 1e-9):.1f}"


def dates_of(read: Read, *, gold: bool) -> tuple[Timex, ...]:
    """The dates of an article, as annotated or as our tagger finds them."""
    if gold:
        return gold_dates(read.record)
    from dateline_timeline import read_dates

    result = read_dates(read.doc.text, published=published(read.record), tense=tense_at(read.doc))
    return tuple(sorted({*result.timexes, *result.periods}, key=lambda t: (t.start, t.end)))


def places_of(read: Read, *, bare: bool) -> tuple[Resolution, ...]:
    """The places of an article as our gazetteer finds them, or as the entity recogniser alone does."""
    if bare:
        return where.entity_mentions(read.tree)
    from dateline_geo import read_places
    from dateline_geo.gazetteer import Gazetteer

    global GAZETTEER
    if GAZETTEER is None:
        GAZETTEER = Gazetteer.open()
    return read_places(read.doc, GAZETTEER).resolutions


GAZETTEER: object = None
