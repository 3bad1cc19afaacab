"""Starts ranks and watches each: one that dies or stands still is ended with all that it started, and tried again.

datatrove's own local pool waits for ever when a worker is killed (cpython#96062), so a rank is a process here, with a
session of its own: its worker, its openers of foreign formats and datatrove's manager are in it and end with it.
"""

import contextlib
import math
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dateline.scale.rank import MEMORY, TIED
from dateline.scale.work import GLOBAL, beat, logs

_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Watching:
    """How patient the watchdog is."""

    workers: int = 2
    attempts: int = 2
    stall_seconds: float = 900.0  # without an article: the pool inside a rank gives up on one long before
    rank_seconds: float = 24 * 3600.0
    memory: str = "4GB"  # of DuckDB


@dataclass(slots=True)
class _Running:
    process: "subprocess.Popen[bytes]"
    began: float
    beaten: float  # when the last sign of life was seen
    sign: int  # its time stamp


@dataclass(slots=True)
class Outcome:
    """Ranks that are done, and why the others are not."""

    done: list[int] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)


def watch_ranks(
    work: Path,
    stage: str,
    ranks: Sequence[int],
    watching: Watching,
    *,
    started: Callable[[int, int], None] = lambda rank, pid: None,  # noqa: ARG005
    clock: Callable[[], float] = time.monotonic,
) -> Outcome:
    """Run ranks of a stage, so many at a time, until each is done or has used up its attempts.

    Args:
        work: the folder of work.
        stage: the stage.
        ranks: those to run.
        watching: how patient to be.
        started: told of each process.
        clock: seconds that only go forward.
    """
    if stage in GLOBAL:  # one long question to DuckDB, which gives no sign while it sorts
        watching = replace(watching, stall_seconds=math.inf)
    waiting = deque((rank, 1) for rank in ranks)
    running: dict[tuple[int, int], _Running] = {}
    outcome = Outcome()
    try:
        while waiting or running:
            while waiting and len(running) < max(1, watching.workers):
                rank, attempt = waiting.popleft()
                one = _start(work, stage, rank, watching.memory, clock())
                running[rank, attempt] = one
                started(rank, one.process.pid)
            time.sleep(_POLL_SECONDS)
            for (rank, attempt), one in list(running.items()):
                why = _ended(one, beat(work, stage, rank), watching, clock())
                if why is None:
                    continue
                _sweep(one.process)
                del running[rank, attempt]
                if not why:
                    outcome.done.append(rank)
                elif attempt < watching.attempts:
                    waiting.append((rank, attempt + 1))
                else:
                    outcome.failed[rank] = f"{why}; see {_said(work, stage, rank)}"
    finally:
        for one in running.values():
            _sweep(one.process)
    return outcome


def _start(work: Path, stage: str, rank: int, memory: str, now: float) -> _Running:
    said = _said(work, stage, rank)
    said.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "dateline.scale.rank", str(work), stage, str(rank), TIED, f"{MEMORY}{memory}"]
    with said.open("ab") as file:
        process = subprocess.Popen(  # noqa: S603  our own module
            command, stdin=subprocess.PIPE, stdout=file, stderr=file, start_new_session=True, env=_environment()
        )
    return _Running(process, now, now, 0)


def _environment() -> Mapping[str, str]:
    """One rank, one core: libraries for numbers would otherwise start a thread a core in each."""
    quiet = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
    return {**os.environ, **quiet}


def _ended(one: _Running, sign: Path, watching: Watching, now: float) -> str | None:
    """Why a rank is over ("" for well), None while it goes on."""
    code = one.process.poll()
    if code is not None:
        if code == 0:
            return ""
        return f"killed by signal {-code}" if code < 0 else f"ended with code {code}"
    with contextlib.suppress(FileNotFoundError):  # it has not come to its first article yet
        stamp = sign.stat().st_mtime_ns
        if stamp != one.sign:
            one.sign, one.beaten = stamp, now
    if now - one.beaten > watching.stall_seconds:
        return f"no sign of life for {watching.stall_seconds:g} seconds"
    if now - one.began > watching.rank_seconds:
        return f"not done after {watching.rank_seconds:g} seconds"
    return None


def _sweep(process: "subprocess.Popen[bytes]") -> None:
    """End a rank and all that it started."""
    with contextlib.suppress(ProcessLookupError):  # all of them are gone already
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin is not None:
        process.stdin.close()


def _said(work: Path, stage: str, rank: int) -> Path:
    return logs(work, stage) / "said" / f"{rank:05d}.txt"
