"""`dateline fetch`: the only command that goes out to the web, and says what became of each address."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import typer

from dateline.fetch import Session, fetch_into
from dateline.version import __version__

# Names us and how to tell us apart, as sites ask of robots.
USER_AGENT = f"dateline/{__version__} (+saves news articles for a reader; obeys robots.txt; one request a second)"


def run_fetch(folder: Path, urls: Sequence[str], feeds: Sequence[str], entries: int) -> bool:
    """Save articles into a folder; True where every address was saved or is unchanged."""
    saved = refused = 0
    now = partial(dt.datetime.now, dt.UTC)
    for outcome in fetch_into(folder, Session(USER_AGENT), urls=urls, feeds=feeds, entries=entries, now=now):
        if outcome.status == "refused":
            refused += 1
            typer.echo(f"refused ({outcome.reason}): {outcome.url}: {outcome.detail}", err=True)
        else:
            saved += 1
            typer.echo(f"{outcome.status}: {outcome.path or outcome.url}")
    typer.echo(f"{saved} in {folder}, {refused} refused.")
    return not refused
