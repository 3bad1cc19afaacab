"""From what many articles report to one story: copies, the same event told twice, differences, salience."""

from dateline.story.bounds import Bounds, default_title, story_bounds
from dateline.story.copies import find_copies
from dateline.story.reasons import REASONS
from dateline.story.salience import article_salience, article_saliences, story_salience
from dateline.story.tell import each_once, tell

__all__ = [
    "REASONS",
    "Bounds",
    "article_salience",
    "article_saliences",
    "default_title",
    "each_once",
    "find_copies",
    "story_bounds",
    "story_salience",
    "tell",
]
