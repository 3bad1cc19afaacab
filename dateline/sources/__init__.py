"""Files of every kind that news comes in, read to articles; what can't be read comes out as a drop with its reason."""

from dateline.sources.child import ChildReader, Opener
from dateline.sources.limits import Limits
from dateline.sources.reading import read_sources
from dateline.sources.reasons import REASONS

__all__ = ["REASONS", "ChildReader", "Limits", "Opener", "read_sources"]
