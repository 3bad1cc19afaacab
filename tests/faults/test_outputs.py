"""Whatever kills a run or fills the disk, what stands in the output folder is whole, and the next run completes.

`DATELINE_KILLS=150 pytest tests/faults/test_outputs.py -k killed` is the long form; an ordinary run does a few.
"""

import contextlib
import errno
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from dateline import files
from dateline.errors import OutputError
from dateline.files import LOCK, MANIFEST, STAGING, damaged_files, lock_folder, write_folder

KILLS = int(os.environ.get("DATELINE_KILLS", "6"))

WRITER = """
import sys
from pathlib import Path
from dateline.files import lock_folder, write_folder
folder, first = Path(sys.argv[1]), int(sys.argv[2])
sys.path.insert(0, sys.argv[3])
from test_outputs import made
with lock_folder(folder):
    print("ready", flush=True)
    for number in range(first, first + 10_000):
        write_folder(folder, made(number))
"""


def made(number: int) -> dict[str, bytes]:
    """An output whose page names its own chunk; every file tells its run."""
    body = b"%d " % number * 20_000
    chunk = f"chunks/{number}.js"
    return {
        chunk: b"chunk " + body,
        "map.svg": b"map " + body,
        "run.json": b"run " + body,
        "index.html": b"page %d of %s " % (number, chunk.encode()) + body,
    }


def torn(folder: Path) -> list[str]:
    """What is wrong with an output: files that are no run's, a page whose chunk is missing or of another run."""
    wrong = []
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name.startswith((STAGING, MANIFEST, LOCK)):
            continue
        data = path.read_bytes()
        number = int(data.split()[1]) if data else -1
        if made(number).get(name) != data:
            wrong.append(name)
    page = folder / "index.html"
    if page.exists() and not (folder / page.read_bytes().split()[3].decode()).exists():
        wrong.append("the page's chunk")
    return wrong


def test_a_run_killed_at_any_moment_leaves_a_whole_output(tmp_path: Path) -> None:
    """Kill -9 at random moments: nothing torn, the next run completes with the bytes of one that was never killed."""
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    write_folder(out, made(0))
    dice = random.Random(20)
    for kill in range(KILLS):
        command = [sys.executable, "-c", WRITER, str(out), str(kill * 10_000), str(Path(__file__).parent)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"ready\n"
            time.sleep(dice.random() * 0.08)
            process.send_signal(signal.SIGKILL)
        assert torn(out) == []
        if kill % 4 == 3 or kill == KILLS - 1:
            with lock_folder(out):
                write_folder(out, made(7))
            write_folder(fresh, made(7))
            assert damaged_files(out) == ()
            assert {p.name for p in out.iterdir()} - {LOCK} == {p.name for p in fresh.iterdir()}
            assert all((out / name).read_bytes() == data for name, data in made(7).items())
            assert [p.name for p in (out / "chunks").iterdir()] == ["7.js"]


def failing_at(nth: int, number: int, real: Callable) -> Callable:
    """The same function, failing at one of its calls."""
    calls = itertools.count()

    def wrapped(*args, **kwargs):
        if next(calls) == nth and not kwargs.get("ignore_errors"):
            raise OSError(number, os.strerror(number), "somewhere")
        return real(*args, **kwargs)

    return wrapped


CALLS = ("open", "fsync", "replace", "mkdir", "rmtree")


@pytest.mark.parametrize(
    ("call", "number"), [*((call, errno.ENOSPC) for call in CALLS), ("open", errno.EACCES), ("replace", errno.EIO)]
)
def test_an_error_of_the_system_at_any_call_leaves_a_whole_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    """The disk fills up or fails at the first, second, third … call: a message of ours, and the old page or the new."""
    for nth in range(9):
        folder = tmp_path / f"{nth}"
        write_folder(folder, made(1))
        with monkeypatch.context() as patch:
            failing = partial(failing_at, nth, number)
            if call == "fsync":
                patch.setattr(os, "fsync", failing(os.fsync))
            elif call == "rmtree":
                patch.setattr(files.shutil, "rmtree", failing(files.shutil.rmtree))
            else:
                patch.setattr(Path, call, failing(getattr(Path, call)))
            with contextlib.suppress(OutputError):
                write_folder(folder, made(2))
        assert torn(folder) == []
        write_folder(folder, made(2))
        assert {name: (folder / name).read_bytes() for name in made(2)} == made(2)
        assert [p.name for p in (folder / "chunks").iterdir()] == ["2.js"]
        assert not (folder / STAGING).exists()


LIMITED = """
import resource, signal, sys
from pathlib import Path
from dateline.errors import OutputError
from dateline.files import write_folder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_folder(Path(sys.argv[1]), {"index.html": b"x" * 1_000_000})
except OutputError as error:
    print(error)
    sys.exit(1)
"""


def test_a_file_that_the_system_refuses_to_grow_is_told(tmp_path: Path) -> None:
    """As with a full disk, by the system itself: exit 1, the path and the reason, the old page whole."""
    write_folder(tmp_path, made(1))
    done = subprocess.run([sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith(f"can't write {tmp_path}")
    assert "larger than this system or session allows" in done.stdout
    assert "What stood there is untouched" in done.stdout
    assert torn(tmp_path) == []
    assert not (tmp_path / STAGING).exists()


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that other users can reach, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


AS_NOBODY = """
import os, sys
from pathlib import Path
from dateline.errors import OutputError
from dateline.files import lock_folder, replace_file, write_folder
import filelock
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
folder = Path(sys.argv[1])
def locked():
    with lock_folder(folder): pass
for action in (lambda: write_folder(folder, {"index.html": b"x"}), lambda: replace_file(folder / "a", b"x"), locked):
    try:
        action()
        print("written")
    except OutputError as error:
        print(error)
"""


def test_a_folder_that_may_not_be_written_is_told(shared: Path) -> None:
    """A read-only folder: the path and what to do, for the page, a single file and the lock."""
    (shared / "index.html").write_bytes(b"old")
    shared.chmod(0o555)
    done = subprocess.run([sys.executable, "-c", AS_NOBODY, str(shared)], capture_output=True, text=True, timeout=60)
    shared.chmod(0o755)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    for line in lines:
        assert line.startswith(f"can't write {shared}")
        assert "change its permissions, or choose another folder with --output" in line
    assert (shared / "index.html").read_bytes() == b"old"


def test_a_lock_of_a_killed_run_is_free(tmp_path: Path) -> None:
    """Kill -9 does not leave a folder locked."""
    command = [sys.executable, "-c", WRITER, str(tmp_path), "0", str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        with pytest.raises(OutputError, match="another run"), lock_folder(tmp_path):
            pass
        process.kill()
    with lock_folder(tmp_path, wait=5):
        write_folder(tmp_path, made(3))
    assert torn(tmp_path) == []
