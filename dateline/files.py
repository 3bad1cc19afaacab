"""Files are written whole or not at all: one file, or a whole output folder, whatever kills the process.

A folder can't be replaced in one step on every system, so `write_folder` keeps a small journal. All files are first
written beside their places (in `.dateline-staging`) and flushed to the disk; then a file `COMMIT` is put there, which
lists them; then each is renamed into place, the page (`last`) after everything that it refers to. Killed before COMMIT,
the old output is untouched and the staging is swept by the next run. Killed after it, every file is whole, old or
new, and the next run first finishes the renames. Files that the last run wrote and this one did not are removed at the
end; files that dateline did not write are never touched. Unchanged files are not written again.
"""

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

import msgspec

from dateline.errors import OutputError

MANIFEST = ".dateline-manifest.json"
STAGING = ".dateline-staging"
LOCK = ".dateline.lock"
_COMMIT = "COMMIT"
_TEMPORARY = ".dateline-"


class Manifest(msgspec.Struct, frozen=True):
    """What dateline wrote into a folder: the name of each file, with '/', and the SHA-256 of its bytes."""

    files: dict[str, str] = {}


class _Journal(msgspec.Struct, frozen=True):
    staged: list[tuple[str, str]]  # name in the staging folder, name in the output
    remove: list[str]
    manifest: Manifest


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that its place holds the old bytes or the new ones at any moment, also after a crash.

    Raises:
        OutputError: it can't be written; what stood there is untouched.
    """
    temporary = path.parent / f"{_TEMPORARY}{secrets.token_hex(8)}.tmp"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_synced(temporary, data)
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            temporary.unlink(missing_ok=True)
        raise output_error(path, error) from error


@contextlib.contextmanager
def lock_folder(folder: Path, *, wait: float = 0.0, waiting: Callable[[Path], None] | None = None) -> Iterator[None]:
    """Hold a folder against a second run until the block ends; the system frees it when the process dies.

    Args:
        folder: Made if it isn't there.
        wait: Seconds to wait for another run to finish; 0 refuses at once.
        waiting: Called once when there is something to wait for.

    Raises:
        OutputError: another run has it, or the folder can't be written.
    """
    import filelock  # 20 ms: only when something is written

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / LOCK)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            if wait <= 0:
                raise
            if waiting is not None:
                waiting(folder)
            lock.acquire(timeout=wait)
    except filelock.Timeout as error:
        raise OutputError(
            f"another run of dateline is writing to {folder}; wait until it is done, or give this one a folder of "
            "its own"
        ) from error
    except OSError as error:
        raise output_error(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def write_folder(
    folder: Path, files: Mapping[str, bytes] | Iterable[tuple[str, bytes]], *, last: str = "index.html"
) -> Manifest:
    """Make a folder hold these files, all or none of them (see the head of this module). Hold its lock meanwhile.

    Args:
        folder: Made if it isn't there.
        files: Bytes by relative name with '/'; pairs are taken one after the other, so that all needn't be in memory.
        last: The file that refers to the others and is put in its place after them.

    Returns:
        What the folder now holds of dateline's.

    Raises:
        OutputError: something can't be written; the old files are untouched (or, after the commit, whole).
    """
    staging = folder / STAGING
    committed = False
    try:
        recover_folder(folder)
        before = _read_manifest(folder)
        staging.mkdir(parents=True)
        hashes: dict[str, str] = {}
        staged: list[tuple[str, str]] = []
        for name, data in files.items() if isinstance(files, Mapping) else files:
            target = _target(folder, name)
            hashes[name] = hashlib.sha256(data).hexdigest()
            _refuse_folder(target)
            if not _holds(target, data):
                staged.append((f"{len(staged)}", name))
                _write_synced(staging / staged[-1][0], data)
        staged.sort(key=lambda pair: pair[1] == last)
        remove = sorted(name for name in before.files if name not in hashes)
        journal = _Journal(staged, remove, Manifest(dict(sorted(hashes.items()))))
        if staged or remove or journal.manifest != before:
            _write_synced(staging / f"{_COMMIT}.tmp", msgspec.json.encode(journal))
            _sync_folder(staging)
            (staging / f"{_COMMIT}.tmp").replace(staging / _COMMIT)
            committed = True
            _sync_folder(staging)
            _apply(folder, journal)
        shutil.rmtree(staging)
    except OutputError:
        raise
    except OSError as error:
        raise output_error(folder, error, begun=committed) from error
    except KeyboardInterrupt:
        if committed:  # too late to go back: this run's output is the one that stands, whole
            recover_folder(folder)
        raise
    finally:
        _abandon(staging)
    return journal.manifest


def recover_folder(folder: Path) -> bool:
    """Finish or sweep what a killed run left in a folder; True if there was something. Hold its lock meanwhile.

    Raises:
        OutputError: the folder can't be written.
    """
    staging = folder / STAGING
    try:
        found = staging.exists()
        if (staging / _COMMIT).exists():
            _apply(folder, msgspec.json.decode((staging / _COMMIT).read_bytes(), type=_Journal))
        if found:
            shutil.rmtree(staging)
        for stale in folder.glob(f"{_TEMPORARY}*.tmp"):
            stale.unlink()
            found = True
    except msgspec.DecodeError:  # COMMIT is renamed into place after a flush: only a failing disk damages it
        shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise output_error(folder, error) from error
    return found


def read_manifest(folder: Path) -> Manifest:
    """What the last run wrote into a folder; empty if none did, or if the list can't be read."""
    try:
        return _read_manifest(folder)
    except OSError:
        return Manifest()


