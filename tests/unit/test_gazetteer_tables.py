"""The tables that people write are readable, sourced and plausible, and outlines survive their packing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline_geo import tables
from dateline_geo.errors import TableError
from dateline_geo.gazetteer import Gazetteer
from dateline_geo.place import Kind, Place, Ring
from dateline_geo.shapes import inside, kilometres, pack, unpack

PLACE_TABLES = ("areas", "waters", "relief", "islands", "sites", "history", "contested")
HEADER = "\t".join(tables.PLACE_COLUMNS) + "\n"
ROW = "key\tName\tarea\t10\t20\t5\tAZ\t5\t\t\talias\tnote\tsource"


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    """The embedded gazetteer."""
    opened = Gazetteer.open()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def grounds(gazetteer: Gazetteer) -> dict[str, tuple[Place, tuple[Ring, ...]]]:
    """Each country with its outline, by code."""
    found = {}
    for row in tables.read_aliases(tables.HERE / "aliases.tsv"):
        for place in gazetteer.lookup(row.aliases[0]) if len(row.place) == 2 and row.aliases else ():
            extent = gazetteer.extent(place.key)
            if place.kind is Kind.COUNTRY and extent is not None:
                found[place.country] = (place, extent.rings)
    return found


def on_ground(row: tables.PlaceRow, country: Place, rings: tuple[Ring, ...]) -> bool:
    """Whether a row lies in a country or no farther from it than its own size (200 km for small ones)."""
    reach = max(200.0, row.radius_km or 0.0)
    if inside(rings, row.lat, row.lon):
        return True
    if kilometres(row.lat, row.lon, country.lat, country.lon) < reach + (country.radius_km or 0.0):
        return True
    return any(kilometres(row.lat, row.lon, lat, lon) < reach for ring in rings for lon, lat in ring)


@pytest.mark.parametrize("name", PLACE_TABLES)
def test_every_row_is_where_its_country_is(
    gazetteer: Gazetteer, grounds: dict[str, tuple[Place, tuple[Ring, ...]]], name: str
) -> None:
    """A position set by hand lies in or near a country that the row names: a slip of a sign is found.

    Islands too small for an outline are near one of the country's settlements, or far from all.
    """
    assert len(grounds) > 180
    astray = []
    for row in tables.read_places(tables.HERE / f"{name}.tsv"):
        known = [grounds[code] for code in row.countries if code in grounds]
        if known and not any(on_ground(row, *ground) for ground in known):
            near = gazetteer.near(row.lat, row.lon, 150.0, kinds=[Kind.SETTLEMENT])
            if near and not {place.country for place in near} & set(row.countries):
                astray.append(row.key)
    assert astray == []


@pytest.mark.parametrize("name", PLACE_TABLES)
def test_every_row_is_found_by_all_its_names(gazetteer: Gazetteer, name: str) -> None:
    """What stands in a table is in the gazetteer, under the name and under every alias."""
    for row in tables.read_places(tables.HERE / f"{name}.tsv"):
        key = f"table:{row.key}"
        for alias in (row.name, *row.aliases):
            assert key in {place.key for place in gazetteer.lookup(alias)}, alias


def test_every_contested_row_has_its_remark() -> None:
    """A contested place without a word on who says what would be a side taken."""
    rows = [row for name in PLACE_TABLES for row in tables.read_places(tables.HERE / f"{name}.tsv")]
    bare = [row.key for row in rows if row.contested and not row.note]
    assert bare == []
    assert all(row.source for row in rows)


def test_the_tables_hold_several_hundred_places() -> None:
    """What no package has is a table of several hundred rows, not of thirty."""
    assert sum(len(list(tables.read_places(tables.HERE / f"{name}.tsv"))) for name in PLACE_TABLES) > 2000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("key\tname\n", r"line 2: the columns must be key name kind"),
        (HEADER + ROW + "\n" + ROW + "\n", r"line 4: the key 'key' is missing or was used before"),
        (HEADER + ROW.replace("area", "castle") + "\n", r"line 3: kind is 'castle'"),
        (HEADER + ROW.replace("\t10\t", "\t100\t") + "\n", r"line 3: lat is 100, and must lie between -90 and 90"),
        (HEADER + ROW.replace("\t10\t", "\tten\t") + "\n", r"line 3: lat is 'ten', and must be a number"),
        (HEADER + ROW.removesuffix("source") + "\n", r"line 3: the source is missing"),
        (HEADER + ROW + "\tmore\n", r"line 3: 14 columns instead of 13"),
        (HEADER + ROW.replace("5\t\t\talias", "5\tlong ago\t\talias") + "\n", r"line 3: years are 'long ago'"),
    ],
)
def test_a_fault_in_a_table_is_named(tmp_path: Path, content: str, message: str) -> None:
    """File, line and what is wanted are in the message."""
    (tmp_path / "t.tsv").write_text("# a remark\n" + content, encoding="utf-8")
    with pytest.raises(TableError, match=r"t\.tsv, " + message):
        list(tables.read_places(tmp_path / "t.tsv"))


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ((1299, 1922), "(1299 to 1922)"),
        ((-550, -330), "(550 BC to 330 BC)"),
        ((None, 1918), "(until 1918)"),
        ((1991, None), "(from 1991)"),
        (None, "past."),
    ],
)
def test_years_are_said_in_words(years: tuple[int | None, int | None] | None, words: str) -> None:
    """A place of the past says when it was, before Christ too."""
    assert words in tables.past(years)


_DEGREE = st.integers(-17_900, 17_900).map(lambda n: n / 100)


@given(
    st.lists(st.tuples(_DEGREE, st.integers(-9000, 9000).map(lambda n: n / 100)), min_size=3, max_size=30, unique=True)
)
def test_outlines_survive_their_packing(points: list[tuple[float, float]]) -> None:
    """At a hundredth of a degree nothing is lost."""
    ring = (*points, points[0])
    assert unpack(pack([ring])) == (ring,)


def test_inside_heeds_holes() -> None:
    """A point in a lake of an island is not on the island."""
    island = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0))
    lake = ((1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (1.0, 1.0))
    assert inside([island], 1.5, 1.5)
    assert not inside([island, lake], 1.5, 1.5)
    assert not inside([island], 5.0, 1.0)


def test_distances_are_great_circles() -> None:
    """Baku to Yerevan is some 456 km, and the date line is no obstacle."""
    assert kilometres(40.3777, 49.892, 40.1776, 44.5126) == pytest.approx(456, abs=3)
    assert kilometres(0, 179.5, 0, -179.5) == pytest.approx(111.2, abs=0.2)
