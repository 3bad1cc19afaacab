"""Reads the fields of a date from its tokens: the part of the grammar that knows no context."""

import re
from collections.abc import Sequence
from typing import Final

from dateline_timeline.lexicon import ZONES
from dateline_timeline.meaning import Bad, Found, Point
from dateline_timeline.tokens import Tokens

_BACKWARD: Final = {"previous", "preceding", "prior"}


_TEXT_FORWARD: Final = {"following", "ensuing", "subsequent"}


def number(value: object) -> int:
    """The value of a token that the grammar knows to be a number."""
    assert isinstance(value, int)  # noqa: S101  for the type checker
    return value


def previous(tokens: Tokens, index: int) -> str:
    """The word before a token, in lower case; empty at the beginning."""
    return tokens.words[index - 1] if index > 0 else ""


def following(tokens: Tokens, index: int) -> str:
    """The word at an index, in lower case; empty past the end."""
    return tokens.words[index] if index < len(tokens.words) else ""


def is_clock(digits: str) -> bool:
    """Are four digits a time of day ("0600 hours")?"""
    return int(digits) <= 2400 and int(digits[2:]) < 60


def _clock(raw: str, meridiem: str | None) -> str | None:
    """A clock time as TIMEX3 has it ("14:30"), None where there is no such time."""
    parts = re.split(r"[:.]", raw)
    if len(parts) == 1 and len(raw) in (3, 4):
        parts = [raw[:-2], raw[-2:]]
    hour = int(parts[0])
    minute = int(parts[1]) if len(parts) > 1 else 0
    second = int(parts[2]) if len(parts) > 2 else None
    if meridiem == "p" and hour < 12:
        hour += 12
    elif meridiem == "a" and hour == 12:
        hour = 0
    if hour > 24 or minute > 59 or (second or 0) > 59:
        return None
    stem = f"{hour:02}:{minute:02}"
    return stem if second is None else f"{stem}:{second:02}"


def relation(tokens: Tokens, index: int) -> tuple[int, str]:
    """The step and the anchor of a word such as last, next, this, that, previous, following."""
    word = tokens.words[index]
    with_article = index > 0 and tokens.classes[index - 1] == "t"
    match tokens.classes[index]:
        case "L":
            return -1, "text" if word in _BACKWARD else "published"
        case "X":
            return 1, "text" if word in _TEXT_FORWARD or (with_article and word == "next") else "published"
        case "J":
            return 0, "text"
        case _:
            return 0, "published"


def century_year(two_digits: int) -> int:
    """'98 is 1998 and '07 is 2007: two digits are read as 1931 to 2030."""
    return 1900 + two_digits if two_digits > 30 else 2000 + two_digits


