"""Waits until files that are being written are whole, as far as can be seen from outside: they stop changing."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

STEP = 0.4  # seconds without a change after which a file counts as whole; a copy over a network has pauses below that
MOST = 20.0  # seconds that are waited at most: a log that grows for ever is read as it is


def wait_until_still(
    paths: Iterable[Path], *, step: float = STEP, most: float = MOST, sleep: Callable[[float], None] = time.sleep
) -> bool:
    """Wait until sizes and times of the files stay as they are; False if they never did."""
    files = tuple(paths)
    seen = _look(files)
    for _ in range(max(1, round(most / step))):
        sleep(step)
        now = _look(files)
        if now == seen:
            return True
        seen = now
    return False


def _look(files: Iterable[Path]) -> tuple[tuple[int, int] | None, ...]:
    return tuple(_state(file) for file in files)


def _state(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:  # moved away meanwhile, which is a state, too
        return None
    return status.st_size, status.st_mtime_ns
