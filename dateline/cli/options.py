"""Every key of `dateline.toml` as an option of a command, made of the same table, so that neither lags behind."""

import dataclasses
import inspect
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer

from dateline.settings import FILE, KEYS, Settings, check, load_settings, option_error

# Where the option is not simply the key: repeated ones are singular, switches have two sides, some have a short name.
_NAMES: dict[str, tuple[str, ...]] = {
    "output": ("--output", "-o"),
    "gazetteers": ("--gazetteer",),
    "exports": ("--export",),
    "include_text": ("--text/--no-text",),
    "pdf": ("--pdf/--no-pdf",),
    "timeline_size": ("--timeline-size", "--size"),
    "timeline_dpi": ("--timeline-dpi", "--dpi"),
}
# What stands for a value in the help, where it is not simply text.
_VALUES = {
    "sources": "PATH", "output": "FOLDER", "corrections": "FILE", "gazetteers": "FILE", "language": "CODE",
    "theme": "NAME", "map_scale": "NUMBER", "tiles": "URL", "exports": "FORMAT", "timeline_style": "NAME",
    "timeline_theme": "NAME", "timeline_size": "WxH", "timeline_dpi": "NUMBER", "geocoder": "NAME",
    "geocoder_url": "URL", "geocoder_user": "NAME", "workers": "NUMBER", "cache": "FOLDER", "cache_mb": "NUMBER",
}  # fmt: skip
# What has a say in what is read; the rest only in how a page looks.
READING = (
    "corrections", "gazetteers", "language", "geocoder", "geocoder_url", "geocoder_user", "workers", "cache",
    "cache_mb",
)  # fmt: skip
_PATHS = ("corrections", "gazetteers", "output", "cache")


def setting_parameters(keys: Collection[str]) -> list[inspect.Parameter]:
    """A keyword parameter for each of these keys but `sources`, which are arguments; None where one is not given."""
    hints = get_type_hints(Settings)
    made = []
    for name, key in KEYS.items():
        if name == "sources" or name not in keys:
            continue
        names = _NAMES.get(name, (f"--{name.replace('_', '-')}",))
        choices = f" One of: {', '.join(choice for choice in key.choices if choice)}." if key.choices else ""
        size = " Such as 16x9." if name == "timeline_size" else ""
        usual = f" Default: {_default(name)}." if _default(name) else ""
        plain = _plain(hints[name])
        metavar = None if "bool" in str(plain) else _VALUES.get(name, "TEXT")
        option = typer.Option(*names, help=key.meaning + choices + size + usual, show_default=False, metavar=metavar)
        annotation: Any = Annotated.__class_getitem__((plain, option))  # type: ignore[attr-defined]
        made.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation))
    return made


def takes_settings(*keys: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command, whose last parameter is `**given`, an option for each of these keys, or for all of them."""

    def taking(command: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(command)
        own = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
        parameters = [*own, *setting_parameters(keys or tuple(KEYS))]

        def run(**values: Any) -> None:
            command(**values)

        run.__doc__, run.__name__ = command.__doc__, command.__name__
        run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return taking


def settle_settings(config: Path | None, sources: Sequence[str], given: dict[str, Any]) -> Settings:
    """The settings of this run: the file's, with what was said on the command line in their place.

    Raises:
        SettingsError: a value is out of its bounds, or the file is not there although it was named.
    """
    path = config or Path(FILE)
    if config is not None and not config.is_file():
        raise option_error(f"there is no file {config}; `dateline init` writes one", key="config")
    settings = _from_folder(load_settings(path), path.parent)
    said = {name: value for name, value in given.items() if value not in (None, [])}
    if "timeline_size" in said:
        said["timeline_size"] = _size(said["timeline_size"])
    said = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    if sources:
        said["sources"] = tuple(sources)
    settings = dataclasses.replace(settings, **said)
    check(settings, option_error)
    return settings


def _from_folder(settings: Settings, folder: Path) -> Settings:
    """Paths in a file count from the folder of the file."""
    if folder == Path():
        return settings

    def beside(value: str) -> str:
        return value if not value or value in ("-", "none") else str(folder / value)

    moved: dict[str, Any] = {name: beside(getattr(settings, name)) for name in _PATHS if name != "gazetteers"}
    moved["gazetteers"] = tuple(beside(one) for one in settings.gazetteers)
    moved["sources"] = tuple(beside(one) for one in settings.sources)
    return dataclasses.replace(settings, **moved)


def _plain(hint: object) -> object:
    if get_origin(hint) is tuple:
        return str | None if float in get_args(hint) else list[str] | None
    return hint | None  # type: ignore[operator]


def _default(name: str) -> str:
    value = getattr(Settings(), name)
    if name == "timeline_size":
        return "16x9"
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _size(text: str) -> tuple[float, float]:
    try:
        width, height = (float(part) for part in text.lower().split("x"))
    except ValueError:
        raise option_error(
            f"{text!r} is no size; write width x height in inches, such as 16x9", key="timeline_size"
        ) from None
    return width, height
