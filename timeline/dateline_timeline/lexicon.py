"""The words of time in English: each word's class, a single letter that the grammar reads, and its value.

The classes (one letter a token; `_` is any other word):

    M month               m month that is also a word (May, March, Sun)     W weekday       w its abbreviation
    D 1 to 31             N any other whole number    Y 1000 to 2999        O ordinal       n number in words
    f few, several        u unit, singular            U unit, plural        d day           j year
    q quarter, Q plural   h half                      1 century, 2 plural   9 decade (1990s)
    K Q3, H1              S season                    s season or word      P part of a day p noon, midnight
    T today, yesterday    R now, recently             b early, late, mid    E end, beginning
    L last, past          X next, coming              H this, current       J that, same
    V every, each         v daily, weekly             G ago                 A later         a earlier, before
    l recent              g period                                          x feast, holiday
    t the                 i a, an                     o of                  c about, over   F fiscal
    C 10:30               z a.m., p.m., o'clock       Z GMT, EST            e BC, AD        I 2020-05-14
    - dash                r to, until                 & and, or             < between, > from
    @ in, on, at          , . ' ( punctuation         $ currency            # 1,000 or 3.5 or 12%
"""

# ruff: noqa: SIM905  (word lists are easier to read and to change as words)

import re
from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb febr",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
# Alone these are more often a verb, a name or an abbreviation of something else than a month.
AMBIGUOUS_MONTHS: Final = frozenset("may march jan feb febr mar apr jun jul aug sep sept oct nov dec".split())

WEEKDAYS: Final = {
    "monday": 1,
    "tuesday": 2,
    "wednesday": 3,
    "thursday": 4,
    "friday": 5,
    "saturday": 6,
    "sunday": 7,
}
WEEKDAY_SHORT: Final = {
    "mon": 1,
    "tue": 2,
    "tues": 2,
    "wed": 3,
    "weds": 3,
    "thu": 4,
    "thur": 4,
    "thurs": 4,
    "fri": 5,
    "sat": 6,
    "sun": 7,
}

ORDINALS: Final = {
    name: number
    for number, name in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
} | {"thirtieth": 30}

NUMBERS: Final = {
    name: number
    for number, name in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        1,
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SCALES: Final = {"hundred": 100, "thousand": 1000, "dozen": 12, "million": 1_000_000}

# TIMEX3 letters; those below a day take a T before the number (PT2H).
UNITS: Final = {
    "second": "S",
    "minute": "M",
    "hour": "H",
    "day": "D",
    "night": "N",
    "week": "W",
    "weekend": "WE",
    "fortnight": "F",
    "month": "MO",
    "quarter": "Q",
    "semester": "HY",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
    "millennium": "ML",
}

SEASONS: Final = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
PARTS: Final = {
    "morning": "MO",
    "mornings": "MO",
    "dawn": "MO",
    "daybreak": "MO",
    "sunrise": "MO",
    "forenoon": "MO",
    "afternoon": "AF",
    "afternoons": "AF",
    "evening": "EV",
    "evenings": "EV",
    "dusk": "EV",
    "sunset": "EV",
    "night": "NI",
    "nights": "NI",
    "nightfall": "EV",
    "overnight": "NI",
    "lunchtime": "MI",
    "daytime": "DT",
}
POINTS: Final = {"noon": "12:00", "midday": "12:00", "noontime": "12:00", "midnight": "24:00"}
DEICTIC: Final = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}