def collect(tokens: Tokens, first: int, stop: int) -> Point | Bad | None:
    """Read the fields of a date from its tokens, in whatever order they stand."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    quarter: int | None = None
    half: int | None = None
    century: int | None = None
    decade: int | None = None
    digit: int | None = None
    step: int | None = None
    season: str | None = None
    part: str | None = None
    feast: str | None = None
    zone: str | None = None
    mod: str | None = None
    unit: str | None = None
    anchor: str | None = None
    meridiem: str | None = None
    clock: str | None = None
    approximate = fiscal = False
    raw_clock: str | None = None
    era: str | None = None
    classes = tokens.classes
    for at in range(first, stop):
        value = tokens.values[at]
        after = classes[at + 1] if at + 1 < stop else ""
        match classes[at]:
            case "W" | "w":
                weekday = number(value)
            case "M" | "m":
                month = number(value)
            case "D" | "N" if after == "e" and (month is not None or season is not None):
                year = number(value)
            case "D" | "n":
                if after in ("z", "Z") or (after == "@" and classes[at : at + 4].endswith("P")):
                    if raw_clock is None:
                        raw_clock = str(value)
                else:
                    day = number(value)
            case "N":
                if after == "Z":
                    raw_clock = raw_clock or tokens.text[tokens.starts[at] : tokens.ends[at]]
                else:
                    year = number(value)
            case "x":
                feast = str(value)
            case "O":
                if (
                    (after in ("q", "-") and "q" in classes[at:stop])
                    or after == "Q"
                    or (after == "F" and "q" in classes[at:stop])
                ):
                    quarter = number(value)
                elif after in ("1", "2", "-") and re.search("[12]", classes[at:stop]):
                    century = number(value)
                elif after == "h":
                    half = number(value)
                else:
                    day = number(value)
            case "Y":
                if after == "Z":
                    raw_clock = raw_clock or tokens.text[tokens.starts[at] : tokens.ends[at]]
                else:
                    year = number(value)
            case "y":
                year = century_year(number(value))
            case "e":
                era = str(value)
            case "P":
                part = str(value)
            case "p":
                raw_clock = str(value)
            case "C":
                raw_clock = raw_clock or str(value)
            case "z":
                meridiem = meridiem or str(value)
            case "Z":
                zone = zone or _zone(tokens, at)
            case "b" | "E":
                mod = str(value) or mod
            case "c":
                approximate = approximate or value in ("APPROX", "LESS_THAN", "MORE_THAN")
            case "S" | "s":
                season = str(value)
            case "K":
                raw = str(value)
                if raw[0] == "H":
                    half = int(raw[1])
                else:
                    quarter = int(raw.strip("Q"))
            case "F":
                fiscal = True
            case "9":
                if isinstance(value, int):
                    digit = value
                else:
                    raw = re.sub(r"\D", "", str(value))
                    decade = int(raw) if len(raw) == 4 else None
                    if decade is None:
                        digit = int(raw) // 10
            case "T":
                assert isinstance(value, tuple)  # noqa: S101
                unit, step = value
                anchor = "published"
                if tokens.words[at] == "tonight":
                    part = "NI"
            case "L" | "X" | "H" | "J":
                step, anchor = relation(tokens, at)
            case "u" | "d" | "j":
                unit = {"d": "D", "j": "Y"}.get(classes[at]) or str(value)
            case "q" if quarter is None:
                unit = "Q"
            case "1" if century is None:
                unit = "CE"
            case _:
                pass
    if raw_clock is not None:
        clock = _clock(raw_clock, meridiem)
        if clock is None:
            return None
    if step is None and unit is not None and mod is not None and year is None and month is None:
        step, anchor = 0, "either"  # "the end of the month"
    if step is not None and unit is None:
        unit = "self" if (weekday or month or season or quarter or feast) else "D"
    if step is None:
        unit = None
    if era == "BC":
        year = -year if year is not None else None
        century = -century if century is not None else None
    point = Point(
        year=year,
        month=month,
        day=day,
        weekday=weekday,
        season=season,
        quarter=quarter,
        half=half,
        feast=feast,
        decade=decade,
        decade_digit=digit,
        century=century,
        part=part,
        clock=clock,
        zone=zone,
        mod=mod,
        step=step,
        unit=unit,
        anchor=anchor,
        approximate=approximate,
        fiscal=fiscal,
    )
    return checked(point)


_OFFSET: Final = re.compile(r"([+−-])(\d{1,2})(?::?(\d{2}))?(?!\d)")


def _zone(tokens: Tokens, at: int) -> str | None:
    """The offset from UTC of a zone's name, with what follows it ("GMT+4")."""
    after = _OFFSET.match(tokens.text, tokens.ends[at])
    if after is not None and tokens.words[at] in ("gmt", "utc") and int(after.group(2)) <= 14:
        sign = "+" if after.group(1) == "+" else "-"
        return f"{sign}{int(after.group(2)):02}:{after.group(3) or '00'}"
    return ZONES.get(tokens.words[at])


DAYS_IN: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def checked(point: Point) -> Point | Bad:
    """The point, or what makes it impossible."""
    year, month, day = point.year, point.month, point.day
    if year == 0:
        return Bad("impossible", "there is no year 0 between 1 BC and AD 1")
    if day is not None and month is not None:
        if not 1 <= day <= DAYS_IN[month - 1]:
            return Bad("impossible", f"month {month} has no day {day}")
        if (month, day) == (2, 29) and year is not None:
            solar = year if year > 0 else year + 1
            if solar % 4 or (solar % 100 == 0 and solar % 400 and solar > 1582):
                return Bad("impossible", f"{year} is no leap year")
    if point.quarter is not None and not 1 <= point.quarter <= 4:
        return Bad("impossible", f"a year has no quarter {point.quarter}")
    if point.half is not None and not 1 <= point.half <= 2:
        return Bad("impossible", f"a year has no half {point.half}")
    return point


def date(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """A date with enough in it to be sure."""
    for at in range(first + 1, stop - 1):
        if tokens.classes[at] == "." and tokens.words[at - 1] in ("may", "march", "june", "july"):
            return ()  # no abbreviations: the sentence ends there
    meaning = collect(tokens, first, stop)
    if meaning is None:
        return ()
    if re.match(r"[ti](?:F?-?[OP]|j)-", tokens.classes[first:stop]):
        first += 1  # "much of the third-quarter growth": the article belongs to the noun
    if tokens.classes[stop - 1] in ",.":  # a full stop belongs to an abbreviation only inside
        stop -= 1
    if tokens.classes[first] in "cDNYCn" and first > 0 and tokens.classes[first - 1] in "$#":
        return ()
    return (Found(first, stop, meaning, ""),)
