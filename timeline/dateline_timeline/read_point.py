"""Rules for points of the calendar: the patterns of dates over the class letters, and who reads each."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from dateline_timeline.fields import DAYS_IN, collect, date, following, number, previous
from dateline_timeline.meaning import Found, Point, Span
from dateline_timeline.read_day import (
    clock,
    day_range,
    feast,
    month,
    month_range,
    numeric,
    part_alone,
    the_nth,
    weekday,
)
from dateline_timeline.read_year import (
    apostrophe_year,
    centuries,
    millennium,
    old_year,
    short_year,
    the_year,
    year,
    year_end,
    year_range,
)
from dateline_timeline.tokens import Tokens

# Pieces of patterns; the letters are those of `lexicon`.
_WD = r"(?:[Ww]\.?,?)"
_MON = r"(?:M|m\.?)"
_YEAR = r"(?:,?o?Y|,?y|,?[DN](?=e))"
_MOD = r"(?:t?b-?)"
_DMY = rf"(?:{_WD}(?:t|@t)?)?t?[DO]o?t?{_MON}(?:{_YEAR}e?)?"
_MDY = rf"{_WD}?{_MON}t?[DO](?:{_YEAR}e?)?"
_MY = rf"{_MON}{_YEAR}e?"
_CLOCK = r"c?(?:Cz*Z?|[Dn]z+Z?|[DNY]Z|p|[Dn]z?@tP)"

# Name, the letters that it begins with, pattern, and who reads what matched.
Rule = tuple[str, str, str, Callable[[Tokens, int, int], Sequence[Found]]]


def related(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "Last week", "the following day", "that year": a unit counted from the publication or from the text."""
    meaning = collect(tokens, first, stop)
    if not isinstance(meaning, Point) or meaning.step is None:
        return ()
    at = next(i for i in range(first, stop) if tokens.classes[i] in "LXHJ")
    if tokens.words[at] in ("those", "these"):
        return ()
    if tokens.words[at] == "past" and meaning.unit in ("DE", "CE"):
        return (Found(first, stop, Span("P10Y" if meaning.unit == "DE" else "P100Y"), ""),)
    if tokens.words[at] in ("latest", "past") and meaning.unit not in ("Q", "self", "WE", "Y", "W", "MO", "DE"):
        return ()
    return date(tokens, first, stop)


