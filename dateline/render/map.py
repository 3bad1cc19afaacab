"""Makes the folium map of a story: our basemap, events and timeline are elements of it, and all they need is inside.

Article text never goes through folium's templates, which would run it as code: it travels as packed data, and the
page's script writes it as text.
"""

import base64
import html
import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import folium
from branca.element import MacroElement
from folium.template import Template

from dateline.model import Story
from dateline.render.basemap import asset
from dateline.render.block import Blocks, pack_story
from dateline.render.options import Tiles

# In the order in which they must stand: each may use what those before it define.
SCRIPTS = (
    "elements",
    "block",
    "chunks",
    "dates",
    "theme",
    "glyphs",
    "state",
    "basemap",
    "labels",
    "events",
    "highlight",
    "timescale",
    "axis",
    "timehand",
    "timeline",
    "card",
    "list",
    "facets",
    "mapview",
    "about",
    "print",
    "app",
)

_LEAVE_OUT = re.compile(
    r"^ *(?://.*\n|/\*\*(?:[^*]|\*(?!/))*\*/ *\n|\n)|^ +"  # whole lines, and what they are indented by
    r"|(?<=[;,{]) // (?!.*[\"'`]).*$|/\*\* @[^*\n]*\*/ ?",  # what stands at a line's end, and types within it
    re.MULTILINE,
)
_UNUSED = re.compile(r"popup|tooltip|marker|control-(?:layers|scale|zoom)|leaflet-bar|div-icon|vml|oldie")


def story_map(story: Story, *, tiles: Tiles | None = None, map_scale: Literal[50, 110] = 50) -> folium.Map:
    """A folium map of a story, for a notebook: the events, the timeline under them, no request to any server.

    More layers may be put on it as on any folium map. Plugins of folium load their own files from the network.

    Args:
        story: what is drawn.
        tiles: raster tiles in place of the embedded basemap; the map then asks that server for pictures.
        map_scale: Natural Earth's scale, 1:50 million or 1:110 million.
    """
    made = bare_map(tiles)
    assets = Assets()
    made.add_child(assets, name="assets")
    if tiles is None:
        made.add_child(Basemap(map_scale), name="basemap")
    made.add_child(Events(pack_story(story, include_text=True)), name="events")
    made.add_child(Timeline(), name="timeline")
    return made


def bare_map(tiles: Tiles | None = None) -> folium.Map:
    """A folium map without folium's own files, which come from four hosts; named, so that a rerun is the same."""
    made = folium.Map(
        location=(25, 10),
        zoom_start=2,
        tiles=None,
        zoom_control=False,
        world_copy_jump=False,
        zoom_snap=0.25 if tiles is None else 1,
        min_zoom=1,
        max_zoom=18,
        max_bounds_viscosity=1.0,
        keyboard=False,
        bounce_at_zoom_limits=False,
    )
    made._id = "dateline"
    made.default_js = []
    made.default_css = []
    if tiles is not None:
        layer = folium.TileLayer(tiles.url, attr=html.escape(tiles.attribution), max_native_zoom=18)
        layer._id = "tiles"
        made.add_child(layer)
    return made


class Assets(MacroElement):
    """Leaflet, our style and our script, inside the page's head."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
        <style>{{ this.raw(this.leaflet_css) }}</style>
        <style>{{ this.raw(this.css) }}</style>
        <script>{{ this.raw(this.leaflet_js) }}</script>
        <script>{{ this.raw(this.app_js) }}</script>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        document.documentElement.classList.add("dl-notebook");
        document.documentElement.dataset.theme = "auto";
        L.Icon.Default.mergeOptions({
            iconUrl: {{ this.marker|tojson }},
            iconRetinaUrl: {{ this.marker|tojson }},
            shadowUrl: {{ this.shadow|tojson }}
        });
        L.Icon.Default.imagePath = " ";
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Assets"
        self._id = "dateline"
        self.leaflet_css, self.css = leaflet_style(), page_style()
        self.leaflet_js, self.app_js = leaflet_script(), page_script()
        self.marker, self.shadow = _picture("marker-icon.png"), _picture("marker-shadow.png")

    @staticmethod
    def raw(code: str) -> str:
        """Code that branca would otherwise read as a template."""
        return "{% raw %}" + code + "{% endraw %}"


class Basemap(MacroElement):
    """Natural Earth under the events."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <script type="text/plain" id="dl-basemap">{{ this.block }}</script>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        dateline.basemap({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, scale: Literal[50, 110]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Basemap"
        self._id = "dateline"
        self.block = basemap_block(scale)


