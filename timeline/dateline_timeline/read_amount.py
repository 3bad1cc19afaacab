"""Rules for amounts of time: durations, sets, and points counted by an amount ("three weeks ago")."""

# ruff: noqa: SIM905  (word lists are easier to read and to change as words)

from collections.abc import Callable, Sequence
from typing import Final

from dateline_timeline.fields import is_clock
from dateline_timeline.meaning import Asked, Bad, Found, Point, Repeat, Span, Vague
from dateline_timeline.tense import Tense, nearby
from dateline_timeline.tokens import Tokens

# at least, more than, no less than, up to, about
_PRE = r"(?:@k|k{2,4}|kr|c)?"
_NUM = r"(?:(?:[nDN](?:r|-|&))?i?[nDN]|i|Y|#|i?f|i?fo|c?n|n&ih)"
_UNIT = r"(?:[uUdjqQ12O]|P)"

Rule = tuple[str, str, str, Callable[[Tokens, int, int], Sequence[Found]]]

_LETTER: Final = {"d": "D", "j": "Y", "q": "Q", "Q": "Q", "1": "CE", "2": "CE", "O": "S", "P": "N"}
_FACTOR: Final = {"DE": ("Y", 10), "CE": ("Y", 100), "ML": ("Y", 1000), "F": ("W", 2), "HY": ("MO", 6), "N": ("D", 1)}


def unit_of(tokens: Tokens, index: int) -> str:
    """The unit's code at a token."""
    return _LETTER.get(tokens.classes[index]) or str(tokens.values[index])


def duration(count: float | None, unit: str) -> str:
    """A TIMEX3 duration: P3D, PT2H, PXY where the count is not said; decades and centuries are counted in years."""
    if unit in _FACTOR and count is not None:
        unit, factor = _FACTOR[unit]
        count *= factor
    elif unit in ("DE", "CE", "ML", "HY", "F"):
        return {"DE": "PXDE", "CE": "PXCE", "ML": "PXML", "HY": "PXM", "F": "PXW"}[unit]
    if unit == "WE":
        return "PXWE" if count is None else f"P{count:g}WE"
    if unit == "N":
        unit = "D"
    if unit == "SE":
        return "PXSE" if count is None else f"P{count:g}SE"
    prefix = "PT" if unit in ("S", "M", "H") else "P"
    letter = {"MO": "M"}.get(unit, unit)
    if count is None:
        return f"{prefix}X{letter}"
    if count != int(count):
        if unit == "H":
            return f"PT{int(count)}H{round((count % 1) * 60)}M" if count > 1 else f"PT{round(count * 60)}M"
        if unit == "Y":
            months = round(count * 12)
            return f"P{months // 12}Y{months % 12}M" if months >= 12 else f"P{months}M"
    return f"{prefix}{count:.10g}{letter}"


def count_of(tokens: Tokens, first: int, stop: int) -> tuple[float | None, bool]:
    """The number said between two tokens, and whether anything was said at all; None is a vague number."""
    ranged = tokens.classes.find("r", first, stop)
    if ranged > first and tokens.classes[ranged - 1] in "nDN":
        first = ranged + 1  # "two to six days" are six at most
    for at in range(first, stop):
        value = tokens.values[at]
        match tokens.classes[at]:
            case "n" | "D" | "N" | "Y":
                assert isinstance(value, int)  # noqa: S101
                half = any(tokens.classes[i] == "h" for i in range(at, stop))
                return value + (0.5 if half else 0), True
            case "#":
                raw = tokens.span(at, at + 1)
                if "%" in raw or raw.count(".") + raw.count(",") > 1:
                    return None, False
                if "/" in raw:
                    whole, fraction = raw.split()
                    top, bottom = fraction.split("/")
                    return (int(whole) + int(top) / int(bottom), True) if int(bottom) else (None, False)
                if "," in raw:
                    return float(raw.replace(",", "")), True
                return (float(raw), True) if len(raw) < 12 else (None, False)
            case "f":
                return (2, True) if value == "couple" else (None, True)
            case _:
                pass
    if any(tokens.classes[i] == "i" for i in range(first, stop)):
        return 1, True
    return None, False


def _unit_index(tokens: Tokens, first: int, stop: int) -> int:
    return next(i for i in range(stop - 1, first - 1, -1) if tokens.classes[i] in "uUdjqQ12OP")


def _previous(tokens: Tokens, index: int) -> str:
    return tokens.words[index - 1] if index > 0 else ""


