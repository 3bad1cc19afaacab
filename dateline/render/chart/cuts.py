"""Keeps cut fonts between runs: a story's next pictures mostly have the same letters, and a cut takes 0.3 s."""

import contextlib
import hashlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import msgspec

from dateline.cache import cache_key, pack, unpack
from dateline.errors import OutputError
from dateline.files import replace_file

FILE = "dateline-fonts.bin"
_MOST = 32  # cuts of some 10 kB each
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(dict[bytes, bytes])


class Cuts:
    """Cut fonts by the font's file, its letters and what cuts it; in a file of a folder, or for one run alone.

    The file may always be deleted, and one that is damaged counts as empty.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Read what is kept."""
        self._path = folder / FILE if folder is not None else None
        self._kept = _read(self._path) if self._path is not None else {}
        self._new = False

    def __bool__(self) -> bool:
        """Whether any is kept."""
        return bool(self._kept)

    def get(self, file: str, letters: str) -> bytes | None:
        """The cut of those letters; None if it was not kept."""
        return self._kept.get(_key(file, letters))

    def put(self, file: str, letters: str, cut: bytes) -> None:
        """Keep a cut, and let go of the oldest beyond some number."""
        self._kept[_key(file, letters)] = cut
        self._new = True
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]

    def save(self) -> None:
        """Write what is new; a folder that can't be written costs time in the next run, and nothing else."""
        if self._path is not None and self._new:
            with contextlib.suppress(OSError, OutputError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                replace_file(self._path, pack(_ENCODER.encode(self._kept)))
            self._new = False


def _read(path: Path) -> dict[bytes, bytes]:
    try:
        data = unpack(path.read_bytes())
        return {} if data is None else _DECODER.decode(data)
    except (OSError, msgspec.DecodeError):
        return {}


def _key(file: str, letters: str) -> bytes:
    return cache_key(_hash(file), _cutter(), letters)


@lru_cache(maxsize=1)
def _cutter() -> str:
    return metadata.version("fonttools")


@lru_cache(maxsize=64)
def _hash(file: str) -> str:
    with Path(file).open("rb") as opened:
        return hashlib.file_digest(opened, "blake2b").hexdigest()
