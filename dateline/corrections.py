"""What a person corrected: the file `corrections.toml`, read, checked, and ready to be applied."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from dateline.corrections_date import parse_edtf
from dateline.model import Manner, Status
from dateline.settings_file import Lines, load_toml
from dateline.sources.published import parse_published
from dateline_geo.place import Precision

CATEGORIES = ("conflict", "politics", "disaster", "health", "economy", "crime", "science", "culture", "other")


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every table may say: who corrected it, when, and why."""

    by: str = ""
    on: dt.date | None = None
    why: str = ""


class Spot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A place that a person gives by its position: WGS 84 degrees."""

    name: str
    lat: float
    lon: float
    precision: str = "settlement"
    country: str = ""
    radius_km: float | None = None
    note: str = ""


class EventCorrection(_Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An event that is there: found by `id`, else by words of it (`quote`), and what is right of it."""

    id: str = ""
    quote: str = ""
    article: str = ""
    place: str | Spot | None = None
    date: str = ""
    headline: str = ""
    category: str = ""
    status: str = ""
    hide: bool = False
    merge: list[str] = []
    split: list[str] = []
    reviewed: bool = False


class ArticleCorrection(_Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An article, by `article`: its path, address, id or title."""

    article: str
    published: str = ""
    publisher: str = ""
    title: str = ""
    home: str = ""
    language: str = ""
    hide: bool = False


class PublisherCorrection(_Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A publisher, by name or host, and the town that it writes for."""

    name: str
    home: str


class PlaceCorrection(_Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words that mean a place wherever they stand, or in one article; "none" for no place at all."""

    name: str
    place: str | Spot
    article: str = ""


class AddedEvent(_Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An event that dateline did not find: with `article` and `quote` it is said there, else by who added it."""

    headline: str
    date: str = ""
    place: str | Spot | None = None
    article: str = ""
    quote: str = ""
    url: str = ""
    category: str = "other"
    status: str = "happened"
    manner: str = "stated"
    source: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    by: str = ""
    gazetteers: list[str] = []
    event: list[EventCorrection] = []
    article: list[ArticleCorrection] = []
    publisher: list[PublisherCorrection] = []
    place: list[PlaceCorrection] = []
    add: list[AddedEvent] = []


@dataclass(frozen=True, slots=True)
class Signature:
    """Who corrected something, when and why, as words for the reader."""

    by: str
    on: dt.date | None
    why: str

    @property
    def reviewed(self) -> str:
        """What `Event.reviewed` holds: "Jane Roe, 2025-06-10"."""
        return ", ".join(part for part in (self.by or "a reader", self.on.isoformat() if self.on else "") if part)

    @property
    def reason(self) -> str:
        """Why it is so now: "corrected by Jane Roe on 2025-06-10: the river of that name is meant"."""
        return self._did("corrected")

    @property
    def hidden(self) -> str:
        """Why it is not shown: "hidden by Jane Roe"."""
        return self._did("hidden")

    def _did(self, what: str) -> str:
        when = f" on {self.on.isoformat()}" if self.on else ""
        return f"{what} by {self.by or 'a reader'}{when}{': ' + self.why if self.why else ''}"


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that one file says."""

    path: Path
    by: str = ""
    gazetteers: tuple[Path, ...] = ()
    events: tuple[EventCorrection, ...] = ()
    articles: tuple[ArticleCorrection, ...] = ()
    publishers: tuple[PublisherCorrection, ...] = ()
    places: tuple[PlaceCorrection, ...] = ()
    added: tuple[AddedEvent, ...] = ()
    lines: Lines = field(default_factory=lambda: Lines(Path(), {}, {}))

    def signature(self, table: _Table) -> Signature:
        """Who made a correction: itself says, else the head of the file."""
        return Signature(table.by or self.by, table.on, table.why)

    def __bool__(self) -> bool:
        return bool(self.gazetteers or self.events or self.articles or self.publishers or self.places or self.added)


def load_corrections(path: Path) -> Corrections:
    """Read a file of corrections; one that isn't there holds none.

    Raises:
        SettingsError: it can't be read or says what it may not; the message names file and line.
    """
    if not path.exists():
        return Corrections(path)
    file, lines = load_toml(path, _File)
    folder = path.parent
    gazetteers = tuple(folder / name for name in file.gazetteers)
    for gazetteer in gazetteers:
        if not gazetteer.is_file():
            raise lines.error(
                f"there is no gazetteer {gazetteer}; paths count from the folder of this file", key="gazetteers"
            )
    for i, event in enumerate(file.event):
        _check_event(event, i, lines)
    for i, article in enumerate(file.article):
        _check_article(article, i, lines)
    for i, place in enumerate(file.place):
        if not place.name.strip():
            raise lines.error("'name' is empty; write the words that mean the place", "place", i, "name")
        _check_spot(place.place, "place", i, lines)
    for i, added in enumerate(file.add):
        _check_added(added, i, lines)
    return Corrections(
        path=path,
        by=file.by,
        gazetteers=gazetteers,
        events=tuple(file.event),
        articles=tuple(file.article),
        publishers=tuple(file.publisher),
        places=tuple(file.place),
        added=tuple(file.add),
        lines=lines,
    )


def _check_event(event: EventCorrection, i: int, lines: Lines) -> None:
    if not event.id and not event.quote.strip():
        raise lines.error("say which event: its 'id' from the page, or a 'quote' from its article", "event", i)
    asked = (event.place, event.date, event.headline, event.category, event.status, event.merge, event.split)
    if not any(asked) and not event.hide and not event.reviewed:
        known = "place, date, headline, category, status, merge, split, hide or reviewed"
        raise lines.error(f"says nothing about the event; write one of {known}", "event", i)
    if event.hide and any(asked):
        raise lines.error("hides the event and changes it; do one of both", "event", i, "hide")
    for key, names in (("merge", event.merge), ("split", event.split)):
        if not all(name.strip() for name in names):
            raise lines.error(f"{key!r} has an empty text; write ids of reports, or words of them", "event", i, key)
    _check_spot(event.place, "event", i, lines)
    _check_date(event.date, "event", i, lines)
    _check_choice(event.category, CATEGORIES, "category", "event", i, lines)
    _check_choice(event.status, tuple(Status), "status", "event", i, lines)


def _check_article(article: ArticleCorrection, i: int, lines: Lines) -> None:
    if not article.article.strip():
        raise lines.error("'article' is empty; write its path, address, id or title", "article", i, "article")
    try:
        parse_published(article.published)
    except ValueError as error:
        raise lines.error(f"'published': {error}", "article", i, "published") from error


def _check_added(added: AddedEvent, i: int, lines: Lines) -> None:
    if not added.headline.strip():
        raise lines.error("'headline' is empty; say in a few words what happened", "add", i, "headline")
    if added.quote and not added.article:
        raise lines.error("a 'quote' needs the 'article' that it stands in", "add", i, "quote")
    _check_spot(added.place, "add", i, lines)
    _check_date(added.date, "add", i, lines)
    _check_choice(added.category, CATEGORIES, "category", "add", i, lines)
    _check_choice(added.status, tuple(Status), "status", "add", i, lines)
    _check_choice(added.manner, tuple(Manner), "manner", "add", i, lines)


def _check_spot(place: str | Spot | None, table: str, i: int, lines: Lines) -> None:
    if isinstance(place, str) and not place.strip():
        raise lines.error("'place' is empty; write a name, a key such as gn:584717, or \"none\"", table, i, "place")
    if not isinstance(place, Spot):
        return
    # Comparisons with NaN are false, so that they are written to be true for what is right.
    if not -90 <= place.lat <= 90 or not -180 <= place.lon <= 180:
        message = f"lat {place.lat} and lon {place.lon} are no position: -90 to 90 north, -180 to 180 east"
        raise lines.error(message, table, i, "place")
    if place.radius_km is not None and not 0 < place.radius_km <= 20_000:
        raise lines.error(f"radius_km {place.radius_km} is no size: write kilometres", table, i, "place")
    _check_choice(place.precision, tuple(Precision), "precision", table, i, lines, at="place")


def _check_date(date: str, table: str, i: int, lines: Lines) -> None:
    if date in ("", "none"):
        return
    try:
        parse_edtf(date, "")
    except ValueError as error:
        raise lines.error(f"'date': {error}", table, i, "date") from error


def _check_choice(
    value: str, choices: tuple[str, ...], key: str, table: str, i: int, lines: Lines, at: str = ""
) -> None:
    if value and value not in choices:
        import difflib

        near = difflib.get_close_matches(value, [str(choice) for choice in choices], 1, 0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"write one of {', '.join(choices)}"
        raise lines.error(f"{key} {value!r} is unknown; {hint}", table, i, at or key)


__all__ = [
    "AddedEvent",
    "ArticleCorrection",
    "Corrections",
    "EventCorrection",
    "PlaceCorrection",
    "PublisherCorrection",
    "Signature",
    "Spot",
    "load_corrections",
]
