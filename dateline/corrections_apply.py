"""Corrections at work: articles before they are read, readings before they are told, the story at last.

A correction finds its event by id, and by words of it where the id is not there any more: ids change when an article
does, or when dateline finds events better. What found nothing is told, with the line of the file.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dateline.corrections import (
    AddedEvent,
    ArticleCorrection,
    Corrections,
    EventCorrection,
    PlaceCorrection,
    Signature,
)
from dateline.corrections_date import parse_edtf
from dateline.corrections_find import (
    Found,
    Places,
    find_place,
    find_words,
    is_article,
    is_publisher,
    plain,
    short_hash,
    told_by,
)
from dateline.drop_list import join_drops
from dateline.model import Article, Dated, Drop, Event, Evidence, Manner, Reading, Status, Story, Voice, Where
from dateline.sources.published import parse_published
from dateline_geo.place import Mention, Place, Resolution

CORRECTION_REASONS = {"hidden": "A person said in corrections.toml that it is not to be shown."}

_NOTHING = {
    "article": "no such article",
    "publisher": "no article of that publisher",
    "place": "these words were not found as a place",
    "add": "its article is not there",
}


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A correction that found nothing to correct, or too much: the line of the file, and why."""

    line: int
    message: str
    file: str = ""

    def __str__(self) -> str:
        """As errors say it: "seeds/corrections.toml, line 12: event 'x': no such event"."""
        return f"{self.file}, line {self.line}: {self.message}"


@dataclass(slots=True)
class _Target:
    """A correction of an event, and the reports that it could mean."""

    correction: EventCorrection
    number: int
    found: Found = field(default_factory=Found)


