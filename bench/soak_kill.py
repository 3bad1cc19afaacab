"""Kills builds at random moments and counts torn files: `python bench/soak_kill.py [KILLS] [ARTICLES…]`.

Each run starts from the last one's remains, in the same output and with the same cache, as a user's next run would.
After every kill each file must be one that a whole run wrote; in the end one run that is not killed must give what a
run that was never killed gives.
"""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

COMMAND = [sys.executable, "-c", "from dateline.cli import command; command()", "build"]


def digest(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file that a user sees: not of what waits, hidden, to be swept by the next run."""
    shown = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        str(name): hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in shown.items()
        if not any(part.startswith(".") for part in name.parts)
    }


def build(sources: Path, work: Path) -> subprocess.Popen[bytes]:
    """Start a build in a process group of its own."""
    return subprocess.Popen(
        [*COMMAND, str(sources), "-o", str(work / "output"), "--cache", str(work / "cache"), "--title", "Soak"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def main() -> int:
    """Run the soak and print its figures; exit code 1 if anything was torn."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    given = [Path(name) for name in sys.argv[2:]] or sorted(Path("seeds").glob("[!R]*.*"))
    rng = random.Random(9)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        versions = []
        for number in range(2):  # two states of the same folder, between which the builds go to and fro
            folder = root / f"articles-{number}" / "articles"
            folder.mkdir(parents=True)
            for path in given if number else given[:-1]:
                shutil.copy(path, folder)
            clean = root / f"clean-{number}"
            build(folder, clean).wait()
            versions.append((folder, digest(clean / "output")))
        work = root / "work"
        torn: Counter[str] = Counter()
        late = 0
        known: dict[str, set[str]] = {}
        for _, files in versions:
            for name, sha in files.items():
                known.setdefault(name, set()).add(sha)
        # The page and the record also say what changed since the last run: collect what whole runs write.
        took = 0.0
        for number in (0, 1, 0):
            started = time.monotonic()
            build(versions[number][0], work).wait()
            took = time.monotonic() - started  # in the end that of a run that finds all readings kept, as most will
            for name, sha in digest(work / "output").items():
                known.setdefault(name, set()).add(sha)
        for number in range(kills):
            process = build(versions[number % 2][0], work)
            time.sleep(rng.uniform(0.05, took))
            late += process.poll() is not None
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for name, sha in digest(work / "output").items():
                if sha not in known.get(name, set()):
                    torn[name] += 1
        build(versions[1][0], work).wait()
        build(versions[1][0], work).wait()
        after = digest(work / "output")
        same = all(after.get(name) in known[name] for name in versions[1][1]) and after.keys() == versions[1][1].keys()
        left = [path.name for path in (work / "output").iterdir() if "staging" in path.name or path.suffix == ".tmp"]
        when = f"within {took:.1f} s of the start, {late} after the end"
        print(f"{kills} kills ({when}): {sum(torn.values())} torn files {dict(torn) or ''}")
        print(f"the next run is whole: {same}; temporary files left: {left or 'none'}")
        return int(bool(torn) or not same or bool(left))


if __name__ == "__main__":
    sys.exit(main())
