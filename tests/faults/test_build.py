"""A build gives the same bytes everywhere, opens no socket, and leaves the old page whole whatever happens to it."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from building import command, digest, run
from dateline.cli.interrupt import SAID
from dateline.files import LOCK, lock_folder
from dateline.telling import read_story

ARTICLES = ("beirut-port-blast.md", "urmia-lake-protests.md", "bridge.html")
WORDS = "On 14 March 2024 police in Lyon arrested a man after the bridge over the river was closed to all traffic. "
PAGE = (
    f"<html><head><title>Bridge</title></head><body><article><h1>Bridge</h1><p>{WORDS * 3}</p></article></body></html>"
)

# Goes into every Python process of a run, those that open pages and those that read as well: whoever wants to reach
# another machine, or to be reached, is noted and refused. A socket that is only made and closed again is let be:
# urllib3, which libraries of ours import, finds out so whether there is IPv6.
CLOSED = """
import os, socket
def refuse(*given, **more):
    with open(os.environ["SOCKETS"], "a") as file:
        file.write(repr(given))
    raise OSError("the network is closed")
class Closed(socket.socket):
    def guarded(self, name, *given):
        if self.family != getattr(socket, "AF_UNIX", None):
            refuse(name, *given)
        return getattr(super(), name)(*given)
    def connect(self, *given): return self.guarded("connect", *given)
    def connect_ex(self, *given): return self.guarded("connect_ex", *given)
    def sendto(self, *given): return self.guarded("sendto", *given)
    def listen(self, *given): return self.guarded("listen", *given)
