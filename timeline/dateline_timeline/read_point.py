"""Rules for points of the calendar: dates, months, years, weekdays, times of day, and what is counted from them."""

# ruff: noqa: SIM905  (word lists are easier to read and to change as words)

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from dateline_timeline.lexicon import ZONES
from dateline_timeline.meaning import Bad, Found, Point, Repeat, Span
from dateline_timeline.tokens import Tokens

_WD = r"(?:[Ww]\.?,?)"
_MON = r"(?:M|m\.?)"
_YEAR = r"(?:,?o?Y|,?y|,?[DN](?=e))"
_MOD = r"(?:t?b-?)"
_DMY = rf"(?:{_WD}(?:t|@t)?)?t?[DO]o?t?{_MON}(?:{_YEAR}e?)?"
_MDY = rf"{_WD}?{_MON}t?[DO](?:{_YEAR}e?)?"
_MY = rf"{_MON}{_YEAR}e?"
_DATES = (_DMY, _MDY)
_CLOCK = r"c?(?:Cz*Z?|[Dn]z+Z?|[DNY]Z|p|[Dn]z?@tP)"

Rule = tuple[str, str, str, Callable[[Tokens, int, int], Sequence[Found]]]

_PREPOSITIONS: Final = frozenset(
    "in since until till by from to through during before after of between and or for around about around early late "
    "mid last next this on - – — than".split()
)
# "in", "since", "until", "of the year" before a year or a month, in the languages that news comes in most.
BEFORE_YEARS: Final = frozenset(
    "in im seit bis ab von vom jahr jahre jahres en de del desde hasta año anno nel dal dell del fino desde até ano "
    "depuis dès jusqu l'an année em no sinds tot jaar i sedan till år w od do roku "
    "в с до по году года год з у від до році року vuonna v roce od rokem".split()
)

# After "the March" these make it a march.
_VERBAL: Final = frozenset("on of for to in through that was".split())

_BACKWARD: Final = {"previous", "preceding", "prior"}
_TEXT_FORWARD: Final = {"following", "ensuing", "subsequent"}


def number(value: object) -> int:
    """The value of a token that the grammar knows to be a number."""
    assert isinstance(value, int)  # noqa: S101  for the type checker
    return value


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
                if (after in ("q", "-") and "q" in classes[at:stop]) or after == "Q":
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


_DAYS_IN = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def checked(point: Point) -> Point | Bad:
    """The point, or what makes it impossible."""
    year, month, day = point.year, point.month, point.day
    if year == 0:
        return Bad("impossible", "there is no year 0 between 1 BC and AD 1")
    if day is not None and month is not None:
        if not 1 <= day <= _DAYS_IN[month - 1]:
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


def _previous(tokens: Tokens, index: int) -> str:
    return tokens.words[index - 1] if index > 0 else ""


def _next(tokens: Tokens, index: int) -> str:
    return tokens.words[index] if index < len(tokens.words) else ""


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


def month(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """A month alone: "May" and "March" only where a preposition or a modifier stands before them."""
    at = next(i for i in range(first, stop) if tokens.classes[i] in "Mm")
    if tokens.language != "en":
        sure = tokens.classes[at] == "M" or _previous(tokens, first) in BEFORE_YEARS
        return date(tokens, first, stop) if sure else ()
    if at == first:
        before = _previous(tokens, first)
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
            and (not adjective or _next(tokens, stop) in _VERBAL)
        ):
            return ()
        if tokens.capital(stop) and before not in _PREPOSITIONS and tokens.classes[stop] == "_":
            return ()
    return date(tokens, first, stop)