REFERENCES: Final = {
    "now": "PRESENT_REF",
    "currently": "PRESENT_REF",
    "presently": "PRESENT_REF",
    "nowadays": "PRESENT_REF",
    "recently": "PAST_REF",
    "lately": "PAST_REF",
    "formerly": "PAST_REF",
    "soon": "FUTURE_REF",
    "current": "PRESENT_REF",
}
# Longest first at each first word; the words are lower case, as the tokens are.
REFERENCE_PHRASES: Final = {
    "right now": "PRESENT_REF",
    "just now": "PRESENT_REF",
    "these days": "PRESENT_REF",
    "at present": "PRESENT_REF",
    "at the moment": "PRESENT_REF",
    "at this moment": "PRESENT_REF",
    "time being": "PRESENT_REF",
    "the present": "PRESENT_REF",
    "the present day": "PRESENT_REF",
    "present day": "PRESENT_REF",
    "present - day": "PRESENT_REF",
    "modern - day": "PRESENT_REF",
    "the current time": "PRESENT_REF",
    "the past": "PAST_REF",
    "the recent past": "PAST_REF",
    "the distant past": "PAST_REF",
    "more recently": "PAST_REF",
    "most recently": "PAST_REF",
    "very recently": "PAST_REF",
    "not long ago": "PAST_REF",
    "long ago": "PAST_REF",
    "some time ago": "PAST_REF",
    "a while ago": "PAST_REF",
    "a long time ago": "PAST_REF",
    "the future": "FUTURE_REF",
    "the near future": "FUTURE_REF",
    "the foreseeable future": "FUTURE_REF",
    "the immediate future": "FUTURE_REF",
    "the not too distant future": "FUTURE_REF",
    "one day soon": "FUTURE_REF",
    "a later date": "FUTURE_REF",
    "a while": "PXX",
    "a long while": "PXX",
    "some time": "PXX",
    "quite some time": "PXX",
    "a long time": "PXX",
    "a very long time": "PXX",
    "a short time": "PXX",
}

FREQUENCIES: Final = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "biweekly": "P2W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "annually": "P1Y",
    "yearly": "P1Y",
    "biennially": "P2Y",
}

ZONES: Final = {
    "gmt": "Z",
    "utc": "Z",
    "est": "-05:00",
    "edt": "-04:00",
    "cst": "-06:00",
    "cdt": "-05:00",
    "mst": "-07:00",
    "mdt": "-06:00",
    "pst": "-08:00",
    "pdt": "-07:00",
    "bst": "+01:00",
    "cet": "+01:00",
    "cest": "+02:00",
    "eet": "+02:00",
    "eest": "+03:00",
    "msk": "+03:00",
    "ist": "+05:30",
    "jst": "+09:00",
    "kst": "+09:00",
    "aest": "+10:00",
    "aedt": "+11:00",
    "nzst": "+12:00",
    "et": "",
    "pt": "",
}

MODIFIERS: Final = {
    "early": "START",
    "earlier": "EARLIER",
    "late": "END",
    "later": "LATER",
    "mid": "MID",
    "middle": "MID",
}
EDGES: Final = {
    "end": "END",
    "ends": "END",
    "close": "END",
    "beginning": "START",
    "start": "START",
    "middle": "MID",
    "eve": "EVE",
    "rest": "",
    "remainder": "",
    "course": "",
    "height": "MID",
    "most": "",
    "much": "",
    "part": "",
}
APPROXIMATE: Final = {
    "about": "APPROX",
    "around": "APPROX",
    "approximately": "APPROX",
    "roughly": "APPROX",
    "circa": "APPROX",
    "ca": "APPROX",
    "nearly": "LESS_THAN",
    "almost": "LESS_THAN",
    "over": "MORE_THAN",
}

CURRENCY: Final = frozenset("$£€¥₹₽₺")
DECADE_WORDS: Final = {
    "twenties": 2,
    "thirties": 3,
    "forties": 4,
    "fifties": 5,
    "sixties": 6,
    "seventies": 7,
    "eighties": 8,
    "nineties": 9,
}


