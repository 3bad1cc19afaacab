"""What the page says of an event beside its row in the list, and of an article: plain values, written as JSON.

Texts come from articles as they are; the page's script writes them as text. Offsets are in UTF-16 code units, as
scripts count.
"""

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np

from dateline.model import Article, Event
from dateline_geo.place import Place, Resolution


class TimeNote(msgspec.Struct, omit_defaults=True):
    """Why an event has its date: the words, the reasons, the basis, EDTF, a clock time."""

    reason: str = ""
    basis: str = ""
    kind: str = ""
    edtf: str = ""
    time: str = ""
    words: str = ""
    confidence: float = 1.0


class OtherPlace(msgspec.Struct, omit_defaults=True):
    """A place that the words could have meant as well."""

    name: str
    where: str = ""
    score: float = 0.0


class PlaceNote(msgspec.Struct, omit_defaults=True):
    """Why an event has its place: the words, the neutral name, the remark for a contested one."""

    words: str = ""
    name: str = ""
    kind: str = ""
    where: str = ""
    note: str = ""
    contested: bool = False
    years: str = ""
    reason: str = ""
    basis: str = ""
    score: float = 0.0
    source: str = ""
    lat: float | None = None
    lon: float | None = None
    others: tuple[OtherPlace, ...] = ()


class Account(msgspec.Struct, omit_defaults=True):
    """One article's report of an event. `marks` are [start, end, kind] in `quote`: e event, d date, p place."""

    article: int
    quote: str = ""
    marks: tuple[tuple[int, int, str], ...] = ()
    manner: str = ""
    source: str = ""
    cue: str = ""
    status: str = ""
    headline: str = ""
    when: TimeNote | None = None
    place: PlaceNote | None = None


class Differing(msgspec.Struct):
    """What reports tell differently: the number of the account (from 0) and what it says."""

    what: str
    accounts: tuple[tuple[int, str], ...]


class Card(msgspec.Struct, omit_defaults=True):
    """All that the page says of an event beside its row in the list; the first account is the shown one."""

    accounts: tuple[Account, ...]
    actors: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    joined: tuple[str, ...] = ()
    differences: tuple[Differing, ...] = ()
    reviewed: str = ""
    confidence: float = 0.0


class Source(msgspec.Struct, omit_defaults=True):
    """An article as the page names it. `url` is empty unless it is http or https."""

    title: str = ""
    published: str = ""
    basis: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    path: str = ""
    language: str = ""


class NotShown(msgspec.Struct, omit_defaults=True):
    """Something read and not shown."""

    detail: str = ""
    words: str = ""
    article: int = -1


def utf16_offsets(text: str) -> Callable[[int], int]:
    """From offsets in code points to offsets in UTF-16 code units."""
    if text.isascii() or max(text) <= "\uffff":
        return lambda offset: offset
    wide = np.cumsum([0, *(2 if char > "\uffff" else 1 for char in text)])
    return lambda offset: int(wide[min(max(offset, 0), len(text))])


def card_of(event: Event, articles: Mapping[str, int], texts: Sequence[str], countries: Mapping[str, str]) -> Card:
    """The card of an event: its own date and place, and every report of it.

    Args:
        event: as the story has it.
        articles: id of an article → its number.
        texts: the articles' texts by number.
        countries: code of a country → its name.
    """
    order = {account.id: number for number, account in enumerate(event.accounts)}
    accounts = [_account(account, articles, texts, countries) for account in event.accounts]
    if event.reports:
        # The date and place shown are the event's own, which merging or a correction may have changed.
        accounts[0].when, accounts[0].place = _time_note(event, texts, articles), _place_note(event, countries)
    return Card(
        accounts=tuple(accounts),
        actors=event.actors,
        numbers=tuple((number.what, number.text) for number in event.numbers),
        joined=event.joined,
        differences=tuple(
            Differing(item.what, tuple((order.get(name, 0), says) for name, says in item.accounts))
            for item in event.differences
        ),
        reviewed=event.reviewed,
        confidence=round(
            min(event.when.confidence if event.when else 1, event.where.confidence if event.where else 1), 2
        ),
    )