class Events(MacroElement):
    """The events of a story, drawn from packed data, with a card that opens on the map."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        {% for name, block in this.blocks %}<script type="text/plain" id="dl-{{ name }}">{{ block }}</script>
        {% endfor %}
        <aside class="dl-corner" aria-label="Event" hidden></aside>
        {{ this.dialogs }}
        {% endmacro %}
        {% macro script(this, kwargs) %}
        addEventListener("DOMContentLoaded", () => dateline.notebook({{ this._parent.get_name() }}));
        {% endmacro %}
        """
    )

    def __init__(self, blocks: Blocks) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Events"
        self._id = "dateline"
        self.blocks = [("head", blocks.head), *blocks.chunks.items()]
        self.dialogs = read_template("dialogs.html")


class Timeline(MacroElement):
    """The timeline under the map, linked with it by the events' state."""

    _template = Template("{% macro html(this, kwargs) %}{{ this.markup }}{% endmacro %}")

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Timeline"
        self._id = "dateline"
        self.markup = read_template("timeline.html")


class Page(MacroElement):
    """Starts the whole page around the map, in place of `Events` and `Timeline` that a notebook has."""

    _template = Template("{% macro script(this, kwargs) %}dateline.page({{ this._parent.get_name() }});{% endmacro %}")

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Page"
        self._id = "dateline"


# The files inside ----------------------------------------------------------------------------------------------------


def read_template(name: str) -> str:
    """A file of the folder `templates`."""
    return (files("dateline.render") / "templates" / name).read_text(encoding="utf-8")


def basemap_block(scale: Literal[50, 110]) -> str:
    """The basemap as the page's script unpacks it."""
    return base64.b64encode(asset(f"basemap-{scale}.bin")).decode()


@lru_cache(maxsize=1)
def page_script() -> str:
    """All modules of our script as one, each seeing those before it and nobody else seeing any.

    Comments and indentation stay at home: they are a third of it.
    """
    folder = files("dateline.render") / "scripts"
    parts = [_LEAVE_OUT.sub("", (folder / f"{name}.js").read_text(encoding="utf-8")) for name in SCRIPTS]
    return safe_script('(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();")


@lru_cache(maxsize=1)
def page_style() -> str:
    """Our style sheet, without comments and the spaces that only people need."""
    style = (files("dateline.render") / "styles" / "page.css").read_text(encoding="utf-8")
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"[^\x00-\xff]", lambda found: f"\\{ord(found[0]):06x}", style)
    return re.sub(r"\s*([{};])\s*|(: )\s*|(,)\s+", lambda found: found[0].strip(), style).replace(";}", "}\n")


def leaflet_script() -> str:
    """Leaflet's script."""
    return safe_script(asset("leaflet.js").decode())


def leaflet_style(*, whole: bool = True) -> str:
    """Leaflet's style sheet, without the pictures of controls that we do not use.

    A notebook may put any layer on its map and needs it `whole`; the page has no popups, tooltips, markers or layer
    control of Leaflet's, whose rules are two thirds of it.
    """
    style = re.sub(r"/\*.*?\*/|\s+(?=\s)", "", asset("leaflet.css").decode(), flags=re.DOTALL)
    style = re.sub(r"[^{}]*\{[^{}]*url\([^{}]*\}", "", style)
    return style if whole else re.sub(r"([^{}]*)\{[^{}]*\}", _needed, style)


def _needed(rule: re.Match[str]) -> str:
    selectors = [selector.strip() for selector in rule[1].split(",")]
    kept = [selector for selector in selectors if not _UNUSED.search(selector)]
    return f"\n{','.join(kept)}{rule[0][len(rule[1]) :]}" if kept else ""


def safe_script(code: str) -> str:
    """Code of ours as it may stand in a script element: nothing in it may end or open one, and all of it is Latin-1.

    One letter beyond that would have a browser keep, and read, two bytes for every letter of the page around it.
    """
    code = code.replace("</script", "<\\/script").replace("<script", "<\\script").replace("<!--", "<\\!--")
    return re.sub(r"[^\x00-\xff]+", lambda found: json.dumps(found[0])[1:-1], code)


def _picture(name: str) -> str:
    return "data:image/png;base64," + base64.b64encode(asset(name)).decode()
