"""Folders and files to read, in an order that no locale, file system or clock decides."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.sources.about import ENDING, about_file
from dateline.sources.found import Refused
from dateline.sources.limits import Limits

# Files that stand in a folder of articles and are none: they are passed over, which docs/sources.md says.
_COMPANIONS = frozenset({"readme", "readme.md", "readme.txt", "readme.rst", "license", "license.txt", "license.md"})
_SETTINGS = frozenset({"corrections.toml", "dateline.toml", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read, and the file beside it that tells about it, if there is one.

    `shown` is its path for people: from the folder that was given, with '/', without its parents.
    """

    path: Path
    shown: str
    size: int
    about: Path | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """Something that was met and can't be read as a file."""

    shown: str
    refused: Refused


def shown_name(path: str | os.PathLike[str]) -> str:
    """A path's text that can be written anywhere: bytes that are no UTF-8 become escapes, separators become '/'."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return text.replace(os.sep, "/") if os.sep != "/" else text


def walk(paths: Sequence[str | Path], suffixes: frozenset[str], limits: Limits) -> Iterator[Item | Passed]:
    """Every file under the given paths, a folder's in the order of their names' bytes, each file once.

    Hidden names, README, LICENSE, corrections.toml, dateline.toml and the "x_files" folder that a browser saves beside
    "x.html" are passed over; "x.pdf.about" comes with "x.pdf". `suffixes` are those of files (".html"): a folder that
    ends so is reported, not entered.
    """
    seen: set[tuple[int, int]] = set()
    for given in paths:
        path = Path(given)
        name = shown_name(path.name or path.resolve().name)
        try:
            status = path.stat()
        except OSError as error:
            yield Passed(shown_name(given), _os_refused(error))
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _walk_folder(path, "" if str(given) in (".", "") else name, (), seen, suffixes, limits)
        else:
            yield from _one(path, name, status, seen)


def _walk_folder(
    folder: Path,
    shown: str,
    above: tuple[tuple[int, int], ...],
    seen: set[tuple[int, int]],
    suffixes: frozenset[str],
    limits: Limits,
) -> Iterator[Item | Passed]:
    try:
        status = folder.stat()
        names = sorted(os.listdir(folder), key=os.fsencode)  # noqa: PTH208  names only, no stat of each
    except OSError as error:
        yield Passed(shown, _os_refused(error))
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        yield Passed(shown, Refused("symlink-loop", "is a link to a folder above it"))
        return
    if len(above) >= limits.depth:
        yield Passed(shown, Refused("too-deep", f"is more than {limits.depth} folders deep"))
        return
    given = frozenset(names)
    stems = {name.rsplit(".", 1)[0] for name in names if name.lower().endswith((".html", ".htm", ".xhtml"))}
    for name in names:
        low = name.lower()
        if name.startswith(".") or low in _SETTINGS or low in _COMPANIONS or low.endswith((".tmp", "~")):
            continue
        if name.endswith(ENDING) and name.removesuffix(ENDING) in given:  # read with the file that it is about
            continue
        path = folder / name
        label = f"{shown}/{shown_name(name)}" if shown else shown_name(name)
        try:
            status = path.stat()
        except OSError as error:
            yield Passed(label, _os_refused(error))
            continue
        if not stat.S_ISDIR(status.st_mode):
            yield from _one(path, label, status, seen)
        elif name.endswith(("_files", ".files")) and name[: -len("_files")] in stems:
            continue
        elif path.suffix.lower() in suffixes:
            yield Passed(label, Refused("not-a-file", "is a folder named like a file; rename it to have it read"))
        else:
            yield from _walk_folder(path, label, (*above, here), seen, suffixes, limits)


def _one(path: Path, shown: str, status: os.stat_result, seen: set[tuple[int, int]]) -> Iterator[Item | Passed]:
    if not stat.S_ISREG(status.st_mode):
        kinds = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device"}
        kind = kinds.get(stat.S_IFMT(status.st_mode), "no ordinary file")
        yield Passed(shown, Refused("not-a-file", f"is {kind}"))
        return
    identity = (status.st_dev, status.st_ino)
    if identity in seen and status.st_ino:  # the same file by a second name or a second argument
        return
    seen.add(identity)
    yield Item(path, shown, status.st_size, about_file(path))


def _os_refused(error: OSError) -> Refused:
    if isinstance(error, FileNotFoundError):
        return Refused("missing", "does not exist")
    reason = error.strerror or type(error).__name__
    if "symbolic link" in reason.lower() or "symlink" in reason.lower():
        return Refused("symlink-loop", "is a link that leads to itself")
    return Refused("unreadable", f"can't be opened: {reason}")
