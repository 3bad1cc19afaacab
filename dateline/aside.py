"""One process beside this one, for work that need not wait: what it can't do, because it died, is done here."""

from collections.abc import Callable
from functools import cache, partial
from types import TracebackType
from typing import ParamSpec, TypeVar

from dateline.process import DiedError, OtherProcess

SECONDS = 600.0  # the largest pictures take three

P = ParamSpec("P")
T = TypeVar("T")


class Aside:
    """Runs module-level functions in one other process, one after the other. Use as a context manager.

    The process starts with the first function. `here` starts none: then each is run where its result is asked for.
    """

    def __init__(self, *, here: bool = False) -> None:
        self._process = None if here else OtherProcess()

    def __enter__(self) -> "Aside":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.__exit__(kind, error, trace)

    def stop(self) -> None:
        """End the process without waiting for its end; `__exit__` does that."""
        if self._process is not None:
            self._process.stop()

    def begin(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
        """Begin a pure function; the returned one waits for what it gives, or raises what it raised.

        It may be called again: nothing is done twice.
        """
        called = partial(function, *args, **kwargs)
        if self._process is None:
            return cache(called)
        future = self._process.begin(called, SECONDS)

        def result() -> T:
            try:
                return future.result()
            except (DiedError, TimeoutError, MemoryError):
                return called()

        return cache(result)
