"""Prints what the gazetteer knows of a name, so that a journalist can see why a place was chosen."""

from collections.abc import Sequence
from pathlib import Path

import typer

from dateline.ingredients import open_gazetteer
from dateline_geo.describe import Candidate, describe, what

ALIKE = 5  # towns shown that only sound like a name
MOST = 12  # candidates shown; "San José" has hundreds


def print_place(name: str, overlays: Sequence[Path]) -> bool:
    """Print the candidates for a name, likeliest first. False where there is none."""
    gazetteer = open_gazetteer(overlays)
    found = describe(gazetteer, name)
    if not found:
        typer.echo(f"The gazetteer knows no place called “{name}”.")
        alike = gazetteer.alike(name)[:ALIKE]
        if alike:
            typer.echo("It may be another spelling of a town that sounds like it:\n")
            for match in alike:
                typer.echo(f"  {match.place.name}, {what(gazetteer, match.place)}")
            typer.echo("\nIn an article that speaks of such a town's country it is read so.\n")
        typer.echo("Villages below 500 people, streets and camps are not in it. Lay your own over it with --gazetteer.")
        return False
    if len(found) > 1:
        typer.echo(f"“{name}” may mean {len(found)} places. Where an article says nothing else, it is the first:\n")
    else:
        typer.echo(f"“{name}” means one place:\n")
    for candidate in found[:MOST]:
        typer.echo(_lines(candidate))
    if len(found) > MOST:
        typer.echo(f"… and {len(found) - MOST} more.\n")
    if len(found) > 1:
        typer.echo(
            "In an article it is decided by what stands beside the name (“Paris, Texas”), the other places named, the "
            "dateline and where the publisher is at home. The page says for each event what decided."
        )
    return True


def _lines(candidate: Candidate) -> str:
    place = candidate.place
    note = f"\n    Note: {candidate.note}" if candidate.note else ""
    return (
        f"{candidate.rank}. {place.name}, {candidate.what}  ({place.lat:.2f}, {place.lon:.2f}; {place.key})\n"
        f"    {candidate.why}{note}\n"
    )
