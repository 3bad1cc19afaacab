"""`dateline scale run|merge|page`: many articles, in parts that can be read on many machines and resumed."""

import os
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.exits import Exit

_WAIT_SECONDS = 120.0

scale = typer.Typer(
    name="scale",
    help="Read more articles than one machine can (needs: pip install 'dateline[scale]').",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Work = Annotated[Path, typer.Option("--work", "-w", help="The folder of work; all machines must see it.")]
Workers = Annotated[int, typer.Option(min=0, help="Ranks at a time; 0 means as many as there are cores.")]
Memory = Annotated[str, typer.Option(help="What DuckDB may use; more goes to the disk, into the folder of work.")]
Attempts = Annotated[int, typer.Option(min=1, help="How often a rank is begun before it counts as failed.")]
Stall = Annotated[float, typer.Option(min=1, help="Seconds without an article after which a rank is ended.")]
Limit = Annotated[float, typer.Option(min=1, help="Seconds after which a rank is ended in any case.")]
_WORK = Path("scale-work")
_TEXT_CHARACTERS = 10_000_000  # some 5 MB packed


@scale.command("run")
def run_command(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="JSON Lines, WARC, Parquet, and all that `build` reads; none to go on with a run."),
    ] = None,
    work: Work = _WORK,
    ranks: Annotated[int, typer.Option(min=1, help="Into how many shares the articles are cut.")] = 16,
    workers: Workers = 0,
    language: Annotated[str, typer.Option(help="Of articles that do not say theirs.")] = "en",
    gazetteer: Annotated[list[Path] | None, typer.Option(help="Places of your own, laid over ours.")] = None,
    attempts: Attempts = 2,
    stall_seconds: Stall = 900.0,
    rank_seconds: Limit = 86_400.0,
    memory: Memory = "4GB",
) -> None:
    """Read articles in ranks and write Parquet; run it again to go on where it stopped."""
    from dateline.scale import require_engines

    require_engines()
    from dateline.files import lock_folder
    from dateline.scale.stages import prepare, run
    from dateline.scale.watch import Watching

    overlays = [str(path.resolve()) for path in gazetteer or ()]
    with lock_folder(work):
        plan = prepare(work, sources or (), ranks=ranks, language=language, gazetteers=overlays)
        typer.echo(f"{len(plan.sources)} files in {plan.ranks} ranks", err=True)
        run(work, Watching(workers or _cores(), attempts, stall_seconds, rank_seconds, memory), _say)
    typer.echo(f"All is read. Next: dateline scale merge --work {work}")


@scale.command("merge")
def merge_command(
    work: Work = _WORK,
    block: Annotated[int, typer.Option(min=1, help="Reports that are compared with one another at most.")] = 50_000,
    workers: Workers = 0,
    attempts: Attempts = 2,
    stall_seconds: Stall = 3600.0,
    rank_seconds: Limit = 86_400.0,
    memory: Memory = "4GB",
) -> None:
    """Join reports of the same event, and count events by time and place; needs every rank of the run."""
    from dateline.scale import require_engines

    require_engines()
    from dateline.files import lock_folder
    from dateline.scale.stages import merge
    from dateline.scale.watch import Watching
    from dateline.scale.work import MergeOptions

    with lock_folder(work):
        watching = Watching(workers or _cores(), attempts, stall_seconds, rank_seconds, memory)
        merge(work, MergeOptions(block), watching, _say)
    typer.echo(f"All is joined. Next: dateline scale page --work {work}")


@scale.command("page")
def page_command(
    work: Work = _WORK,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")] = Path("output"),
    title: Annotated[str, typer.Option(help="Of the page; made of the articles where it is empty.")] = "",
    events: Annotated[int, typer.Option(min=0, help="Up to how many events each is shown by itself.")] = 50_000,
    roll_ups: Annotated[int, typer.Option(min=1, help="How many roll-ups are shown at most.")] = 5_000,
    text: Annotated[
        bool | None,
        typer.Option("--text/--no-text", help="Put whole articles into the page; by itself where they are short."),
    ] = None,
    memory: Memory = "4GB",
) -> None:
    """Write the page of a finished merge: every event, or roll-ups by time and place where there are too many."""
    from dateline.scale import require_engines

    require_engines()
    from dateline.build import BuildOptions, write_output
    from dateline.files import lock_folder, recover_folder
    from dateline.render.options import PageOptions
    from dateline.scale.ask import Bounds
    from dateline.scale.engine import require_stages
    from dateline.scale.rollups import LEVELS
    from dateline.scale.story import PageBounds, tell_work
    from dateline.scale.work import MERGE

    with lock_folder(work):
        require_stages(work, MERGE, f"dateline scale merge --work {work}")
        shown = tell_work(work, title, PageBounds(events, roll_ups), Bounds(memory, _cores()))
    with lock_folder(output, wait=_WAIT_SECONDS):
        recover_folder(output)
        characters = sum(len(article.text) for article in shown.told.story.articles)
        whole = characters <= _TEXT_CHARACTERS if text is None else text
        page = PageOptions(include_text=whole)
        if shown.level >= 0:
            told = f"of {shown.counts.events:,} events in {shown.counts.articles:,} articles"
            page = PageOptions(include_text=whole, counted="roll-up", told=told)
        write_output(shown.told, output, BuildOptions(page))
    for note in shown.told.notes:
        _say(note)
    counts, drawn = shown.counts, len(shown.told.story.events)
    typer.echo(f"{counts.events:,} events in {counts.reports:,} reports from {counts.articles:,} articles.")
    if shown.level >= 0:
        typer.echo(f"They are shown as {drawn:,} roll-ups by {' and '.join(LEVELS[shown.level])}.")
    if not whole and text is None:
        typer.echo(f"The articles' {characters:,} characters are not in the page; --text puts them there.")
    typer.echo(f"Open {output / 'index.html'}")
    if shown.told.left_out:
        raise typer.Exit(Exit.LEFT_OUT)


def _cores() -> int:
    return os.cpu_count() or 1


def _say(line: str) -> None:
    typer.echo(line, err=True)
