"""Every command and its options. Heavy imports stay inside the commands, so that `--help` answers at once."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline.cli.exits import Exit
from dateline.cli.options import READING, settle_settings, takes_settings
from dateline.cli.scale import scale
from dateline.version import __version__

app = typer.Typer(
    name="dateline",
    help="Reads news articles and draws the events they report: one map and one timeline, linked, offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Sources = Annotated[
    list[str] | None,
    typer.Argument(help="Files, folders, or - for standard input. Default: seeds.", show_default=False, metavar="PATH"),
]
Config = Annotated[
    Path | None, typer.Option(help="A settings file; dateline.toml here, where there is one.", metavar="FILE")
]
Watch = Annotated[bool, typer.Option("--watch", help="Build again whenever the sources change; the open page reloads.")]
Workers = Annotated[
    int, typer.Option(min=0, metavar="NUMBER", help="Processes that read articles; 0 means as many as there are cores.")
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dateline {__version__}")
        raise typer.Exit


@app.callback()
def dateline(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Read news articles and draw the events they report."""


@app.command(short_help="Write the page, the timeline pictures and the data.")
@takes_settings()
def build(sources: Sources = None, config: Config = None, watch: Watch = False, **given: Any) -> None:
    """Read articles and write the page, the timeline pictures and the data."""
    settings = settle_settings(config, sources or [], given)
    from dateline.cli.build import run_build, run_watch
    from dateline.cli.export import check_formats

    check_formats(settings.exports)
    if watch:
        run_watch(settings)
    elif not run_build(settings, sys.stdin.buffer):
        raise typer.Exit(Exit.LEFT_OUT)


@app.command(short_help="Write what is read in each article as JSON Lines.")
def extract(
    sources: Sources = None,
    workers: Workers = 1,
) -> None:
    """Write what is read in each article as JSON Lines: places, dates, events and what was dropped."""
    from dateline.cli.progress import show_progress
    from dateline.extract import extract_lines

    out = sys.stdout.buffer
    left_out = 0
    for line in show_progress(extract_lines(sources or ["seeds"], stdin=sys.stdin.buffer, workers=workers), "Reading"):
        out.write(line.json + b"\n")
        left_out += line.left_out
    out.flush()
    if left_out:
        raise typer.Exit(Exit.LEFT_OUT)


@app.command(short_help="Say what the gazetteer knows of a name, and why.")
def place(
    name: Annotated[str, typer.Argument(help="A place name as an article writes it.", metavar="NAME")],
    gazetteer: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Your own places (CSV, GeoJSON, Linked Places), which come before dateline's."
        ),
    ] = None,
) -> None:
    """Say what the gazetteer knows of a name, and what it would choose without any context, and why."""
    from dateline.cli.place import print_place

    if not print_place(name, gazetteer or []):
        raise typer.Exit(Exit.FAILED)


@app.command(short_help="Write a commented settings file.")
def init(
    path: Annotated[Path, typer.Argument(help="The file to write.", metavar="FILE")] = Path("dateline.toml"),
) -> None:
    """Write a commented settings file with every key at its default."""
    from dateline.errors import OutputError
    from dateline.files import replace_file
    from dateline.settings import template

    if path.exists():
        raise OutputError(f"{path} is there already; name another file, or remove it first")
    replace_file(path, template().encode())
    typer.echo(f"Wrote {path}. Every line in it is a comment: take the # off what you change.")


@app.command(short_help="Say which corrections match nothing any more.")
@takes_settings(*READING)
def check(sources: Sources = None, config: Config = None, **given: Any) -> None:
    """Say which corrections match nothing any more; exit code 1 if there are any."""
    settings = settle_settings(config, sources or [], given)
    from dateline.cli.build import tell_sources

    unmatched = tell_sources(settings, sys.stdin.buffer).unmatched
    for one in unmatched:
        typer.echo(str(one))
    many = f"{len(unmatched)} correction{'s' * (len(unmatched) != 1)} to look at"
    typer.echo(f"{many}." if unmatched else "Every correction matches.")
    if unmatched:
        raise typer.Exit(Exit.FAILED)


@app.command(short_help="Write the data in other formats; lists them.")
@takes_settings(*READING, "title", "output")
def export(
    formats: Annotated[
        list[str] | None, typer.Argument(help="Formats to write; without any, they are listed.", metavar="FORMAT")
    ] = None,
    config: Config = None,
    **given: Any,
) -> None:
    """Write the data of the sources in other formats, without the page; lists the formats when none is named."""
    settings = settle_settings(config, [], given)
    from dateline.cli.export import list_formats, run_export

    if formats:
        run_export(formats, settings)
    else:
        list_formats()


@app.command(short_help="Save articles from the web into seeds/.")
def fetch(
    urls: Annotated[list[str] | None, typer.Argument(help="Addresses of articles.", metavar="URL")] = None,
    feed: Annotated[
        list[str] | None, typer.Option(metavar="URL", help="An RSS or Atom feed; what it leads to is saved.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="The folder to save into.")] = Path(
        "seeds"
    ),
    entries: Annotated[
        int, typer.Option(min=1, max=500, metavar="NUMBER", help="How many articles of each feed.")
    ] = 50,
) -> None:
    """Save articles from the web into a folder; robots.txt is obeyed, private addresses are not reached."""
    if not urls and not feed:
        raise typer.BadParameter("name an address of an article, or a --feed")
    from dateline.cli.fetch import run_fetch

    if not run_fetch(output, urls or [], feed or [], entries):
        raise typer.Exit(Exit.LEFT_OUT)


gazetteer = typer.Typer(help="Make gazetteers of your own.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(gazetteer, name="gazetteer")
app.add_typer(scale, name="scale")


@gazetteer.command("build")
def build_gazetteer(
    geonames: Annotated[Path, typer.Option(help="A folder with GeoNames' dumps (allCountries, admin codes …).")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path("gazetteer.sqlite"),
) -> None:
    """Make a gazetteer of all of GeoNames; use it with --gazetteer."""
    from dateline.cli.gazetteer import build_with_progress

    places = build_with_progress(geonames, output)
    typer.echo(f"Wrote {output} with {places:,} places. Use it: dateline build --gazetteer {output}")


@gazetteer.callback()
def _gazetteer() -> None:
    """Keep `build` a command of its own: Typer merges a single command into its parent."""
