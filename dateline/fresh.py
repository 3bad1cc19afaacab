"""Whether an output is what its inputs would give again: then nothing needs to be read or drawn."""

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from dateline.files import damaged_files
from dateline.settings import Settings
from dateline.sources.formats import SUFFIXES
from dateline.sources.limits import DEFAULT
from dateline.sources.walk import Item, walk

RECORD = "run.json"
CORRECTIONS_FILE = "corrections.toml"
_OURS = ("dateline", "dateline_geo", "dateline_timeline")
# They draw, compare or share out what was read, and have no say in the reading.
_DRAWS = frozenset(
    {"cli", "render", "scale", "aside.py", "build.py", "changes.py", "fresh.py", "notebook.py", "pictures.py"}
)
_CODE = (".py", ".js", ".css", ".html", ".json", ".toml", ".tsv")
# These change where and how fast, but no byte of what is written.
_NO_SAY = frozenset({"output", "cache", "cache_mb", "workers", "sources"})


class Last(msgspec.Struct, frozen=True):
    """What the record of the last run says of itself."""

    key: str = ""
    counts: dict[str, int] = {}
    left_out: tuple[msgspec.Raw, ...] = ()


def code_stamp(*, reading_only: bool) -> str:
    """A hash of our own code and tables, so that nothing made by an older state of them is taken for new.

    `reading_only` leaves out what only draws: it has no say in what is read in an article.
    """
    return _stamps()[reading_only]


@lru_cache(maxsize=1)
def _stamps() -> tuple[str, str]:
    """Of all, and of what reads; each file is read once."""
    every, reading = hashlib.sha256(), hashlib.sha256()
    for package in _OURS:
        for data, draws in _code(files(package)):
            every.update(data)
            if not draws:
                reading.update(data)
    return every.hexdigest()[:20], reading.hexdigest()[:20]


def _code(folder: Traversable, draws: bool = False) -> Iterator[tuple[bytes, bool]]:
    """Every file of a folder with its name, and whether it only draws."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        drawing = draws or entry.name in _DRAWS
        if entry.is_dir():
            if entry.name not in ("data", "__pycache__"):
                yield from _code(entry, drawing)
        elif entry.name.endswith(_CODE):
            data = entry.read_bytes()
            yield f"{entry.name} {len(data)} ".encode() + data, drawing


def output_key(settings: Settings, versions: tuple[tuple[str, str], ...]) -> str:
    """A hash of all that has a say in what is read, and one of the rest; empty where that can't be told beforehand.

    Standard input is read once and a geocoding service answers as it likes, so both leave it empty.
    """
    if settings.geocoder or "-" in settings.sources:
        return ""
    reading = hashlib.sha256(repr((versions, code_stamp(reading_only=True), settings.language)).encode())
    lines = []
    for item in walk(settings.sources, frozenset(SUFFIXES), DEFAULT):
        content = _hash(item.path) if isinstance(item, Item) else repr(item)
        if isinstance(item, Item) and item.about is not None:
            content += f" {_hash(item.about)}"
        lines.append(f"{item.shown} {content}\n")
    reading.update("".join(sorted(lines)).encode("utf-8", "surrogatepass"))
    for path in map(Path, settings.gazetteers):
        reading.update(f"{path.name} {_hash(path)}\n".encode())
    said = [(f.name, getattr(settings, f.name)) for f in dataclasses.fields(settings) if f.name not in _NO_SAY]
    every = hashlib.sha256(repr((code_stamp(reading_only=False), said)).encode())
    corrections = Path(settings.corrections) if settings.corrections else corrections_beside(settings.sources)
    every.update(f"{corrections.name} {_hash(corrections)}\n".encode())
    return f"{reading.hexdigest()[:32]}-{every.hexdigest()[:32]}"


def reads_anew(key: str, last: str) -> bool:
    """Whether a run with that key has something to read that the last run, by its key, had not; False if none is known.

    It may also be that an article only went.
    """
    return bool(last) and key.partition("-")[0] != last.partition("-")[0]


def corrections_beside(sources: Sequence[str | Path]) -> Path:
    """Where corrections lie when nobody says: in the first folder of the sources."""
    folders = (Path(source) for source in sources if str(source) != "-" and Path(source).is_dir())
    return next(folders, Path()) / CORRECTIONS_FILE


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"not read: {error.errno}"


def last_run(folder: Path) -> Last:
    """What the last run says of itself; nothing where there was none, or none of this kind."""
    try:
        return msgspec.json.decode((folder / RECORD).read_bytes(), type=Last)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Last()


def is_current(folder: Path, key: str, last: Last) -> bool:
    """Whether a folder holds, whole, what a run with that key would write; `last` is its `last_run`."""
    return bool(key) and last.key == key and not damaged_files(folder)
