"""Foreign formats are opened in a process of their own, so that a library that hangs or crashes costs one file.

The process is started for the first such file and kept. It is given a path and a format, and answers with frames: four
bytes of length (big-endian), then a message in msgpack. Nothing in it is code, so a page can't send any.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol, Self

import msgspec

from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.limits import Limits


class Task(msgspec.Struct, frozen=True):
    """A file to read. The path travels as bytes, since it need not be text."""

    path: bytes
    format: str
    packed: bool
    limits: Limits


class Answer(msgspec.Struct, frozen=True):
    """One thing found, a sign of life, or the end of the file (`done`), with reason and detail if it gave nothing."""

    found: Found | None = None
    refused: Refused | None = None
    failed: tuple[str, str] | None = None
    done: bool = False


class Opener(Protocol):
    """Reads files of foreign formats: in a process of its own, or in this one."""

    def read(self, path: Path, format_: str, *, packed: bool) -> Iterator[Found | Refused]:
        """The articles of one file; raises UnreadableError when it has none."""

    def close(self) -> None:
        """Let go of everything."""


class ChildReader:
    """Reads files through the child process, which is started when needed and replaced when it dies.

    The time limit counts from one answer of the child to the next, not while the consumer works on what it got.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._decoder = msgspec.msgpack.Decoder(Answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.close()

    def read(self, path: Path, format_: str, *, packed: bool) -> Iterator[Found | Refused]:
        """The articles of one file, as they are found.

        Raises:
            UnreadableError: the file gave none, or its reader died or took too long.
        """
        process = self._start()
        assert process.stdin is not None  # noqa: S101  both are pipes
        assert process.stdout is not None  # noqa: S101
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        task = Task(os.fsencode(path), format_, packed, self._limits)
        answer = Answer()
        try:
            write_frame(process.stdin, msgspec.msgpack.encode(task))
            while not answer.done:
                timer = threading.Timer(self._limits.seconds, stop)
                timer.daemon = True
                timer.start()
                frame = read_frame(process.stdout)
                timer.cancel()
                if frame is None:
                    raise self._death(process, late.is_set())
                answer = self._decoder.decode(frame)
                if answer.found is not None:
                    yield answer.found
                if answer.refused is not None:
                    yield answer.refused
        except BrokenPipeError as error:
            raise self._death(process, late.is_set()) from error
        finally:
            if not answer.done:  # the consumer stopped early, or the child is gone: its stream can't be used again
                self.close()
        if answer.failed is not None:
            raise UnreadableError(*answer.failed)

    def close(self) -> None:
        """End the child process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except BrokenPipeError:  # what was left in its buffer has no reader any more
                        continue

    def _start(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dateline.sources.opener"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _death(self, process: "subprocess.Popen[bytes]", late: bool) -> UnreadableError:
        process.wait()
        if late:
            return UnreadableError("time-limit", f"took longer than {self._limits.seconds:g} seconds")
        return UnreadableError("crashed", f"its reader ended with code {process.returncode}")


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write one frame and flush it."""
    stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Read one frame; None at the end of the stream, also in the middle of a frame."""
    length = stream.read(4)
    if len(length) < 4:
        return None
    size = int.from_bytes(length, "big")
    data = stream.read(size)
    return data if len(data) == size else None