_NOT_YEARS_AFTER: Final = frozenset(
    "percent people men women troops soldiers km kilometers kilometres miles mi metres meters m feet ft acres hectares "
    "tons tonnes kg pounds lbs dollars euros yen francs rubles roubles shares units copies jobs points votes rounds "
    "aircraft tanks guns ships horses mph kph kw mw degrees calories hp rpm cc bc hz mhz ghz dpi words "
    "pages soldiers sailors civilians casualties prisoners fighters refugees warriors cavalry infantry infantrymen "
    "knights archers horsemen bombers planes vehicles houses homes families killed dead wounded died members villages "
    "workers employees students children residents inhabitants victims volunteers police officers animals cattle sheep "
    "rifles muskets cannons cannon shells rockets missiles bombs boats vessels trucks cars tents buildings rooms beds seats "
    "tickets items pieces samples cases deaths infections injuries times yards inches gallons litres "
    "liters barrels bottles watts volts".split()
)
_NOT_YEARS_BEFORE: Final = frozenset(
    "no number nos room page pages highway route flight section chapter article act bus us i interstate channel model "
    "version unit lot building suite box rs dlrs fm am psalm verse apartment over nearly almost some only another "
    "exactly under least most up than".split()
)
_YEAR_CUES: Final = frozenset(
    "in since until till by from of during before after between to through throughout around circa about and the for "
    "year years".split()
)
_OWNERS: Final = frozenset("a an his her its their our my this that".split())


_STREETS: Final = frozenset(
    "street st road rd avenue ave drive dr lane ln boulevard blvd highway hwy court ct parkway pkwy square terrace "
    "place circle pike".split()
)


