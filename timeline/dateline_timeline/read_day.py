"""Rules for days and months: alone, in numbers, in ranges, by name, and for times of the day."""

# ruff: noqa: SIM905  (word lists are easier to read and to change as words)
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dateline_timeline.fields import century_year, checked, collect, date, following, number, previous
from dateline_timeline.meaning import Bad, Found, Point, Repeat
from dateline_timeline.read_year import BEFORE_YEARS
from dateline_timeline.tokens import Tokens

_PREPOSITIONS: Final = frozenset(
    "in since until till by from to through during before after of between and or for around about around early late "
    "mid last next this on - – — than".split()
)


# After "the March" these make it a march.
_VERBAL: Final = frozenset("on of for to in through that was".split())


def month(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """A month alone: "May" and "March" only where a preposition or a modifier stands before them."""
    at = next(i for i in range(first, stop) if tokens.classes[i] in "Mm")
    if tokens.language != "en":
        sure = tokens.classes[at] == "M" or previous(tokens, first) in BEFORE_YEARS
        return date(tokens, first, stop) if sure else ()
    if at == first:
        before = previous(tokens, first)
        if (
            tokens.classes[at] == "m"
            and tokens.words[at] not in ("may", "march")
            and before in ("and", "or", "of", "for")
        ):
            return ()
        adjective = before == "the" and tokens.classes[stop : stop + 1] == "_" and not tokens.capital(stop)
        if (
            tokens.classes[at] == "m"
            and before not in _PREPOSITIONS
            and (not adjective or following(tokens, stop) in _VERBAL)
        ):
            return ()
        if tokens.capital(stop) and before not in _PREPOSITIONS and tokens.classes[stop] == "_":
            return ()
    return date(tokens, first, stop)


_PAPERS: Final = frozenset(
    "times telegraph express mirror mail herald sun star night post tribune school world".split()
)


def weekday(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """A weekday, alone or with a part of the day; not in names such as "Sunday Times"."""
    last = stop - 1
    if tokens.classes[last] == "W" and tokens.capital(stop) and tokens.words[stop] in _PAPERS:
        return ()
    if first == last and tokens.words[last].endswith("s"):
        return date_set(tokens, first, stop)
    if first > 0 and tokens.words[first - 1] in ("black", "bloody", "ash", "easter", "palm", "super", "cyber"):
        return ()
    return date(tokens, first, stop)


def date_set(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "On Fridays": a set."""
    return (Found(first, stop, Repeat(f"XXXX-WXX-{tokens.values[stop - 1]}"), ""),)


def numeric(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """2020-05-14, 14/05/2020, 14.5.2020: the order of the last two is settled when it is resolved."""
    raw = tokens.text[tokens.starts[first] : tokens.ends[first]]
    if tokens.values[first] == "iso":
        clock = re.search(r"[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$", raw)
        year_, month_, day_ = (int(part) for part in raw[:10].split("-"))
        if not 1 <= month_ <= 12:
            return (Found(first, stop, Bad("impossible", f"there is no month {month_}"), ""),)
        point = Point(
            year=year_,
            month=month_,
            day=day_,
            clock=clock.group(1) if clock else None,
            zone=clock.group(2) if clock else None,
        )
        return (Found(first, stop, checked(point), ""),)
    if tokens.values[first] == "asian":
        return _asian(raw, first, stop)
    numbers = [int(part) for part in re.split(r"\D", raw)]
    if numbers[0] > 31:
        year_, month_, day_ = numbers
        if month_ > 12:
            return ()
        return (Found(first, stop, checked(Point(year=year_, month=month_, day=day_)), ""),)
    one, two, year_ = numbers
    if year_ < 100:
        year_ = century_year(year_)
    if (one > 12 and two > 12) or not one or not two:
        return (Found(first, stop, Bad("impossible", f"neither {one} nor {two} is a month and the other a day"), ""),)
    if one > 12 or "." in raw:
        if two > 12:
            one, two = two, one
        return (Found(first, stop, checked(Point(year=year_, month=two, day=one)), ""),)
    if two > 12:
        return (Found(first, stop, checked(Point(year=year_, month=one, day=two)), ""),)
    # Both can be the month: left for the order of the place; `quarter` is unused by numeric dates.
    return (Found(first, stop, Point(year=year_, month=one, day=two, mod="ORDER"), ""),)


def _asian(raw: str, first: int, stop: int) -> Sequence[Found]:
    """As in "2020年6月5日", "6월 5일"."""
    parts = {letter: int(digits) for digits, letter in re.findall(r"(\d+)(\D)", raw)}
    year_ = parts.get("年", parts.get("년"))
    month_ = parts.get("月", parts.get("월"))
    if month_ is not None and not 1 <= month_ <= 12:
        return (Found(first, stop, Bad("impossible", f"there is no month {month_}"), ""),)
    return (Found(first, stop, checked(Point(year=year_, month=month_, day=parts.get("日", parts.get("일")))), ""),)


def day_range(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "14–15 June 2020", "June 14 to 15, 2020", "June 3, 4 and 5": one expression for each end."""
    days = [i for i in range(first, stop) if tokens.classes[i] in "DO"]
    at_month = next(i for i in range(first, stop) if tokens.classes[i] in "Mm")
    whole = collect(tokens, at_month, stop)
    if not isinstance(whole, Point):
        return ()
    out: list[Found] = []
    numbers: list[int] = []
    for at in days:
        value = number(tokens.values[at])
        numbers.append(value)
    if "-" in tokens.classes[days[0] : days[-1]] and numbers != sorted(numbers):
        return ()
    for place, (at, day) in enumerate(zip(days, numbers, strict=True)):
        start = first if place == 0 else at
        end = at + 1
        point = Point(year=whole.year, month=whole.month, day=day, text_year=place < len(days) - 1)
        if place == len(days) - 1:
            end = stop - 1 if tokens.classes[stop - 1] == "." else stop
        out.append(Found(start, end, checked(point), ""))
    return out


def month_range(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "October-November 2020": two months of one year."""
    months = [i for i in range(first, stop) if tokens.classes[i] in "Mm"]
    second = collect(tokens, months[1], stop)
    one = collect(tokens, first, months[0] + 1)
    if not isinstance(second, Point) or not isinstance(one, Point) or second.month is None or one.month is None:
        return ()
    year_ = second.year
    if year_ is not None and one.month > second.month:
        year_ -= 1
    if second.step is not None:
        one = replace(one, step=second.step, unit=second.unit, anchor=second.anchor)
    return (
        Found(first, months[0] + 1, replace(one, year=year_, text_year=True), ""),
        Found(months[1], stop, second, ""),
    )


def clock(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """A time of day alone; not a score ("2:1") or a proverb ("high noon")."""
    if previous(tokens, first) == "high":
        return ()
    return date(tokens, first, stop)


_LIGHT: Final = frozenset("dawn dusk daybreak sunrise sunset nightfall".split())


def part_alone(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "at dawn", "in the evening": a part of the day that the text speaks of."""
    word, before = tokens.words[stop - 1], previous(tokens, first)
    if stop - first == 1 and word not in _LIGHT:
        return ()
    if before not in ("at", "by", "until", "before", "after", "since") and not (
        stop - first == 2 and before in ("in", "during", "through", "throughout")
    ):
        return ()
    if tokens.classes[stop : stop + 1] == "-" or tokens.capital(stop):
        return ()
    return date(tokens, first, stop)


_AFTER_NTH: Final = frozenset("it he she they we the a an when with but in at was and while as after".split())


def the_nth(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "On the 15th": a day of the month that the text speaks of."""
    if not tokens.words[stop - 1][0].isdigit():
        return ()
    part = str(tokens.values[first + 1]) if tokens.classes[first + 1] == "P" else None
    if part is None and previous(tokens, first) not in ("on", "by", "until", "till"):
        return ()
    if tokens.classes[stop : stop + 1] not in ("", ",", ".") and following(tokens, stop) not in _AFTER_NTH:
        return ()
    value = number(tokens.values[stop - 1])
    return (Found(first, stop, Point(ordinal_day=value, part=part), ""),)


_NOT_FEASTS: Final = frozenset(
    "tree trees card cards carol carols shopping gift gifts present presents party parties island "
    "islands dinner dinners lunch lights market markets pudding bonus bonuses special album song songs "
    "egg eggs bunny story "
    "movie film turkey "
    "costume costumes resolution resolutions tradition traditions sales sale ornaments decorations rising parade "
    "uprising offensive accord accords".split()
)


def feast(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """A named day; not "Christmas tree" nor "Easter Island"."""
    after = following(tokens, stop)
    if after in _NOT_FEASTS:
        return ()
    name = next(str(tokens.values[i]) for i in range(first, stop) if tokens.classes[i] == "x")
    if name == "New Year's Day" and tokens.span(first, stop).lower() == "new year":
        return ()
    return date(tokens, first, stop)
