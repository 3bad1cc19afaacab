"""DuckDB over the tables of a run: within a bound of memory, what is more goes to a folder on the disk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import duckdb

from dateline.errors import OutputError
from dateline.scale import ScaleError
from dateline.scale.work import TEMPORARY

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What DuckDB may use: memory as it writes it ("4GB"), and threads."""

    memory: str = "4GB"
    threads: int = 2


class Question:
    """A connection to the tables in a folder of work."""

    def __init__(self, work: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self._work = work
        self._connection = connection

    def view(self, name: str, files: str) -> None:
        """Call the Parquet files of a pattern below the folder of work a table."""
        if not any(self._work.glob(files)):
            raise ScaleError(f"{self._work} has no {files}; type: dateline scale run --work {self._work}")
        self._connection.execute(
            f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet({_quoted(self._work / files)})"  # noqa: S608
        )

    def rows(self, sql: str, row: type[Row], parameters: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of a query whose columns are the fields of `row`; a thousand in memory at a time."""
        found = self._connection.cursor()
        found.execute(sql, list(parameters))
        names = [column[0] for column in found.description or ()]
        while batch := found.fetchmany(1000):
            for values in batch:
                pairs = zip(names, values, strict=True)
                yield row(**{name: tuple(v) if isinstance(v, list) else v for name, v in pairs})

    def one(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """The single number that a query gives, 0 for none."""
        found = self._connection.execute(sql, list(parameters)).fetchone()
        return int(found[0]) if found and found[0] is not None else 0


@contextmanager
def asking(work: Path, bounds: Bounds) -> Iterator[Question]:
    """Open a connection that keeps to its bounds, loads no extension and asks no network.

    Raises:
        OutputError: DuckDB had too little memory or disk, or a table is damaged; the message says what to do.
    """
    spill = work / TEMPORARY
    spill.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(
            config={
                "memory_limit": bounds.memory,
                "temp_directory": str(spill),
                "threads": str(bounds.threads),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "preserve_insertion_order": "true",
            }
        )
        with connection:
            yield Question(work, connection)
    except duckdb.OutOfMemoryException as error:
        raise OutputError(f"{bounds.memory} are too little for DuckDB; give it more with --memory: {error}") from error
    except duckdb.Error as error:
        raise OutputError(f"the tables in {work} can't be joined: {error}") from error


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
