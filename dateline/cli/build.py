"""`dateline build`: reads, writes, and says what came of it in a few lines."""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import platformdirs
import typer
from rich.console import Console

from dateline.errors import DatelineError
from dateline.files import lock_folder, recover_folder
from dateline.fresh import Last, is_current, last_run, output_key, reads_anew
from dateline.ingredients import open_gazetteer, versions
from dateline.settings import OptionError, Settings

# Half a second of libraries is imported where it is needed: a run that finds nothing changed needs none of it, and any
# other has begun to load the language model in a process of its own by then.
if TYPE_CHECKING:
    from dateline.build import BuildOptions
    from dateline.changes import Changes
    from dateline.model import Reading
    from dateline.online import Asked
    from dateline.pool import EarlyReader
    from dateline.telling import Told, Watcher

KEY = "DATELINE_GEOCODER_KEY"  # in the environment: a key has no place in a file that is shared
WAIT_SECONDS = 120.0  # for another run on the same output


def build_options(settings: Settings) -> "BuildOptions":
    """How the output is to look."""
    from dateline.build import BuildOptions
    from dateline.render.chart.look import ChartOptions, Style, Theme
    from dateline.render.options import PageOptions, Tiles

    tiles = Tiles(settings.tiles, settings.tiles_attribution) if settings.tiles else None
    page = PageOptions(
        title=settings.title,
        theme=cast("Any", "light" if settings.theme == "print" else settings.theme),
        tiles=tiles,
        include_text=settings.include_text,
        map_scale=cast("Any", settings.map_scale),
    )
    ground = settings.timeline_theme or settings.theme.replace("auto", "light")
    chart = ChartOptions(Style(settings.timeline_style), settings.timeline_size, settings.timeline_dpi, Theme(ground))
    return BuildOptions(page, chart, settings.exports, settings.pdf, kept=cache_folder(settings))


def cache_folder(settings: Settings) -> Path | None:
    """Where readings are kept between runs; None for nowhere."""
    if settings.cache == "none":
        return None
    return Path(settings.cache) if settings.cache else platformdirs.user_cache_path("dateline")


def online(settings: Settings) -> "Callable[[Iterable[Reading]], Asked] | None":
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


def tell_sources(
    settings: Settings,
    stdin: BinaryIO,
    watch: "Watcher | None" = None,
    meanwhile: Callable[[], None] = lambda: None,
    early: "EarlyReader | None" = None,
) -> "Told":
    """The story of the sources that are set."""
    from dateline.telling import read_story, unwatched

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
        watch=watch or unwatched,
        meanwhile=meanwhile,
        early=early,
    )


def run_build(settings: Settings, stdin: BinaryIO, *, watched: bool = False) -> bool:
    """Build once and say what was built; True if every input was used.

    The old output stands until the new one is whole. Where it is what this run would give, it is left as it is.
    """
    output = Path(settings.output)
    console = Console(stderr=True, highlight=False)

    def waiting(folder: Path) -> None:
        console.print(f"Another run is writing to {folder}; waiting for it …")

    with lock_folder(output, wait=WAIT_SECONDS, waiting=waiting):
        recover_folder(output)
        overlays = [Path(path) for path in settings.gazetteers if path.endswith(".sqlite")]
        key = "" if watched else output_key(settings, versions(open_gazetteer(overlays)))
        last = last_run(output)
        if is_current(output, key, last):
            typer.echo("Nothing has changed since the last run.")
            _say_counts(last.counts, output)
            return not last.left_out
        from dateline.quiet import uncollected

        with uncollected():  # to the end: what a run holds dies with its last call, before anybody looks for garbage
            return _build(settings, stdin, output, key, last, watched=watched)


