"""GeoNames' own dumps become a gazetteer in the same format, and a damaged dump is refused with its line."""

import zipfile
from pathlib import Path

import pytest

from dateline_geo.errors import GazetteerError, TableError
from dateline_geo.gazetteer import Gazetteer
from dateline_geo.geonames import build_from_geonames, kind_of
from dateline_geo.place import Kind
from dateline_geo.store import How

COUNTRIES = """\
3041565\tPrincipality of Andorra\tPrincipality of Andorra\t\t42.55\t1.58333\tA\tPCLI\tAD\t\t00\t\t\t\t77006\t\t1313\tEurope/Andorra\t2020-03-23
3041566\tAndorra la Vella\tAndorra la Vella\t\t42.50729\t1.53414\tA\tADM1\tAD\t\t07\t\t\t\t22256\t\t1101\tEurope/Andorra\t2020-01-01
3041563\tAndorra la Vella\tAndorra la Vella\tALV,Ando-la-Vyey\t42.50779\t1.52109\tP\tPPLC\tAD\t\t07\t\t\t\t20430\t\t1037\tEurope/Andorra\t2020-03-03
3039163\tSant Julià de Lòria\tSant Julia de Loria\tSan Julia\t42.46372\t1.49129\tP\tPPLA\tAD\t\t06\t\t\t\t8022\t\t921\tEurope/Andorra\t2013-11-23
3040051\tPic de Coma Pedrosa\tPic de Coma Pedrosa\t\t42.59167\t1.44306\tT\tPK\tAD\t\t04\t\t\t\t0\t2942\t2763\tEurope/Andorra\t2012-03-14
3038999\tEstany de Juclar\tEstany de Juclar\t\t42.6\t1.7\tH\tLK\tAD\t\t02\t\t\t\t0\t\t2294\tEurope/Andorra\t2012-03-14
3038998\tCarretera General\tCarretera General\t\t42.5\t1.5\tR\tRD\tAD\t\t02\t\t\t\t0\t\t1000\tEurope/Andorra\t2012-03-14
"""  # noqa: E501 - a dump's lines are as long as they are
ADMIN1 = (
    "AD.07\tAndorra la Vella\tAndorra la Vella\t3041566\nAD.06\tSant Julià de Loria\tSant Julia de Loria\t3039162\n"
)
ALTERNATES = """\
1\t3041563\ten\tAndorra City\t1\t\t\t\t\t
2\t3041563\tru\tАндорра-ла-Велья\t\t\t\t\t\t
3\t3041563\tlink\thttps://en.wikipedia.org/wiki/Andorra_la_Vella\t\t\t\t\t\t
4\t3039163\tfr\tSaint-Julien-de-Loria\t\t\t\t1\t\t
5\t9999999\ten\tNowhere\t\t\t\t\t\t
6\t3041565\tabbr\tAND\t\t\t\t\t\t
7\t3041563\tja\tアンドラ・ラ・ベリャ\t\t\t\t\t\t
"""


@pytest.fixture
def dumps(tmp_path: Path) -> Path:
    """A folder with a few real lines of GeoNames' dumps, in their format."""
    folder = tmp_path / "dumps"
    folder.mkdir()
    (folder / "allCountries.txt").write_text(COUNTRIES, encoding="utf-8")
    (folder / "admin1CodesASCII.txt").write_text(ADMIN1, encoding="utf-8")
    (folder / "admin2Codes.txt").write_text("", encoding="utf-8")
    return folder


def test_a_dump_becomes_a_gazetteer(dumps: Path, tmp_path: Path) -> None:
    """Towns, divisions, countries, mountains and lakes are found; roads are left out; progress reaches the end."""
    told: list[tuple[str, int, int]] = []
    count = build_from_geonames(dumps, tmp_path / "g.sqlite", lambda *step: told.append(step))
    gazetteer = Gazetteer.open(tmp_path / "g.sqlite")
    assert count == 6
    assert told[-1][1] == told[-1][2] == len(COUNTRIES.encode())
    town = gazetteer.lookup("andorra la vella")[0]
    assert (town.key, town.kind, town.admin1, town.population) == (
        "gn:3041563", Kind.SETTLEMENT, "Andorra la Vella", 20430,
    )  # fmt: skip
    assert gazetteer.lookup("San Julia")[0].name == "Sant Julià de Lòria"
    assert gazetteer.lookup("Pic de Coma Pedrosa")[0].kind is Kind.RELIEF
    assert gazetteer.lookup("Estany de Juclar")[0].kind is Kind.WATER
    assert gazetteer.lookup("Carretera General") == ()
    gazetteer.close()


def test_our_tables_and_usual_names_are_laid_over_it(dumps: Path, tmp_path: Path) -> None:
    """Seas, contested names, and countries' usual names and outlines are there as in the embedded gazetteer."""
    build_from_geonames(dumps, tmp_path / "g.sqlite")
    gazetteer = Gazetteer.open(tmp_path / "g.sqlite")
    assert gazetteer.lookup("Black Sea")[0].kind is Kind.SEA
    assert gazetteer.lookup("Western Azerbaijan")[0].contested
    country = gazetteer.lookup("Andorra")[0]
    assert (country.kind, country.key) == (Kind.COUNTRY, "gn:3041565")
    extent = gazetteer.extent(country.key)
    assert extent is not None
    assert extent.rings
    assert gazetteer.contains(country, gazetteer.lookup("Andorra la Vella")[0])
    gazetteer.close()