class Corrector:
    """Applies one file of corrections to one run. Call the steps in order, each once.

    Making it resolves every place that the file names, so that a wrong name is an error before anything is read.
    """

    def __init__(self, corrections: Corrections, places: Places) -> None:
        """Resolve the places of a file.

        Raises:
            SettingsError: a place is unknown or could be several; the message names file and line.
        """
        self._file = corrections
        lines = corrections.lines
        self._events = [find_place(e.place, places, lines, "event", i) for i, e in enumerate(corrections.events)]
        self._toponyms = [find_place(p.place, places, lines, "place", i) for i, p in enumerate(corrections.places)]
        self._added = [find_place(a.place, places, lines, "add", i) for i, a in enumerate(corrections.added)]
        self._targets = [_Target(event, i) for i, event in enumerate(corrections.events)]
        self._names = {name: Found() for e in corrections.events for name in (*e.merge, *e.split)}
        self._used: set[tuple[str, int]] = set()

    def articles(self, parts: Iterable[Article | Drop]) -> Iterator[Article | Drop]:
        """Correct what is said of articles themselves; hidden ones become drops."""
        for part in parts:
            yield self._article(part) if isinstance(part, Article) else part

    def readings(self, readings: Iterable[Reading]) -> list[Reading]:
        """Correct what was read; events added by hand stand in their article, else in readings of their own at the end.

        All readings are needed at once: only then is it known that no report has an id, and that words must do.
        """
        read = [self._with_toponyms(reading) for reading in readings]
        for reading in read:
            self._look(reading)
        corrected = [self._reading(reading) for reading in read]
        alone = [(i, added) for i, added in enumerate(self._file.added) if not added.article]
        return corrected + [self._reading_of_added(added, i) for i, added in alone]

    @property
    def together(self) -> tuple[tuple[str, ...], ...]:
        """Groups of ids of reports that are one event; known after `readings`."""
        return self._groups("merge")

    @property
    def apart(self) -> tuple[tuple[str, ...], ...]:
        """Groups of ids of reports that are different events; known after `readings`."""
        return self._groups("split")

    def story(self, story: Story) -> Story:
        """Let what was corrected in one report hold for the event that it was joined into; hide what is to be hidden.

        Hiding comes last, so that an event goes with all its reports and does not come back through another article.
        """
        events: list[Event] = []
        hidden: list[Drop] = []
        for event in story.events:
            ids = {event.id, *(report.id for report in event.reports)}
            targets = [target for target in self._targets if target.found.ids & ids]
            hiding = next((target for target in targets if target.correction.hide), None)
            if hiding is not None:
                signed = self._file.signature(hiding.correction)
                first = event.evidence[0] if event.evidence else Evidence("", 0, 0)
                message = f"{event.headline}: {signed.hidden}"
                hidden.append(Drop("hidden", first.article, first.start, first.end, message))
                continue
            corrected = event
            for target in targets:
                corrected = self._corrected(corrected, target.number) if event.reports else corrected
            events.append(corrected)
        return replace(story, events=tuple(sorted(events, key=_by_time)), drops=join_drops(story.drops, hidden))

    def unmatched(self) -> tuple[Unmatched, ...]:
        """What found nothing, in the order of the file; known after `readings`."""
        lines, file = self._file.lines, self._file
        told: list[Unmatched] = []
        for target in self._targets:
            correction = target.correction
            label = f"event {(correction.id or correction.quote)[:60]!r}"
            if not target.found.ids:
                many = target.found.count
                message = f"{many} events have these words; add 'article', or more words" if many else "no such event"
                told.append(Unmatched(lines.of("event", target.number), f"{label}: {message}"))
            for key, names in (("merge", correction.merge), ("split", correction.split)):
                line = lines.of("event", target.number, key)
                told += [
                    Unmatched(line, f"{label}: {key}: {_how_many(self._names[name].count)} {name[:60]!r}")
                    for name in names
                    if not self._names[name].ids
                ]
        for table, said in (
            ("article", [a.article for a in file.articles]),
            ("publisher", [p.name for p in file.publishers]),
            ("place", [p.name for p in file.places]),
            ("add", [a.headline for a in file.added]),
        ):
            told += [
                Unmatched(lines.of(table, i), f"{table} {name[:60]!r}: {_NOTHING[table]}")
                for i, name in enumerate(said)
                if (table, i) not in self._used
            ]
        return tuple(replace(one, file=str(file.path)) for one in sorted(told, key=lambda one: (one.line, one.message)))

    # Articles

    def _article(self, article: Article) -> Article | Drop:
        for i, correction in enumerate(self._file.articles):
            if not is_article(article, correction.article):
                continue
            self._used.add(("article", i))
            signed = self._file.signature(correction)
            if correction.hide:
                return Drop("hidden", "", 0, 0, f"{article.path}: {signed.hidden}")
            article = _with(article, correction, signed)
        for i, publisher in enumerate(self._file.publishers):
            if is_publisher(article, publisher.name):
                self._used.add(("publisher", i))
                article = replace(article, home=publisher.home)
        return article

    # Readings

    def _with_toponyms(self, reading: Reading) -> Reading:
        for i, correction in enumerate(self._file.places):
            if not correction.article or is_article(reading.article, correction.article):
                reading = self._toponym(reading, correction, i)
        return reading

    def _look(self, reading: Reading) -> None:
        """Find the reports that events of the file, and the names in their `merge` and `split`, mean."""
        article = reading.article
        for event in reading.events if self._targets else ():
            told = told_by(event, article)
            for target in self._targets:
                correction = target.correction
                if not correction.article or is_article(article, correction.article):
                    target.found.note(event, told, correction.id, correction.quote)
            for name, found in self._names.items():
                found.note(event, told, name, name if " " in name.strip() else "")

    def _reading(self, reading: Reading) -> Reading:
        events: list[Event] = []
        for event in reading.events:
            corrected = event
            for target in self._targets:
                if event.id in target.found.ids and not target.correction.hide:
                    corrected = self._corrected(corrected, target.number)
            events.append(corrected)
        for i, added in enumerate(self._file.added):
            if added.article and ("add", i) not in self._used and is_article(reading.article, added.article):
                self._used.add(("add", i))
                events.append(self._made(added, i, reading.article))
        return replace(reading, events=tuple(events))

    def _corrected(self, event: Event, number: int) -> Event:
        correction, place = self._file.events[number], self._events[number]
        signed = self._file.signature(correction)
        where, when = event.where, event.when
        if place is not None:
            mention = where.resolution.mention if where is not None else Mention(0, 0, "")
            where = _where(place, mention, signed)
        elif correction.place == "none":
            where = None
        if correction.date == "none":
            when = None
        elif correction.date:
            when = _dated(correction.date, signed, when)
        return replace(
            event,
            where=where,
            when=when,
            headline=correction.headline or event.headline,
            category=correction.category or event.category,
            status=Status(correction.status) if correction.status else event.status,
            shown=True,
            reviewed=signed.reviewed,
        )

    def _toponym(self, reading: Reading, correction: PlaceCorrection, number: int) -> Reading:
        words, place = plain(correction.name), self._toponyms[number]
        signed = self._file.signature(correction)
        changed = False

        def mended(resolution: Resolution) -> Resolution:
            nonlocal changed
            if plain(resolution.mention.text) != words:
                return resolution
            changed = True
            score = 1.0 if place is not None else 0.0
            return replace(resolution, place=place, score=score, reason=signed.reason, precision=None, alternatives=())

        places = tuple([mended(resolution) for resolution in reading.places])
        events = tuple([_moved(event, mended) for event in reading.events])
        if not changed:
            return reading
        self._used.add(("place", number))
        return replace(reading, places=places, events=events)

    # Added events

    def _reading_of_added(self, added: AddedEvent, number: int) -> Reading:
        """An event that no article tells stands in a note of its own, which says who wrote it."""
        self._used.add(("add", number))
        signed = self._file.signature(added)
        note = Article(
            id=short_hash("added", added.headline, str(added.date), str(added.place)),
            title=added.headline,
            text=added.headline + (f"\n{added.why}" if added.why else ""),
            published=added.on,
            published_basis="the correction's day" if added.on else "",
            publisher=signed.by or "a reader",
            url=added.url,
            path=self._file.path.name,
        )
        return Reading(note, (self._made(added, number, note),), ())

    def _made(self, added: AddedEvent, number: int, article: Article) -> Event:
        signed, place = self._file.signature(added), self._added[number]
        start, end = find_words(article.text, added.quote or added.headline)
        if start < 0:  # nothing of the kind is said there: the article as a whole is the source
            start, end = 0, min(len(article.text), len(article.title) or 200)
        return Event(
            id=short_hash("added", article.id, added.headline, str(added.date)),
            headline=added.headline,
            quote=article.text[start:end],
            category=added.category,
            when=None if added.date in ("", "none") else _dated(added.date, signed, None),
            where=None if place is None else _where(place, Mention(0, 0, ""), signed),
            voice=Voice(Manner(added.manner), added.source),
            status=Status(added.status),
            evidence=(Evidence(article.id, start, end),),
            salience=1.0,
            reviewed=signed.reviewed,
        )

    def _groups(self, key: str) -> tuple[tuple[str, ...], ...]:
        groups = []
        for target in self._targets:
            named: Sequence[str] = target.correction.merge if key == "merge" else target.correction.split
            ids = target.found.ids.union(*(self._names[name].ids for name in named))
            if named and len(ids) > 1:
                groups.append(tuple(sorted(ids)))
        return tuple(groups)


