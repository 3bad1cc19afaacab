"""Rules for years, alone and with an era, for centuries and millennia: a number is a year only where it can be one."""

# ruff: noqa: SIM905  (word lists are easier to read and to change as words)
import re
from collections.abc import Sequence
from typing import Final

from dateline_timeline.fields import collect, date, following, is_clock, number, previous
from dateline_timeline.meaning import Found, Point, Span
from dateline_timeline.tokens import Tokens

# "in", "since", "until", "of the year" before a year or a month, in the languages that news comes in most.
BEFORE_YEARS: Final = frozenset(
    "in im seit bis ab von vom jahr jahre jahres en de del desde hasta año anno nel dal dell del fino desde até ano "
    "depuis dès jusqu l'an année em no sinds tot jaar i sedan till år w od do roku "
    "в с до по году года год з у від до році року vuonna v roce od rokem".split()
)


_NOT_YEARS_AFTER: Final = frozenset(
    "percent people men women troops soldiers km kilometers kilometres miles mi metres meters m feet ft acres hectares "
    "tons tonnes kg pounds lbs dollars euros yen francs rubles roubles shares units copies jobs points votes rounds "
    "aircraft tanks guns ships horses mph kph kw mw degrees calories hp rpm cc bc hz mhz ghz dpi words "
    "pages soldiers sailors civilians casualties prisoners fighters refugees warriors cavalry infantry infantrymen "
    "knights archers horsemen bombers planes vehicles houses homes families killed dead wounded died members villages "
    "workers employees students children residents inhabitants victims volunteers police officers animals cattle sheep "
    "rifles muskets cannons cannon shells rockets missiles bombs boats vessels trucks cars tents buildings rooms "
    "beds seats tickets items pieces samples cases deaths infections injuries times yards inches gallons litres "
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
    if tokens.language != "en" and previous(tokens, first) not in BEFORE_YEARS:
        return ()
    before = previous(tokens, first)
    before_class = tokens.classes[first - 1] if first > 0 else ""
    after = following(tokens, stop)
    after_class = tokens.classes[stop] if stop < len(tokens.classes) else ""
    if tokens.words[at][0].isalpha():
        return date(tokens, first, stop)
    if before_class == "-" and previous(tokens, first - 1) in ("post", "pre"):
        return (Found(first - 2, stop, Point(year=number(tokens.values[at])), ""),)
    if before_class in ("$", "#") or after_class in ("#", "$"):
        return ()
    if before == "." and previous(tokens, first - 1) in ("no", "nos", "p", "pp", "art", "sec"):
        return ()
    if before in _NOT_YEARS_BEFORE and not (before == "than" and previous(tokens, first - 1) in ("later", "earlier")):
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
        noun = following(tokens, stop + 1)
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
    count = number(tokens.values[at])
    timed = hours(tokens, first, stop)
    if timed is not None:
        return timed
    if count < 1500 and not _historic(tokens, first):
        return ()
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


_AFTER_HOURS: Final = frozenset("on when and with after to in by the local he she they it".split())
# In a sentence with one of these, four digits after "between", "by" or "from" are a time of day.
_CLOCK_CUES: Final = frozenset(
    "gmt utc hours hrs ambulance ambulances paramedics call calls caller callers called clock shift curfew "
    "firefighters dispatched takeoff landed departed".split()
)
_REACH: Final = 25  # tokens of a sentence on either side
_FAR: Final = 400  # tokens within which another old year makes a number one


_ABOUT: Final = frozenset("about around approximately roughly".split())
_JUST: Final = frozenset("shortly just soon right immediately minutes moments seconds".split())


def hours(tokens: Tokens, first: int, stop: int) -> Sequence[Found] | None:
    """Four digits as a time of day: "called at 1221", "between 1100 and 1200 GMT"; None where they are no time."""
    raw = tokens.span(stop - 1, stop)
    if len(raw) != 4 or not raw.isdigit() or not is_clock(raw) or raw == "2400":
        return None
    if previous(tokens, first) == "at" and tokens.span(first, stop - 1).lower() in _ABOUT and int(raw) < 1500:
        return (Found(first, stop, Point(clock=f"{raw[:2]}:{raw[2:]}", approximate=True), ""),)  # a year has "in"
    if stop - first != 1:
        return None
    if _says_time(tokens, first, stop):
        return (Found(first, stop, Point(clock=f"{raw[:2]}:{raw[2:]}"), ""),)
    return None


def _says_time(tokens: Tokens, first: int, stop: int) -> bool:
    before, after = previous(tokens, first), following(tokens, stop)
    if after in ("hrs", "local") and following(tokens, stop + 1) in ("time", "", "on", ".", ","):
        return True
    if before == "at":
        return tokens.classes[stop : stop + 1] in ("", ",", ".", "&", "-", ")", "(") or after in _AFTER_HOURS
    if before not in ("between", "and", "from", "to", "until", "till", "by", "before", "after", "around", "about", "-"):
        return False
    if before in ("before", "after") and after == "on" and tokens.classes[stop + 1 : stop + 2] == "W":
        return True  # "shortly after 1100 on Monday"
    early = int(tokens.span(first, stop)) < 1500
    two_before = previous(tokens, first - 1)
    if early and before in ("before", "after") and two_before in _JUST:
        return True  # "shortly after 1100", where no year of the Middle Ages is meant in the news
    if not early and following(tokens, stop + 1) not in ("gmt", "utc", "hrs"):
        return False
    around = range(max(0, first - _REACH), min(len(tokens.words), stop + _REACH))
    low, high = around.start, around.stop
    for at in around:
        if tokens.words[at] in ".?!" and at < first:
            low = at + 1
        elif tokens.words[at] in ".?!":
            high = at
            break
    return bool(_CLOCK_CUES.intersection(tokens.words[low:high])) or "z" in tokens.classes[low:high]


def _historic(tokens: Tokens, first: int) -> bool:
    """May a bare number below 1500 be a year: after "in", or in a text of other old years, centuries or eras?"""
    before = previous(tokens, first)
    if before in ("between", "and", "to", "from", "-"):
        low, high = max(0, first - _FAR), min(len(tokens.words), first + _FAR)
        others = (
            tokens.values[at]
            for at in range(low, high)
            if tokens.classes[at] == "Y" and previous(tokens, at) in ("in", "since")
        )
        return re.search("[12e]", tokens.classes[low:high]) is not None or any(
            isinstance(value, int) and value < 1800 for value in others
        )
    if before == "of":
        return first >= 2 and (
            tokens.capital(first - 2)
            or tokens.classes[first - 2] in "MSs"
            or tokens.words[first - 2] in ("year", "spring", "beginning", "end")
        )
    if (
        tokens.classes[first - 1 : first] == "_"
        and before not in _YEAR_CUES | _OWNERS
        and not tokens.capital(first - 1)
    ):
        return before in ("c", "ca", "anno", "early", "late", "mid")
    return True


def apostrophe_year(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "in '68"."""
    if previous(tokens, first) not in ("in", "since", "of", "until", "by", "summer", "spring", "fall", "winter"):
        return ()
    return date(tokens, first, stop)


def short_year(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "In 410," where the text has other years with an era: a year of the first thousand."""
    timed = hours(tokens, first, stop)
    if timed is not None and not tokens.glued(first):
        return timed
    count = tokens.values[first]
    if not isinstance(count, int) or not 32 <= count <= 999 or "e" not in tokens.classes:
        return ()
    if previous(tokens, first) not in ("in", "since", "until", "of") or tokens.glued(first):
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
    approximate = any(tokens.classes[i] == "c" for i in range(first, stop)) or previous(tokens, first) in ("c", "ca")
    if previous(tokens, first) == "." and previous(tokens, first - 1) in ("c", "ca"):
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


def millennium(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "the 3rd millennium BC"."""
    at = next(i for i in range(first, stop) if tokens.classes[i] == "O")
    if not any(tokens.values[i] == "ML" for i in range(at, stop)):
        return ()
    sign = -1 if tokens.classes[stop - 1] == "e" and tokens.values[stop - 1] == "BC" else 1
    return (Found(first, stop, Point(millennium=sign * number(tokens.values[at])), ""),)


def year_end(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "Year-end", "year's end": the end of the year that runs."""
    word = tokens.words[stop - 1]
    if word not in ("end", "ends", "start", "beginning"):
        return ()
    return (Found(first, stop, Point(step=0, unit="Y", anchor="published", mod=str(tokens.values[stop - 1])), ""),)


def the_year(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "The current fiscal year", "the full year": the year that runs."""
    if tokens.words[stop - 2] not in ("full", "fiscal"):
        return ()
    if tokens.classes[stop : stop + 1] == "Y":
        return ()
    if following(tokens, stop) in ("ended", "ending"):
        return (Found(first, stop, Span("P1Y"), ""),)
    return (Found(first, stop, Point(step=0, unit="Y", anchor="published"), ""),)
