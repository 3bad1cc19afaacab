"""`dateline build`: reads, writes, and says what came of it in a few lines."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import platformdirs
import typer
from rich.console import Console

from dateline.build import BuildOptions, counts, write_output
from dateline.changes import Changes
from dateline.cli.progress import show_progress
from dateline.errors import DatelineError, SettingsError
from dateline.files import lock_folder
from dateline.model import Reading
from dateline.render.chart import ChartOptions
from dateline.render.chart.look import Style, Theme
from dateline.render.options import PageOptions, Tiles
from dateline.settings import Settings
from dateline.telling import Told, Watcher, read_story, unwatched

if TYPE_CHECKING:
    from dateline.online import Asked

KEY = "DATELINE_GEOCODER_KEY"  # in the environment: a key has no place in a file that is shared
WAIT_SECONDS = 120.0  # for another run on the same output


def build_options(settings: Settings) -> BuildOptions:
    """How the output is to look."""
    tiles = Tiles(settings.tiles, settings.tiles_attribution) if settings.tiles else None
    page = PageOptions(
        title=settings.title,
        theme=cast("Any", settings.theme),
        tiles=tiles,
        include_text=settings.include_text,
        map_scale=cast("Any", settings.map_scale),
    )
    chart = ChartOptions(
        Style(settings.timeline_style), settings.timeline_size, settings.timeline_dpi, Theme(settings.timeline_theme)
    )
    return BuildOptions(page, chart, settings.exports, settings.pdf)


def cache_folder(settings: Settings) -> Path | None:
    """Where readings are kept between runs; None for nowhere."""
    if settings.cache == "none":
        return None
    return Path(settings.cache) if settings.cache else platformdirs.user_cache_path("dateline")


def online(settings: Settings) -> Callable[[Iterable[Reading]], "Asked"] | None:
    """How the geocoding service that the user named is asked; None where no one is."""
    if not settings.geocoder:
        return None
    from dateline.online import ask, geocoder

    service = geocoder(
        settings.geocoder,
        url=settings.geocoder_url,
        key=os.environ.get(KEY, settings.geocoder_user),
        folder=cache_folder(settings) or Path(settings.output),
        clock=time.time,
        sleep=time.sleep,
    )
    return partial(ask, service=service)


def tell_sources(settings: Settings, stdin: BinaryIO, watch: Watcher = unwatched) -> Told:
    """The story of the sources that are set."""
    return read_story(
        settings.sources,
        title=settings.title,
        corrections=Path(settings.corrections) if settings.corrections else None,
        gazetteers=[Path(path) for path in settings.gazetteers],
        language=settings.language,
        online=online(settings),
        stdin=stdin,
        cache_folder=cache_folder(settings),
        cache_bytes=settings.cache_mb * 1024 * 1024,
        workers=settings.workers,
        watch=watch,
    )


def run_build(settings: Settings, stdin: BinaryIO, *, watched: bool = False) -> Told:
    """Build once and say what was built; the old output stands until the new one is whole."""
    console = Console(stderr=True, highlight=False)
    output = Path(settings.output)

    def watch(readings: Iterator[Reading], total: int) -> Iterator[Reading]:
        return show_progress(readings, "Reading articles", total)

    def waiting(folder: Path) -> None:
        console.print(f"Another run is writing to {folder}; waiting for it …")

    with lock_folder(output, wait=WAIT_SECONDS, waiting=waiting):
        told = tell_sources(settings, stdin, watch)
        with console.status("Drawing"):
            changes = write_output(told, output, replace(build_options(settings), watched=watched))
    _say(told, changes, output)
    return told


def run_watch(settings: Settings) -> None:
    """Build, and build again whenever a source or the corrections change, until Ctrl-C.

    A build that fails says why and leaves the page as it was; the next change tries again.
    """
    import watchfiles

    watched = [Path(source) for source in settings.sources if source != "-"]
    missing = [str(path) for path in watched if not path.exists()]
    if missing or not watched:
        raise SettingsError(f"--watch needs files or folders that are there; not {', '.join(missing) or '-'}")
    _build_or_say_why(settings)
    typer.echo(f"Watching {', '.join(map(str, watched))}. Ctrl-C ends it.")
    output = Path(settings.output).resolve()
    for changes in watchfiles.watch(*watched, raise_interrupt=True):
        # An output inside the sources would otherwise wake us for ever.
        if any(output not in Path(path).resolve().parents for _, path in changes):
            _build_or_say_why(settings)


def _build_or_say_why(settings: Settings) -> None:
    try:
        run_build(settings, BytesIO(), watched=True)
    except DatelineError as error:
        typer.echo(f"{error}\nThe page is as it was.", err=True)


def _say(told: Told, changes: Changes, output: Path) -> None:
    n = counts(told.story)
    typer.echo(
        f"{n['events']} events in {n['reports']} reports from {n['articles']} articles; "
        f"{n['not_dated']} not dated, {n['not_placed']} not placed."
    )
    if changes:
        kinds = {"new": changes.new, "changed": changes.changed, "merged": changes.merged, "gone": changes.vanished}
        typer.echo(f"since the last run: {', '.join(f'{len(ids)} {kind}' for kind, ids in kinds.items())}")
    for unmatched in told.unmatched:
        typer.echo(f"corrections, line {unmatched.line}: {unmatched.message}", err=True)
    for reason, number in sorted(Counter(drop.reason for drop in told.left_out).items()):
        examples = [drop.detail for drop in told.left_out if drop.reason == reason]
        typer.echo(f"left out ({reason}): {number}: {'; '.join(examples[:3])}{' …' if number > 3 else ''}", err=True)
    for note in told.notes:
        typer.echo(note, err=True)
    typer.echo(f"Open {output / 'index.html'} – the timeline is {output / 'timeline.png'}")
