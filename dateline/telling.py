"""Sources in, one story out: reads what is new, takes the rest from the cache, and applies what people corrected."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from dateline.cache import LIMIT_BYTES, Cache
from dateline.cache_readings import ReadingCache
from dateline.cache_runs import RunCache
from dateline.corrections import load_corrections
from dateline.corrections_apply import Corrector, Unmatched
from dateline.drop_list import join_drops
from dateline.fresh import code_stamp, corrections_beside
from dateline.homes import settle
from dateline.ingredients import open_gazetteer, versions
from dateline.model import Article, Drop, Event, Reading, Story
from dateline.pool import CHUNK, EarlyReader
from dateline.quiet import uncollected
from dateline.reading_packed import read_packed
from dateline.sources import read_sources
from dateline.story import default_title, each_once, find_copies, tell
from dateline.story.trait import Owns
from dateline_geo.gazetteer import Gazetteer
from dateline_geo.place import Extent, Precision

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.online import Asked

# A point needs no outline.
_POINTS = frozenset({Precision.SITE, Precision.SETTLEMENT, Precision.NEAR})


class Watcher(Protocol):
    """Whoever wants to see the reading go on: called with the articles read and all there are."""

    def __call__(self, readings: Iterator[Reading], total: int) -> Iterator[Reading]:
        """Give the readings on as they come."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story and what its making left over: inputs left out, notes for the person who ran it, versions used."""

    story: Story
    left_out: tuple[Drop, ...]
    notes: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    unmatched: tuple[Unmatched, ...] = ()


def unwatched(readings: Iterator[Reading], total: int) -> Iterator[Reading]:  # noqa: ARG001
    """Give the readings on as they come, unseen."""
    return readings


def read_story(
    sources: Sequence[str | Path],
    *,
    title: str = "",
    corrections: Path | None = None,
    gazetteers: Sequence[Path] = (),
    language: str = "en",
    online: "Callable[[Iterable[Reading]], Asked] | None" = None,
    stdin: BinaryIO | None = None,
    cache_folder: Path | None = None,
    cache_bytes: int = LIMIT_BYTES,
    workers: int = 1,
    watch: Watcher = unwatched,
    meanwhile: "Callable[[], None]" = lambda: None,
    early: EarlyReader | None = None,
) -> Told:
    """Read sources to a story. The same sources give the same story, with a cache or without one.

    Args:
        sources: files and folders, "-" for standard input.
        title: of the story; made of the articles where it is empty.
        corrections: a file of corrections; `corrections.toml` in the first folder of the sources where it is None.
        gazetteers: files of the user's own places, which come before ours.
        language: of articles that do not say theirs.
        online: asks a service for places that the gazetteer lacks; without it nothing leaves this machine.
        stdin: what "-" stands for.
        cache_folder: where readings are kept between runs; None keeps nothing.
        cache_bytes: how large that may grow.
        workers: processes that read; 0 means one a core.
        watch: sees every reading go by.
        meanwhile: done while other processes read and this one would wait; not where so much is to be read that it
            makes no difference.
        early: a process that has begun to load what reading needs; it reads where there is little to read.
    """
    file = load_corrections(corrections or corrections_beside(sources))
    overlays = (*gazetteers, *file.gazetteers)
    gazetteer = open_gazetteer(overlays)
    corrector = Corrector(file, gazetteer)
    used = versions(gazetteer)
    with Cache(cache_folder, limit_bytes=cache_bytes) as cache:
        parts = read_sources(sources, stdin=stdin, language=language, cache=cache, workers=workers)
        found = list(corrector.articles(parts))
        articles = settle([part for part in found if isinstance(part, Article)], gazetteer)
        places = [hashlib.sha256(path.read_bytes()).hexdigest() for path in overlays]
        whole = online is not None or bool(file.events or file.places)
        kept = ReadingCache(cache, repr((used, code_stamp(reading_only=True), places)), whole=whole)
        missing = kept.missing(articles)
        read = partial(read_packed, gazetteer=gazetteer, workers=workers, early=early, kept=cache_folder)
        copies: list[tuple[tuple[str, ...], ...]] = []
        owns = Owns()

        def wait(ready: Iterable[Reading]) -> None:
            copies.append(find_copies(each_once(articles), RunCache(cache, code_stamp(reading_only=True))))
            owns.prepare(ready)
            if len(missing) <= CHUNK:
                meanwhile()

        with closing(read(missing)) as fresh, uncollected():
            come = watch(kept.through(articles, fresh, missing, read, wait), len(articles))
            asked = online(come) if online is not None else None
            readings = corrector.readings(asked.readings if asked else come)
        notes = (*cache.notes, *(asked.notes if asked else ()))
    story = tell(
        readings,
        title=title or default_title(readings),
        together=corrector.together,
        apart=corrector.apart,
        copies=copies[0] if len(readings) == len(articles) else None,  # a person added no article
        owns=owns,
    )
    story = corrector.story(story)
    drops = tuple(part for part in found if isinstance(part, Drop))
    thanks = (asked.attribution,) if asked and asked.attribution else ()
    story = replace(
        story, drops=join_drops(story.drops, drops), extents=outlines(story.events, gazetteer), attributions=thanks
    )
    left_out = tuple(drop for drop in drops if not drop.article)
    return Told(story, left_out, notes, used, corrector.unmatched())


def outlines(events: Iterable[Event], gazetteer: Gazetteer) -> dict[str, Extent]:
    """The outline of every area that an event or one of its reports names, by key, in the order of the keys."""
    extents: dict[str, Extent] = {}
    for event in events:
        for report in (event, *event.reports):
            place = report.where.resolution.place if report.where else None
            if place is None or place.precision in _POINTS or place.key in extents:
                continue
            extent = place.extent or gazetteer.extent(place.key)
            if extent is not None:
                extents[place.key] = extent
    return dict(sorted(extents.items()))
