"""From the spellings of words to rows of the model's vectors, as a sorted table that is kept beside the cache.

spaCy makes a dictionary of the 685,000 spellings of its medium pipeline: 0.2 s and 80 MB in every process that reads.
The table is there in 0.02 s and takes 8 MB.
"""

import contextlib
import hashlib
import sys
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import ModelError, OutputError
from dateline.files import replace_file

if TYPE_CHECKING:
    from spacy.language import Language

_NAME = "dateline-spellings-{}.bin"
_HASH_BYTES = 32
_KEY_BYTES, _ROW_BYTES = 8, 4


class Spellings(Mapping[int, int]):
    """The row of each spelling, by spaCy's hash of it; what was looked up is remembered."""

    def __init__(self, file: Path) -> None:
        """`file` is the `vocab/key2row` of a pipeline; it is read when a row is first asked for."""
        self._file = file
        self._seen: dict[int, int] = {}
        self._table: tuple[memoryview, memoryview] | None = None

    def keep(self, folder: Path) -> None:
        """Take the table that is kept in a folder, or make it and keep it there.

        It is kept under the hash of the model's file, and one that is damaged is made again.
        """
        with self._file.open("rb") as opened:
            name = _NAME.format(hashlib.file_digest(opened, "sha256").hexdigest()[:20] + sys.byteorder[0])
        path = folder / name
        with contextlib.suppress(OSError):
            kept = path.read_bytes()
            if hashlib.sha256(memoryview(kept)[_HASH_BYTES:]).digest() == kept[:_HASH_BYTES]:
                self._table = _columns(memoryview(kept)[_HASH_BYTES:])
                return
        made = _make_table(self._file)
        self._table = _columns(memoryview(made))
        with contextlib.suppress(OSError, OutputError):  # it costs time in the next run, and nothing else
            folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, hashlib.sha256(made).digest() + made)
            for older in folder.glob(_NAME.format("*")):
                if older != path:
                    older.unlink()

    def __getitem__(self, key: int) -> int:
        """The row of a spelling that has one."""
        row = self._seen.get(key)
        if row is None:
            row = self._seen[key] = self._find(key)
        if row < 0:
            raise KeyError(key)
        return row

    def __iter__(self) -> Iterator[int]:
        """All hashes, in their order."""
        return iter(self._columns()[0])

    def __len__(self) -> int:
        """How many spellings have a row."""
        return len(self._columns()[0])

    def _find(self, key: int) -> int:
        """Its row; -1 where it has none."""
        keys, rows = self._columns()
        at = bisect_left(keys, key)
        return rows[at] if at < len(keys) and keys[at] == key else -1

    def _columns(self) -> tuple[memoryview, memoryview]:
        if self._table is None:
            self._table = _columns(memoryview(_make_table(self._file)))
        return self._table


def keep_spellings(pipeline: "Language", folder: Path | None) -> None:
    """Let a pipeline take its table from a folder, if it has one."""
    spellings = pipeline.vocab.vectors.key2row
    if isinstance(spellings, Spellings) and folder is not None:
        spellings.keep(folder)


def _columns(table: memoryview) -> tuple[memoryview, memoryview]:
    end = len(table) // (_KEY_BYTES + _ROW_BYTES) * _KEY_BYTES
    return table[:end].cast("Q"), table[end:].cast("I")


def _make_table(file: Path) -> bytes:
    """Hashes in their order, then their rows."""
    import numpy as np
    import srsly

    try:
        rows = srsly.read_msgpack(file)
        keys = np.fromiter(rows.keys(), np.uint64, len(rows))
        values = np.fromiter(rows.values(), np.uint32, len(rows))
    except (OSError, ValueError, AttributeError) as error:
        raise ModelError(f"{file} is damaged ({error}); install the language model again") from error
    order = np.argsort(keys)
    return keys[order].tobytes() + values[order].tobytes()
