"""Named days: which days a feast or holiday has in a year."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from dateline_timeline.tables import rows


@dataclass(frozen=True, slots=True)
class Feast:
    """A named day of the table `tables/feasts.tsv`; `rule` is explained in the package's README."""

    name: str
    rule: str
    days: int

    def first_day(self, year: int) -> dt.date | None:
        """Its first day in a year; None where it is not known (before 1583, or outside the holidays package)."""
        if not 1583 <= year <= 9998:
            return None
        kind, _, rest = self.rule.partition(" ")
        if "-" in kind:
            first, second = kind.split("-")
            return dt.date(year, int(first), int(second))
        match kind:
            case "nth":
                month, weekday, place, *after = (int(part) for part in rest.split())
                return _nth(year, month, weekday, place) + dt.timedelta(days=after[0] if after else 0)
            case "easter":
                return easter(year) + dt.timedelta(days=int(rest))
            case "orthodox":
                return orthodox_easter(year) + dt.timedelta(days=int(rest))
            case "holidays":
                country, _, pattern = rest.partition(" ")
                return _from_holidays(country, pattern, year)
            case _:
                raise ValueError(f"feast {self.name}: unknown rule {self.rule!r}")

    @property
    def fixed(self) -> tuple[int, int] | None:
        """Month and day, where they are the same every year."""
        if "-" not in self.rule.partition(" ")[0]:
            return None
        month, day = self.rule.split("-")
        return int(month), int(day)


def _nth(year: int, month: int, weekday: int, place: int) -> dt.date:
    """The place-th (or, negative, from the end) ISO weekday of a month."""
    if place > 0:
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (place - 1))
    last = dt.date(year, month + 1, 1) - dt.timedelta(days=1)
    return last - dt.timedelta(days=(last.isoweekday() - weekday) % 7)


def easter(year: int) -> dt.date:
    """Easter Sunday of the Western churches (the anonymous Gregorian computus, Nature, 1876)."""
    a = year % 19
    b, c = divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def orthodox_easter(year: int) -> dt.date:
    """Easter Sunday of the Orthodox churches (Meeus's Julian computus), in the Gregorian calendar."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return dt.date(year, month, day + 1) + dt.timedelta(days=year // 100 - year // 400 - 2)


@lru_cache(maxsize=512)
def _from_holidays(country: str, pattern: str, year: int) -> dt.date | None:
    """The first day of a year that the holidays package names so in a country."""
    import holidays  # a quarter of a second, so only for a text that names such a day

    for day, name in sorted(holidays.country_holidays(country, years=year, language="en_US").items()):
        if pattern in name and "observed" not in name and day.year == year:
            return day
    return None


def _load() -> tuple[dict[str, Feast], dict[str, str]]:
    feasts: dict[str, Feast] = {}
    names: dict[str, str] = {}
    for row in rows("feasts.tsv"):
        feasts[row["name"]] = Feast(row["name"], row["rule"], int(row["days"]))
        for name in (row["name"], *filter(None, row["also"].split("|"))):
            names[name] = row["name"]
    return feasts, names


FEASTS, FEAST_NAMES = _load()
