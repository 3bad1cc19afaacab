"""A story in, a folder out: the page, the pictures, the data, and the record of the run, written all or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from dateline.aside import Aside
from dateline.changes import Changes, EventRecord, compare_records, load_record, record_events
from dateline.drop_list import count_reasons, join_drops, json_lines
from dateline.drops import REASONS
from dateline.extract import Json, drop_json, iso
from dateline.files import write_folder
from dateline.fresh import RECORD
from dateline.model import Article, Drop, Event, Story
from dateline.pictures import PICTURES, draw_picture, pack_for_drawing
from dateline.render.beacon import Beacon
from dateline.render.chart.look import ChartOptions
from dateline.render.export import EXPORTERS, export
from dateline.render.export.crate import describe
from dateline.render.options import Download, PageOptions, RunInfo
from dateline.render.page import Rendered, render_folder
from dateline.telling import Told

ALWAYS = ("geojson", "csv")  # exports that every build writes

CRATE = "ro-crate-metadata.json"
_UNCHANGED = Changes()
Drawn = Callable[[], tuple[tuple[str, bytes], ...]]
_ENCODER = msgspec.json.Encoder()
_PICTURES = (
    Download("timeline.png", "Timeline picture (PNG)"),
    Download("timeline.svg", "Timeline picture (SVG)"),
    Download("map.png", "Map picture (PNG)"),
    Download("map.svg", "Map picture (SVG)"),
)


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How the output looks and what is in it."""

    page: PageOptions = field(default_factory=PageOptions)
    chart: ChartOptions = field(default_factory=ChartOptions)
    exports: tuple[str, ...] = ()
    pdf: bool = False
    key: str = ""  # of everything that has a say in the output: see dateline.fresh
    kept: Path | None = None  # folder of what one run keeps for the next; without it the same bytes come, later
    watched: bool = False  # the page looks for a newer build of itself and reloads


def changes_since(folder: Path, events: Sequence[EventRecord]) -> Changes:
    """What is new and changed against the last run in a folder that gave something else.

    A run that gives the same events again keeps the marks of the last one, so that it gives the same bytes too.
    """
    last = load_record(folder / RECORD)
    if last is None:
        return Changes()  # not ours, or of an older format: then nothing is known of the last run
    return last.changes if last.events == tuple(events) else compare_records(last.events, events)


def begin_drawing(story: Story, options: BuildOptions, aside: Aside) -> list[Drawn]:
    """Begin the pictures, in the order of `PICTURES`; what is given waits for the files of one."""
    packed = pack_for_drawing(story)
    return [
        aside.begin(draw_picture, name, packed, options.chart, pdf=options.pdf, kept=options.kept) for name in PICTURES
    ]


