"""Reads articles in worker processes: one that dies or takes too long costs one article, and the run never hangs."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, TimeoutError  # noqa: A004  a different class from the builtin before Python 3.11
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from types import TracebackType
from typing import TypeVar, cast

from dateline.errors import WorkersError
from dateline.model import Article, Drop, Reading
from dateline.process import DiedError, OtherProcess, deaf_to_interrupts

CHUNK = 24  # articles handed to a worker at a time: one batch of the parser and half of the next
SECONDS_A_CHARACTER = 0.002  # about 20 times what the parse takes on one slow core
LEAST_SECONDS = 60.0  # a worker loads the model first

READER_DIED = "reader-died"

T = TypeVar("T")


def chunked(articles: Iterable[Article], size: int = CHUNK) -> Iterator[list[Article]]:
    """Lists of that many articles, in order."""
    iterator = iter(articles)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _limit(chunk: list[Article]) -> float:
    return LEAST_SECONDS + SECONDS_A_CHARACTER * sum(len(article.text) for article in chunk)


def _lost(article: Article, why: str) -> Reading:
    return Reading(article, (), (Drop(READER_DIED, article.id, 0, len(article.text), why),))


class EarlyReader:
    """One process that loads what reading needs while it is still found out what there is to read.

    Use as a context manager; it begins with `begin`, and whoever reads takes it over, or it ends unused.
    """

    def __init__(self) -> None:
        self._process: OtherProcess | None = None

    def __enter__(self) -> "EarlyReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if (process := self.take()) is not None:
            process.__exit__(kind, error, trace)

    def begin(self, load: Callable[[], None]) -> None:
        """Start the process with a function of a module. Whatever fails in it, reading meets again and says."""
        self._process = OtherProcess()
        self._process.begin(load, LEAST_SECONDS)

    def take(self) -> OtherProcess | None:
        """The process, which is the caller's now; None if none has begun or somebody else has it."""
        process, self._process = self._process, None
        return process


def read_in_pool(
    read: Callable[[list[Article]], list[T]],
    articles: Iterable[Article],
    *,
    workers: int = 0,
    limit: Callable[[list[Article]], float] = _limit,
    early: EarlyReader | None = None,
) -> Generator[T | Reading, None, None]:
    """Read articles in order, with that many processes (0: one a core); memory does not grow with their number.

    The processes begin at once, before the first reading is asked for; `close()` ends them early.

    Args:
        read: a module-level function. A chunk whose worker dies or is over its time limit is read again article by
            article; for the article that fails again comes a reading without events, with a drop that says why.
        articles: what is read.
        workers: how many processes.
        limit: seconds for a chunk.
        early: a process that may have begun already; it reads what is no more than one chunk.
    """
    chunks = chunked(articles)
    first = list(islice(chunks, 2))
    process = early.take() if early is not None and len(first) == 1 else None
    if process is None:
        running = _running(read, chain(first, chunks), workers or os.cpu_count() or 1, limit)
        next(running)  # as far as the first tasks
        return cast("Generator[T | Reading, None, None]", running)
    at_once = _running_early(process, read, first[0], limit)
    next(at_once)
    return cast("Generator[T | Reading, None, None]", at_once)


def _running_early(
    process: OtherProcess,
    read: Callable[[list[Article]], list[T]],
    chunk: list[Article],
    limit: Callable[[list[Article]], float],
) -> Generator[T | Reading | None, None, None]:
    with process:
        future = process.begin(partial(read, chunk), limit(chunk))
        yield None
        with suppress(DiedError, TimeoutError, MemoryError):
            made = future.result()
            process.stop()  # its end is waited for when what it read is used
            yield from made
            return
    again = _running(read, iter([chunk]), 1, limit)
    next(again)
    yield from again


def _running(
    read: Callable[[list[Article]], list[T]],
    chunks: Iterator[list[Article]],
    workers: int,
    limit: Callable[[list[Article]], float],
) -> Generator[T | Reading | None, None, None]:
    from pebble import ProcessExpired, ProcessPool  # 0.06 s with all of asyncio, and one article changed needs no pool

    first = list(islice(chunks, 2 * workers))
    needed = max(1, min(workers, len(first)))
    with ProcessPool(max_workers=needed, context=get_context("spawn")) as pool:

        def submit(chunk: list[Article]) -> "Future[list[T]]":
            return pool.schedule(read, args=[chunk], timeout=limit(chunk))

        try:
            with deaf_to_interrupts():
                pending = deque((chunk, submit(chunk)) for chunk in first)
            yield None
            while pending:
                chunk, future = pending.popleft()
                try:
                    yield from future.result()
                except (TimeoutError, ProcessExpired, MemoryError) as error:
                    yield from _one_by_one(submit, chunk, error)
                pending.extend((chunk, submit(chunk)) for chunk in islice(chunks, 1))
        except BrokenProcessPool as error:
            raise WorkersError(
                "the processes that read articles can't be started or die one after the other; there may be too little "
                "memory (each takes about 500 MB). Try --workers 1"
            ) from error
        finally:
            pool.stop()  # type: ignore[no-untyped-call]


def _one_by_one(
    submit: "Callable[[list[Article]], Future[list[T]]]", chunk: list[Article], error: BaseException
) -> Generator[T | Reading, None, None]:
    from pebble import ProcessExpired

    for article in chunk:
        try:
            if len(chunk) == 1:
                raise error
            yield from submit([article]).result()
        except TimeoutError:
            yield _lost(article, "reading this article took too long and was stopped")
        except (ProcessExpired, MemoryError):
            yield _lost(article, "the process that read this article died; it may need more memory than there is")
