"""What was read once is kept on disk: readings by article and version, and what foreign files gave by their bytes.

One SQLite file. A cache may always be deleted: a run without one gives the same bytes, only later. So nothing that goes
wrong with it stops a run; it is told in `notes`. An entry carries a checksum and is looked up under the versions of
everything that had a say in it, so a damaged or outdated one is not found rather than believed.
"""

import contextlib
import hashlib
import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

FILE = "dateline-cache.sqlite"
LIMIT_BYTES = 512 * 1024 * 1024  # an article of 4 kB takes about 25 kB: some 20,000 articles
_CHECKSUM_BYTES = 8
_COMMIT_EVERY = 32  # entries; an interrupted run loses at most these
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    kind TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (kind, key)
);
CREATE TABLE IF NOT EXISTS run (number INTEGER NOT NULL);
"""


def cache_key(*parts: str) -> bytes:
    """A key from everything that an entry depends on."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()[:20]


class Cache:
    """Bytes by kind and key on disk; one that can't be opened or written holds nothing and says so in `notes`.

    Use as a context manager. `folder=None` is a cache that keeps nothing.
    """

    def __init__(self, folder: Path | None, *, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit = limit_bytes
        self._notes: list[str] = []
        self._used: set[tuple[str, bytes]] = set()
        self._pending = 0
        self._writable = folder is not None
        self._path = folder / FILE if folder is not None else None
        self._db = self._open() if folder is not None else None

    def __enter__(self) -> "Cache":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def notes(self) -> tuple[str, ...]:
        """What went wrong, for the person who runs dateline."""
        return tuple(self._notes)

    def get(self, kind: str, key: bytes) -> bytes | None:
        """The bytes kept under a key, or None."""
        if self._db is None:
            return None
        try:
            row = self._db.execute("SELECT value FROM entry WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        if row is None:
            return None
        value = unpack(row[0]) if isinstance(row[0], bytes) else None
        if value is None:
            self.forget(kind, key)
            return None
        self._used.add((kind, key))
        return value

    def keys(self, kind: str) -> frozenset[bytes]:
        """All keys of a kind, in one look."""
        if self._db is None:
            return frozenset()
        try:
            return frozenset(key for (key,) in self._db.execute("SELECT key FROM entry WHERE kind = ?", (kind,)))
        except sqlite3.Error as error:
            self._give_up(error)
            return frozenset()

    def put(self, kind: str, key: bytes, value: bytes) -> None:
        """Keep bytes under a key."""
        self.put_packed(kind, key, pack(value))

    def put_packed(self, kind: str, key: bytes, packed: bytes) -> None:
        """Keep under a key what another process packed."""
        if self._db is None or not self._writable:
            return
        row = (kind, key, packed, self._run)
        try:
            self._db.execute("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", row)
            self._pending += 1
            if self._pending >= _COMMIT_EVERY:
                self._commit()
        except sqlite3.Error as error:
            self._stop_writing(error)

    def forget(self, kind: str, key: bytes) -> None:
        """Remove an entry that turned out to be damaged, and say so once."""
        note = f"{self._path}: a damaged entry was left out and is made again"
        if note not in self._notes:
            self._notes.append(note)
        if self._db is not None and self._writable:
            try:
                self._db.execute("DELETE FROM entry WHERE kind = ? AND key = ?", (kind, key))
            except sqlite3.Error as error:
                self._stop_writing(error)

    def close(self) -> None:
        """Note what was used, drop what was not used for longest beyond the limit, and let go of the file."""
        if self._db is None:
            return
        try:
            if self._writable:
                rows = [(self._run, kind, key) for kind, key in sorted(self._used)]
                self._db.executemany("UPDATE entry SET used = ? WHERE kind = ? AND key = ?", rows)
                self._evict()
                self._commit()
        except sqlite3.Error as error:
            self._stop_writing(error)
        finally:
            with contextlib.suppress(sqlite3.Error):  # told above already
                self._db.close()
            self._db = None

    def _open(self) -> sqlite3.Connection | None:
        assert self._path is not None  # noqa: S101  only called with a folder
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return self._connect(self._path)
        except sqlite3.OperationalError as error:
            self._unopened(error)
            return None
        except sqlite3.DatabaseError as error:
            self._notes.append(f"{self._path} is damaged ({error}) and is begun anew")
        except OSError as error:
            self._unopened(error)
            return None
        try:
            for suffix in ("", "-wal", "-shm", "-journal"):
                self._path.with_name(FILE + suffix).unlink(missing_ok=True)
            return self._connect(self._path)
        except (sqlite3.Error, OSError) as error:
            self._unopened(error)
            return None

    def _connect(self, path: Path) -> sqlite3.Connection:
        database = sqlite3.connect(path, timeout=5.0)
        try:
            database.execute("PRAGMA synchronous = OFF")  # a cache that a power cut damages is made again
            try:
                database.execute("PRAGMA auto_vacuum = INCREMENTAL")
                database.executescript(_SCHEMA)
                (self._run,) = database.execute("SELECT coalesce(max(number), 0) + 1 FROM run").fetchone()
                database.execute("DELETE FROM run")
                database.execute("INSERT INTO run VALUES (?)", (self._run,))
                database.commit()
            except sqlite3.OperationalError as error:
                if "readonly" not in str(error) and "locked" not in str(error):
                    raise
                self._run = 0
                self._stop_writing(error)
            database.execute("SELECT count(*) FROM (SELECT 1 FROM entry LIMIT 1)")
        except BaseException:
            database.close()
            raise
        return database

    def _unopened(self, error: Exception) -> None:
        message = f"{self._path} can't be used ({error}); everything is read again. Choose another folder with --cache"
        self._notes.append(message)
        self._writable = False

    def _commit(self) -> None:
        if self._db is not None:
            self._db.commit()
            self._pending = 0

    def _evict(self) -> None:
        if self._db is None:
            return
        (size,) = self._db.execute("SELECT coalesce(sum(length(value)), 0) FROM entry").fetchone()
        if size <= self._limit:
            return
        target = self._limit * 9 // 10
        gone: list[tuple[str, bytes]] = []
        for kind, key, length in self._db.execute("SELECT kind, key, length(value) FROM entry ORDER BY used, key"):
            if size <= target:
                break
            size -= length
            gone.append((kind, key))
        self._db.executemany("DELETE FROM entry WHERE kind = ? AND key = ?", gone)
        self._db.commit()
        self._db.executescript("PRAGMA incremental_vacuum")  # `execute` of Python 3.11 gives one page back and stops

    def _stop_writing(self, error: sqlite3.Error) -> None:
        if self._writable:
            self._notes.append(f"{self._path} can't be written ({error}); what is read now is read again next time")
        self._writable = False

    def _give_up(self, error: sqlite3.Error) -> None:
        self._notes.append(f"{self._path} can't be read ({error}); delete it, and it is begun anew")
        self._writable = False
        if self._db is not None:
            with contextlib.suppress(sqlite3.Error):  # told above already
                self._db.close()
        self._db = None


def default_cache_folder(environment: Iterable[tuple[str, str]], home: Path, platform: str) -> Path:
    """The user's cache folder for dateline, as each system has it; the environment is passed in."""
    variables = dict(environment)
    if platform == "win32":
        return Path(variables.get("LOCALAPPDATA") or home / "AppData" / "Local") / "dateline" / "Cache"
    if platform == "darwin":
        return home / "Library" / "Caches" / "dateline"
    return Path(variables.get("XDG_CACHE_HOME") or home / ".cache") / "dateline"


def pack(value: bytes) -> bytes:
    """Bytes as they are kept: compressed, behind a checksum."""
    packed = zlib.compress(value, 1)
    return hashlib.blake2b(packed, digest_size=_CHECKSUM_BYTES).digest() + packed


def unpack(stored: bytes) -> bytes | None:
    """The bytes that were packed; None where they are not what they were."""
    checksum, packed = stored[:_CHECKSUM_BYTES], stored[_CHECKSUM_BYTES:]
    if hashlib.blake2b(packed, digest_size=_CHECKSUM_BYTES).digest() != checksum:
        return None
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return None
