"""What Ctrl-C promises: the process ends in time, whatever a library makes of it, and what it started ends, too."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.cli.exits import Exit
from dateline.cli.interrupt import SAID, Interrupts

GRACE = 0.5
# Each waits far longer than the test: a run that is not ended fails.
STUBBORN = {
    "closes what it opened": """
try:
    time.sleep(60)
finally:
    print("closed", flush=True)
""",
    "swallows it": """
try:
    time.sleep(60)
except BaseException:
    time.sleep(60)
""",
    "makes another error of it": """
try:
    time.sleep(60)
except KeyboardInterrupt:
    raise ImportError("half a module")
""",
    "does not come back from compiled code": "import hashlib; hashlib.pbkdf2_hmac('sha256', b'', b'', 10**9)",
    "drops it": """
class Dropping:
    def __del__(self):
        time.sleep(60)
thing = Dropping()
del thing
try:
    time.sleep(60)
finally:
    print("closed", flush=True)
""",
    "is being imported": "import slow_to_import",
    "has a child": """
from multiprocessing import get_context
child = get_context("fork").Process(target=signal.pause)
child.start()
print("child", child.pid, flush=True)
import hashlib
hashlib.pbkdf2_hmac("sha256", b"", b"", 10**9)
""",
}
RUN = f"""
import os, signal, sys, time
from dateline.cli.interrupt import Interrupts
with Interrupts({GRACE}) as interrupts:
    print("ready", flush=True)
    try:
        exec(sys.argv[1])
    except BaseException:
        if interrupts.asked:
            interrupts.leave()
        raise
"""


@pytest.mark.parametrize("library", STUBBORN)
def test_a_process_ends_in_time_whatever_a_library_does(tmp_path: Path, library: str) -> None:
    """Exit code 130 and one line, also where Python's own way out is barred; blocks are closed where it is not."""
    (tmp_path / "slow_to_import.py").write_text("import time\ntime.sleep(60)\n")
    command = [sys.executable, "-c", RUN, STUBBORN[library]]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout.readline() == "ready\n"
        child = int(process.stdout.readline().split()[1]) if library == "has a child" else None
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (Exit.INTERRUPTED, f"{SAID}\n")
    assert ("closed" in out) == ("closed" in STUBBORN[library])
    if child is not None:
        until = time.monotonic() + 10
        while Path(f"/proc/{child}").exists() and "Z" not in Path(f"/proc/{child}/stat").read_text().split()[2]:
            assert time.monotonic() < until
            time.sleep(0.02)


def test_afterwards_everything_is_as_before() -> None:
    """Handler, hook and the descriptor for signals are those of before, and no thread is left."""
    before = signal.getsignal(signal.SIGINT), sys.unraisablehook
    with Interrupts() as interrupts, pytest.raises(KeyboardInterrupt):
        interrupts._ask(signal.SIGINT, None)
    assert (signal.getsignal(signal.SIGINT), sys.unraisablehook) == before
    assert signal.set_wakeup_fd(-1) == -1


def test_who_was_told_to_ignore_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run in the background of a shell script, which starts it deaf to Ctrl-C, stays so."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interrupts():
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def test_what_is_done_stays_done() -> None:
    """Ctrl-C while Python frees what it held, after the last line, changes no exit code."""
    slow = "import sys, time; held = type('Slow', (), {'__del__': lambda self, sleep=time.sleep: sleep(0.7)})()"
    code = f"{slow}\nsys.argv = ['dateline', '--version']\nfrom dateline.cli import command\ncommand()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert "dateline" in process.stdout.readline()
        time.sleep(0.4)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
