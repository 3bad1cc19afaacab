"""One process beside this one, for work that need not wait: what it can't do, because it died, is done here."""

from collections.abc import Callable
from concurrent.futures import TimeoutError  # noqa: A004  a different class from the builtin before Python 3.11
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import get_context
from types import TracebackType
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from dateline.pool import deaf_to_interrupts

SECONDS = 600.0  # the largest pictures take three

P = ParamSpec("P")
T = TypeVar("T")


class Aside:
    """Runs module-level functions in one other process, one after the other. Use as a context manager.

    The process starts with the first function. `here` starts none: then each is run where its result is asked for.
    """

    def __init__(self, *, here: bool = False) -> None:
        self._here = here
        self._pool: ProcessPool | None = None

    def __enter__(self) -> "Aside":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._pool is not None:
            self._pool.join()
            self._pool = None

    def stop(self) -> None:
        """End the process without waiting for its end; `__exit__` does that."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]

    def begin(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
        """Begin a pure function; the returned one waits for what it gives, or raises what it raised.

        It may be called again: nothing is done twice.
        """
        if self._here:
            return cache(lambda: function(*args, **kwargs))
        if self._pool is None:
            self._pool = ProcessPool(max_workers=1, context=get_context("spawn"))
        with deaf_to_interrupts():
            future = self._pool.schedule(function, args=list(args), kwargs=kwargs, timeout=SECONDS)

        def result() -> T:
            try:
                return future.result()
            except (ProcessExpired, TimeoutError, BrokenProcessPool, MemoryError):
                return function(*args, **kwargs)

        return cache(result)
