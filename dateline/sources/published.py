"""Publication dates as people and programs write them; never one that depends on the day it is read."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?:$|[T\s].*|[Zz+-].*)", re.DOTALL)
_FORMATS = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%Y/%m/%d", "%d.%m.%Y", "%Y.%m.%d")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_EXAMPLE = "2025-06-05"
_NO_DATE = dt.date(1, 1, 1)  # what many programs write where they have none


def parse_published(value: str | float | dt.date | None) -> dt.date | None:
    """The day that a stated publication date names, as its own clock had it; None for an empty value.

    Read are ISO 8601 with or without a time, RFC 2822 (feeds, mail), seconds or milliseconds since 1970, "5 June
    2025", "June 5, 2025", "05.06.2025" (day first, as everywhere that writes dots). "06/05/2025" is refused: half of
    the world reads June, the other half May.

    Raises:
        ValueError: it is something else, or a day that doesn't exist.
    """
    if value is None or isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    if isinstance(value, int | float):
        return _from_epoch(value)
    text = value.strip()
    if not text:
        return None
    if len(text) > 100:
        raise ValueError(f"{text[:40]!r}… is no date; write it as {_EXAMPLE}")
    if match := _ISO.fullmatch(text):
        try:
            day = dt.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError as error:
            raise ValueError(f"{text!r} is a day that doesn't exist") from error
        if day == _NO_DATE:
            raise ValueError(f"{text!r} is what programs write for no date")
        return day
    if text.isascii() and text.isdigit() and len(text) in (9, 10, 13):
        return _from_epoch(int(text))
    plain = " ".join(_ORDINAL.sub("", text).replace(",", " ").split())
    for pattern in _FORMATS:
        try:
            return dt.datetime.strptime(plain, pattern).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise ValueError(f"{text!r} is no date that dateline reads; write it as {_EXAMPLE}") from error


def _from_epoch(value: float) -> dt.date:
    seconds = value / 1000 if abs(value) > 1e11 else value
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise ValueError(f"{value!r} is no time since 1970; write the date as {_EXAMPLE}") from error