def year(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """A year alone: a four-digit number where no unit, currency or name takes it for itself."""
    at = next(i for i in range(first, stop) if tokens.classes[i] in "YN")
    if tokens.language != "en" and _previous(tokens, first) not in BEFORE_YEARS:
        return ()
    before = _previous(tokens, first)
    before_class = tokens.classes[first - 1] if first > 0 else ""
    after = _next(tokens, stop)
    after_class = tokens.classes[stop] if stop < len(tokens.classes) else ""
    if tokens.words[at][0].isalpha():
        return date(tokens, first, stop)
    if before_class in ("$", "#") or after_class in ("#", "$"):
        return ()
    if before == "." and _previous(tokens, first - 1) in ("no", "nos", "p", "pp", "art", "sec"):
        return ()
    if before in _NOT_YEARS_BEFORE and not (before == "than" and _previous(tokens, first - 1) in ("later", "earlier")):
        return ()
    if before in ("#", "/", "+", "№", "=", ":", "*", "x", "×") or after in ("/", "+", "=", "×", "%", "@"):
        return ()
    if after == ":" and tokens.glued(stop + 1):
        return ()  # a ratio; "1914: war breaks out" is a year
    if tokens.glued(at) and before_class not in ("-", "(", "'", ",", ".") and before not in "'\"“‘[—":
        return ()
    if (
        stop < len(tokens.words)
        and tokens.glued(stop)
        and tokens.classes[stop] not in ",.-')&"
        and after not in (';:?!]”"’')
    ):
        return ()
    if after in _NOT_YEARS_AFTER:
        return ()
    if before not in _YEAR_CUES | _OWNERS and tokens.capital(stop) and not tokens.capital(stop + 1):
        noun = _next(tokens, stop + 1)
        if noun in _NOT_YEARS_AFTER or (noun.endswith("s") and len(noun) > 3):
            return ()  # "killing 2000 Japanese soldiers"
    if tokens.capital(stop) and _STREETS & set(tokens.words[stop + 1 : stop + 4]):
        return ()  # "1300 Commerce Drive"
    if (
        before not in _YEAR_CUES
        and after.endswith("s")
        and len(after) > 3
        and tokens.classes[stop] == "_"
        and not tokens.capital(stop)
    ):
        return ()
    if before_class == "-" and _previous(tokens, first - 1) in ("post", "pre"):
        return (Found(first - 2, stop, Point(year=number(tokens.values[at])), ""),)
    count = number(tokens.values[at])
    if count > 2200 and before not in ("in", "since", "by", "year", "until"):
        return ()
    if (
        before_class == "_"
        and tokens.capital(first - 1)
        and before not in _YEAR_CUES
        and before[:1].isalpha()
        and first >= 2
        and not (after_class in ("O", "q", "_") and before == "the")
    ):
        return ()  # "Windows 2000", "Blade Runner 2049"
    if before in ('"', "“", "'", "‘") and after in ('"', "”", "'", "’"):
        return ()
    return date(tokens, first, stop)


def _short_year(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "In 410," where the text has other years with an era: a year of the first thousand."""
    count = tokens.values[first]
    if not isinstance(count, int) or not 32 <= count <= 999 or "e" not in tokens.classes:
        return ()
    if _previous(tokens, first) not in ("in", "since", "until", "of") or tokens.glued(first):
        return ()
    if tokens.classes[stop : stop + 1] not in ("", ",", ".", ")") and not tokens.capital(stop):
        return ()
    eras = [str(tokens.values[i]) for i, letter in enumerate(tokens.classes) if letter == "e"]
    sign = -1 if 2 * eras.count("BC") > len(eras) else 1
    return (Found(first, stop, Point(year=sign * count), ""),)


def old_year(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """A year with its era: "480 BC", "AD 79", "44-43 BC" is two."""
    numbers = [i for i in range(first, stop) if tokens.classes[i] in "DNYn"]
    era = next(str(tokens.values[i]) for i in range(first, stop) if tokens.classes[i] == "e")
    sign = -1 if era == "BC" else 1
    approximate = any(tokens.classes[i] == "c" for i in range(first, stop)) or _previous(tokens, first) in ("c", "ca")
    if _previous(tokens, first) == "." and _previous(tokens, first - 1) in ("c", "ca"):
        approximate = True
    out = []
    for place, at in enumerate(numbers):
        value = tokens.values[at]
        if not isinstance(value, int) or not 1 <= value <= 999_999:
            return ()
        start = first if place == 0 else at
        end = stop if place == len(numbers) - 1 else at + 1
        out.append(Found(start, end, Point(year=sign * value, approximate=approximate), ""))
    return out


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


def year_range(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "1988–1991", "1939–45": two years."""
    a, b = tokens.values[first], tokens.values[stop - 1]
    if not isinstance(a, int) or not isinstance(b, int):
        return ()
    before_class = tokens.classes[first - 1] if first > 0 else ""
    if before_class in ("$", "#", "-") or (stop < len(tokens.classes) and tokens.classes[stop] in "-#$%"):
        return ()
    raw = tokens.text[tokens.starts[stop - 1] : tokens.ends[stop - 1]]
    if len(raw) <= 2:
        b += a // 10 ** len(raw) * 10 ** len(raw)
    if not a < b <= 2200 or not a >= 1000:
        return ()
    return (
        Found(first, first + 1, Point(year=a), "year range"),
        Found(stop - 1, stop, Point(year=b), "year range"),
    )


def centuries(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "The 7th and 8th centuries BC": one expression for each."""
    ordinals = [i for i in range(first, stop) if tokens.classes[i] == "O"]
    last = collect(tokens, ordinals[-1], stop)
    if not isinstance(last, Point) or last.century is None:
        return ()
    sign = -1 if last.century < 0 else 1
    value = number(tokens.values[ordinals[0]])
    lead = collect(tokens, first, ordinals[0])
    mod = lead.mod if isinstance(lead, Point) else None
    return (
        Found(first, ordinals[0] + 1, Point(century=sign * value, mod=mod), ""),
        Found(ordinals[1], stop, last, ""),
    )


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
            and _next(tokens, stop)[:5] in ("olymp", "games")
        ):
            return ()
        before = _previous(tokens, first)
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
        if letters[-1] == "s" and (letters[0] != "t" or _next(tokens, stop) == "of" or before == "of"):
            return ()
        if tokens.capital(stop - 1) and tokens.capital(stop):
            return ()
    if "-" in letters and tokens.classes[stop - 1] in "DN":
        inner = collect(tokens, first, stop - 2)
        return (Found(first, stop, inner, ""),) if isinstance(inner, Point) else ()
    return date(tokens, first, stop)


def clock(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """A time of day alone; not a score ("2:1") or a proverb ("high noon")."""
    if _previous(tokens, first) == "high":
        return ()
    return date(tokens, first, stop)


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
    add("related", "tH", r"[tH]kj|[tH]?H?Fj", _the_year)
    add("related", "t", r"t?uo(?:t[DO]o)?" + f"(?:{_MDY}|{_DMY})", _week_of)
    add("season", "tbSs", rf"(?:t|{_MOD})?[Ss](?:(?:o|,)?(?:Y(?:-[DN](?!\d))?|[LXHJ]j|t[LXH]j))?", season)
    add("season", "tbLXHJ", rf"b?{rel}[Ss]", related)
    add("season", "tSsb", r"t?b?-?[Ss],?o?Y", season)
    add("season", "tSsb", r"t?b?-?[Ss],?o?(?:[DN]-)?[DNY]e", date)
    add("season", "tE", r"t?Eo(?:t|[LXHJ])?S(?:o?Y)?", season)
    add("quarter", "tO", r"t?F?-?O-?q(?:o?(?:F?j?Y|[LXHJ]j|tj))?", quarter)
    add("quarter", "tY", r"t?F?Y'?F?O-?q", quarter)
    add("quarter", "tY", r"tYq", quarter)
    add("quarter", "LXHJ", r"[LXHJ]j'(?:O-?)?q", quarter)
    add("quarter", "K", r"K(?:o?F?Y)?", quarter)
    add("quarter", "Y", r"Y,?K", quarter)
    add("half", "tO", r"t?O-?ho(?:F?Y|[LXHJ]j|tj|t?9|t?O-?1e?)", date)
    add("decade", "tb9", rf"{_MOD}?t?9", date)
    add("decade", "tE", r"t?Eot?9", date)
    add("century", "tbO", r"t?(?:b-?(?:rb-?)?)?t?O-?1e?", date)
    add("century", "tbO", r"t?(?:b-?)?O-?1?(?:&|r|r?t?|-)t?O-?[12]e?", centuries)
    add("century", "tEh", r"t?Eot?O-?1e?", date)
    add("century", "tO", r"t?O[hq]ot?O-?1e?", date)
    add("year", "Y", "Y", year)
    add("year", "cY", "cY", year)
    add("year", "N", "N", _short_year)
    add("year", "tb", rf"{_MOD}(?:tj)?Y", date)
    add("year", "tE", r"t?Eot?j?Y", date)
    add("year", "tj", r"t?jY", date)
    add("period", "tjYL", r"t?(?:j-?[abG]|Y|L)(?:g|O?-?q)", _period)
    add("year", "tjF", r"t?Fj?Y", date)
    add("year", "Yt", r"t?YFj", date)
    add("year", "j", r"j(?:-|')?E", _year_end)
    add("old year", "DNYn", r"(?:[DNYn](?:-|&|r))?[DNYn]e", old_year)
    add("old year", "ec", r"c?e[DNY]", old_year)
    add("old year", "c", r"c(?:[DNYn](?:-|&|r))?[DNYn]e", old_year)
    add("year range", "Y", r"Y-[YDN]", year_range)
    add("day range", "tDO", rf"t?[DO](?:(?:-|r|&|,)t?[DO]){{1,4}}o?{_MON}(?:{_YEAR})?", day_range)
    add("day range", "Mm", rf"{_MON}[DO](?:(?:-|r|&|,|,&)[DO]){{1,4}}(?:{_YEAR})?(?![DNz:U])", day_range)
    add("day of month", "t", "tO", _the_nth)
    add("year", "b", "b@(?:t?j)?Y", date)
    add("month", "b", rf"b@{_MON}(?:{_YEAR}e?)?", date)
    add("month range", "MmtWb", rf"{_MOD}?{_MON}(?:-|&|r){_MON}(?:{_YEAR}|o?[LHX]j)?", month_range)
    add("feast", "x", r"x(?:,?o?Y|o?[LXHJ]j)?", _feast)
    add("feast", "LXHJ", r"[LXHJ]x", _feast)
    add("feast", "xcCp", rf"{_CLOCK}@x(?:,?Y)?", date)
    add("day", "DO", r"[DO]-[Mm]-?(?:Y|y)", date)
    add("part of day", "t", "tPotO", _the_nth)
    add("millennium", "tO", r"t?O-?ue?", _millennium)
    add("part alone", "tP", "t?P", _part_alone)
    add("numeric", "I", "I", numeric)
    return tuple(rules)


_AFTER_NTH: Final = frozenset("it he she they we the a an when with but in at was and while as after".split())


_LIGHT: Final = frozenset("dawn dusk daybreak sunrise sunset nightfall".split())


def _part_alone(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "at dawn", "in the evening": a part of the day that the text speaks of."""
    word, before = tokens.words[stop - 1], _previous(tokens, first)
    if stop - first == 1 and word not in _LIGHT:
        return ()
    if before not in ("at", "by", "until", "before", "after", "since") and not (
        stop - first == 2 and before in ("in", "during", "through", "throughout")
    ):
        return ()
    if tokens.classes[stop : stop + 1] == "-" or tokens.capital(stop):
        return ()
    return date(tokens, first, stop)


def _millennium(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "the 3rd millennium BC"."""
    at = next(i for i in range(first, stop) if tokens.classes[i] == "O")
    if not any(tokens.values[i] == "ML" for i in range(at, stop)):
        return ()
    sign = -1 if tokens.classes[stop - 1] == "e" and tokens.values[stop - 1] == "BC" else 1
    return (Found(first, stop, Point(millennium=sign * number(tokens.values[at])), ""),)


def _the_nth(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "On the 15th": a day of the month that the text speaks of."""
    if not tokens.words[stop - 1][0].isdigit():
        return ()
    part = str(tokens.values[first + 1]) if tokens.classes[first + 1] == "P" else None
    if part is None and _previous(tokens, first) not in ("on", "by", "until", "till"):
        return ()
    if tokens.classes[stop : stop + 1] not in ("", ",", ".") and _next(tokens, stop) not in _AFTER_NTH:
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


def _feast(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """A named day; not "Christmas tree" nor "Easter Island"."""
    after = _next(tokens, stop)
    if after in _NOT_FEASTS:
        return ()
    name = next(str(tokens.values[i]) for i in range(first, stop) if tokens.classes[i] == "x")
    if name == "New Year's Day" and tokens.span(first, stop).lower() == "new year":
        return ()
    return date(tokens, first, stop)


def _in_the(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "Earlier in the year", "later in the month"."""
    unit = {"d": "D", "j": "Y"}.get(tokens.classes[stop - 1]) or str(tokens.values[stop - 1])
    if unit not in ("W", "MO", "Y", "D", "DE"):
        return ()
    return (Found(first, stop, Point(step=0, unit=unit, anchor="text" if unit == "D" else "either"), ""),)


def _the_year(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "The current fiscal year", "the full year": the year that runs."""
    if tokens.words[stop - 2] not in ("full", "fiscal"):
        return ()
    if tokens.classes[stop : stop + 1] == "Y":
        return ()
    if _next(tokens, stop) in ("ended", "ending"):
        return (Found(first, stop, Span("P1Y"), ""),)
    return (Found(first, stop, Point(step=0, unit="Y", anchor="published"), ""),)


def _week_of(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "The week of March 6"."""
    at = next(i for i in range(first, stop) if tokens.classes[i] == "u")
    if tokens.values[at] != "W":
        return ()
    meaning = collect(tokens, at + 1, stop)
    if not isinstance(meaning, Point):
        return ()
    return (Found(first, stop, replace(meaning, unit="W"), ""),)


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


def _year_end(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "Year-end", "year's end": the end of the year that runs."""
    word = tokens.words[stop - 1]
    if word not in ("end", "ends", "start", "beginning"):
        return ()
    return (Found(first, stop, Point(step=0, unit="Y", anchor="published", mod=str(tokens.values[stop - 1])), ""),)


POINT_RULES: Final = _rules()