def _with(article: Article, correction: ArticleCorrection, signed: Signature) -> Article:
    published = parse_published(correction.published)
    return replace(
        article,
        published=published or article.published,
        published_basis=signed.reason if published is not None else article.published_basis,
        publisher=correction.publisher or article.publisher,
        title=correction.title or article.title,
        home=correction.home or article.home,
        language=correction.language or article.language,
    )


def _where(place: Place, mention: Mention, signed: Signature) -> Where:
    return Where(Resolution(mention, place, 1.0, signed.reason, place.precision), "", 1.0)


def _dated(text: str, signed: Signature, old: Dated | None) -> Dated:
    """A person's date; the words that were read otherwise stay marked."""
    start, end = (old.start, old.end) if old is not None else (-1, -1)
    return Dated(parse_edtf(text, signed.reason), "", 1.0, start, end)


def _moved(event: Event, mended: Callable[[Resolution], Resolution]) -> Event:
    if event.where is None:
        return event
    resolution = mended(event.where.resolution)
    if resolution is event.where.resolution:
        return event
    if resolution.place is None:
        return replace(event, where=None)
    return replace(event, where=replace(event.where, resolution=resolution, confidence=1.0))


def _how_many(count: int) -> str:
    return f"{count} reports have the words" if count else "no report is"


def _by_time(event: Event) -> tuple[bool, dt.date, dt.date, str, str]:
    """As stories are sorted: dated before undated, by first day, last day, clock, id."""
    when = event.when.when if event.when is not None else None
    first = (when.earliest or when.latest) if when is not None else None
    if when is None or first is None:
        return True, dt.date.max, dt.date.max, "", event.id
    return False, first, when.latest or dt.date.max, when.time, event.id
