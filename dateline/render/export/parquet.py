"""Parquet: the table of events as GeoParquet."""

from dateline.render.export.frames import geoparquet as write

__all__ = ["write"]
