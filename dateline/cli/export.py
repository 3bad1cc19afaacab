"""`dateline export`: the data alone, in the formats that other tools read."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path

import typer

from dateline.cli.build import tell_sources
from dateline.files import lock_folder, replace_file
from dateline.render.export import EXPORTERS, export
from dateline.settings import OptionError, Settings


def list_formats() -> None:
    """Print every format, what it is and which files it gives."""
    for exporter in EXPORTERS.values():
        needs = f" (needs: pip install 'dateline[{exporter.extra}]')" if exporter.extra else ""
        typer.echo(f"{exporter.name:12} {exporter.description}: {', '.join(exporter.files)}{needs}")


def check_formats(formats: Iterable[str]) -> None:
    """Refuse a format that there isn't before anything is read.

    Raises:
        OptionError: there is no such format; the message says which is near.
    """
    for name in formats:
        if name not in EXPORTERS:
            near = get_close_matches(name, EXPORTERS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(EXPORTERS)}"
            raise OptionError(f"there is no export {name!r}; {hint}")


def run_export(formats: Sequence[str], settings: Settings) -> None:
    """Read the sources and write the formats into the output folder, beside whatever is there."""
    check_formats(formats)
    story = tell_sources(settings, BytesIO()).story
    folder = Path(settings.output)
    with lock_folder(folder):
        for name in dict.fromkeys(formats):
            for file, data in export(story, name).items():
                replace_file(folder / file, data)
                typer.echo(f"Wrote {folder / file}")