def _sane(tokens: Tokens, first: int) -> bool:
    if tokens.language != "en" and tokens.classes[first] == "Y":
        return False  # "1990 году"
    return not (first > 0 and tokens.classes[first - 1] in "$#" and tokens.classes[first] in "DNY#n")


def ago(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "Three weeks ago", "a decade later", "two days earlier": a step of an amount."""
    if not _sane(tokens, first):
        return ()
    at = _unit_index(tokens, first, stop)
    word = tokens.words[stop - 1]
    count, said = count_of(tokens, first, at)
    unit = unit_of(tokens, at)
    if word in ("earlier", "early", "late", "mid", "middle") and word != "earlier":
        return ()
    bare = not said
    if bare and tokens.classes[at] not in "U2Q":
        count, bare = 1, False  # "year-ago", "year-earlier"
    if tokens.language != "en":
        word = "ago"
    forward = word in ("later", "after", "afterwards", "afterward", "hence")
    if word in ("after", "before"):  # "two days after the attack": an amount, counted from what is not a date
        nexts = tokens.classes[stop] if stop < len(tokens.classes) else "."
        if nexts not in ",.&)":
            return (Found(first, stop - 1, Span(duration(count, unit)), "duration"),)
    if count is None:
        if word == "ago":
            return (Found(first, stop, Vague("PAST_REF"), ""),)
        return (Found(first, stop - 1, Span(duration(None, unit)), "duration"),)
    if unit in ("S", "M", "H") and word != "ago":
        return (Found(first, stop - 1, Span(duration(count, unit)), "duration"),)
    if count > 100_000 or unit == "S":
        return ()
    if unit == "Q" and count == int(count):
        count, unit = count * 3, "MO"
    approximate = any(tokens.classes[i] in "ck" for i in range(first, at))
    anchor = "published" if word in ("ago", "hence") else "text"
    if unit in _FACTOR:
        coarse, factor = _FACTOR[unit]
        if unit in ("DE", "CE", "ML"):
            approximate = True
        unit, count = coarse, count * factor
    if count != int(count):
        return (Found(first, stop, Span(duration(count, unit)), ""),)
    step = int(count) if forward else -int(count)
    if tokens.classes[first] == "i" and "-" in tokens.classes[at:stop]:
        first += 1  # "a year-earlier loss": the article belongs to the noun
    return (Found(first, stop, Point(step=step, unit=unit, anchor=anchor, approximate=approximate), "step"),)


def and_a_half(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "a year and a half"."""
    return (Found(first, stop, Span(duration(1.5, unit_of(tokens, first + 1))), "duration"),)


def the_before(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "The day before", "the year after", where no noun follows."""
    at = _unit_index(tokens, first, stop)
    nexts = tokens.classes[stop] if stop < len(tokens.classes) else "."
    if nexts not in ",.&)" or tokens.words[stop - 1] not in ("before", "after", "earlier"):
        return ()
    step = 1 if tokens.words[stop - 1] == "after" else -1
    return (Found(first, stop, Point(step=step, unit=unit_of(tokens, at), anchor="text"), "step"),)


def length(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "Three days", "a four-year", "more than 20 hours"."""
    if not _sane(tokens, first):
        return ()
    at = _unit_index(tokens, first, stop)
    if tokens.classes[at] == "O" and (
        tokens.words[at] != "second" or tokens.capital(at) or tokens.classes[at - 1] != "-" or at == first
    ):
        return ()  # "a 30-second film", never "the 2020 Second Karabakh War"
    if tokens.classes[at] in "udjq1" and "Y" in tokens.classes[first:at] and "-" not in tokens.classes[first:at]:
        return ()  # "the 2020 day of action"
    if tokens.classes[at] == "P" and tokens.words[at] != "night":
        return ()
    if tokens.span(first, stop).lower() == "one day" and nearby(tokens, first, first) is Tense.FUTURE:
        return (Found(first, stop, Vague("FUTURE_REF"), ""),)
    count, said = count_of(tokens, first, at)
    if not said:
        return ()
    last = tokens.words[stop - 1]
    following = tokens.words[stop] if stop < len(tokens.words) else ""
    if {"old", "olds"} & {last, following} or following in ("older", "younger"):
        return (Found(first, stop, Bad("age", f"'{tokens.span(first, stop)}' is an age"), ""),)
    if before_name(tokens, first):
        return ()
    if tokens.classes[stop : stop + 1] == "'" and tokens.capital(stop + 1):
        return ()  # "the Thirty Years' War"
    if tokens.capital(stop) and tokens.capital(first) and "-" in tokens.classes[first:at]:
        return ()  # "the Six-Day War"
    raw = tokens.span(first, first + 1)
    if len(raw) == 4 and raw.isdigit() and tokens.words[at] == "hours" and stop == first + 2 and is_clock(raw):
        return (Found(first, stop, Point(clock=f"{raw[:2]}:{raw[2:]}"), ""),)
    hyphened = "-" in tokens.classes[first:at] or tokens.classes[at] in "udjq1O"
    if tokens.words[first] == "over" and ("-" in tokens.classes[first:at] or "f" in tokens.classes[first:at]):
        first += 1  # "evolved over several years": a preposition
    if tokens.classes[at] in "Qq" and "-" in tokens.classes[first:at] and "n" in tokens.classes[first:at]:
        return ()  # "three-quarters of the vote"
    if hyphened and tokens.classes[first] in "it" and tokens.classes[first + 1] in "nDN#":
        first += 1  # "a four-year term": the article belongs to the noun
    if count is not None and not 0 < count < 1_000_000_000:
        return ()
    value = duration(count, unit_of(tokens, at))
    if tokens.classes[first] == "i" and at == first + 1:
        return _a_unit(tokens, first, stop, value)
    if tokens.classes[at] in "qQ" and unit_of(tokens, at) == "Q" and tokens.classes[first] == "i":
        return ()
    return (Found(first, stop, Span(value), "duration"),)


_PER: Final = frozenset("times once twice percent % million billion thousand trillion dollars cents hours".split())
_FOR: Final = frozenset(
    "for in within about than after over nearly almost last lasted takes take took least to of just only as by "
    "during spent under around".split()
)


def before_name(tokens: Tokens, first: int) -> bool:
    """Is the number part of a name or an age ("Highway 61", "aged 12")?"""
    return _previous(tokens, first) in ("aged", "age", "highway", "route", "no", "number", "flight", "channel")


def _a_unit(tokens: Tokens, first: int, stop: int, value: str) -> Sequence[Found]:
    """As in "A year" is a duration after "for", a set after an amount ("$5 a share" aside), and else nothing."""
    before = _previous(tokens, first)
    if tokens.classes[stop - 1] not in "udj1":
        return ()
    if before in _FOR:
        return (Found(first, stop, Span(value), "duration"),)
    if (
        before in _PER
        or (first > 0 and tokens.classes[first - 1] in "DN#nYU")
        or (before.endswith("s") and len(before) >= 3)
    ):
        return (Found(first, stop, Repeat(value), "set"),)
    return ()


def every(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "Every Friday", "each July", "every two years"."""
    at = stop - 1
    letter, value = tokens.classes[at], tokens.values[at]
    count, said = count_of(tokens, first, at)
    if tokens.words[first + 1] == "other":
        count, said = 2, True
    if letter == "W" and tokens.classes[first:stop].count("W") > 1:
        days = [i for i in range(first, stop) if tokens.classes[i] == "W"]
        return [Found(first if i == days[0] else i, i + 1, Repeat(f"XXXX-WXX-{tokens.values[i]}"), "set") for i in days]
    match letter:
        case "W":
            text = f"XXXX-WXX-{value}"
        case "M" | "m":
            text = f"XXXX-{value:02}"
        case "S" | "s":
            text = f"XXXX-{value}"
        case "P":
            text = f"XXXX-XX-XXT{value}"
        case _:
            text = duration(count if said else 1, unit_of(tokens, at))
    return (Found(first, stop, Repeat(text), ""),)


def frequency(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "Daily", "annually"."""
    if tokens.capital(first) and first > 0 and tokens.words[first - 1] not in (".", "\n"):
        return ()
    return (Found(first, stop, Repeat(str(tokens.values[first])), ""),)


def stretch(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "The last two years", "the coming weeks", "recent months": a stretch that touches the present."""
    if tokens.classes[stop : stop + 1] == "'" and tokens.capital(stop + 1):
        return ()  # "the Thirty Years' War"
    at = _unit_index(tokens, first, stop)
    count, said = count_of(tokens, first, at)
    if not said and tokens.classes[at] not in "U2Q":
        return ()
    return (Found(first, stop, Span(duration(count if said else None, unit_of(tokens, at))), ""),)


_BARE: Final = frozenset(
    "for within after over in took take takes lasted spent follows following many through of the".split()
)


def bare(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "For years", "within weeks"."""
    unit = unit_of(tokens, stop - 1)
    if tokens.classes[stop : stop + 1] == "Y":
        return ()  # "the years 1429 and 1430"
    if _previous(tokens, first) not in _BARE or unit in ("S", "M", "WE", "N", "Q", "SE"):
        return ()
    return (Found(first, stop, Span(duration(None, unit)), ""),)


def later(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "years later": an amount that nobody counts."""
    if tokens.words[stop - 1] not in ("later", "earlier", "afterwards") or unit_of(tokens, first) in ("S", "Q", "N"):
        return ()
    return (Found(first, stop - 1, Span(duration(None, unit_of(tokens, first))), "duration"),)


def long(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "Decades-long", "years-old"."""
    if tokens.words[stop - 1] != "long" and tokens.classes[first] in "duj":
        return ()
    count = None if tokens.classes[first] in "U2" else 1
    return (Found(first, stop, Span(duration(count, unit_of(tokens, first))), ""),)


def foreign_ago(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "Vor drei Tagen", "три дня назад": a span for dateparser."""
    if tokens.language == "en" or (tokens.classes[first] != "G" and tokens.classes[stop - 1] != "G"):
        return ()
    return (Found(first, stop, Asked(tokens.span(first, stop)), ""),)


_THE: Final = frozenset({"Q", "WE"})


def definite(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "The weekend", "the quarter": the one that everybody means."""
    unit = unit_of(tokens, stop - 1)
    following = tokens.words[stop] if stop < len(tokens.words) else ""
    if unit == "Y" and following in ("ended", "ending", "that"):
        return (Found(first, stop, Span("P1Y"), "duration"),) if following != "that" else ()
    if _previous(tokens, first) == "for" and unit in ("Y", "W", "MO") and tokens.classes[stop : stop + 1] != "_":
        return (Found(first, stop, Point(step=0, unit=unit, anchor="published"), ""),)
    if unit not in _THE:
        return ()
    return (Found(first, stop, Point(step=0, unit=unit, anchor="published"), ""),)


def half(tokens: Tokens, first: int, stop: int) -> Sequence[Found]:
    """As in "Half a century", "half an hour"."""
    unit = unit_of(tokens, stop - 1)
    if unit == "CE":
        return (Found(first, stop, Span("P50Y"), ""),)
    if unit == "DE":
        return (Found(first, stop, Span("P5Y"), ""),)
    if unit in ("H", "Y"):
        return (Found(first, stop, Span(duration(0.5, unit)), ""),)
    return ()


AMOUNT_RULES: Final[tuple[Rule, ...]] = (
    ("step", "jqQ12", r"[jqQ12](?:-|-?a)?[Gab]", ago),
    ("step", "t", r"t(?:[duj]|n[U])[aA]", the_before),
    ("step", "kc@infDNY#t", rf"{_PRE}{_NUM}-?k?-?{_UNIT}-?[GAab]", ago),
    ("duration", "kc@infDNY#t", rf"{_PRE}{_NUM}-?k?-?{_UNIT}(?:-0|-k)?", length),
    ("duration", "i", r"if?o?[U]", length),
    ("duration", "nDN", r"[nDN]-?&-?i-?h-?[UQ2uj]", length),
    ("duration", "i", r"i[uj]&ih", and_a_half),
    ("set", "V", r"V(?:[nDk]-?)?[udjUPWMmSsqQ1]", every),
    ("set", "V", r"V(?:W,?){1,5}&W", every),
    ("set", "v", r"v", frequency),
    ("stretch", "tLXlHJ", r"t?[LXlJ](?:i?fo?|c?[nDN#]|k)?-?[uUdjqQ2]", stretch),
    ("stretch", "t", r"t(?:O|L)?[nD][UQ](?:oY)?", stretch),
    ("stretch", "tLXlHJ", r"t?[LXlJ][nD]r[nD][uU]", stretch),
    ("bare", "U2", r"[U2]", bare),
    ("bare", "U2", r"[U2][Ab]", later),
    ("bare", "U2duj", r"[U2duj]-0", long),
    ("definite", "t", r"t[uqj]", definite),
    ("foreign ago", "GD_Y", r"(?:G[DNn_]{1,2}U|[DNn_]U_?G)", foreign_ago),
    ("half", "h", r"h-?i?[uj1]", half),
)
