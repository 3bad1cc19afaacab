"""Bytes of a file within limits, unpacked where it is gzipped."""

import hashlib
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from dateline.sources.found import UnreadableError
from dateline.sources.limits import Limits

HEAD_BYTES = 4096
_CHUNK = 1024 * 1024
_PIECE = 64 * 1024
_BOMB_RATIO = 100  # text packs to a fifth, logs to a fiftieth; only made-up files beyond a hundredth


class Unpacking:
    """A gzip stream, of one member or many, that gives all that comes before damage and stops at absurd amounts."""

    def __init__(self, raw: BinaryIO, packed: int, limits: Limits) -> None:
        self._raw = raw
        self._packed = max(packed, 1)
        self._limits = limits
        self._count = 0
        self._member: zlib._Decompress | None = None
        self._waiting = b""  # packed
        self._ready = b""  # unpacked

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, at least one unless the stream has ended; all that is left for a negative size."""
        if size < 0:
            return b"".join(iter(lambda: self.read(_CHUNK), b""))
        if not self._ready:
            self._ready = self._unpack()
        data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def readline(self, size: int = -1, /) -> bytes:
        """One line, at most `size` bytes of it."""
        pieces: list[bytes] = []
        length = 0
        while size < 0 or length < size:
            if not self._ready:
                self._ready = self._unpack()
                if not self._ready:
                    break
            end = self._ready.find(b"\n") + 1 or len(self._ready)
            if size >= 0:
                end = min(end, size - length)
            pieces.append(self._ready[:end])
            length += end
            self._ready = self._ready[end:]
            if pieces[-1].endswith(b"\n"):
                break
        return b"".join(pieces)

    def _unpack(self) -> bytes:
        while True:
            if not self._waiting:
                self._waiting = self._raw.read(_PIECE)
                if not self._waiting:
                    if self._member is not None:
                        raise UnreadableError("broken", "the gzip file ends in the middle")
                    return b""
            if self._member is None:
                self._waiting = self._waiting.lstrip(b"\0")  # padding between members
                if not self._waiting:
                    continue
                self._member = zlib.decompressobj(wbits=31)
            try:
                data = self._member.decompress(self._waiting, _PIECE)
            except zlib.error as error:
                raise UnreadableError("broken", f"the gzip file is damaged: {error}") from error
            self._waiting = self._member.unconsumed_tail
            if self._member.eof:
                self._waiting = self._member.unused_data
                self._member = None
            if data:
                self._count += len(data)
                if self._count > self._limits.unpacked_bytes and self._count > _BOMB_RATIO * self._packed:
                    raise UnreadableError("bomb", f"{self._packed:,} bytes unpack to more than {self._count:,}")
                return data


@contextmanager
def open_source(path: Path, limits: Limits, *, unpack: bool) -> Iterator[BinaryIO]:
    """Open an ordinary file for reading, through gzip if `unpack`; never blocks on a pipe that took its place.

    Raises:
        UnreadableError: it can't be opened, is no ordinary file or is larger than a stream may be.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise UnreadableError("unreadable", f"can't be opened: {error.strerror or error}") from error
    with os.fdopen(descriptor, "rb") as raw:
        status = os.fstat(raw.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("not-a-file", "is no ordinary file")
        if status.st_size > limits.stream_bytes:
            raise UnreadableError("too-large", f"{status.st_size:,} bytes; at most {limits.stream_bytes:,} are read")
        try:
            yield cast("BinaryIO", Unpacking(raw, status.st_size, limits)) if unpack else raw
        except OSError as error:
            raise UnreadableError("unreadable", f"can't be read: {error.strerror or error}") from error


def read_whole(stream: IO[bytes], limit: int) -> bytes:
    """All bytes of a stream.

    Raises:
        UnreadableError: there are more than `limit`.
    """
    pieces, size = [], 0
    while piece := stream.read(_CHUNK):
        size += len(piece)
        if size > limit:
            raise UnreadableError("too-large", f"more than {limit:,} bytes")
        pieces.append(piece)
    return b"".join(pieces)


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes as they are on disk.

    Raises:
        UnreadableError: it can't be opened or read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableError("unreadable", f"can't be read: {error.strerror or error}") from error
