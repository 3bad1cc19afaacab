"""Reads the places that a user lays over the gazetteer (CSV, GeoJSON, Linked Places); names a fault with its line."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from math import isfinite
from pathlib import Path

from .errors import GazetteerError, TableError
from .gazetteer import PRECISIONS, Layer
from .names import exact, fold
from .place import OWN, Extent, Kind, Place, Ring
from .shapes import kilometres
from .store import TOP_ID, How, cell
from .tables import several

CSV_COLUMNS = ("name", "lat", "lon", "id", "kind", "country", "aliases", "radius_km", "population", "note")
"""`name`, `lat` and `lon` are needed; `aliases` are parted by bars. Further columns are not read."""

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Custom:
    """One place of the user's, checked."""

    name: str
    lat: float
    lon: float
    id: str = ""
    kind: Kind = Kind.SETTLEMENT
    country: str = ""
    aliases: tuple[str, ...] = ()
    radius_km: float | None = None
    population: int = 0
    note: str = ""
    rings: tuple[Ring, ...] = ()
    years: tuple[int | None, int | None] | None = None


def read_layer(path: Path, order: int) -> Layer:
    """Read a file of places; `order` keeps the ids of several layers apart.

    Raises:
        GazetteerError: the file is not there or can't be read.
        TableError: a place in it can't be used; the message names file and line, and what is wanted there.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TableError(f"{path.name}, line {line}: not UTF-8. Save the file as UTF-8.") from error
    except OSError as error:
        raise GazetteerError(f"The places in {path} can't be read ({error.strerror}).") from error
    reader = _csv if path.suffix.lower() in {".csv", ".tsv"} else _geojson
    places: dict[int, Place] = {}
    keys: dict[str, int] = {}
    names: dict[str, list[int]] = {}
    starts: dict[str, int] = {}
    grid: dict[int, list[int]] = {}
    for count, (where, custom) in enumerate(reader(path, text), 1):
        number = TOP_ID + order * 1_000_000 + count
        key = f"{OWN}{path.stem}:{custom.id or count}"
        if key in keys:
            raise TableError(f"{where}: the id {custom.id!r} was used before. Give each place an id of its own.")
        keys[key] = number
        places[number] = _place(key, custom, path.name)
        grid.setdefault(cell(custom.lat, custom.lon), []).append(number)
        for index, name in enumerate(dict.fromkeys((custom.name, *custom.aliases))):
            folded = fold(name)
            if not folded:
                raise TableError(f"{where}: the name {name!r} has no letter or digit")
            how = How.MAIN if index == 0 else How.USUAL
            short = name.isupper() and len(name) <= 4 and name.isascii()
            target = exact(name) if short else folded
            names.setdefault(target, []).append(number << 8 | int(how | How.SHORT if short else how))
            words = folded.split(" ")
            starts[words[0]] = max(starts.get(words[0], 1), len(words))
    return Layer(
        places=places,
        keys=keys,
        names={key: tuple(dict.fromkeys(numbers)) for key, numbers in names.items()},
        starts=starts,
        grid={number: tuple(several) for number, several in grid.items()},
    )


def _place(key: str, custom: Custom, source: str) -> Place:
    extent = None
    if custom.rings or custom.radius_km is not None:
        extent = Extent(custom.rings, custom.radius_km, approximate=not custom.rings, source=source)
    return Place(
        key=key,
        name=custom.name,
        kind=custom.kind,
        precision=PRECISIONS[custom.kind],
        lat=custom.lat,
        lon=custom.lon,
        country=custom.country,
        population=custom.population,
        radius_km=custom.radius_km,
        extent=extent,
        names=custom.aliases,
        note=custom.note,
        years=custom.years,
        source=source,
    )


def _number(where: str, what: str, value: object, low: float, high: float) -> float:
    try:
        number = float(value) if isinstance(value, str | int | float) else float("nan")
    except ValueError:
        number = float("nan")
    if not isfinite(number) or not low <= number <= high:
        raise TableError(f"{where}: {what} is {value!r}, and must be a number between {low:g} and {high:g}")
    return number


def _kind(where: str, value: str) -> Kind:
    if not value:
        return Kind.SETTLEMENT
    if value.lower() not in set(Kind):
        raise TableError(f"{where}: kind is {value!r}, and must be one of {', '.join(Kind)}")
    return Kind(value.lower())


def _country(where: str, value: str) -> str:
    if value and not (len(value) == 2 and value.isascii() and value.isalpha()):
        raise TableError(f"{where}: country is {value!r}, and must be a two-letter code such as AZ")
    return value.upper()


def _csv(path: Path, text: str) -> Iterator[tuple[str, Custom]]:
    lines = StringIO(text, newline="")  # not `splitlines`, which also ends lines at U+2028 and at form feeds
    rows = csv.reader(lines, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
    header: list[str] | None = None
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            raise TableError(f"{path.name}, line {rows.line_num}: {error}") from error
        where = f"{path.name}, line {rows.line_num}"
        if not any(c.strip() for c in cells):
            continue
        if header is None:
            header = [c.strip().lower() for c in cells]
            missing = [c for c in CSV_COLUMNS[:3] if c not in header]
            if missing:
                raise TableError(f"{where}: the first line must name the columns, and {', '.join(missing)} is missing")
            continue
        if len(cells) > len(header):
            raise TableError(f"{where}: {len(cells)} cells under {len(header)} columns. Quote names that hold a comma.")
        row = dict(zip(header, (c.strip() for c in cells), strict=False))
        yield where, _row(where, row)


def _row(where: str, row: Mapping[str, str]) -> Custom:
    def get(column: str) -> str:
        return row.get(column, "")

    if not get("name"):
        raise TableError(f"{where}: the name is missing")
    return Custom(
        name=get("name"),
        lat=_number(where, "lat", get("lat"), -90, 90),
        lon=_number(where, "lon", get("lon"), -180, 180),
        id=get("id"),
        kind=_kind(where, get("kind")),
        country=_country(where, get("country")),
        aliases=several(get("aliases")),
        radius_km=_number(where, "radius_km", get("radius_km"), 0, 20_000) if get("radius_km") else None,
        population=int(_number(where, "population", get("population"), 0, 2e10)) if get("population") else 0,
        note=get("note"),
    )


def _geojson(path: Path, text: str) -> Iterator[tuple[str, Custom]]:
    try:
        whole: Json = json.loads(text)
    except json.JSONDecodeError as error:
        raise TableError(f"{path.name}, line {error.lineno}: this is no JSON ({error.msg})") from error
    except RecursionError as error:
        raise TableError(f"{path.name}, line 1: nested too deeply") from error
    if not isinstance(whole, dict) or whole.get("type") != "FeatureCollection":
        raise TableError(f"{path.name}, line 1: this is no FeatureCollection of GeoJSON or Linked Places")
    features = whole.get("features")
    if not isinstance(features, list):
        raise TableError(f"{path.name}, line 1: the FeatureCollection has no list of features")
    for line, feature in zip(_feature_lines(text, len(features)), features, strict=True):
        where = f"{path.name}, line {line}"
        if not isinstance(feature, dict):
            raise TableError(f"{where}: this is no feature")
        yield where, _feature(where, feature)


def _feature_lines(text: str, count: int) -> list[int]:
    """Return the line on which each feature begins (JSON itself does not keep them)."""
    decoder, lines = json.JSONDecoder(), list[int]()
    at = text.index("[", text.index('"features"')) + 1 if count else 0
    seen, line = 0, 1
    for _ in range(count):
        while text[at] in " \t\r\n,":
            at += 1
        line += text.count("\n", seen, at)
        seen = at
        lines.append(line)
        try:
            _, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError:  # "features" stood in a name before: the count of lines is then a guess
            return lines + [line] * (count - len(lines))
    return lines


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _mapping(value: object) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> Sequence[Json]:
    return value if isinstance(value, list) else []


def _feature(where: str, feature: Mapping[str, Json]) -> Custom:
    properties = _mapping(feature.get("properties"))
    name = _text(properties.get("name")) or _text(properties.get("title"))
    toponyms = [_text(_mapping(n).get("toponym")) for n in _list(feature.get("names"))]
    aliases = [*toponyms, *map(_text, _list(properties.get("aliases")))]
    aliases += several(_text(properties.get("aliases")))
    name = name or next((t for t in toponyms if t), "")
    if not name:
        raise TableError(f"{where}: the feature has no name (properties.name, properties.title or names[].toponym)")
    points, rings = _geometry(where, _mapping(feature.get("geometry")))
    lat, lon, radius = _middle(points)
    given = properties.get("radius_km")
    codes = [_text(c) for c in _list(properties.get("ccodes"))]
    notes = [_text(_mapping(d).get("value")) for d in _list(feature.get("descriptions"))]
    kind = _text(properties.get("kind"))
    return Custom(
        name=name,
        lat=lat,
        lon=lon,
        id=_text(feature.get("@id")) or _text(feature.get("id")) or _text(properties.get("id")),
        kind=_kind(where, kind) if kind or len(points) == 1 else Kind.AREA,
        country=_country(where, _text(properties.get("country")) or (codes[0] if len(codes) == 1 else "")),
        aliases=tuple(a for a in dict.fromkeys(aliases) if a and a != name),
        radius_km=_number(where, "radius_km", given, 0, 20_000) if given is not None else radius,
        population=int(_number(where, "population", properties.get("population") or 0, 0, 2e10)),
        note=_text(properties.get("note")) or next((n for n in notes if n), ""),
        rings=rings,
        years=_years(where, _mapping(feature.get("when"))),
    )


def _years(where: str, when: Mapping[str, Json]) -> tuple[int | None, int | None] | None:
    """Return first and last year of Linked Places' timespans."""
    years: list[list[int]] = [[], []]
    for span in _list(when.get("timespans")):
        for index, side in enumerate(("start", "end")):
            for value in _mapping(_mapping(span).get(side)).values():
                text = _text(value)
                year = text[:5] if text.startswith("-") else text[:4]
                try:
                    years[index].append(int(year))
                except ValueError as error:
                    raise TableError(f"{where}: when.timespans says {text!r}, and must begin with a year") from error
    if not years[0] and not years[1]:
        return None
    return min(years[0], default=None), max(years[1], default=None)


