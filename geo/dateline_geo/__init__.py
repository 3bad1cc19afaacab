"""Where: toponyms found in text and resolved to places in an embedded gazetteer."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline_geo.context import GeoContext, infer_home
    from dateline_geo.resolve_places import PlaceReading, read_places

__all__ = ["GeoContext", "PlaceReading", "infer_home", "read_places"]

# Loaded on first use: numpy costs a command that reads nothing a tenth of a second.
_HOMES = {
    "GeoContext": "dateline_geo.context",
    "PlaceReading": "dateline_geo.resolve_places",
    "infer_home": "dateline_geo.context",
    "read_places": "dateline_geo.resolve_places",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'dateline_geo' has no attribute {name!r}")