def damaged_files(folder: Path) -> tuple[str, ...]:
    """The names of files that are missing, or not what the last run wrote."""
    return tuple(name for name, sha256 in read_manifest(folder).files.items() if _hash(_target(folder, name)) != sha256)


def output_error(path: Path, error: OSError, *, begun: bool = False) -> OutputError:
    """An error of the system as a message that says what to do; `begun` if some files are in their places already."""
    advice = {
        "ENOSPC": "the disk is full: free some space",
        "EDQUOT": "your disk quota is used up: free some space",
        "EFBIG": "the file would be larger than this system or session allows",
        "EROFS": "the disk is read-only: choose another folder with --output",
        "EACCES": "you may not write there: change its permissions, or choose another folder with --output",
        "EPERM": "you may not write there: change its permissions, or choose another folder with --output",
        "ENOTDIR": "a part of the path is a file: choose another folder with --output",
        "EEXIST": "a file is where a folder must be: move it away, or choose another folder with --output",
        "ENAMETOOLONG": "the name is too long: choose a shorter one",
    }
    code = errno.errorcode.get(error.errno or 0, "")
    where = error.filename or path
    place = f"{path}" if str(where) == str(path) else f"{path} (at {where})"
    reason = advice.get(code, error.strerror or str(error))
    stands = "Every file there is whole, old or new; run again to finish" if begun else "What stood there is untouched"
    return OutputError(f"can't write {place}: {reason}. {stands}")


def _read_manifest(folder: Path) -> Manifest:
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (FileNotFoundError, msgspec.DecodeError):
        return Manifest()


def _apply(folder: Path, journal: _Journal) -> None:
    """Rename what was staged into place; safe to repeat, since what is gone from the staging is in its place."""
    staging = folder / STAGING
    touched = {folder}
    for name, target in journal.staged:
        place = _target(folder, target)
        place.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # renamed before the process was killed
            (staging / name).replace(place)
        touched.add(place.parent)
    for path in sorted(touched):
        _sync_folder(path)
    _write_synced(staging / "manifest", msgspec.json.format(msgspec.json.encode(journal.manifest), indent=1))
    (staging / "manifest").replace(folder / MANIFEST)
    for name in journal.remove:
        place = _target(folder, name)
        place.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # not empty: somebody keeps something there
            if place.parent != folder:
                place.parent.rmdir()
    _sync_folder(folder)


def _abandon(staging: Path) -> None:
    """Sweep a staging that was not committed; one that was is finished by the next run."""
    if not (staging / _COMMIT).exists():
        shutil.rmtree(staging, ignore_errors=True)


def _target(folder: Path, name: str) -> Path:
    pure = PurePosixPath(name)
    if pure.is_absolute() or not pure.parts or ".." in pure.parts or "\\" in name or ":" in name or "\0" in name:
        raise ValueError(f"{name!r} is no name inside an output folder")
    return folder / pure


def _refuse_folder(target: Path) -> None:
    if target.is_dir():
        raise OutputError(f"{target} is a folder, and a file of that name must be written; move it away")


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut. Windows has no such call and doesn't need it."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