def _geometry(where: str, geometry: Mapping[str, Json]) -> tuple[list[tuple[float, float]], tuple[Ring, ...]]:
    """Return all points (longitude, latitude) and the rings of a geometry."""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        points: list[tuple[float, float]] = []
        rings: tuple[Ring, ...] = ()
        for part in _list(geometry.get("geometries")):
            more, outline = _geometry(where, _mapping(part))
            points, rings = points + more, rings + outline
    elif kind == "Point":
        points, rings = [_position(where, coordinates)], ()
    elif kind in {"LineString", "MultiPoint"}:
        points, rings = [_position(where, p) for p in _list(coordinates)], ()
    elif kind == "MultiLineString":
        points, rings = [_position(where, p) for line in _list(coordinates) for p in _list(line)], ()
    elif kind in {"Polygon", "MultiPolygon"}:
        polygons = [coordinates] if kind == "Polygon" else _list(coordinates)
        rings = tuple(
            tuple(_position(where, p) for p in _list(ring)) for polygon in polygons for ring in _list(polygon)
        )
        if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
            raise TableError(f"{where}: a ring must have four positions or more, and end where it begins")
        points = [p for ring in rings for p in ring[:-1]]
        rings = tuple(map(_unwrapped, rings))
    else:
        raise TableError(f"{where}: the geometry is {kind!r}, and must be a point, a line or a polygon of GeoJSON")
    if not points:
        raise TableError(f"{where}: the geometry has no position")
    return points, rings


