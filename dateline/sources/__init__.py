"""Files of every kind that news comes in, read to articles; what can't be read comes out as a drop with its reason."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.sources.child import ChildReader, Opener
    from dateline.sources.limits import Limits
    from dateline.sources.reading import read_sources
    from dateline.sources.reasons import REASONS

__all__ = ["REASONS", "ChildReader", "Limits", "Opener", "read_sources"]

# Loaded on first use: a run that finds nothing changed looks at files and reads none.
_HOMES = {
    "REASONS": "dateline.sources.reasons",
    "ChildReader": "dateline.sources.child",
    "Limits": "dateline.sources.limits",
    "Opener": "dateline.sources.child",
    "read_sources": "dateline.sources.reading",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'dateline.sources' has no attribute {name!r}")
