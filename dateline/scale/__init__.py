"""More articles than one machine reads: datatrove hands them out, Parquet holds what was read, DuckDB joins it.

A run lives in a folder of work that all machines see. Its stages, each resumed by datatrove's completion markers:
`articles` (sources to text), `homes` (all articles looked at once, by DuckDB), `readings` (the parse), `blocks` and
`parts` (reports brought to where they may meet), `events` (the same event told twice), `rollups` (counts by time and
place). docs/scale.md tells the rest.
"""

from importlib.util import find_spec

from dateline.errors import DatelineError

ENGINES = ("datatrove", "duckdb", "pyarrow")


class ScaleError(DatelineError, RuntimeError):
    """A run over many articles that can't go on; the message says what to type."""


def require_engines() -> None:
    """Make sure that the extra is installed.

    Raises:
        ScaleError: it isn't.
    """
    missing = [name for name in ENGINES if find_spec(name) is None]
    if missing:
        raise ScaleError(
            f"`dateline scale` needs {', '.join(missing)}, which come with an extra; type: "
            "pip install 'dateline[scale]'"
        )