def _position(where: str, value: object) -> tuple[float, float]:
    pair = _list(value)
    if len(pair) < 2:
        raise TableError(f"{where}: a position must be [longitude, latitude], and is {value!r}")
    return _number(where, "longitude", pair[0], -180, 180), _number(where, "latitude", pair[1], -90, 90)


def _unwrapped(ring: Ring) -> Ring:
    """Return the ring without a jump at the antimeridian: longitudes go on past 180 instead."""
    out: list[tuple[float, float]] = []
    turn = 0.0
    for lon, lat in ring:
        if out and abs(lon + turn - out[-1][0]) > 180:
            turn += 360.0 if lon + turn < out[-1][0] else -360.0
        out.append((lon + turn, lat))
    return tuple(out)


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float, float | None]:
    """Return latitude, longitude and radius of the narrowest box around points; a single point has no radius."""
    if len(points) == 1:
        return points[0][1], points[0][0], None
    xs, ys = sorted({x for x, _ in points}), [y for _, y in points]
    # The widest gap between neighbours stays outside: what lies on both sides of 180 degrees is not all the world.
    gap, west = max((b - a, b) for a, b in zip(xs, [*xs[1:], xs[0] + 360.0], strict=True))
    across = (360.0 - gap) / 2
    lat, lon = (min(ys) + max(ys)) / 2, (west + across + 180.0) % 360.0 - 180.0
    return lat, lon, round(kilometres(lat, lon, max(ys), lon + across), 1)
