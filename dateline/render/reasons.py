"""Why an event has its date and its place, in a sentence or two for its card: each thing that is known, said once.

The reasons that geo and timeline give stand alone in tables and in JSON, so they name the words and the place that they
are about. On a card these stand beside them already and are left out here.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dateline.model import Dated, Where
from dateline.story.say import say_day, say_days
from dateline_geo.place import Place
from dateline_geo.resolve_reason import described

_DAY = re.compile(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b(?![-/])")
_QUOTED = re.compile(r"(?<![\w’'])'([^'\n]+(?:'s[^'\n]*)?)'(?!\w)")
_WORDS = re.compile(r"“([^”]+)”")
_AGAIN = " of the places so called"
_RIVAL = ", rather than "


@dataclass(frozen=True, slots=True)
class PlaceReason:
    """`offset` are words of the article that lead away from the place ("45 kilometers north of"), or empty.

    `lies` says how a place that no gazetteer has lies to the one that is drawn ("near"), or is empty.
    """

    why: str
    offset: str = ""
    lies: str = ""


def why_dated(dated: Dated, words: str) -> str:
    """The tie of the words to the event and what made a date of them, without what both say.

    Args:
        dated: the date with its reasons.
        words: the words of the article that it is made of; empty where none are known.
    """
    basis, reason = dated.basis, dated.when.reason
    if basis == reason:
        return _plainly(reason)
    quoted = _WORDS.search(basis)
    words = " ".join((words or (quoted[1] if quoted else "")).split())
    how = reason.removeprefix(f"'{words}'").lstrip(",: ") if words else reason
    how = how.removeprefix("says it").lstrip("; ")
    if not basis or not how:
        return _plainly(basis or how)
    joint = ": " if how == reason else "; it " if how.startswith("is ") else ", "
    return _plainly(f"{basis}{joint}{how}")


def why_placed(where: Where, countries: Mapping[str, str], *, others: bool) -> PlaceReason:
    """The tie of the words to the event and what made them mean this place.

    Args:
        where: the place with its reasons.
        countries: code of a country → its name.
        others: whether the card lists what else the words could mean; the reason then needs to name none of it.
    """
    resolution = where.resolution
    place = resolution.place
    basis, reason = where.basis, resolution.reason
    if place is None:
        return PlaceReason(_sentences(reason or basis))
    name = described(place)
    before, found, how = reason.partition(f"{name}: ")
    if not found:
        return PlaceReason(_sentences(basis, reason if reason != basis else ""))
    held, _, offset = before.rpartition(": ")
    if others or how.endswith(f"{_RIVAL}{name}"):  # a rival that reads the same says nothing
        how = how.partition(_RIVAL)[0]
    more = how.count(_AGAIN) - 1
    how = _countries(how.replace(_AGAIN, "", max(more, 0)), place, countries)
    away = offset.strip()
    why = _sentences(basis, held, how)
    return PlaceReason(why, lies=away) if held else PlaceReason(why, offset=away)


def _countries(text: str, place: Place, countries: Mapping[str, str]) -> str:
    """The name of the place's country where its code stood."""
    name = countries.get(place.country, "") if place.country in text else ""
    return re.sub(rf"\b{re.escape(place.country)}\b", lambda _: name, text) if name else text


def _sentences(*parts: str) -> str:
    return " ".join(part[0].upper() + part[1:] + "." for part in (p.strip(" .;") for p in parts) if part)


def _plainly(text: str) -> str:
    """Days as people write them, and one kind of quotation marks."""
    return _QUOTED.sub(r"“\1”", _DAY.sub(_day_words, text))


def _day_words(match: re.Match[str]) -> str:
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    try:
        first = dt.date(year, month, day)
    except ValueError:  # a season of EDTF, 2009-21
        return match[0]
    if match[3]:
        return say_day(first)
    last = first.replace(day=28) + dt.timedelta(days=4)
    return say_days(first, last - dt.timedelta(days=last.day))
