"""What is new since the last run: events that came, changed, were joined, or are not told any more.

The last run is known from the list `events` in its run.json. Events are matched by the ids of their reports, which stay
while their article does; those of an article whose text was edited are matched by their words, so that a corrected typo
does not make all of its events new.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from dateline.corrections_date import parse_edtf
from dateline.model import Event, Story
from dateline.story.say import say_when


@dataclass(frozen=True, slots=True)
class EventRecord:
    """What is kept of an event for the next run: enough to find it again and to say what changed.

    `date` is EDTF, `place` the gazetteer's key with the precision, `where` the place's name, `words` the event's quote
    in small letters. Empty where there is none.
    """

    id: str
    headline: str
    date: str = ""
    place: str = ""
    where: str = ""
    status: str = ""
    voice: str = ""
    reports: tuple[str, ...] = ()
    words: str = ""

    @property
    def spot(self) -> str:
        """Its date and the name of its place, as a list of events says them; empty where it has neither."""
        return ", ".join(part for part in (self.date, self.where) if part)

    @property
    def called(self) -> str:
        """Its headline in quotation marks, with its day and place: “A bridge opens” (2024-05-03, Graz)."""
        return f"“{self.headline}”" + (f" ({self.spot})" if self.spot else "")


@dataclass(frozen=True, slots=True)
class Change:
    """An event that was there and is told otherwise now: a line for each thing that changed."""

    id: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """An event that was several: the ids of those, and in `told` what they were called, with their day and place."""

    id: str
    was: tuple[str, ...]
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run changed, each in the order of the story (`vanished` in that of the last run).

    `renamed` leads ids of the last run to those of the same events now, so that a link into the old page still works.
    """

    new: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    merged: tuple[Merge, ...] = ()
    vanished: tuple[EventRecord, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.merged or self.vanished)


_UNCHANGED = Changes()


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run as its run.json tells it: its events, and what it had changed itself. Other keys are not looked at."""

    events: tuple[EventRecord, ...] = ()
    changes: Changes = _UNCHANGED


def record_events(story: Story) -> tuple[EventRecord, ...]:
    """What run.json keeps of a story's events, under `events`."""
    return tuple(_record(event) for event in story.events)


def load_record(path: Path) -> RunRecord | None:
    """The record of the last run; None if there is none, or none that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=RunRecord)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def compare(old: RunRecord, story: Story) -> Changes:
    """Say what a story changes against the last run."""
    return compare_records(old.events, record_events(story))


def compare_records(old: Sequence[EventRecord], now: Sequence[EventRecord]) -> Changes:
    """Say what the events of a run change against those of the last one."""
    then = {event.id: event for event in old}
    matches = _match(old, now)
    taken: Counter[str] = Counter()
    new: list[str] = []
    changed: list[Change] = []
    merged: list[Merge] = []
    renamed: dict[str, str] = {}
    for event in now:
        was = matches.get(event.id, ())
        if not was:
            new.append(event.id)
            continue
        taken.update(was)
        renamed.update((one, event.id) for one in was if one != event.id)
        if len(was) > 1:
            merged.append(Merge(event.id, was, tuple(then[one].called for one in was)))
        elif then[was[0]] != event and (what := _differences(then[was[0]], event)):
            changed.append(Change(event.id, what))
    vanished = tuple(event for event in old if not taken[event.id])
    ids = {event.id for event in now}
    kept = {one: to for one, to in sorted(renamed.items()) if one not in ids}
    return Changes(tuple(new), tuple(changed), tuple(merged), vanished, kept)


def _match(then: Iterable[EventRecord], now: Iterable[EventRecord]) -> dict[str, tuple[str, ...]]:
    """For each event of now the events that it was, best first."""
    then, now = list(then), list(now)
    holder = {report: event.id for event in then for report in (event.id, *event.reports)}
    matches: dict[str, tuple[str, ...]] = {}
    for event in now:
        held = [holder[report] for report in {event.id, *event.reports} if report in holder]
        if len(held) == 1:
            matches[event.id] = (held[0],)
        elif held:
            shared = Counter(held)
            matches[event.id] = tuple(sorted(shared, key=lambda one: (one != event.id, -shared[one], one)))
    # An event that was split leads only one of its parts back to itself; the other parts are new.
    claims: defaultdict[str, list[EventRecord]] = defaultdict(list)
    for event in now:
        for one in matches.get(event.id, ()):
            claims[one].append(event)
    for one, events in claims.items():
        if len(events) > 1:
            keeper = min(events, key=lambda event: (event.id != one, -len(event.reports), event.id))
            for event in events:
                if event is not keeper:
                    matches[event.id] = tuple(other for other in matches[event.id] if other != one)
    matched = {one for ones in matches.values() for one in ones}
    _match_by_words([e for e in then if e.id not in matched], [e for e in now if not matches.get(e.id)], matches)
    return {identity: ones for identity, ones in matches.items() if ones}


def _match_by_words(
    then: Iterable[EventRecord], now: Iterable[EventRecord], matches: dict[str, tuple[str, ...]]
) -> None:
    """Match what is left by its words, then by headline, day and place; only where both sides have just one."""
    for key in (lambda e: e.words, lambda e: (e.headline, e.date, e.place)):
        before: defaultdict[object, list[str]] = defaultdict(list)
        after: defaultdict[object, list[str]] = defaultdict(list)
        used = {one for ones in matches.values() for one in ones}
        for event in then:
            if event.id not in used and key(event):
                before[key(event)].append(event.id)
        for event in now:
            if not matches.get(event.id) and key(event):
                after[key(event)].append(event.id)
        for words, ids in after.items():
            if len(ids) == 1 and len(before.get(words, ())) == 1:
                matches[ids[0]] = (before[words][0],)


def _record(event: Event) -> EventRecord:
    place = event.where.resolution.place if event.where is not None else None
    precision = event.where.resolution.precision if event.where is not None else None
    return EventRecord(
        id=event.id,
        headline=event.headline,
        date=event.when.when.edtf if event.when is not None else "",
        place=f"{place.key} {precision or place.precision}" if place is not None else "",
        where=place.name if place is not None else "",
        status=event.status,
        voice=" ".join(part for part in (event.voice.manner, event.voice.source) if part),
        reports=tuple(report.id for report in event.reports),
        words=re.sub(r"\s+", " ", event.quote).strip().casefold(),
    )


def _in_words(edtf: str) -> str:
    """A date as a reader knows it; EDTF where that has no words."""
    try:
        return say_when(parse_edtf(edtf, "")) if edtf else ""
    except ValueError:
        return edtf


def _differences(old: EventRecord, new: EventRecord) -> tuple[str, ...]:
    lines = [
        f"{name}: {before or 'none'} → {after or 'none'}"
        for name, before, after in (
            ("headline", old.headline, new.headline),
            ("date", _in_words(old.date), _in_words(new.date)),
            ("status", old.status, new.status),
            ("voice", old.voice, new.voice),
        )
        if before != after
    ]
    if old.place != new.place:
        if old.where != new.where:
            before, after = old.where, new.where
        else:  # another place of that name, or the same more or less exactly
            before, after = (f"{one.where} ({one.place})" if one.where else "" for one in (old, new))
        lines.append(f"place: {before or 'none'} → {after or 'none'}")
    if len(old.reports) != len(new.reports):
        lines.append(f"reports: {max(1, len(old.reports))} → {max(1, len(new.reports))}")
    return tuple(lines)
