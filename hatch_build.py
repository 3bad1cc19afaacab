"""Builds what travels in the wheel but not in the repository: the gazetteer, the basemap, Leaflet."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


class DataHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel, editable or not, is made; does nothing where the data are there and up to date."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling calls it so
        """Build both data folders from the build requirements."""
        if self.target_name != "wheel":
            return
        sys.path[:0] = [str(ROOT), str(ROOT / "geo")]
        from dateline.render.compile import compile_assets
        from dateline_geo.compile import compile_gazetteer

        compile_gazetteer(ROOT / "geo" / "dateline_geo" / "data")
        compile_assets(ROOT / "dateline" / "render" / "data")