def seasons(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "the spring and summer of 1942": two seasons of one year."""
    named = [i for i in range(first, stop) if tokens.classes[i] in "Ss"]
    one, last = collect(tokens, first, named[0] + 1), collect(tokens, named[1], stop)
    if not isinstance(one, Point) or not isinstance(last, Point):
        return ()
    return (
        Found(first, named[0] + 1, replace(one, year=last.year, text_year=True), ""),
        Found(named[1], stop, last, ""),
    )


def quarter(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """A quarter or half of a year; not the quarter of a match."""
    return date(tokens, first, stop)


def season(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """A season with something that makes it one: "fall" and "spring" alone are verbs and nouns."""
    letters = tokens.classes[first:stop]
    if letters[-1] in "Ss" and "b" not in letters:
        if (
            tokens.classes[stop : stop + 1] == "_"
            and letters[-1] == "S"
            and following(tokens, stop)[:5] in ("olymp", "games")
        ):
            return ()
        before = previous(tokens, first)
        if before not in (
            "in",
            "during",
            "by",
            "until",
            "since",
            "throughout",
            "through",
            "into",
            "of",
            "this",
            "over",
        ):
            return ()
        if letters[-1] == "s" and (letters[0] != "t" or following(tokens, stop) == "of" or before == "of"):
            return ()
        if tokens.capital(stop - 1) and tokens.capital(stop):
            return ()
    if "-" in letters and tokens.classes[stop - 1] in "DN":
        inner = collect(tokens, first, stop - 2)
        return (Found(first, stop, inner, ""),) if isinstance(inner, Point) else ()
    return date(tokens, first, stop)


def _in_the(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "Earlier in the year", "later in the month"."""
    unit = {"d": "D", "j": "Y"}.get(tokens.classes[stop - 1]) or str(tokens.values[stop - 1])
    if unit not in ("W", "MO", "Y", "D", "DE"):
        return ()
    return (Found(first, stop, Point(step=0, unit=unit, anchor="text" if unit == "D" else "either"), ""),)


def _week_of(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "The week of March 6"."""
    at = next(i for i in range(first, stop) if tokens.classes[i] == "u")
    if tokens.values[at] != "W":
        return ()
    meaning = collect(tokens, at + 1, stop)
    if not isinstance(meaning, Point):
        return ()
    return (Found(first, stop, replace(meaning, unit="W"), ""),)


def _week_of_month(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "The first week of May", "the last day of April 1975": a week or a day of a month, counted."""
    at = next(i for i in range(first, stop) if tokens.classes[i] in "ud")
    which = -1 if tokens.words[at - 1] in ("last", "final") else tokens.values[at - 1]
    meaning = collect(tokens, at + 1, stop)
    if not isinstance(which, int) or not isinstance(meaning, Point) or meaning.month is None:
        return ()
    if tokens.classes[at] == "d":
        if which not in (1, -1) or (which == -1 and meaning.month == 2):
            return ()  # a leap year has another last day of February
        days = 1 if which == 1 else DAYS_IN[meaning.month - 1]
        return (Found(first, stop, replace(meaning, day=days), ""),)
    if tokens.values[at] != "W" or which > 5 or (which == 5 and meaning.month == 2):
        return ()
    return (Found(first, stop, replace(meaning, week=which), ""),)


def _period(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "The year-ago period", "the 1988 quarter", "the latest period": the reporter's quarter, in that year."""
    letters = tokens.classes[first:stop]
    if "Y" in letters:
        at = first + letters.index("Y")
        year_ = number(tokens.values[at])
        return (Found(first, stop, Point(year=year_, unit="Q"), ""),)
    if "j" in letters:
        return (Found(first, stop, Point(step=-1, unit="Y", anchor="text"), "step"),)
    if tokens.words[stop - 1] == "period" and tokens.words[stop - 2] != "latest":
        return ()
    return (Found(first, stop, Point(step=-1, unit="Q", anchor="published"), ""),)


def _rules() -> tuple[Rule, ...]:
    rules: list[Rule] = []

    def add(name: str, starts: str, pattern: str, handler: Callable[[Tokens, int, int], Sequence[Found]]) -> None:
        rules.append((name, starts, pattern, handler))

    rel = r"(?:t?[LXHJ]{1,2})"
    part = r"(?:b?-?P)"
    for kind, dates in (("day", _DMY), ("day", _MDY)):
        add(kind, "WwtDOMm", dates, date)
        add("part of day", "WwtDOMm", rf"(?:{dates}),?{part}", date)
        add("part of day", "tPb", rf"t?b?P(?:o|@){dates}", date)
        add("time and day", "cCDNYnp", rf"{_CLOCK}(?:,|@|o)?(?:{dates})", date)
        add("day and time", "WwtDOMm", rf"(?:{dates})[,(]?@?{_CLOCK}", date)
        add("modified day", "tb", rf"{_MOD}(?:@|o)?(?:{dates})", date)
    for dates in (r"[LXHJ]?W", "b?T", "t?[LXHJ]d"):
        add("time and day", "cCDNYnp", rf"{_CLOCK}(?:,|@)?{dates}(?:{part}|,{_MDY})?", date)
        add("day and time", "LXHJWTt", rf"{dates}{part}?[,(]?@?{_CLOCK}", date)
    add("time and date", "cCDNYnp", _CLOCK, clock)
    add("month", "tbMm", rf"{_MOD}?{_MON}", month)
    add("month", "tbMm", rf"{_MOD}?{_MY}", date)
    add("day", "c", rf"c(?:{_DMY}|{_MDY}|{_MY})", date)
    add("month", "Mm", rf"{_MON},?(?:[LH]j|o[LH]j|otJj|tJj|t?[X]j)", date)
    add("month", "LXHJt", rf"{rel}{_MON}(?:D)?", related)
    add("month", "tE", rf"t?Eo{_MOD}?{_MON}(?:{_YEAR}e?)?", date)
    add("month", "tE", rf"t?Eo{_MON}?t?[HLXJ]?[uj1]", date)
    add("weekday", "W", "W", weekday)
    add("weekday", "W", rf"W{part}", weekday)
    add("weekday", "bt", rf"{_MOD}(?:@)?W{part}?", date)
    add("weekday", "LXHJt", rf"{rel}W{part}?", related)
    add("weekday", "tP", "t?P(?:o|@)[LXHJ]?W", date)
    add("weekday", "W", r"Wo?[LX]u", date)
    add("deictic", "Tb", rf"b?T{part}?", date)
    add("deictic", "tPb", "t?[Pb]-?P?T", date)
    add("part", "btLXHJ", rf"b?{rel}{part}", related)
    add("related", "btLXHJ", rf"b?{rel}[udjq1]", related)
    add("related", "b", r"b@t[ujd]", _in_the)
    add("related", "tH", r"[tH]kj|[tH]?H?Fj", the_year)
    add("related", "t", r"t?uo(?:t[DO]o)?" + f"(?:{_MDY}|{_DMY})", _week_of)
    add("week of month", "t", rf"t[OL][ud](?:o|@){_MON}(?:{_YEAR})?", _week_of_month)
    add("season", "tbSs", rf"(?:t|{_MOD})?[Ss](?:(?:o|,)?(?:Y(?:-[DN](?!\d))?|[LXHJ]j|t[LXH]j))?", season)
    add("season", "tbLXHJ", rf"b?{rel}[Ss]", related)
    add("season", "tSsb", r"t?b?-?[Ss],?o?Y", season)
    add("season", "tSsb", r"t?b?-?[Ss],?o?(?:[DN]-)?[DNY]e", date)
    add("season", "tE", r"t?Eo(?:t|[LXHJ])?S(?:o?Y)?", season)
    add("quarter", "tO", r"t?F?-?OF?-?q(?:o?(?:F?j?Y|[LXHJ]j|tj))?", quarter)
    add("quarter", "tY", r"t?F?Y'?F?O-?q", quarter)
    add("quarter", "tY", r"tYq", quarter)
    add("quarter", "LXHJ", r"[LXHJ]j'(?:O-?)?q", quarter)
    add("quarter", "K", r"K(?:o?F?Y)?", quarter)
    add("quarter", "Y", r"Y,?K", quarter)
    add("half", "tO", r"t?O-?ho(?:F?Y|[LXHJ]j|tj|t?9|t?O-?1e?)", date)
    add("month", "E", rf"E-(?:{_MON}|Y)", date)
    add("decade", "tb9", rf"{_MOD}?t?9", date)
    add("decade", "tE", r"t?Eot?9", date)
    add("century", "tbO", r"t?(?:b-?(?:rb-?)?)?t?O-?1e?", date)
    add("century", "tbO", r"t?(?:b-?)?O-?1?(?:&|r|r?t?|-)t?O-?[12]e?", centuries)
    add("century", "tEh", r"t?Eot?O-?1e?", date)
    add("century", "tO", r"t?O[hq]ot?O-?1e?", date)
    add("year", "Y", "Y", year)
    add("year", "cY", "cY", year)
    add("year", "N", "N", short_year)
    add("year", "y", "y", apostrophe_year)
    add("season", "tSs", r"t?[Ss](?:&|-|r)t?[Ss],?o?Y", seasons)
    add("year", "tb", rf"{_MOD}(?:tj)?Y", date)
    add("year", "tE", r"t?Eot?j?Y", date)
    add("year", "tj", r"t?jY", date)
    add("period", "tjYL", r"t?(?:j-?[abG]|Y|L)(?:g|O?-?q)", _period)
    add("year", "tjF", r"t?Fj?Y", date)
    add("year", "Yt", r"t?YFj", date)
    add("year", "j", r"j(?:-|')?E", year_end)
    add("old year", "DNYn", r"(?:[DNYn](?:-|&|r))?[DNYn]e", old_year)
    add("old year", "ec", r"c?e[DNY]", old_year)
    add("old year", "c", r"c(?:[DNYn](?:-|&|r))?[DNYn]e", old_year)
    add("year range", "Y", r"Y-[YDN]", year_range)
    add("day range", "tDO", rf"t?[DO](?:(?:-|r|&|,)t?[DO]){{1,4}}o?{_MON}(?:{_YEAR})?", day_range)
    add("day range", "Mm", rf"{_MON}[DO](?:(?:-|r|&|,|,&)[DO]){{1,4}}(?:{_YEAR})?(?![DNz:U])", day_range)
    add("day of month", "t", "tO", the_nth)
    add("year", "b", "b@(?:t?j)?Y", date)
    add("month", "b", rf"b@{_MON}(?:{_YEAR}e?)?", date)
    add("month range", "MmtWb", rf"{_MOD}?{_MON}(?:-|&|r){_MON}(?:{_YEAR}|o?[LHX]j)?", month_range)
    add("feast", "x", r"x(?:,?o?Y|o?[LXHJ]j)?", feast)
    add("feast", "LXHJ", r"[LXHJ]x", feast)
    add("feast", "xcCp", rf"{_CLOCK}@x(?:,?Y)?", date)
    add("day", "DO", r"[DO]-[Mm]-?(?:Y|y)", date)
    add("part of day", "t", "tPotO", the_nth)
    add("millennium", "tO", r"t?O-?ue?", millennium)
    add("part alone", "tP", "t?P", part_alone)
    add("numeric", "I", "I", numeric)
    return tuple(rules)


POINT_RULES: Final = _rules()
