"""The values that flow through the product: Article, Event, Drop, Reading, Story, all of them frozen."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dateline_geo.place import Extent, Resolution
from dateline_timeline.when import Timex, When


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read: `id` is a hash of its content, `sha256` that of the file it came from.

    `text` is what all offsets point into. `published_basis` says where the publication date comes from
    ("front matter", "the page's metadata", "inferred: …", "" when there is none).
    """

    id: str
    title: str
    text: str
    published: dt.date | None = None
    published_basis: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    language: str = "en"
    path: str = ""
    sha256: str = ""
    home: str = ""  # the publisher's home town where somebody said it
    home_point: tuple[float, float] | None = None  # the same, earned from all articles of the publisher (lat, lon)
    source_id: str = ""  # the id that the input itself gave the article (JSON Lines, feeds)


class Status(StrEnum):
    """What the article says of the event's reality. All but the first two are hollow on the page."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


class Manner(StrEnum):
    """How the event is told."""

    STATED = "stated"  # in the article's own voice
    ATTRIBUTED = "attributed"  # "police said"
    ALLEGED = "alleged"  # "allegedly", "is believed to"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says it and how: `source` and `cue` are the article's own words, empty where it speaks for itself."""

    manner: Manner
    source: str = ""
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that matters: `what` is killed, injured, displaced, magnitude, money …; bounds are inclusive."""

    what: str
    low: float | None
    high: float | None
    unit: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of an article that an event rests on: code point offsets into its text."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Where:
    """The place of an event and why it is its place.

    `basis` is a sentence ("named in the same clause", "the article's dateline"); `confidence` is a probability.
    """

    resolution: Resolution
    basis: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Dated:
    """The time of an event and why it is its time. `start` and `end` are the words' offsets, -1 where it has none."""

    when: When
    basis: str
    confidence: float
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the reports of one event tell differently: one line an account, never averaged."""

    what: str  # date, place, killed …
    accounts: tuple[tuple[str, str], ...]  # (event id of the report, what it says)


@dataclass(frozen=True, slots=True)
class Event:
    """Something reported. As it comes from one article `reports` is empty; joined from several it holds them all.

    `category` is one of conflict, politics, disaster, health, economy, crime, science, culture, other.
    `evidence` starts with the words of the event itself (its clause or sentence).
    """

    id: str
    headline: str
    quote: str
    category: str
    when: Dated | None
    where: Where | None
    voice: Voice
    status: Status
    evidence: tuple[Evidence, ...]
    actors: tuple[str, ...] = ()
    numbers: tuple[Quantity, ...] = ()
    salience: float = 0.0
    trigger: tuple[int, int] = (-1, -1)  # offsets of the word that carries the event
    shown: bool = True  # False: read and measured, but not for readers; a drop says why
    reports: tuple["Event", ...] = ()
    joined: tuple[str, ...] = ()  # why the reports are taken for one event
    differences: tuple[Difference, ...] = ()
    independent: int = 1  # reports that are not copies of each other
    reviewed: str = ""  # who checked or corrected it, and when

    @property
    def accounts(self) -> tuple["Event", ...]:
        """The single reports: those joined, or the event itself."""
        return self.reports or (self,)


@dataclass(frozen=True, slots=True)
class Drop:
    """Something read and not shown. `reason` is one of the codes documented in docs/drops.md.

    `article` is an article's id, or empty when a whole input was left out: then `detail` begins with its path.
    """

    reason: str
    article: str
    start: int
    end: int
    detail: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one article."""

    article: Article
    events: tuple[Event, ...]
    drops: Sequence[Drop]
    places: tuple[Resolution, ...] = ()
    dates: tuple[Timex, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """All articles together: events sorted by time, undated ones last; what pages and pictures are drawn from."""

    title: str
    events: tuple[Event, ...]
    articles: tuple[Article, ...]
    drops: Sequence[Drop]
    copies: tuple[tuple[str, ...], ...] = ()  # groups of article ids that are copies of one report
    extents: Mapping[str, Extent] = field(default_factory=dict)  # by Place.key, for every area that an event names
    attributions: tuple[str, ...] = ()  # of data that this run used beyond what dateline ships (online geocoders …)
