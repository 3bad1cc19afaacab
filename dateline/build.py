"""A story in, a folder out: the page, the pictures, the data, and the record of the run, written all or none."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from dateline.changes import Changes, EventRecord, RunRecord, compare, record_events
from dateline.drops import REASONS
from dateline.extract import Json, drop_json, iso
from dateline.files import write_folder
from dateline.fresh import RECORD
from dateline.model import Article, Event, Story
from dateline.render.beacon import Beacon
from dateline.render.chart import ChartOptions, alt_text, draw_timeline
from dateline.render.chart.saving import Format, figure_bytes
from dateline.render.export import EXPORTERS, export
from dateline.render.export.crate import describe
from dateline.render.options import Download, PageOptions, RunInfo
from dateline.render.page import Rendered, render_folder
from dateline.render.still import draw_map, map_alt_text
from dateline.telling import Told

ALWAYS = ("geojson", "csv")  # exports that every build writes

CRATE = "ro-crate-metadata.json"
_ENDINGS: tuple[Format, ...] = ("png", "svg", "pdf")
_UNCHANGED = Changes()
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
    watched: bool = False  # the page looks for a newer build of itself and reloads


class _Last(msgspec.Struct, frozen=True):
    """What run.json says of the run before: its events, and what it had changed itself."""

    events: tuple[EventRecord, ...] = ()
    changes: Changes = Changes()


def changes_since(folder: Path, story: Story) -> Changes:
    """What is new and changed against the last run in a folder that gave something else.

    A run that gives the same events again keeps the marks of the last one, so that it gives the same bytes too.
    """
    path = folder / RECORD
    try:
        last = msgspec.json.decode(path.read_bytes(), type=_Last)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Changes()  # not ours, or of an older format: then nothing is known of the last run
    if last.events == record_events(story):
        return last.changes
    return compare(RunRecord(last.events), story)


def build_files(told: Told, options: BuildOptions, changes: Changes = _UNCHANGED) -> Iterator[tuple[str, bytes]]:
    """Every file of an output, by name, the page last. The same story and changes give the same bytes."""
    story = told.story
    files: dict[str, bytes] = {}
    for name, data in _pictures(story, options):
        files[name] = data
        yield name, data
    downloads = list(_PICTURES)
    for chosen in dict.fromkeys((*ALWAYS, *options.exports)):
        made = {CRATE: describe(story, files)} if chosen == "rocrate" else export(story, chosen)
        for name, data in made.items():
            files[name] = data
            downloads.append(Download(name, EXPORTERS[chosen].description))
            yield name, data
    downloads.append(Download(RECORD, "What was read, with hashes, versions and all that was left out"))
    yield RECORD, _record(told, changes, options.key)
    changed = frozenset(change.id for change in changes.changed) | {merge.id for merge in changes.merged}
    page = replace(
        options.page,
        downloads=tuple(downloads),
        new=frozenset(changes.new),
        changed=changed,
        reasons=REASONS,
        renamed=changes.renamed,
    )
    rendered = _page(told, page, files["timeline.svg"])
    yield from rendered.files.items()
    html = rendered.html
    if options.watched:
        beacon = Beacon.of(html)
        yield beacon.name, beacon.svg
        html = beacon.light(html)
    yield "index.html", html.encode()


def _pictures(story: Story, options: BuildOptions) -> Iterator[tuple[str, bytes]]:
    drawn = (("timeline", draw_timeline, alt_text(story)), ("map", draw_map, map_alt_text(story)))
    for name, draw, described in drawn:
        figure = draw(story, options.chart)
        for ending in _ENDINGS if options.pdf else _ENDINGS[:2]:
            made = figure_bytes(figure, ending, title=f"{story.title}: {name}", description=described)
            yield f"{name}.{ending}", made
        yield f"{name}.txt", described.encode() + b"\n"


def _page(told: Told, options: PageOptions, svg: bytes) -> Rendered:
    rows = (*told.versions, ("articles", str(len(told.story.articles))), ("inputs left out", str(len(told.left_out))))
    run = RunInfo(version=dict(told.versions)["dateline"], rows=rows)
    return render_folder(told.story, run=run, pictures={"timeline": svg}, options=options)


def write_output(told: Told, folder: Path, options: BuildOptions | None = None) -> Changes:
    """Write a story into a folder, all or nothing, and say what changed. Hold the folder's lock meanwhile.

    Raises:
        OutputError: the folder can't be written; what stood there is untouched.
    """
    changes = changes_since(folder, told.story)
    write_folder(folder, build_files(told, options or BuildOptions(), changes))
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


def _record(told: Told, changes: Changes, key: str) -> bytes:
    story = told.story
    reasons = Counter(drop.reason for drop in story.drops)
    record: dict[str, Json] = {
        "key": key,
        "versions": dict(told.versions),
        "inputs": [_input(article) for article in sorted(story.articles, key=lambda a: (a.path, a.id))],
        "counts": dict(counts(story)),
        "dropped": dict(sorted(reasons.items())),
        "left_out": [drop_json(drop) for drop in told.left_out],
        "drops": [{"article": drop.article, **drop_json(drop)} for drop in story.drops if drop.article],
    }
    record |= {"events": msgspec.to_builtins(record_events(story)), "changes": msgspec.to_builtins(changes)}
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def _input(article: Article) -> dict[str, Json]:
    return {
        "path": article.path, "sha256": article.sha256, "article": article.id, "title": article.title,
        "published": iso(article.published), "published_basis": article.published_basis,
        "publisher": article.publisher, "url": article.url,
    }  # fmt: skip
