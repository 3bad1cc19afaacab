"""Prints what the gazetteer knows of a name, so that a journalist can see why a place was chosen."""

from collections.abc import Sequence
from pathlib import Path

import typer

from dateline.telling import open_gazetteer
from dateline_geo.describe import Candidate, describe

MOST = 12  # candidates shown; "San José" has hundreds


def print_place(name: str, overlays: Sequence[Path]) -> bool:
    """Print the candidates for a name, likeliest first. False where there is none."""
    gazetteer = open_gazetteer(overlays)
    found = describe(gazetteer, name)
    if not found:
        typer.echo(f"The gazetteer knows no place called “{name}”.")
        typer.echo("Villages below 500 people, streets and camps are not in it. Lay your own over it with --gazetteer.")
        return False
    typer.echo(f"“{name}” may mean {len(found)} place{'s' * (len(found) > 1)}. Without any context it is the first:\n")
    for candidate in found[:MOST]:
        typer.echo(_lines(candidate))
    if len(found) > MOST:
        typer.echo(f"… and {len(found) - MOST} more.\n")
    if len(found) > 1:
        typer.echo(
            "In an article the other places named, the dateline, the publisher's home and words such as “Paris, Texas” "
            "decide; the page says for each event what did."
        )
    return True


def _lines(candidate: Candidate) -> str:
    place = candidate.place
    note = f"\n    Note: {candidate.note}" if candidate.note else ""
    return (
        f"{candidate.rank}. {place.name}, {candidate.what}  ({place.lat:.2f}, {place.lon:.2f}; {place.key})\n"
        f"    {candidate.why}{note}\n"
    )
