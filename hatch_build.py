"""Builds what travels in the wheel but not in the repository: gazetteer, basemap, Leaflet, bill of materials."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


class DataHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel, editable or not, is made; does nothing where the data are there and up to date."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build both data folders from the build requirements; `version` is "standard" or "editable"."""
        if self.target_name != "wheel":
            return
        sys.path[:0] = [str(ROOT), str(ROOT / "geo"), str(ROOT / "requirements")]
        from dateline.render.compile import compile_assets
        from dateline_geo.compile import compile_gazetteer

        compile_gazetteer(ROOT / "geo" / "dateline_geo" / "data")
        compile_assets(ROOT / "dateline" / "render" / "data")
        if version == "standard":
            from sbom import write_bill

            bill = Path("build", "dateline.cdx.json")
            write_bill(ROOT / bill, self.metadata.version)
            build_data["sbom_files"].append(str(bill))
