"""What a story is made with, beside its sources: the gazetteer, and the versions of all that has a say in the reading.

Nothing heavy is imported here: a run that finds that nothing changed needs no more than this.
"""

from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from dateline.parse import installed_pipeline
from dateline.version import __version__
from dateline_geo.gazetteer import Gazetteer


def versions(gazetteer: Gazetteer) -> tuple[tuple[str, str], ...]:
    """Everything that has a say in what is read, by name and version."""
    model = installed_pipeline()
    return (
        ("dateline", __version__),
        ("language model", f"{model} {metadata.version(model)}"),
        ("spaCy", metadata.version("spacy")),
        ("gazetteer", gazetteer.meta().get("stamp", "")[:12]),
    )


def open_gazetteer(paths: Sequence[Path]) -> Gazetteer:
    """Ours, or the user's own build (a `.sqlite` file), with the user's places laid over it in their order.

    Raises:
        GeoError: a file is damaged, of another format, or says what it may not.
    """
    own = [path for path in paths if path.suffix == ".sqlite"]
    gazetteer = Gazetteer.open(own[-1] if own else None)
    for path in paths:
        if path.suffix != ".sqlite":
            gazetteer = gazetteer.with_overlay(path)
    return gazetteer
