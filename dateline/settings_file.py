"""TOML files that people write: checked against a type, with errors that name file, line and the nearest word."""

import dataclasses
import datetime as dt
import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from dateline.errors import SettingsError

T = TypeVar("T")

MAX_BYTES = 4 * 1024 * 1024
_HEADER = re.compile(r"\s*\[{1,2}\s*([^\[\]#]+?)\s*\]{1,2}\s*(?:#.*)?")
_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|'([^']+)'|([A-Za-z0-9_-]+))\s*(?:\.[^=]*)?=")
_PATH = re.compile(r"^(?P<message>.*?)(?: - at `\$(?P<path>[^`]*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([A-Za-z0-9_-]+)|\[(\d+|\.\.\.)\]")
_UNKNOWN = re.compile(r"Object contains unknown field `([^`]*)`")
_MISSING = re.compile(r"Object missing required field `([^`]*)`")
_WORDS = {
    "`str`": "text in quotes", "`bool`": "true or false", "`int`": "a whole number", "`float`": "a number",
    "`array`": "a list in [ ]", "`object`": "a table", "`date`": "a day such as 2025-06-05", "`null`": "nothing",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lines:
    """Where things stand in a file: the line of each table by name and number, and of each key in it."""

    path: Path
    tables: dict[tuple[str, int], int]
    keys: dict[tuple[str, int, str], int]

    def of(self, table: str = "", number: int = 0, key: str = "") -> int:
        """The line of a key, else of its table, else the first; counted from 1."""
        return self.keys.get((table, number, key)) or self.tables.get((table, number), 1)

    def error(self, message: str, table: str = "", number: int = 0, key: str = "") -> SettingsError:
        """An error that begins with the file and the line."""
        return SettingsError(f"{self.path}, line {self.of(table, number, key)}: {message}")


def load_toml(path: Path, kind: type[T]) -> tuple[T, Lines]:
    """Read a TOML file as a value of `kind`, which is a msgspec Struct that forbids unknown fields.

    Raises:
        SettingsError: it can't be read, is no TOML, or doesn't fit; the message names file and line.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SettingsError(f"{path}: is larger than {MAX_BYTES:,} bytes; is it the right file?")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path}: can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SettingsError(f"{path}, line {line}: is not UTF-8; save the file in that encoding") from error
    return parse_toml(text, path, kind)


def parse_toml(text: str, path: Path, kind: type[T]) -> tuple[T, Lines]:
    """As `load_toml`, from text that was read already; `path` is for messages."""
    lines = find_lines(text, path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        where = f"{path}, line {place[1]}" if place else f"{path}, at its end"
        message = re.sub(r" \(at .*\)$", "", str(error))
        raise SettingsError(f"{where}: is no TOML: {message}; text goes in quotes, lists in [ ]") from error
    except RecursionError as error:
        raise SettingsError(f"{path}: is nested too deeply") from error
    known = [field.name for field in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else list(data)
    for key in data:
        if key not in known:
            message = f"{key!r} is no key here; {_hint(key, known)}"
            raise lines.error(message, key) if (key, 0) in lines.tables else lines.error(message, key=key)
    try:
        return msgspec.convert(_dates_as_text(data), kind), lines
    except msgspec.ValidationError as error:
        raise _explained(str(error), data, lines, kind) from error


def _dates_as_text(value: object) -> object:
    """TOML has days of its own (2025-06-05 without quotes), which mean what the same in quotes means."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _dates_as_text(inside) for key, inside in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(inside) for inside in value]
    return value


def find_lines(text: str, path: Path) -> Lines:
    """Find tables and keys. Keys inside strings of several lines may be found too, which only misplaces a message."""
    tables: dict[tuple[str, int], int] = {("", 0): 1}
    keys: dict[tuple[str, int, str], int] = {}
    counts: dict[str, int] = {}
    table, number = "", 0
    for line_number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.fullmatch(line.rstrip("\r")):
            table = header[1].strip().strip("\"'")
            number = counts.get(table, 0)
            counts[table] = number + 1
            tables[table, number] = line_number
        elif key := _KEY.match(line):
            keys.setdefault((table, number, key[1] or key[2] or key[3]), line_number)
    return Lines(path, tables, keys)


def _explained(message: str, data: dict[str, object], lines: Lines, kind: object) -> SettingsError:
    match = _PATH.match(message)
    told = match["message"] if match else message
    steps = [name or index for name, index in _STEP.findall((match["path"] if match else "") or "")]
    table, number, key = "", 0, ""
    if steps and isinstance(data.get(steps[0]), dict | list):
        table = steps[0]
        if len(steps) > 1 and steps[1].isdigit():
            number = int(steps[1])
            key = steps[2] if len(steps) > 2 else ""
        else:
            key = steps[1] if len(steps) > 1 else ""
        if not lines.tables.get((table, number)):  # written inline: key = { … }
            table, number, key = "", 0, steps[0]
    elif steps:
        key = steps[0]
    if unknown := _UNKNOWN.search(told):
        message = f"{unknown[1]!r} is no key here; {_hint(unknown[1], _fields(kind, steps))}"
        if not steps and (unknown[1], 0) in lines.tables:
            return lines.error(message, unknown[1])
        return lines.error(message, table, number, unknown[1])
    if missing := _MISSING.search(told):
        return lines.error(f"{missing[1]!r} is missing", table, number, key)
    for code, words in _WORDS.items():
        told = told.replace(code, words)
    name = f"{key!r}: " if key else ""
    return lines.error(f"{name}{told[0].lower()}{told[1:]}", table, number, key)


def _hint(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, 1, 0.6)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"


def _fields(kind: object, steps: list[str]) -> list[str]:
    """The names of the fields of the type that a path leads to."""
    info = msgspec.inspect.type_info(kind)
    for step in steps:
        info = _struct(info)
        if isinstance(info, msgspec.inspect.StructType) and not step.isdigit():
            info = next((f.type for f in info.fields if f.encode_name == step), info)
    info = _struct(info)
    return [f.encode_name for f in info.fields] if isinstance(info, msgspec.inspect.StructType) else []


def _struct(info: msgspec.inspect.Type) -> msgspec.inspect.Type:
    while True:
        if isinstance(info, msgspec.inspect.UnionType):
            info = next(
                (t for t in info.types if isinstance(t, msgspec.inspect.StructType | msgspec.inspect.ListType)),
                info.types[0],
            )
        elif isinstance(info, msgspec.inspect.ListType | msgspec.inspect.VarTupleType):
            info = info.item_type
        else:
            return info
