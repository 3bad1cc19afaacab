"""Named periods, events and years with dates of their own: "the Soviet era", "World War II", "Year of Volunteers"."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from dateline_timeline.civil import last_of_month
from dateline_timeline.tables import rows
from dateline_timeline.tokens import Tokens, tokenize
from dateline_timeline.when import Basis, Grain, Timex, TimexType, When


@dataclass(frozen=True, slots=True)
class Period:
    """A row of `tables/periods.tsv` or `tables/named_years.tsv`, with its interval read."""

    name: str
    edtf: str
    earliest: dt.date | None
    latest: dt.date | None
    source: str
    year: int | None = None  # of a named year

    @property
    def approximate(self) -> bool:
        """Is one of its ends approximate?"""
        return "~" in self.edtf


_BOUND = re.compile(r"(-?)(\d{4})(?:-(\d\d))?(?:-(\d\d))?~?$")


def _bound(text: str, *, last: bool) -> dt.date | None:
    match = _BOUND.match(text)
    if match is None or match.group(1) or match.group(2) == "0000":
        return None
    year = int(match.group(2))
    month = int(match.group(3) or (12 if last else 1))
    if match.group(4):
        return dt.date(year, month, int(match.group(4)))
    return last_of_month(year, month) if last else dt.date(year, month, 1)


def _key(tokens: Tokens) -> tuple[str, ...]:
    return tuple(tokens.words)


# The words of a name, which of them must be a capital in the text (None: none), and what it names.
_Row = tuple[tuple[str, ...], int | None, Period]


def _load() -> dict[str, list[_Row]]:
    table: dict[str, list[_Row]] = {}

    def add(name: str, period: Period) -> None:
        words = _key(tokenize(name))
        sign = 1 if words[0] == "the" else 0
        table.setdefault(words[0], []).append((words, sign if name[0].isupper() else None, period))

    for row in rows("periods.tsv"):
        start, end = row["interval"].split("/")
        period = Period(row["name"], row["interval"], _bound(start, last=False), _bound(end, last=True), row["source"])
        for name in (row["name"], *filter(None, row["also"].split("|"))):
            add(name, period)
    for row in rows("named_years.tsv"):
        year = int(row["year"])
        period = Period(
            row["name"],
            row["year"],
            dt.date(year, 1, 1),
            dt.date(year, 12, 31),
            f"{row['of']}: {row['source']}",
            year,
        )
        add(row["name"], period)
    for found in table.values():
        found.sort(key=lambda one: -len(one[0]))
    return table


_TABLE = _load()
# The words by which a very long text is skimmed for periods.
PERIOD_WORDS: Final = frozenset(
    key[1] if key[0] == "the" and len(key) > 1 else key[0] for rows_ in _TABLE.values() for key, _, _ in rows_
)


def find_periods(tokens: Tokens) -> tuple[list[Timex], list[Period]]:
    """The named periods of a text, in order, and their rows of the table."""
    words = tokens.words
    found: list[Timex] = []
    matched: list[Period] = []
    stop = 0
    for index, word in enumerate(words):
        candidates = _TABLE.get(word)
        if candidates is None or index < stop:
            continue
        for key, capital, period in candidates:
            if tuple(words[index : index + len(key)]) != key or (
                capital is not None and not tokens.capital(index + capital)
            ):
                continue
            stop = index + len(key)
            found.append(_timex(tokens, index, stop, period))
            matched.append(period)
            break
    return found, matched


def _timex(tokens: Tokens, first: int, stop: int, period: Period) -> Timex:
    text = tokens.span(first, stop)
    if period.year is not None:
        reason = f"'{text}' is the official name of {period.year} ({period.source})"
    else:
        reason = f"'{text}' is taken as {period.edtf.replace('/', ' to ')} ({period.source})"
    when = When(
        period.earliest,
        period.latest,
        Grain.YEAR if period.year is not None else Grain.PERIOD,
        period.edtf,
        Basis.INFERRED,
        reason,
        period.approximate,
        open_end=period.edtf.endswith("/.."),
    )
    return Timex(
        tokens.starts[first],
        tokens.ends[stop - 1],
        text,
        TimexType.DATE,
        period.edtf,
        when,
        period=True,
    )
