"""The process that opens foreign formats: tasks in on standard input, what was found out on standard output.

Run as `python -m dateline.sources.opener` by `child.py`. What a library prints goes nowhere, since standard output is
taken for the answers; memory is bounded by the system where it can be.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

import msgspec

from dateline.sources.child import Answer, Task, read_frame, write_frame
from dateline.sources.decode import clean
from dateline.sources.files import open_source
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.limits import Limits


class Reader(Protocol):
    """A reader of one format: a stream in, articles and refusals out; None is a sign of life between them."""

    def __call__(self, stream: IO[bytes], limits: Limits) -> Iterator[Found | Refused | None]:
        """Read one file."""


def reader_of(format_: str) -> Reader:
    """The reader of a format. Its library is imported only here: most runs need one or two of them."""
    reader: Reader
    match format_:
        case "html":
            from dateline.sources.page import read_page

            reader = read_page
        case "mhtml":
            from dateline.sources.mail import read_mhtml

            reader = read_mhtml
        case "eml":
            from dateline.sources.mail import read_mail

            reader = read_mail
        case "pdf":
            from dateline.sources.pdf import read_pdf

            reader = read_pdf
        case "docx":
            from dateline.sources.word import read_docx

            reader = read_docx
        case "feed" | "xml":
            from dateline.sources.feed import read_xml

            reader = read_xml
        case "warc":
            from dateline.sources.archive import read_warc

            reader = read_warc
        case "csv":
            from dateline.sources.table import read_csv

            reader = read_csv
        case _:
            raise UnreadableError("unknown-format", format_)
    return reader


def answers(task: Task) -> Iterator[Answer]:
    """Everything that a file gives, then the end."""
    failed: tuple[str, str] | None = None
    try:
        reader = reader_of(task.format)
        yield Answer()  # a sign of life: the time for loading a library is not the file's
        with open_source(Path(os.fsdecode(task.path)), task.limits, unpack=task.packed) as stream:
            for part in reader(stream, task.limits):
                if isinstance(part, Found):
                    yield Answer(found=part)
                else:
                    yield Answer(refused=part)
    except UnreadableError as error:
        failed = (error.reason, clean(error.detail))
    except RecursionError:
        failed = ("too-complex", "its parts are nested too deeply")
    except MemoryError:
        failed = ("bomb", "it needs more memory than one file may take")
    except Exception as error:  # whatever a library raises on a broken file costs that file alone
        failed = ("crashed", clean(f"{type(error).__name__}: {error}"[:300]))
    yield Answer(failed=failed, done=True)


class DirectReader:
    """Reads foreign files in this process: for workers that may die themselves, since nothing bounds it here."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def read(self, path: Path, format_: str, *, packed: bool) -> Iterator[Found | Refused]:
        """The articles of one file.

        Raises:
            UnreadableError: the file gave none.
        """
        for answer in answers(Task(os.fsencode(path), format_, packed, self._limits)):
            if answer.found is not None:
                yield answer.found
            if answer.refused is not None:
                yield answer.refused
            if answer.failed is not None:
                raise UnreadableError(*answer.failed)

    def close(self) -> None:
        """Nothing to let go of."""


def serve(incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    """Answer tasks until the input ends."""
    while (frame := read_frame(incoming)) is not None:
        task = msgspec.msgpack.decode(frame, type=Task)
        bound_memory(task.limits.memory_bytes)
        for answer in answers(task):
            write_frame(outgoing, encode(answer))


def encode(answer: Answer) -> bytes:
    """An answer as bytes; text that can't be written (a lone surrogate that slipped through) is refused."""
    try:
        return msgspec.msgpack.encode(answer)
    except UnicodeEncodeError as error:
        return msgspec.msgpack.encode(Answer(refused=Refused("broken", f"its text can't be written: {error.reason}")))


def bound_memory(limit: int) -> None:
    """Let the system refuse memory beyond the limit, where it can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > limit:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def end_with_parent() -> None:
    """End this process soon after the one that started it, which may have been killed while a file is being read."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    """Take over standard output, then serve."""
    end_with_parent()
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    serve(sys.stdin.buffer, outgoing)


if __name__ == "__main__":
    main()