def _build(settings: Settings, stdin: BinaryIO, output: Path, key: str, last: Last, *, watched: bool) -> bool:
    from dateline.pool import READER_DIED, EarlyReader

    with EarlyReader() as early:
        if settings.workers != 1 and reads_anew(key, last.key):
            from dateline.reading_packed import settle_worker

            early.begin(partial(settle_worker, cache_folder(settings)))
        from dateline.aside import Aside
        from dateline.cli.progress import show_progress
        from dateline.pictures import get_ready

        # One draws both pictures and leaves this one the rest: on two cores both are done at about one time.
        with Aside(here=settings.workers == 1) as aside:
            kept = cache_folder(settings)

            def watch(readings: "Iterator[Reading]", total: int) -> "Iterator[Reading]":
                yield from show_progress(readings, "Reading articles", total)
                aside.begin(get_ready, kept)  # while the story is told, and other cores would rest

            def meanwhile() -> None:
                with without_pandas():
                    import dateline.build  # noqa: F401

            told = tell_sources(settings, stdin, watch, meanwhile, early)
            from dateline.build import counts, write_output
            from dateline.drop_list import count_reasons

            with Console(stderr=True, highlight=False).status("Drawing"):
                # An article that was lost may be read the next time: the next run must not find that nothing changed.
                lost = READER_DIED in count_reasons(told.story.drops)
                options = replace(build_options(settings), key="" if lost else key, watched=watched)
                changes = write_output(told, output, options, aside)
    _say(told, changes)
    _say_counts(counts(told.story), output)
    return not told.left_out


def run_watch(settings: Settings) -> None:
    """Build, and build again whenever a source or the corrections change, until Ctrl-C.

    A build that fails says why and leaves the page as it was; the next change tries again.
    """
    import watchfiles

    from dateline.cli.stillness import wait_until_still

    watched = [Path(source) for source in settings.sources if source != "-"]
    missing = [str(path) for path in watched if not path.exists()]
    if missing or not watched:
        raise OptionError(f"--watch needs files or folders that are there; not {', '.join(missing) or '-'}")
    _build_or_say_why(settings)
    typer.echo(f"Watching {', '.join(map(str, watched))}. Ctrl-C ends it.")
    output = Path(settings.output).resolve()
    for changes in watchfiles.watch(*watched, raise_interrupt=True):
        # An output inside the sources would otherwise wake us for ever.
        theirs = [Path(path) for _, path in changes if output not in Path(path).resolve().parents]
        if theirs:
            wait_until_still(theirs)  # what is being copied here is read once it is whole
            _build_or_say_why(settings)


def _build_or_say_why(settings: Settings) -> None:
    try:
        run_build(settings, BytesIO(), watched=True)
    except DatelineError as error:
        typer.echo(f"{error}\nThe page is as it was.", err=True)


@contextmanager
def without_pandas() -> Iterator[None]:
    """Let folium be imported as where pandas is not installed: it takes tables of pandas, and we give it none.

    pandas is 0.3 s. Only for a process of ours: in a notebook folium must know it. Who needs it later imports it.
    """
    if "pandas" in sys.modules:
        yield
        return
    sys.modules["pandas"] = None  # type: ignore[assignment]  # as the import system has it: such a module is not there
    try:
        yield
    finally:
        del sys.modules["pandas"]


def _say(told: "Told", changes: "Changes") -> None:
    from dateline.cli.report import change_lines, undated_lines

    for reason, number in sorted(Counter(drop.reason for drop in told.left_out).items()):
        examples = [drop.detail for drop in told.left_out if drop.reason == reason]
        typer.echo(f"left out ({reason}): {number}: {'; '.join(examples[:3])}{' …' if number > 3 else ''}", err=True)
    for unmatched in told.unmatched:
        typer.echo(str(unmatched), err=True)
    for note in (*told.notes, *undated_lines(told.story)):
        typer.echo(note, err=True)
    for line in change_lines(changes, told.story):
        typer.echo(line)


def _say_counts(n: Mapping[str, int], output: Path) -> None:
    typer.echo(
        f"{n['events']} events in {n['reports']} reports from {n['articles']} articles; "
        f"{n['not_dated']} not dated, {n['not_placed']} not placed."
    )
    typer.echo(f"Open {output / 'index.html'} – the timeline is {output / 'timeline.png'}")