def _classes() -> dict[str, tuple[str, object]]:
    table: dict[str, tuple[str, object]] = {}
    for word, number in ORDINALS.items():
        table[word] = ("O", number)
    for word, number in NUMBERS.items():
        table[word] = ("n", number)
    for word, number in SCALES.items():
        table[word] = ("n", number)
    for word, unit in UNITS.items():
        plural = {"century": "centuries", "millennium": "millennia"}.get(word, word + "s")
        singular_class = {"Y": "j", "D": "d", "Q": "q", "CE": "1", "N": "P", "S": "O"}.get(unit, "u")
        plural_class = {"Q": "Q", "CE": "2"}.get(unit, "U")
        table[word] = (singular_class, 2 if unit == "S" else "NI" if unit == "N" else unit)
        table[plural] = (plural_class, unit)
    for word, month in MONTHS.items():
        table[word] = ("m" if word in AMBIGUOUS_MONTHS else "M", month)
    for word, day in WEEKDAYS.items():
        table[word] = ("W", day)
        table[word + "s"] = ("W", day)
    for word, day in WEEKDAY_SHORT.items():
        table[word] = ("w", day)
    for word, season in SEASONS.items():
        table[word] = ("s" if word in ("fall", "spring") else "S", season)
    table["summers"] = table["winters"] = ("U", "SE")
    for word, part in PARTS.items():
        table[word] = ("P", part)
    table["nights"] = ("U", "N")
    for word, point in POINTS.items():
        table[word] = ("p", point)
    for word, offset in DEICTIC.items():
        table[word] = ("T", ("D", offset))
    for word, frequency in FREQUENCIES.items():
        table[word] = ("v", frequency)
    for word, edge in EDGES.items():
        table[word] = ("E", edge)
    for word, modifier in MODIFIERS.items():
        table[word] = ("b", modifier)
    for word, approximate in APPROXIMATE.items():
        table[word] = ("c", approximate)
    for word, zone in ZONES.items():
        table[word] = ("Z", zone)
    for word, digit in DECADE_WORDS.items():
        table[word] = ("9", digit)
    groups = {
        "L": "last past previous preceding prior latest",
        "X": "next coming following upcoming ensuing subsequent",
        "H": "this current present",
        "J": "that same those these",
        "V": "every each",
        "f": "few several couple many some various",
        "G": "ago",
        "A": "later after afterwards afterward hence",
        "a": "before",
        "t": "the",
        "i": "a an",
        "o": "of",
        "F": "fiscal",
        "r": "to through until till thru",
        "&": "and or",
        "<": "between",
        ">": "from",
        "@": "in on at by during since",
        "h": "half halves",
        "k": "more less least most than up no not other full",
        "0": "old olds long",
        "l": "recent",
        "g": "period",
    }
    for letter, words in groups.items():
        for word in words.split():
            table[word] = (letter, word)
    return table


CLASSES: Final = _classes()

# Case matters for these: a lower-case "may" or "march" is no month, "SAT" no Saturday, "sun" no Sunday.
CAPITALISED: Final = frozenset("MmWw")

TOKEN: Final = re.compile(
    r"""
    (?P<long>[^\W\d_]{4,}|(?!(?:[aApP][mM]|AD|BC|CE|BCE)\b)[^\W\d_]{2,3}(?!\w))  # words first: nine tokens in ten
  | (?P<iso>(?<![\d.-])\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-]))
  | (?P<clock>\d{1,2}[:.]\d{2}(?::\d{2})?(?=\s?(?:[ap]\.?m\b|hours\b|hrs\b|h\b|GMT\b|UTC\b|[A-Z][SD]T\b))
             |(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:%]))
  | (?P<slash>(?<![\d./-])(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}
             |\d{1,2}-\d{1,2}-\d{4})(?![\d/-]|\.\d))
  | (?P<asian>\d{4}[年년](?:\s?\d{1,2}[月월](?:\s?\d{1,2}[日일])?)?|\d{1,2}[月월]\s?\d{1,2}[日일])
  | (?P<decade>(?:1\d|20)\d0['’]?s\b|['’‘`]\d0s\b)
  | (?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)
  | (?P<quarter>Q[1-4]\b|[1-4]Q(?![\w])|H[12]\b)
  | (?P<shortyear>['’‘]\d{2}(?![\d\w]))
  | (?P<fraction>\d+(?:[.,]\d+)+%?|\d{1,2}\s\d/\d(?!\d)|\d+%)
  | (?P<number>\d+)
  | (?P<ampm>[ap]\.m(?:\.|\b)|(?<=[\d\s])[apAP]\.?[mM]\b\.?(?!\w)|[AP]\.M\.|o['’]clock\b)
  | (?P<era>(?:B\.C\.E\.|B\.C\.|A\.D\.|C\.E\.|(?:BCE|BC|AD|CE)\b)(?!\w))
  | (?P<word>[^\W\d_]+)
  | (?P<possessive>['’](?:s\b)?)
  | (?P<dash>[-–—‑−]|(?<=\d)/(?=\d))
  | (?P<other>[^\w\s]|_)
    """,
    re.VERBOSE,
)
