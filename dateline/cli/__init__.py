"""The command line: thin, starts at once, and turns our errors into messages and exit codes (`exits.py`)."""

__all__ = ["command", "main"]


def main() -> None:
    """Run the command line in a process that goes on after it.

    Raises:
        SystemExit: with the exit code, unless it is 0.
    """
    from dateline.cli.exits import Exit

    try:
        _run()
    except SystemExit as leaving:
        if leaving.code == Exit.INTERRUPTED:
            import typer

            from dateline.cli.interrupt import SAID

            typer.echo(SAID, err=True)
        raise


def command() -> None:
    """What is installed as `dateline`: as `main`, but Ctrl-C ends the process within two seconds, come what may.

    Python's own way out frees what a run holds piece by piece, which takes up to half a second: the system does it.
    """
    import gc
    import os
    import signal
    import sys

    from dateline.cli.interrupt import Interrupts

    gc.set_threshold(100_000)  # libraries that are imported are no garbage: looking for some took a tenth of the time
    leaving: SystemExit | None = None
    with Interrupts() as interrupts:
        try:
            _run()
        except SystemExit as error:
            leaving = error
        except BaseException:
            if interrupts.asked:  # whatever a library made of it
                interrupts.leave()
            raise
        if interrupts.asked and leaving is not None:
            interrupts.leave()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: the exit code stays what it is
    code = leaving.code if leaving is not None else 0
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        raise leaving or SystemExit(0) from None  # nobody reads, or there is no room: Python has a code for that
    if isinstance(code, int):
        os._exit(code)
    if leaving is not None:
        raise leaving


def _run() -> None:
    import sys

    import typer

    from dateline.cli.app import app
    from dateline.cli.exits import Exit
    from dateline.errors import DatelineError
    from dateline.settings import OptionError
    from dateline.version import __version__
    from dateline_geo.errors import GeoError

    try:
        app()  # Typer turns Ctrl-C into exit code 130 without a word
    except (DatelineError, GeoError) as error:
        typer.echo(f"dateline {__version__}: {error}", err=True)
        sys.exit(Exit.WRONG_USAGE if isinstance(error, OptionError) else Exit.FAILED)
