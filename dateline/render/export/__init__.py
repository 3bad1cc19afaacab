"""Writes a story in the formats that other tools read: a registry of exporters and one function that runs them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from dateline.errors import DatelineError

if TYPE_CHECKING:
    from dateline.model import Story

__all__ = ["EXPORTERS", "ExportError", "Exporter", "export"]


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
        try:
            function = import_module(f"dateline.render.export.{self.module}").write
        except ModuleNotFoundError as error:
            if not self.extra or (error.name or "").startswith("dateline"):
                raise
            raise ExportError(
                f"the export '{self.name}' needs {error.name}, which is not installed: "
                f"pip install 'dateline[{self.extra}]'"
            ) from error
        return cast("Callable[[Story], Mapping[str, bytes]]", function)(story)


_ALL = (
    Exporter(
        "geojson", "GeoJSON: events as points, and outlines of areas", ("events.geojson", "areas.geojson"), "geojson"
    ),
    Exporter("csv", "CSV: a line an event and a line a piece of evidence", ("events.csv", "evidence.csv"), "table"),
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
