"""What an expression of time says before it is put into the calendar."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the calendar, whole or partial, perhaps counted from somewhere.

    `year` is the year of history: negative is BC, so -44 is 44 BC; there is no year 0. `decade` is its first year,
    `century` its ordinal (negative BC). `step` counts units of `unit` from `anchor` ("published" or "text"); the unit
    "self" counts occurrences of the named weekday, month or season ("last October"). `mod` is START, MID or END.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None
    decade_digit: int | None = None  # "the nineties": the century is for the context to say
    century: int | None = None
    millennium: int | None = None
    feast: str | None = None
    part: str | None = None
    clock: str | None = None
    zone: str | None = None
    mod: str | None = None
    week: int | None = None  # of the month, -1 the last
    step: int | None = None
    unit: str | None = None
    anchor: str | None = None
    approximate: bool = False
    fiscal: bool = False
    ordinal_day: int | None = None
    text_year: bool = False  # the year came from the other end of a range


@dataclass(frozen=True, slots=True)
class Span:
    """A duration ("for three days"): a TIMEX3 value."""

    value: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """A set ("every Friday"): a TIMEX3 value."""

    value: str


@dataclass(frozen=True, slots=True)
class Vague:
    """A reference to the present, past or future that names no stretch of the calendar."""

    value: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Words of another language that the grammar found and does not understand."""

    words: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A date that cannot be: code and what is wrong with it."""

    code: str
    detail: str


Meaning = Point | Span | Repeat | Vague | Asked | Bad


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens first..stop-1 say `meaning`; `rule` names the rule that found it."""

    first: int
    stop: int
    meaning: Meaning
    rule: str
