"""Events: what one article reports, where and when it happened, and who says so.

`assemble` takes an article with its parse, its dates and its places; `tense_at` tells the temporal tagger of verbs.
"""

from dateline.events.assemble import Assembly, assemble, is_shown, tense_at
from dateline.events.reasons import REASONS

__all__ = ["REASONS", "Assembly", "assemble", "is_shown", "tense_at"]
