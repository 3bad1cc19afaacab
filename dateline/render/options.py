"""What a page is told beside the story: how it looks, what it leaves out, where its sibling files are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Download:
    """A file beside the page: a relative address, what it is, and for whom it is."""

    href: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Raster tiles under the events: a Leaflet address template and the attribution that its server asks for.

    `attribution` is plain text. The page then asks the network for pictures, and for nothing else.
    """

    url: str
    attribution: str


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What made the page, as lines of a label and a value. No clock: a rerun must give the same bytes."""

    version: str = ""
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How the page is made.

    `title` replaces the story's own. `counted` is what one entry of the list is called, and `told` what is said
    behind their number where it is not how many reports and articles tell of them. `include_text` puts whole
    articles into the page; without it only the quoted sentences are there. `new` are ids of events that the run
    before had not, `changed` leads ids of others to lines that say what was otherwise then, and `merged` to what
    the events were called that became one. `map_scale` is Natural Earth's: 50 (1:50 million) or 110. `reasons` has
    a sentence for each code of a drop; a code without one is shown as words. `renamed` leads ids of events of the
    run before to what they are called now, so that an old link still opens them. `room` is how many characters of
    packed data the page may hold before texts, and then cards, go into files beside it (25 MB still open at once on
    a phone and pass as an attachment); `None` keeps everything in one file.
    """

    title: str = ""
    counted: str = "event"
    told: str = ""
    theme: Literal["auto", "light", "dark"] = "auto"
    tiles: Tiles | None = None
    include_text: bool = True
    new: frozenset[str] = frozenset()
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    downloads: tuple[Download, ...] = ()
    map_scale: Literal[50, 110] = 50
    reasons: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    room: int | None = 25_000_000
