"""Ctrl-C that nobody swallows: what was asked for once is asked for again where the next stage begins."""

import signal
import threading
from types import FrameType, TracebackType
from typing import Any


class Interrupts:
    """Remembers a Ctrl-C, since a library may catch it while it is imported. Use as a context manager."""

    def __init__(self) -> None:
        self._asked = False
        self._before: Any = None

    def __enter__(self) -> "Interrupts":
        if threading.current_thread() is threading.main_thread():  # no other may set a handler
            self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True
        raise KeyboardInterrupt

    def check(self) -> None:
        """Raise what was asked for and did not arrive.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed since this began.
        """
        if self._asked:
            raise KeyboardInterrupt