def test_alternate_names_are_read_from_their_own_dump(dumps: Path, tmp_path: Path) -> None:
    """Names of all languages are found, links are not, former names are marked, abbreviations keep their capitals."""
    (dumps / "alternateNamesV2.txt").write_text(ALTERNATES, encoding="utf-8")
    build_from_geonames(dumps, tmp_path / "g.sqlite")
    gazetteer = Gazetteer.open(tmp_path / "g.sqlite")
    for name in ["Andorra City", "Андорра-ла-Велья", "アンドラ・ラ・ベリャ"]:
        assert gazetteer.lookup(name)[0].key == "gn:3041563"
    assert gazetteer.matches("Saint-Julien-de-Loria")[0].how & How.FORMER
    assert gazetteer.matches("AND")[0].how & How.SHORT
    assert not any(place.key == "gn:3041565" for place in gazetteer.lookup("and"))
    assert gazetteer.lookup("Nowhere") == ()
    gazetteer.close()


def test_zipped_dumps_are_read_as_they_come(dumps: Path, tmp_path: Path) -> None:
    """GeoNames offers the big files zipped; they need not be unpacked."""
    with zipfile.ZipFile(dumps / "allCountries.zip", "w") as archive:
        archive.write(dumps / "allCountries.txt", "allCountries.txt")
    (dumps / "allCountries.txt").unlink()
    assert build_from_geonames(dumps, tmp_path / "g.sqlite") == 6


def test_the_same_dump_gives_the_same_bytes(dumps: Path, tmp_path: Path) -> None:
    """A build depends on nothing but its sources."""
    build_from_geonames(dumps, tmp_path / "one.sqlite")
    build_from_geonames(dumps, tmp_path / "two.sqlite")
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1\ttoo\tshort\n", "line 8: 3 columns instead of 19"),
        (COUNTRIES.splitlines()[2].replace("42.50779", "north") + "\n", "line 8: an id, degree or population"),
        (COUNTRIES.splitlines()[2].replace("42.50779", "95") + "\n", "line 8: 95.0, 1.52109 is no place on the Earth"),
    ],
)
def test_a_damaged_line_is_named(dumps: Path, tmp_path: Path, line: str, message: str) -> None:
    """File and line of a fault are said, and no half-built gazetteer is left behind."""
    with (dumps / "allCountries.txt").open("a", encoding="utf-8") as file:
        file.write(line)
    with pytest.raises(TableError, match=message):
        build_from_geonames(dumps, tmp_path / "out" / "g.sqlite")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_missing_dump_says_where_to_get_it(tmp_path: Path) -> None:
    """The message names the file and the address."""
    with pytest.raises(GazetteerError, match=r"admin1CodesASCII\.txt.*download\.geonames\.org"):
        build_from_geonames(tmp_path, tmp_path / "g.sqlite")


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to look at" * 50])
def test_what_is_no_gazetteer_is_refused(tmp_path: Path, content: bytes) -> None:
    """A damaged file gives a message with what to do, not an answer."""
    (tmp_path / "g.sqlite").write_bytes(content)
    with pytest.raises(GazetteerError, match="dateline gazetteer build"):
        Gazetteer.open(tmp_path / "g.sqlite")


def test_a_truncated_gazetteer_is_refused(dumps: Path, tmp_path: Path) -> None:
    """Half a file is noticed at once, not at the first look-up that hits the missing half."""
    build_from_geonames(dumps, tmp_path / "g.sqlite")
    whole = (tmp_path / "g.sqlite").read_bytes()
    (tmp_path / "half.sqlite").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(GazetteerError, match="dateline gazetteer build"):
        Gazetteer.open(tmp_path / "half.sqlite")


def test_an_older_format_is_refused(dumps: Path, tmp_path: Path) -> None:
    """A file of another version says which, and which this version reads."""
    build_from_geonames(dumps, tmp_path / "g.sqlite")
    content = (tmp_path / "g.sqlite").read_bytes().replace(b"dateline-gazetteer ", b"dateline-gazette-- ")
    (tmp_path / "old.sqlite").write_bytes(content)
    with pytest.raises(GazetteerError, match="format"):
        Gazetteer.open(tmp_path / "old.sqlite")


def test_there_is_no_gazetteer(tmp_path: Path) -> None:
    """A path that does not exist is said."""
    with pytest.raises(GazetteerError, match="no gazetteer at"):
        Gazetteer.open(tmp_path / "nowhere.sqlite")


@pytest.mark.parametrize(
    ("feature_class", "code", "kind"),
    [
        ("P", "PPLX", Kind.SETTLEMENT), ("A", "PCLI", Kind.COUNTRY), ("A", "ADM2", Kind.DISTRICT),
        ("A", "PCLH", Kind.HISTORICAL), ("H", "GULF", Kind.SEA), ("H", "STM", Kind.WATER), ("T", "ISL", Kind.ISLAND),
        ("T", "MT", Kind.RELIEF), ("L", "CONT", Kind.CONTINENT), ("L", "PRK", Kind.RELIEF), ("L", "RGN", Kind.AREA),
        ("S", "AIRP", Kind.SITE), ("V", "FRST", Kind.RELIEF), ("U", "TRGU", Kind.SEA),
    ],
)  # fmt: skip
def test_features_have_their_kind(feature_class: str, code: str, kind: Kind) -> None:
    """GeoNames' classes and codes are told apart as our kinds."""
    assert kind_of(feature_class, code) is kind
