"""A story as a table of pandas or GeoPandas, for notebooks and as the way to Parquet and GeoPackage."""

import io
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.render.export.rows import rows_of
from dateline.render.export.safe import plain
from dateline.render.export.table import EVENT_COLUMNS, event_cells

if TYPE_CHECKING:
    import geopandas
    import pandas

    from dateline.model import Story


def to_pandas(story: "Story") -> "pandas.DataFrame":
    """A row an event with the columns of `events.csv`; its index is the number on page and map.

    `earliest` and `latest` are datetimes (to the second, so that any year has room), missing where open or unknown.

    Raises:
        ModuleNotFoundError: pandas is not installed (`pip install 'dateline[geo]'`).
    """
    import numpy as np
    import pandas as pd

    rows = rows_of(story)
    cells = [event_cells(row) for row in rows]
    columns: dict[str, pd.Series[object]] = {}
    for name in EVENT_COLUMNS[1:]:
        values = [row[name] for row in cells]
        if name in ("earliest", "latest"):
            columns[name] = pd.Series(np.array([value or "NaT" for value in values], dtype="datetime64[s]"))
        elif name in ("lat", "lon", "place_score", "salience"):
            columns[name] = pd.Series(values, dtype="float64")
        elif name in ("geonameid", "reports", "independent") or name.endswith(("_precision", "_prec")):
            columns[name] = pd.Series(values, dtype="Int64")
        elif name in ("approximate", "year_known"):
            columns[name] = pd.Series(values, dtype="bool")
        else:
            columns[name] = pd.Series(
                [plain(str(value)) if value is not None else None for value in values], dtype="object"
            )
    frame = pd.DataFrame(columns)
    frame.index = pd.Index([row.number for row in rows], name="number", dtype="int64")
    return frame


def to_geodataframe(story: "Story") -> "geopandas.GeoDataFrame":
    """The same with a point for each placed event (WGS 84) and no geometry for the others.

    Raises:
        ModuleNotFoundError: GeoPandas is not installed (`pip install 'dateline[geo]'`).
    """
    import geopandas
    from shapely.geometry import Point  # type: ignore[import-untyped]

    frame = to_pandas(story)
    points = [Point(row.lon, row.lat) if row.lat is not None else None for row in rows_of(story)]
    return geopandas.GeoDataFrame(frame, geometry=geopandas.GeoSeries(points, index=frame.index, crs="EPSG:4326"))


def geoparquet(story: "Story") -> Mapping[str, bytes]:
    """`events.parquet`, as GeoParquet."""
    held = io.BytesIO()
    to_geodataframe(story).to_parquet(held, index=True, compression="zstd")
    return {"events.parquet": held.getvalue()}


def geopackage(story: "Story") -> Mapping[str, bytes]:
    """`events.gpkg` with one layer, `events`."""
    import pyogrio

    frame = to_geodataframe(story).reset_index()
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    # GDAL would write the time of the run into the file's contents table.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "1980-01-01T00:00:00.000Z"})
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "events.gpkg"
            pyogrio.write_dataframe(frame, path, layer="events", driver="GPKG", geometry_type="Point")
            return {"events.gpkg": path.read_bytes()}
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
