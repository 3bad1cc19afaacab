"""The command line: thin, starts at once, and turns our errors into messages and exit codes.

Exit codes are a contract: 0 everything was used; 1 failed, the old output is untouched; 2 wrong usage; 3 written, but
some inputs were left out; 130 interrupted.
"""

import sys

import typer

from dateline.cli.app import app
from dateline.errors import DatelineError
from dateline.settings import OptionError
from dateline.version import __version__
from dateline_geo.errors import GeoError

__all__ = ["main"]

INTERRUPTED = 130
FAILED = 1
WRONG_USAGE = 2


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        app()
    except (DatelineError, GeoError) as error:
        typer.echo(f"dateline {__version__}: {error}", err=True)
        sys.exit(WRONG_USAGE if isinstance(error, OptionError) else FAILED)
    except SystemExit as leaving:  # Typer turns Ctrl-C into this without a word
        if leaving.code == INTERRUPTED:
            typer.echo("dateline: interrupted; the output of the last complete run is untouched", err=True)
        raise
