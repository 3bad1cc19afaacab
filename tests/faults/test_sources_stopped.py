"""Stopping a run stops everything that it started, whatever a library is doing at the moment."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

READER = """
import sys
from dateline.sources import read_sources
for part in read_sources([sys.argv[1]], workers=2):
    print("read", flush=True)
"""
HANGING = """
import sys, time
if "dateline.sources.opener" in " ".join(sys.orig_argv):
    import os, trafilatura
    real = trafilatura.bare_extraction
    def extract(markup, **options):
        if "BAD" in markup:
            open(os.environ["HANGING"], "a").write(f"{os.getpid()}\\n")
            time.sleep(30)
        return real(markup, **options)
    trafilatura.bare_extraction = extract
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_stopped_run_leaves_no_process_behind(tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C and kill end a run whose library hangs; the processes that open files end with it, or a moment later."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(HANGING)
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    words = "The minister said on Monday that the bridge over the river was open again to all traffic. " * 3
    for n, word in enumerate(("good", "BAD", "BAD")):
        (seeds / f"{n}.html").write_text(f"<html><body><article><p>{word} {n} {words}</p></article></body></html>")
    hanging = tmp_path / "hanging"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "HANGING": str(hanging)}
    command = [sys.executable, "-c", READER, str(seeds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
        assert process.stdout.readline() == b"read\n"
        until = time.monotonic() + 60
        while not hanging.exists() and time.monotonic() < until:
            time.sleep(0.02)
        start = time.monotonic()
        process.send_signal(number)
        process.wait(timeout=10)
        assert time.monotonic() - start < 5  # two seconds are promised; a busy machine may take longer to clean up
    pids = [int(line) for line in hanging.read_text().split()]
    until = time.monotonic() + 10
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(alive, pids))
