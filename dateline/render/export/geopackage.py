"""GeoPackage: the table of events as one layer of points."""

from dateline.render.export.frames import geopackage as write

__all__ = ["write"]
