"""What the page says of an event beside its row in the list, and of an article: plain values, written as JSON.

Texts come from articles as they are; the page's script writes them as text. Offsets are in UTF-16 code units, as
scripts count.
"""

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np

from dateline.model import Article, Event
from dateline.render.reasons import why_dated, why_placed
from dateline_geo.place import Place, Resolution

_AROUND = 240  # characters of its sentence that are shown before or after a quote; longer ones are left out
_NO_STOP = "".join(rf"(?<!\b{short})" for short in ("Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Col", "Lt", "Sgt", "No"))
_STOPS = re.compile(rf"(?:{_NO_STOP}[.!?…]|\n)[”\"’')\]]*\s+|\n")
_MARKS = re.compile(r"[.!?…\n]")  # what a stop begins with
_ENDS = re.compile(rf"{_NO_STOP}[.!?…][”\"’')\]]*(?=\s)|(?=\n)")
_LIKELY = 0.01  # chance from which on another place of the name is worth a reader's time: Lebanon is no town of Ohio
_OTHERS = 5


class TimeNote(msgspec.Struct, omit_defaults=True):
    """Why an event has its date: in words, the kind of basis (none where a person said it), EDTF."""

    why: str = ""
    kind: str = ""
    edtf: str = ""
    confidence: float = 1.0


class OtherPlace(msgspec.Struct, omit_defaults=True):
    """A place that the words could have meant as well."""

    name: str
    where: str = ""


class PlaceNote(msgspec.Struct, omit_defaults=True):
    """Why an event has its place: the words, the neutral name, the remark for a contested one.

    `offset` and `lies` are as `PlaceReason` has them.
    """

    words: str = ""
    name: str = ""
    kind: str = ""
    where: str = ""
    note: str = ""
    contested: bool = False
    years: str = ""
    offset: str = ""
    lies: str = ""
    why: str = ""
    score: float = 0.0
    source: str = ""
    lat: float | None = None
    lon: float | None = None
    others: tuple[OtherPlace, ...] = ()


class Account(msgspec.Struct, omit_defaults=True):
    """One article's report of an event: its words, and `before` and `after` them the rest of their sentence.

    `marks` are [start, end, kind] in the three together: e event, d date, p place.
    """

    article: int
    before: str = ""
    quote: str = ""
    after: str = ""
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
    changed: tuple[str, ...] = ()  # since the last run, as `PageOptions` has them
    merged: tuple[str, ...] = ()


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
    # First the report whose words the event has; the others as they were told, one after the other.
    told = sorted(event.accounts, key=lambda account: account.evidence[:1] != event.evidence[:1])
    order = {account.id: number for number, account in enumerate(told)}
    accounts = [_account(account, articles, texts, countries) for account in told]
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
    before = after = ""
    marks: tuple[tuple[int, int, str], ...] = ()
    if piece and number >= 0:
        before, after, marks = _context(event, texts[number], piece.start)
    return Account(
        article=number,
        before=before,
        quote=event.quote,
        after=after,
        marks=marks,
        manner=event.voice.manner,
        source=event.voice.source,
        cue=event.voice.cue,
        status=event.status,
        headline=event.headline,
        when=_time_note(event, texts, articles),
        place=_place_note(event, countries),
    )


def _context(event: Event, text: str, near: int) -> tuple[str, str, tuple[tuple[int, int, str], ...]]:
    """What of its sentence stands around the quote, and the words of event, date and place in all of it.

    Nothing where the quote does not stand literally in the article.
    """
    quote = event.quote
    at = near if text.startswith(quote, near) else text.find(quote)
    if at < 0 or not quote:
        return "", "", ()
    end = at + len(quote)
    first, last = _sentence_start(text, at), _sentence_end(text, end)
    unit = utf16_offsets(text[first:last])
    spans = [(*event.trigger, "e")]
    if event.when:
        spans.append((event.when.start, event.when.end, "d"))
    if event.where:
        mention = event.where.resolution.mention
        spans.append((mention.start, mention.end, "p"))
    marks = []
    done = first
    for start, stop, kind in sorted(spans):
        # What reaches over an end of the quote is in neither part.
        if done <= start < stop <= last and not start < at < stop and not start < end < stop:
            marks.append((unit(start - first), unit(stop - first), kind))
            done = stop
    return text[first:at], text[end:last], tuple(marks)


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence or line around an offset begins, or the offset itself where that is far."""
    low = max(0, at - _AROUND)
    start = None if low else 0
    reached = low
    for mark in _MARKS.finditer(text, low, at):  # the whole pattern at each letter took a fifth of the page's time
        stop = _STOPS.match(text, mark.start(), at) if mark.start() >= reached else None
        if stop is not None:
            start = reached = stop.end()
    return at if start is None or not text[start:at].strip() else start


def _sentence_end(text: str, end: int) -> int:
    """Where the sentence or line around an offset ends, with its stop, or the offset itself where that is far."""
    if end and text[end - 1] in ".!?…\n":
        return end
    stop = _ENDS.search(text, end, end + _AROUND)
    if stop:
        return stop.end()
    return len(text) if len(text) - end < _AROUND else end


def _time_note(event: Event, texts: Sequence[str], articles: Mapping[str, int]) -> TimeNote | None:
    dated = event.when
    if dated is None:
        return None
    when = dated.when
    words = ""
    if dated.start >= 0 and event.evidence and event.evidence[0].article in articles:
        words = texts[articles[event.evidence[0].article]][dated.start : dated.end]
    kind = when.basis.value if dated.basis else ""  # a correction has no words of the article to be tied to
    return TimeNote(why_dated(dated, words), kind, when.edtf, round(dated.confidence, 2))


def _place_note(event: Event, countries: Mapping[str, str]) -> PlaceNote | None:
    where = event.where
    if where is None:
        return None
    resolution = where.resolution
    place = resolution.place
    others = _others(resolution, countries)
    reason = why_placed(where, countries, others=bool(others))
    note = PlaceNote(
        words=resolution.mention.text,
        offset=reason.offset,
        lies=reason.lies,
        why=reason.why,
        score=round(resolution.score, 2),
        others=others,
    )
    if place is not None:
        note.name, note.kind, note.note, note.contested = place.name, place.kind, place.note, place.contested
        note.where, note.source = _chain(place, countries), place.source
        note.lat, note.lon = round(place.lat, 4), round(place.lon, 4)
        if place.years:
            note.years = "–".join("" if year is None else str(year) for year in place.years)
    return note


def _others(resolution: Resolution, countries: Mapping[str, str]) -> tuple[OtherPlace, ...]:
    """What else the words could mean, as far as it is likely enough to look at and reads differently."""
    likely = [other for other in resolution.alternatives if other.score >= _LIKELY]
    if not likely:
        return ()
    shown = resolution.place
    told = {(shown.name, _chain(shown, countries))} if shown else set()
    others = []
    for other in likely:
        label = (other.place.name, _chain(other.place, countries))
        if label not in told:
            told.add(label)
            others.append(OtherPlace(*label))
    return tuple(others[:_OTHERS])


def _chain(place: Place, countries: Mapping[str, str]) -> str:
    """District, region and country, without the place's own name."""
    own, second, first = place.name, place.admin2, place.admin1
    country = countries.get(place.country, place.country)
    parts = [second] if second and second != own else []
    if first and first not in (own, second):
        parts.append(first)
    if country and country not in (own, first, second):
        parts.append(country)
    return ", ".join(parts)


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