def _account(event: Event, articles: Mapping[str, int], texts: Sequence[str], countries: Mapping[str, str]) -> Account:
    piece = event.evidence[0] if event.evidence else None
    number = articles.get(piece.article, -1) if piece else -1
    quote = event.quote
    marks: tuple[tuple[int, int, str], ...] = ()
    if piece and number >= 0:
        quote, marks = _quote(event, texts[number], piece.start)
    return Account(
        article=number,
        quote=quote,
        marks=marks,
        manner=event.voice.manner,
        source=event.voice.source,
        cue=event.voice.cue,
        status=event.status,
        headline=event.headline,
        when=_time_note(event, texts, articles),
        place=_place_note(event, countries),
    )


def _quote(event: Event, text: str, near: int) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The quote, with the words of event, date and place marked where the quote stands literally in the article."""
    quote = event.quote
    at = near if text.startswith(quote, near) else text.find(quote)
    if at < 0:
        return quote, ()
    unit = utf16_offsets(quote)
    spans = [(*event.trigger, "e")]
    if event.when:
        spans.append((event.when.start, event.when.end, "d"))
    if event.where:
        mention = event.where.resolution.mention
        spans.append((mention.start, mention.end, "p"))
    marks = []
    last = 0
    for start, end, kind in sorted((a - at, b - at, kind) for a, b, kind in spans):
        if last <= start < end <= len(quote):
            marks.append((unit(start), unit(end), kind))
            last = end
    return quote, tuple(marks)


def _time_note(event: Event, texts: Sequence[str], articles: Mapping[str, int]) -> TimeNote | None:
    dated = event.when
    if dated is None:
        return None
    when = dated.when
    words = ""
    if dated.start >= 0 and event.evidence and event.evidence[0].article in articles:
        words = texts[articles[event.evidence[0].article]][dated.start : dated.end]
    return TimeNote(when.reason, dated.basis, when.basis, when.edtf, when.time, words, round(dated.confidence, 2))


def _place_note(event: Event, countries: Mapping[str, str]) -> PlaceNote | None:
    where = event.where
    if where is None:
        return None
    resolution = where.resolution
    place = resolution.place
    note = PlaceNote(
        words=resolution.mention.text, reason=resolution.reason, basis=where.basis, score=round(resolution.score, 2)
    )
    if resolution.alternatives:
        note.others = _others(resolution, countries)
    if place is not None:
        note.name, note.kind, note.note, note.contested = place.name, place.kind, place.note, place.contested
        note.where, note.source = _chain(place, countries), place.source
        note.lat, note.lon = round(place.lat, 4), round(place.lon, 4)
        if place.years:
            note.years = "–".join("" if year is None else str(year) for year in place.years)
    return note


def _others(resolution: Resolution, countries: Mapping[str, str]) -> tuple[OtherPlace, ...]:
    shown = resolution.place.key if resolution.place else ""
    return tuple(
        OtherPlace(other.place.name, _chain(other.place, countries), round(other.score, 2))
        for other in resolution.alternatives[:6]
        if other.place.key != shown
    )


def _chain(place: Place, countries: Mapping[str, str]) -> str:
    """District, region and country, without the place's own name."""
    parts = [place.admin2, place.admin1, countries.get(place.country, place.country)]
    return ", ".join(dict.fromkeys(part for part in parts if part and part != place.name))


def source_of(article: Article) -> Source:
    """An article as the page names it."""
    return Source(
        title=article.title,
        published=article.published.isoformat() if article.published else "",
        basis=article.published_basis,
        publisher=article.publisher,
        author=article.author,
        url=article.url if is_web_address(article.url) else "",
        path=article.path,
        language=article.language,
    )


def is_web_address(url: str) -> bool:
    """Whether the page may link there: http or https, and nothing that a browser would read as something else."""
    return re.fullmatch(r"https?://[^\s\x00-\x1f\"'<>\\^`{|}]+", url, re.IGNORECASE) is not None
