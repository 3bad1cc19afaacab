"""Finds the dates of a text: the one call that the rest of the product makes."""

import bisect
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dateline_timeline.foreign import vocabulary_for
from dateline_timeline.grammar import find
from dateline_timeline.meaning import Found, Point
from dateline_timeline.periods import PERIOD_WORDS, find_periods
from dateline_timeline.published import bound
from dateline_timeline.ranges import find_ranges
from dateline_timeline.resolve import TenseOf, resolve
from dateline_timeline.tokens import ENGLISH, tokenize
from dateline_timeline.when import DateRange, Refusal, Timex


@dataclass(frozen=True, slots=True)
class DateReading:
    """What was read.

    `timexes` are the expressions as TIMEX3 has them, in the order of the text and without overlaps. `periods` are named
    eras, events and years ("the Soviet era"), which corpora do not annotate; they may overlap a timex. `ranges` join
    two timexes that are the ends of one stretch. `refusals` say what was not read as a date, and why.
    """

    timexes: tuple[Timex, ...]
    periods: tuple[Timex, ...]
    refusals: tuple[Refusal, ...]
    ranges: tuple[DateRange, ...] = ()


_BREAK = re.compile(r"[.!?][\"”’)\]]*\s+(?=[A-Z\"“‘(\[])|\n\s*\n|\n(?=[A-Z])")
_NO_BREAK = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|Sen|Rep|Gov|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|No|vs|Inc|Co|Corp)\.$"
)


def _sentences(text: str) -> Callable[[int], int]:
    """A function from an offset to the number of its sentence."""
    starts = [0]
    for match in _BREAK.finditer(text):
        if text[match.start()] == "." and _NO_BREAK.search(text, max(0, match.start() - 8), match.start() + 1):
            continue
        starts.append(match.end())
    return lambda offset: bisect.bisect_right(starts, offset) - 1


def _is_narrative(found: list[Found], published: dt.date | None) -> bool:
    """Does the text tell history (years of its own) rather than news (days counted from its publication)?

    A text with at least six years of its own (three if it has no publication date) and fewer expressions that count
    from a publication date than a quarter of them is history: a month without a year then belongs to the year said
    before it. Years since the one before the publication do not count: news has those too.
    """
    latest = published.year - 2 if published else 9999
    years = deictic = 0
    for one in found:
        meaning = one.meaning
        if isinstance(meaning, Point):
            if meaning.year is not None:
                years += meaning.year <= latest
            elif (meaning.step is not None and meaning.anchor == "published") or (
                meaning.weekday and not meaning.month and meaning.step is None
            ):
                deictic += 1
    return years >= (6 if published else 3) and deictic * 4 < years


# Where numeric dates begin with the month (Unicode CLDR's short formats); Canada writes both and is not among them.
_MONTH_FIRST: Final = frozenset({"AS", "FM", "GU", "MH", "MP", "PH", "PR", "PW", "UM", "US", "VI"})


# Countries with seasons and wholly or mostly south of the equator, by the latitude of most of their people.
_SOUTHERN: Final = frozenset(
    {"AO", "AR", "AU", "BO", "BR", "BW", "CL", "FJ", "FK", "LS", "MG", "MW", "MZ", "NA", "NC", "NZ", "PE", "PY", "SZ"}
    | {"UY", "ZA", "ZM", "ZW"}
)


def day_first_for(language: str, country: str = "") -> bool:
    """Is 03/04/2020 the 3rd of April to a publisher?

    Args:
        language: The language of the text ("en", "en-GB", "de").
        country: The publisher's country, ISO 3166-1 alpha-2; empty where it is not known.
    """
    if country:
        return country.upper() not in _MONTH_FIRST
    return language.lower().replace("_", "-") not in ("en", "en-us")


def read_dates(
    text: str,
    *,
    published: dt.date | None = None,
    language: str = "en",
    day_first: bool | None = None,
    tense: TenseOf | None = None,
    country: str = "",
) -> DateReading:
    """Find every expression of time in a text and say what it means.

    Args:
        text: Any text; offsets count its code points.
        published: The day of publication. Without it nothing relative becomes absolute.
        language: A language code; other languages than English use dateparser's words.
        day_first: Is 03/04/2020 the 3rd of April? None: by the language.
        tense: The tense of the verb that the expression at (start, end) belongs to, or None where it is not known;
            without it the words nearby decide.
        country: Where it is written of or published, ISO 3166-1 alpha-2; seasons of the southern hemisphere need it.
    """
    tokens = tokenize(text, ENGLISH if language == "en" else vocabulary_for(language), PERIOD_WORDS)
    found = find(tokens)
    if day_first is None:
        day_first = day_first_for(language)
    periods, rows = find_periods(tokens)
    timexes, refusals = resolve(
        tokens,
        found,
        published=published,
        narrative=_is_narrative(found, published),
        day_first=day_first,
        tense=tense,
        sentence_of=_sentences(text),
        bound=bound(tokens, found, rows) if published is None else None,
        southern=country.upper() in _SOUTHERN,
    )
    kept = tuple(one for one in timexes if not _inside(one, periods))
    return DateReading(kept, tuple(periods), tuple(refusals), find_ranges(text, kept))


def _inside(timex: Timex, periods: list[Timex]) -> bool:
    """Is it part of a period's name ("the October Revolution") without being a year?"""
    at = bisect.bisect_right(periods, timex.start, key=lambda one: one.start) - 1
    if at < 0 or timex.end > periods[at].end:
        return False
    return not re.search(r"\d{4}", timex.text)


def find_dates(
    text: str,
    *,
    published: dt.date | None = None,
    language: str = "en",
    day_first: bool | None = None,
    tense: TenseOf | None = None,
    country: str = "",
) -> tuple[Timex, ...]:
    """The expressions of time of `read_dates`, without periods and refusals."""
    return read_dates(
        text, published=published, language=language, day_first=day_first, tense=tense, country=country
    ).timexes
