"""Why something of a story was left out or not compared: the codes of this room, each with a sentence."""

from collections.abc import Mapping
from types import MappingProxyType

DUPLICATE_ARTICLE = "duplicate-article"
NOT_ALL_COMPARED = "not-all-compared"

REASONS: Mapping[str, str] = MappingProxyType(
    {
        DUPLICATE_ARTICLE: "The same article was given twice; it is used once.",
        NOT_ALL_COMPARED: "So many reports share their words and day that each was compared with the likeliest only.",
    }
)
"""Code → what it means. `docs/drops.md` lists the same codes."""