socket.socket = Closed
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
"""


@pytest.fixture(scope="module")
def seeds(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("some") / "articles"
    folder.mkdir()
    for name in ARTICLES[:2]:
        shutil.copy(root / "seeds" / name, folder)
    (folder / ARTICLES[2]).write_text(PAGE)
    return folder


@pytest.fixture(scope="module")
def built(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build with a cache beside it, from which the tests go on."""
    folder = tmp_path_factory.mktemp("built")
    names = [Path("articles") / name for name in ARTICLES]
    ran = run("build", *names, "-o", folder / "output", "--cache", folder / "cache", cwd=seeds.parent, TZ="UTC")
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Fiji", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4711"},
    ],
)
def test_the_same_bytes_everywhere(built: Path, seeds: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    """Time zone, locale, hash seed, cache, a closed network and the order of the inputs change no byte of it."""
    names = [Path("articles") / name for name in reversed(ARTICLES)]
    (tmp_path / "sitecustomize.py").write_text(CLOSED)
    closed = {"PYTHONPATH": str(tmp_path), "SOCKETS": str(tmp_path / "sockets")}
    ran = run("build", *names, "-o", tmp_path / "output", "--cache", "none", cwd=seeds.parent, **environment, **closed)
    assert ran.returncode == 0, ran.stderr
    assert not (tmp_path / "sockets").exists(), (tmp_path / "sockets").read_text()
    assert digest(tmp_path / "output") == digest(built / "output")


def test_a_build_opens_no_socket(seeds: Path, tmp_path: Path, socket_disabled: None) -> None:
    """Reading and drawing reach no server: with every socket closed they give the same story."""
    from dateline.build import write_output

    told = read_story([seeds])
    write_output(told, tmp_path)
    assert (tmp_path / "index.html").stat().st_size > 100_000


def test_killed_at_any_moment_nothing_is_torn(built: Path, seeds: Path, tmp_path: Path) -> None:
    """Kill -9 leaves every file as one of two whole runs made it, and the next run gives what no kill would have."""
    work = tmp_path / "work"
    shutil.copytree(built, work)
    more = tmp_path / "articles"
    shutil.copytree(seeds, more)
    text = (more / ARTICLES[0]).read_text()
    (more / ARTICLES[0]).write_text(text.replace("in 2014", "in 2015"))
    clean = tmp_path / "clean"
    shutil.copytree(built, clean)
    arguments = ("build", *(more / name for name in ARTICLES), "-o")
    assert run(*arguments, clean / "output", "--cache", clean / "cache").returncode == 0
    old, new = digest(work / "output"), digest(clean / "output")
    plain = tmp_path / "plain"
    shutil.copytree(built, plain)
    assert run(*arguments, plain / "output", "--cache", "none", "--workers", "1").returncode == 0
    assert digest(plain / "output") == digest(clean / "output"), "one article read elsewhere, the other from the cache"
    rng = random.Random(3)
    for _ in range(4):
        process = subprocess.Popen(
            command(*arguments, work / "output", "--cache", work / "cache"), stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        time.sleep(rng.uniform(0.2, 3.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for name, sha in digest(work / "output").items():
            assert sha in (old.get(name), new.get(name)), name
    assert run(*arguments, work / "output", "--cache", work / "cache").returncode == 0
    assert digest(work / "output") == new


def test_a_run_without_a_change_leaves_the_output_alone(built: Path, seeds: Path, tmp_path: Path) -> None:
    """Nothing is read or drawn again, unless a file of the output was touched: that one comes back."""
    work = tmp_path / "work"
    shutil.copytree(built, work)
    names = [Path("articles") / name for name in ARTICLES]
    arguments = ("build", *names, "-o", work / "output", "--cache", work / "cache")
    again = run(*arguments, cwd=seeds.parent)
    assert "Nothing has changed" in again.stdout
    assert digest(work / "output") == digest(built / "output")
    (work / "output" / "events.csv").write_text("spoilt")
    mended = run(*arguments, cwd=seeds.parent)
    assert "Nothing has changed" not in mended.stdout
    assert digest(work / "output") == digest(built / "output")


def test_one_changed_article_gives_the_bytes_of_a_run_that_reads_all(built: Path, seeds: Path, tmp_path: Path) -> None:
    """What is kept of the other articles, and that the reader begins before anything is known, change no byte."""
    changed = tmp_path / "changed"
    shutil.copytree(seeds, changed / "articles")
    with (changed / "articles" / ARTICLES[0]).open("a", encoding="utf-8") as file:
        file.write("\nOn 3 March 2011 an explosion destroyed a warehouse in Lisbon and killed 12 people.\n")
    names = [Path("articles") / name for name in ARTICLES]
    digests = []
    for work, cache in ((tmp_path / "kept", built / "cache"), (tmp_path / "whole", None)):
        shutil.copytree(built / "output", work / "output")
        if cache is not None:
            shutil.copytree(cache, work / "cache")
        told = run("build", *names, "-o", work / "output", "--cache", work / "cache" if cache else "none", cwd=changed)
        assert "Since the last run: 1 new" in told.stdout, told.stderr
        digests.append(digest(work / "output"))
    assert digests[0] == digests[1]


def slowness() -> float:
    """Seconds by the clock that one of the processor takes, at least 1: what else the machine does is not ours."""
    clock, processor = time.monotonic(), time.process_time()
    while time.process_time() - processor < 0.05:
        pass
    return max(1.0, (time.monotonic() - clock) / 0.05)


def alive(session: int) -> list[str]:
    """What still runs in a session."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            name, _, rest = path.read_text().rpartition(")")
            state, _, _, of = rest.split()[:4]
            if int(of) == session and state != "Z":
                found.append(name)
    return found


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupted_run_ends_in_two_seconds(built: Path, seeds: Path, tmp_path: Path, workers: str) -> None:
    """Ctrl-C, which reaches all processes: exit code 130, one line, nothing left running or lying, the old page whole.

    `bench/interrupts.py` does the same at 150 random moments.
    """
    shutil.copytree(built / "output", tmp_path / "output")
    (tmp_path / "tmp").mkdir()
    dice = random.Random(workers)
    for until in (0.5, 3.0):  # libraries are imported; articles are read, told or drawn
        slow = slowness()
        (tmp_path / "output" / LOCK).unlink(missing_ok=True)
        process = subprocess.Popen(
            command("build", seeds, "-o", tmp_path / "output", "--cache", "none", "--title", "x", "--workers", workers),
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
            env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
        )  # fmt: skip
        while not (tmp_path / "output" / LOCK).exists():  # before that Python itself may still be starting
            assert process.poll() is None
            time.sleep(0.02)
        time.sleep(until * dice.random())
        assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        started = time.monotonic()
        _, said = process.communicate(timeout=30)
        assert time.monotonic() - started < 2.0 * slow
        assert (process.returncode, said) == (130, f"{SAID}\n")
        while alive(process.pid):
            assert time.monotonic() - started < 2.0 * slow + 2.0, alive(process.pid)
            time.sleep(0.02)
        assert list((tmp_path / "tmp").iterdir()) == []
        assert digest(tmp_path / "output") == digest(built / "output")


def test_a_second_run_on_one_output_waits(built: Path, seeds: Path, tmp_path: Path) -> None:
    """It says for what, and goes on when the first is done."""
    shutil.copytree(built, tmp_path / "work")
    output = tmp_path / "work" / "output"
    names = [Path("articles") / name for name in ARTICLES]
    arguments = ("build", *names, "-o", output, "--cache", tmp_path / "work" / "cache")
    with lock_folder(output):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        second = subprocess.Popen(command(*arguments), cwd=seeds.parent, **pipes)  # type: ignore[call-overload]
        said = ""
        while "waiting for it" not in said:
            line = second.stderr.readline()
            assert line, said
            said += line
        assert second.poll() is None
    out, _ = second.communicate(timeout=60)
    assert second.returncode == 0
    assert "Nothing has changed" in out


def test_bad_inputs_cost_themselves_alone(seeds: Path, tmp_path: Path) -> None:
    """What can't be read or kept is named on standard error, the rest is built, and the exit code is 3."""
    folder = tmp_path / "articles"
    shutil.copytree(seeds, folder)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 and nothing")
    cache = folder / "empty.txt" / "cache"
    ran = run("build", folder, "-o", tmp_path / "output", "--cache", cache)
    assert ran.returncode == 3
    assert str(cache) in ran.stderr
    assert "everything is read again" in ran.stderr
    assert "empty.txt" in ran.stderr
    assert "broken.docx" in ran.stderr
    assert (tmp_path / "output" / "index.html").exists()


def test_an_output_that_cannot_be_written_is_a_clear_failure(seeds: Path, tmp_path: Path) -> None:
    """An output path that is a file gives exit code 1 and a message with the path; the file stays as it was."""
    target = tmp_path / "output"
    target.write_text("mine")
    ran = run("build", seeds, "-o", target, "--cache", "none")
    assert ran.returncode == 1
    assert str(target) in ran.stderr
    assert "Traceback" not in ran.stderr
    assert target.read_text() == "mine"


FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
from dateline.cli import main
main()
"""


def test_a_full_disk_leaves_the_old_page(built: Path, seeds: Path, tmp_path: Path) -> None:
    """No file may grow: exit code 1, a message with the path and the reason, and the old output to the last byte."""
    shutil.copytree(built / "output", tmp_path / "output")
    one = [
        sys.executable,
        "-c",
        FULL,
        "build",
        seeds / ARTICLES[0],
        "-o",
        tmp_path / "output",
        "--cache",
        tmp_path / "c",
    ]
    ran = subprocess.run([str(part) for part in one], capture_output=True, text=True, timeout=300)
    assert ran.returncode == 1, ran.stderr
    assert f"can't write {tmp_path / 'output'}" in ran.stderr
    assert "What stood there is untouched" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert digest(tmp_path / "output") == digest(built / "output")


def test_a_wrong_option_is_wrong_usage() -> None:
    """A misspelt option gives exit code 2, and so does a value out of bounds, with a message that names the option."""
    assert run("build", "--titel", "x").returncode == 2
    ran = run("build", "--dpi", "9000")
    assert ran.returncode == 2
    assert "--timeline-dpi" in ran.stderr