def build_files(
    told: Told,
    options: BuildOptions,
    changes: Changes = _UNCHANGED,
    drawn: Sequence[Drawn] = (),
    events: Sequence[EventRecord] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Every file of an output, by name, the page last. The same story and changes give the same bytes.

    The pictures are `drawn` elsewhere, if that was begun, while everything else but the page is made here. `events` is
    what `record_events` gives, if somebody has asked.
    """
    story = told.story
    drawn = drawn or begin_drawing(story, options, Aside(here=True))
    chosen = list(dict.fromkeys((*ALWAYS, *options.exports)))
    written: dict[str, bytes] = {}
    for name in chosen:
        if name != "rocrate":
            written |= export(story, name)
    yield from written.items()
    yield RECORD, _record(told, changes, options.key, record_events(story) if events is None else events)
    timeline = dict(drawn[0]())
    yield from timeline.items()
    pictures = dict(timeline)
    if "rocrate" in chosen:
        pictures |= drawn[1]()
        yield CRATE, describe(story, written | pictures)
    page = replace(
        options.page,
        downloads=_downloads(chosen),
        new=frozenset(changes.new),
        changed={change.id: change.what for change in changes.changed},
        merged={merge.id: merge.told for merge in changes.merged},
        reasons=REASONS,
        renamed=changes.renamed,
    )
    story = replace(story, drops=join_drops([*map(_gone, changes.vanished)], story.drops))
    rendered = _page(replace(told, story=story), page, timeline["timeline.svg"])
    yield from drawn[1]()
    yield from rendered.files.items()
    html = rendered.html
    if options.watched:
        beacon = Beacon.of(html)
        yield beacon.name, beacon.svg
        html = beacon.light(html)
    yield "index.html", html.encode()


def _gone(event: EventRecord) -> Drop:
    """The line on the page for an event that the page before had."""
    return Drop("gone-since-last-run", "", 0, 0, event.called)


def _downloads(chosen: Sequence[str]) -> tuple[Download, ...]:
    exports = [Download(name, EXPORTERS[one].description) for one in chosen for name in EXPORTERS[one].files]
    record = Download(RECORD, "What was read, with hashes, versions and all that was left out")
    return (*_PICTURES, *exports, record)


def _page(told: Told, options: PageOptions, svg: bytes) -> Rendered:
    rows = (*told.versions, ("articles", str(len(told.story.articles))), ("inputs left out", str(len(told.left_out))))
    run = RunInfo(version=dict(told.versions)["dateline"], rows=rows)
    return render_folder(told.story, run=run, pictures={"timeline": svg}, options=options)


def write_output(told: Told, folder: Path, options: BuildOptions | None = None, aside: Aside | None = None) -> Changes:
    """Write a story into a folder, all or nothing, and say what changed. Hold the folder's lock meanwhile.

    Raises:
        OutputError: the folder can't be written; what stood there is untouched.
    """
    options = options or BuildOptions()
    aside = aside or Aside(here=True)
    drawn = begin_drawing(told.story, options, aside)  # first: it takes longest
    events = record_events(told.story)
    changes = changes_since(folder, events)
    write_folder(folder, build_files(told, options, changes, drawn, events))
    aside.stop()
    return changes


def counts(story: Story) -> Mapping[str, int]:
    """What a story holds, for the last line of a run and for the record."""
    reports = [report for event in story.events for report in event.accounts]
    return {
        "articles": len(story.articles),
        "events": len(story.events),
        "reports": len(reports),
        "not_dated": sum(event.when is None for event in story.events),
        "not_placed": sum(not _placed(event) for event in story.events),
        "drops": len(story.drops),
    }


def _placed(event: Event) -> bool:
    return event.where is not None and event.where.resolution.place is not None


def _record(told: Told, changes: Changes, key: str, events: Sequence[EventRecord]) -> bytes:
    """run.json: a line for each article, event and drop, so that two runs can be compared by any tool for lines."""
    story = told.story
    reasons = count_reasons(story.drops)
    parts = {
        "key": _ENCODER.encode(key),
        "versions": _ENCODER.encode(dict(told.versions)),
        "inputs": _lines(_input(article) for article in sorted(story.articles, key=lambda a: (a.path, a.id))),
        "counts": _ENCODER.encode(counts(story)),
        "dropped": _ENCODER.encode(dict(sorted(reasons.items()))),
        "left_out": _lines(map(drop_json, told.left_out)),
        "drops": _array(b"".join(json_lines(story.drops))),
        "events": _lines(events),
        "changes": _ENCODER.encode(changes),
    }
    return b"{\n" + b",\n".join(b'"%s": %s' % (name.encode(), value) for name, value in parts.items()) + b"\n}\n"


def _lines(values: Iterable[object]) -> bytes:
    """A JSON array with a value a line: no line end can stand inside one."""
    return _array(_ENCODER.encode_lines(list(values)))


def _array(lines: bytes) -> bytes:
    lines = lines.removesuffix(b"\n")
    return b"[\n" + lines.replace(b"\n", b",\n") + b"\n]" if lines else b"[]"


def _input(article: Article) -> dict[str, Json]:
    return {
        "path": article.path, "sha256": article.sha256, "article": article.id, "title": article.title,
        "published": iso(article.published), "published_basis": article.published_basis,
        "publisher": article.publisher, "url": article.url,
    }  # fmt: skip
