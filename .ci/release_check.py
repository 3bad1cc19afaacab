"""Builds wheel and source archive twice from nothing, compares them, and uses the wheel where no source is near.

`make release-check`. What it does in order: two copies of what is tracked, in folders with other names; both archives
built from each, the gazetteer too; the wheel once more from the unpacked source archive; the same bytes demanded. Then
a fresh environment with the locked run dependencies alone, every module of the wheel imported, and `dateline build`
run on two articles in a folder elsewhere.
"""

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SEEDS = ("beirut-port-blast.md", "urmia-lake-protests.md")
IMPORT_ALL = """
import importlib, pkgutil, sys
import dateline, dateline_geo, dateline_timeline
from pathlib import Path
assert all("site-packages" in str(Path(one.__file__)) for one in (dateline, dateline_geo, dateline_timeline))
missing = []
for one in (dateline, dateline_geo, dateline_timeline):
    for found in pkgutil.walk_packages(one.__path__, one.__name__ + "."):
        if found.name.endswith((".__main__",)) or found.name.startswith(OPTIONAL):
            continue
        try:
            importlib.import_module(found.name)
        except ImportError as error:
            missing.append(f"{found.name}: {error}")
print(*missing, sep="\\n")
sys.exit(bool(missing))
"""
# What only an extra brings is imported by those who installed it, and what builds the data by the builder.
OPTIONAL = ("dateline_geo.compile", "dateline.render.compile", "dateline.scale.")


def say(text: str) -> None:
    """One line of what is going on."""
    print(f"{time.process_time() + sum(os.times()[2:4]):6.0f} s  {text}", flush=True)


def run(*command: object, cwd: Path, **environment: str) -> str:
    """Run a command to its end; what it printed is shown if it fails."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DATELINE"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**env, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(
            f"{' '.join(map(str, command))}\nended with {done.returncode}\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
        )
    return done.stdout


def copied(folder: Path) -> Path:
    """What git tracks, as it is in the last commit."""
    folder.mkdir(parents=True)
    archive = folder.parent / f"{folder.name}.tar"
    run("git", "archive", "--format=tar", "-o", archive, "HEAD", cwd=ROOT)
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder


def built(source: Path, into: Path, *targets: str) -> dict[str, bytes]:
    """The archives made of a folder of sources, by their names."""
    options = [part for target in targets for part in ("-t", target)]
    run(sys.executable, "-m", "hatchling", "build", *options, "-d", into, cwd=source)
    return {path.name: path.read_bytes() for path in sorted(into.iterdir())}


def told(first: bytes, second: bytes, name: str) -> str:
    """Which members of two wheels differ."""
    if not name.endswith(".whl"):
        return name
    with tempfile.TemporaryDirectory() as folder:
        archives = []
        for number, data in enumerate((first, second)):
            path = Path(folder, f"{number}.whl")
            path.write_bytes(data)
            with zipfile.ZipFile(path) as archive:
                archives.append({item.filename: (item.CRC, item.date_time) for item in archive.infolist()})
    return f"{name}: {sorted(k for k in {**archives[0], **archives[1]} if archives[0].get(k) != archives[1].get(k))}"


def main() -> None:
    """Every step, or an error that says which one failed."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        one = built(copied(work / "a"), work / "first", "sdist", "wheel")
        say("built " + ", ".join(f"{name} ({len(data) / 1e6:.1f} MB)" for name, data in one.items()))
        two = built(copied(work / "another" / "name"), work / "second", "sdist", "wheel")
        if one != two:
            sys.exit(
                f"two builds differ: {[told(one[name], two[name], name) for name in one if one[name] != two[name]]}"
            )
        say("built again elsewhere: the same bytes")
        (sdist,), (wheel,) = ([n for n in one if n.endswith(end)] for end in (".tar.gz", ".whl"))
        with tarfile.open(work / "first" / sdist) as tar:
            tar.extractall(work / "unpacked", filter="data")
        three = built(next((work / "unpacked").iterdir()), work / "third", "wheel")
        if three[wheel] != one[wheel]:
            sys.exit(f"the source archive gives another wheel: {told(one[wheel], three[wheel], wheel)}")
        say("the wheel from the source archive: the same bytes")
        for archive, data in one.items():
            say(f"sha256 {hashlib.sha256(data).hexdigest()}  {archive}")
        used(work, work / "first" / wheel)


def used(work: Path, wheel: Path) -> None:
    """Install the wheel with the locked run dependencies alone, and use it where no source is near."""
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    if not all(name.startswith("dateline") for name in tops):
        sys.exit(f"the wheel installs {tops}")
    python = work / "venv" / "bin" / "python"
    run(sys.executable, "-m", "venv", work / "venv", cwd=work)
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
    run(*pip, "--require-hashes", "-r", ROOT / "requirements" / "run.txt", cwd=work)
    run(*pip, "--no-deps", "--no-index", wheel, cwd=work)
    run(python, "-m", "pip", "check", cwd=work)
    run(python, "-c", f"OPTIONAL = {OPTIONAL!r}\n{IMPORT_ALL}", cwd=work)
    say("installed with the locked run dependencies alone: pip check is content, every module is imported")
    seeds = work / "elsewhere" / "seeds"
    seeds.mkdir(parents=True)
    for name in SEEDS:
        (seeds / name).write_bytes((ROOT / "seeds" / name).read_bytes())
    command = work / "venv" / "bin" / "dateline"
    run(command, "build", "--cache", "none", cwd=seeds.parent, PATH=os.defpath, HOME=str(work))
    page = seeds.parent / "output" / "index.html"
    if page.stat().st_size < 100_000:
        sys.exit(f"the page has {page.stat().st_size} bytes")
    say(f"`dateline build` in a folder elsewhere: a page of {page.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
