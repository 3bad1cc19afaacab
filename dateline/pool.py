"""Reads articles in worker processes: one that dies or takes too long costs one article, and the run never hangs."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, TimeoutError  # noqa: A004  a different class from the builtin before Python 3.11
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context

from pebble import ProcessExpired, ProcessPool

from dateline.errors import WorkersError
from dateline.model import Article, Drop, Reading

CHUNK = 24  # articles handed to a worker at a time: one batch of the parser and half of the next
SECONDS_A_CHARACTER = 0.002  # about 20 times what the parse takes on one slow core
LEAST_SECONDS = 60.0  # a worker loads the model first

Read = Callable[[list[Article]], list[Reading]]


def chunked(articles: Iterable[Article], size: int = CHUNK) -> Iterator[list[Article]]:
    """Lists of that many articles, in order."""
    iterator = iter(articles)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _limit(chunk: list[Article]) -> float:
    return LEAST_SECONDS + SECONDS_A_CHARACTER * sum(len(article.text) for article in chunk)


def _lost(article: Article, why: str) -> Reading:
    return Reading(article, (), (Drop("reader-died", article.id, 0, len(article.text), why),))


def read_in_pool(
    read: Read, articles: Iterable[Article], *, workers: int = 0, limit: Callable[[list[Article]], float] = _limit
) -> Iterator[Reading]:
    """Read articles in order, with that many processes (0: one a core); memory does not grow with their number.

    `read` is a module-level function. A chunk whose worker dies or is over its time limit is read again article by
    article; the article that fails again is given back without events, with a drop that says why.
    """
    workers = workers or os.cpu_count() or 1
    with ProcessPool(max_workers=workers, context=get_context("spawn")) as pool:

        def submit(chunk: list[Article]) -> "Future[list[Reading]]":
            return pool.schedule(read, args=[chunk], timeout=limit(chunk))

        chunks = chunked(articles)
        pending = deque((chunk, submit(chunk)) for chunk in islice(chunks, 2 * workers))
        try:
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
    submit: "Callable[[list[Article]], Future[list[Reading]]]", chunk: list[Article], error: BaseException
) -> Iterator[Reading]:
    for article in chunk:
        try:
            if len(chunk) == 1:
                raise error
            yield from submit([article]).result()
        except TimeoutError:
            yield _lost(article, "reading this article took too long and was stopped")
        except (ProcessExpired, MemoryError):
            yield _lost(article, "the process that read this article died; it may need more memory than there is")
