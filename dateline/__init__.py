"""dateline: reads news articles and draws the events they report, on one map and one timeline.

`dateline.read("seeds/")` gives a story that shows itself in a notebook; everything else is in its methods.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from dateline.version import __version__

if TYPE_CHECKING:
    from dateline.errors import DatelineError
    from dateline.model import Article, Drop, Event, Story
    from dateline.notebook import ReadStory, read

__all__ = ["Article", "DatelineError", "Drop", "Event", "ReadStory", "Story", "__version__", "read"]

# Loaded when first asked for, so that `import dateline` costs nothing.
_HOMES = {
    "Article": "dateline.model",
    "DatelineError": "dateline.errors",
    "Drop": "dateline.model",
    "Event": "dateline.model",
    "ReadStory": "dateline.notebook",
    "Story": "dateline.model",
    "read": "dateline.notebook",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'dateline' has no attribute {name!r}")
