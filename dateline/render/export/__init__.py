"""Writes a story in the formats that other tools read: a registry of exporters and one function that runs them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from dateline.errors import DatelineError

if TYPE_CHECKING:
    import geopandas
    import pandas

    from dateline.model import Story

__all__ = ["EXPORTERS", "ExportError", "Exporter", "export", "to_geodataframe", "to_pandas"]


class ExportError(DatelineError, ValueError):
    """A format that does not exist, or whose libraries are not installed."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: what it is called, what it is for, the files it writes, and what has to be installed for it.

    `module` holds a function `write(story) -> Mapping[file name, bytes]` and is imported when it is first called.
    """

    name: str
    description: str
    files: tuple[str, ...]
    module: str
    extra: str = ""  # of dateline, that brings the libraries it needs

    def write(self, story: "Story") -> Mapping[str, bytes]:
        """The files of a story by name; the same story gives the same bytes.

        Raises:
            ExportError: a library that the format needs is not installed.
        """
        function = cast(
            "Callable[[Story], Mapping[str, bytes]]", import_module(f"dateline.render.export.{self.module}").write
        )
        try:
            return function(story)
        except ModuleNotFoundError as error:
            if not self.extra:
                raise
            raise _missing(f"the export '{self.name}'", error, self.extra) from error


def _missing(what: str, error: ModuleNotFoundError, extra: str) -> ExportError:
    return ExportError(f"{what} needs {error.name}, which is not installed: pip install 'dateline[{extra}]'")


_ALL = (
    Exporter("geojson", "GeoJSON: points, and outlines of areas", ("events.geojson", "areas.geojson"), "geojson"),
    Exporter("csv", "CSV: a line an event, a line a piece of evidence", ("events.csv", "evidence.csv"), "table"),
    Exporter("lpf", "Linked Places Format 1.3, for gazetteers", ("events.lpf.json",), "linkedplaces"),
    Exporter("kml", "KML with time spans, for Google Earth", ("events.kml",), "kml"),
    Exporter("timelinejs", "TimelineJS: spreadsheet and JSON", ("timelinejs.csv", "timelinejs.json"), "timelinejs"),
    Exporter("timemap", "the timemap workbook of Forensic Architecture and Bellingcat", ("timemap.xlsx",), "timemap"),
    Exporter("ical", "iCalendar of planned events that have a day", ("planned.ics",), "calendar"),
    Exporter("jsonld", "JSON-LD: schema.org events and news articles", ("events.jsonld",), "jsonld"),
    Exporter("annotations", "W3C Web Annotations of the words", ("annotations.jsonld",), "annotations"),
    Exporter("acled", "CSV in ACLED's shape (not ACLED's data)", ("acled-shaped.csv",), "acled"),
    Exporter("rocrate", "RO-Crate of the run", ("ro-crate-metadata.json",), "crate"),
    Exporter("parquet", "GeoParquet", ("events.parquet",), "parquet", "geo"),
    Exporter("geopackage", "GeoPackage, for QGIS and its kin", ("events.gpkg",), "geopackage", "geo"),
)

EXPORTERS: Mapping[str, Exporter] = MappingProxyType({exporter.name: exporter for exporter in _ALL})


def export(story: "Story", name: str) -> Mapping[str, bytes]:
    """Write a story in the format `name`: file names and their bytes.

    Raises:
        ExportError: there is no such format, or a library that it needs is not installed.
    """
    exporter = EXPORTERS.get(name)
    if exporter is None:
        near = get_close_matches(name, EXPORTERS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(EXPORTERS)}"
        raise ExportError(f"there is no export '{name}': {hint}")
    return exporter.write(story)


def to_pandas(story: "Story") -> "pandas.DataFrame":
    """A row an event; its index is the number on page and map. See `dateline.render.export.frames`.

    Raises:
        ExportError: pandas is not installed.
    """
    from dateline.render.export import frames

    try:
        return frames.to_pandas(story)
    except ModuleNotFoundError as error:
        raise _missing("to_pandas", error, "geo") from error


def to_geodataframe(story: "Story") -> "geopandas.GeoDataFrame":
    """The same with a point (WGS 84) for each placed event and no geometry for the others.

    Raises:
        ExportError: GeoPandas is not installed.
    """
    from dateline.render.export import frames

    try:
        return frames.to_geodataframe(story)
    except ModuleNotFoundError as error:
        raise _missing("to_geodataframe", error, "geo") from error
