"""What a project is set to: `dateline.toml`, every key with its meaning and its default."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from dateline.errors import SettingsError
from dateline.settings_file import load_toml

FILE = "dateline.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set; paths count from the folder of the file. `KEYS` says what each is."""

    title: str = ""
    sources: tuple[str, ...] = ("seeds",)
    output: str = "output"
    corrections: str = ""
    gazetteers: tuple[str, ...] = ()
    language: str = "en"
    theme: str = "auto"
    map_scale: int = 50
    tiles: str = ""
    tiles_attribution: str = ""
    include_text: bool = True
    exports: tuple[str, ...] = ()
    pdf: bool = False
    timeline_style: str = "auto"
    timeline_theme: str = ""
    timeline_size: tuple[float, float] = (16.0, 9.0)
    timeline_dpi: int = 150
    geocoder: str = ""
    geocoder_url: str = ""
    geocoder_user: str = ""
    workers: int = 0
    cache: str = ""
    cache_mb: int = 512


@dataclass(frozen=True, slots=True)
class Key:
    """What a key means, in a sentence for the commented file and the documentation, and which values it may have."""

    meaning: str
    choices: tuple[str, ...] = ()
    example: str = ""


KEYS: Mapping[str, Key] = MappingProxyType(
    {
        "title": Key("The title of the page; made of the articles when empty.", example='"Ferries, spring 2024"'),
        "sources": Key("Files and folders of articles."),
        "output": Key("The folder to write."),
        "corrections": Key("The file of corrections; corrections.toml in the first folder of sources when empty."),
        "gazetteers": Key(
            "Your own places (CSV, GeoJSON, Linked Places), which come before dateline's.", example='["villages.csv"]'
        ),
        "language": Key("The language of articles that do not say theirs, as a code of two letters."),
        "theme": Key("How the page and the pictures look; print is for paper.", ("auto", "light", "dark", "print")),
        "map_scale": Key("How fine the map's coasts are: 50 (finer) or 110 (a smaller page).", ("50", "110")),
        "tiles": Key(
            "Map tiles under the events, as an address with {z}, {x} and {y}; empty for the map inside the page, which "
            "asks no server for anything.",
            example='"https://tiles.example/{z}/{x}/{y}.png"',
        ),
        "tiles_attribution": Key(
            "What the server of the tiles asks to be shown.", example='"© OpenStreetMap contributors"'
        ),
        "include_text": Key("Whether whole articles are put into the page; without them only quoted sentences are."),
        "exports": Key("Formats to write beside the page; `dateline export` lists them.", example='["kml", "ical"]'),
        "pdf": Key("Whether the pictures are written as PDF, too."),
        "timeline_style": Key("The form of the timeline's picture.", ("auto", "ladder", "line", "density")),
        "timeline_theme": Key(
            "The ground of the pictures, where it is not the theme's.", ("", "light", "dark", "print")
        ),
        "timeline_size": Key("Width and height of the pictures in inches."),
        "timeline_dpi": Key("Pixels an inch of the pictures."),
        "geocoder": Key(
            "A service to ask for places that dateline's gazetteer has not; empty for none, so that nothing leaves "
            "this machine.",
            ("", "nominatim", "photon", "geonames", "pelias", "arcgis"),
        ),
        "geocoder_url": Key("The address of your own server of that kind.", example='"https://nominatim.example"'),
        "geocoder_user": Key("The name that you have at the service; keys are taken from the environment."),
        "workers": Key("Processes that read articles; 0 means as many as there are cores."),
        "cache": Key('Where readings are kept between runs: a folder, "none", or empty for the user\'s cache folder.'),
        "cache_mb": Key("How large that may grow, in megabytes."),
    }
)


def load_settings(path: Path) -> Settings:
    """Read a settings file; one that isn't there leaves every default.

    Raises:
        SettingsError: it can't be read or says what it may not; the message names file and line.
    """
    if not path.exists():
        return Settings()
    settings, lines = load_toml(path, Settings)
    check(settings, lines.error)
    return settings


def check(settings: Settings, error: Callable[..., SettingsError]) -> None:
    """Check values whichever way they came.

    Args:
        settings: What was set.
        error: Makes an error of a message and the `key` that it is about.

    Raises:
        SettingsError: one is out of its bounds.
    """
    for name, key in KEYS.items():
        value = str(getattr(settings, name))
        if key.choices and value not in key.choices:
            near = difflib.get_close_matches(value, key.choices, 1, 0.5)
            listed = ", ".join(choice or '""' for choice in key.choices)
            hint = f"did you mean {near[0]!r}?" if near else f"write one of {listed}"
            raise error(f"{name} {value!r} is unknown; {hint}", key=name)
    width, height = settings.timeline_size
    bounds = (
        ("timeline_size", 4 <= width <= 60 and 3 <= height <= 60, "4 to 60 inches wide and 3 to 60 high"),
        ("timeline_dpi", 36 <= settings.timeline_dpi <= 600, "36 to 600"),
        ("workers", 0 <= settings.workers <= 256, "0 to 256"),
        ("cache_mb", 1 <= settings.cache_mb <= 1_000_000, "1 to 1,000,000"),
        ("sources", bool(settings.sources), "at least one file or folder"),
        ("output", bool(settings.output.strip()), "a folder"),
        ("language", 2 <= len(settings.language) <= 3 and settings.language.isalpha(), "a code such as en"),
        ("tiles", not settings.tiles or _is_template(settings.tiles), "an address with {z}, {x} and {y}"),
        (
            "tiles_attribution",
            not settings.tiles or bool(settings.tiles_attribution),
            "what the tiles' server asks for",
        ),
        ("geocoder_url", not settings.geocoder_url or bool(settings.geocoder), "nothing unless 'geocoder' is set"),
    )
    for name, right, allowed in bounds:
        if not right:
            raise error(f"{name} must be {allowed}, not {getattr(settings, name)!r}", key=name)


def template() -> str:
    """A settings file with every key at its default, commented out, under what it means."""
    lines = ["# Settings of dateline for this folder. Take the # off a line to change it.", ""]
    defaults = Settings()
    for name, key in KEYS.items():
        lines += [f"# {line}" for line in _wrapped(key.meaning)]
        if key.choices:
            lines.append("# One of: " + ", ".join(f'"{c}"' if not c.isdecimal() else c for c in key.choices))
        if key.example:
            lines.append(f"# For example: {name} = {key.example}")
        lines += [f"#{name} = {_toml(getattr(defaults, name))}", ""]
    return "\n".join(lines)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(part) for part in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _wrapped(text: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, 110)


def _is_template(address: str) -> bool:
    return address.startswith(("https://", "http://")) and all(part in address for part in ("{z}", "{x}", "{y}"))


class OptionError(SettingsError):
    """A value on the command line that it may not have: wrong usage, not a wrong file."""


def option_error(message: str, *, key: str) -> OptionError:
    """The error of a value that came from the command line: it names the option."""
    return OptionError(f"--{key.replace('_', '-')}: {message}")
