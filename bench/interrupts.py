"""Presses Ctrl-C at random moments of a build: `python bench/interrupts.py [COUNT] [ARTICLES…]`.

Half of the moments lie in the first two seconds, where libraries are imported, and half anywhere in the run. Half of
the runs read in one process alone, and half get the signal as a terminal gives it, to all their processes; the others
as `kill -INT` does, to the one that was started. Counted are exit codes, the seconds by the clock from the signal to
the end of the process, words on standard error beside the one line, processes that outlive the run by more than two
seconds, and files that it leaves behind. On a busy machine the clock counts what others do: beside it stands how many
seconds one of the processor took before the run.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from dateline.cli.interrupt import SAID
from dateline.files import LOCK, MANIFEST

COMMAND = [sys.executable, "-c", "from dateline.cli import command; command()", "build"]
PROMISED = 2.0  # seconds from Ctrl-C to the end


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of one interrupt: seconds are from the signal to the end."""

    code: int
    seconds: float
    slowness: float
    said: str
    outlived: int
    left: tuple[str, ...]


def of_session(session: int) -> list[int]:
    """Processes of a session that still live."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(path.parent.name))
    return found


def slowness() -> float:
    """Seconds by the clock that one of the processor takes."""
    clock, processor = time.monotonic(), time.process_time()
    while time.process_time() - processor < 0.1:
        pass
    return (time.monotonic() - clock) / 0.1


def interrupt(sources: list[Path], root: Path, moment: float, *, workers: int, everyone: bool) -> Ended | None:
    """Start a build, wait, press Ctrl-C, and look at what is left; None if it was done before."""
    slow = slowness()
    output, temporary = root / "output", root / "tmp"
    temporary.mkdir(parents=True)
    process = subprocess.Popen(
        [*COMMAND, *map(str, sources), "-o", str(output), "--cache", "none", "--workers", str(workers)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True, text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )  # fmt: skip
    time.sleep(moment)
    if process.poll() is not None:
        process.communicate()
        return None
    (os.killpg if everyone else os.kill)(process.pid, signal.SIGINT)
    started = time.monotonic()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    seconds = time.monotonic() - started
    until = time.monotonic() + 2.0
    while (outlived := of_session(process.pid)) and time.monotonic() < until:
        time.sleep(0.02)
    if outlived:
        os.killpg(process.pid, signal.SIGKILL)
    _, said = process.communicate()
    left = [path.name for path in output.glob(".*") if path.name not in (LOCK, MANIFEST)] if output.exists() else []
    left += [path.name for path in temporary.iterdir()]
    return Ended(process.returncode, seconds, slow, said.strip(), len(outlived), tuple(left))


def main() -> int:
    """Interrupt, print the figures; exit code 1 if a promise was broken."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    sources = [Path(name) for name in sys.argv[2:]] or [Path("seeds")]
    dice = random.Random(11)
    every: list[Ended] = []
    with tempfile.TemporaryDirectory() as name:
        started = time.monotonic()
        command = [*COMMAND, *map(str, sources), "-o", str(Path(name, "whole")), "--cache", "none"]
        subprocess.run(command, capture_output=True, check=True)
        took = time.monotonic() - started
        ways = list(product((1, 0), (True, False)))
        for number in range(count):
            workers, everyone = ways[number // 2 % 4]
            moment = dice.uniform(0.02, 2.0 if number % 2 else took)
            one = interrupt(sources, Path(name, f"{number}"), moment, workers=workers, everyone=everyone)
            how = f"{number:4} {'one process ' if workers else 'several     '} {'all' if everyone else 'one'}"
            if one is None:
                print(f"{how} was done before {moment:5.2f} s", flush=True)
                continue
            every.append(one)
            print(f"{how} at {moment:5.2f} s: {one.code} in {one.seconds:.2f} s (slow {one.slowness:.1f})", end=" ")
            print(f"outlived {one.outlived}" if one.outlived else "", *one.left, flush=True)
            if one.said != SAID:
                print("     said:", one.said[-1500:].replace("\n", "\n     "), flush=True)
    codes = Counter(one.code for one in every)
    late = [one for one in every if one.seconds > PROMISED]
    seconds = sorted(one.seconds for one in every)
    slow = sorted(one.slowness for one in every)
    print(f"{len(every)} interrupts of a run of {took:.1f} s: exit codes {dict(codes)}")
    print(f"seconds: median {seconds[len(seconds) // 2]:.2f}, most {seconds[-1]:.2f}; {len(late)} over {PROMISED:g}")
    print(f"a second of the processor took {slow[len(slow) // 2]:.1f}, at most {slow[-1]:.1f}")
    left = sum(len(one.left) for one in every)
    print(f"outlived by {sum(one.outlived for one in every)} processes; {left} files left behind")
    print(f"{sum(one.said != SAID for one in every)} said something else")
    broken = [one for one in every if one.seconds > PROMISED * max(1.0, one.slowness) or one.outlived or one.left]
    return int(bool(broken) or not codes.keys() <= {130, -signal.SIGINT})


if __name__ == "__main__":
    sys.exit(main())
