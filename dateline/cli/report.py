"""What a build says of its story in lines: what changed since the last run, and which articles lack their day."""

from collections import Counter
from collections.abc import Iterator, Sequence

from dateline.changes import Changes
from dateline.drop_list import with_reasons
from dateline.model import Article, Story

_SHOWN = 5  # of each kind of change
_NAMED = 3  # articles without a day


def change_lines(changes: Changes, story: Story) -> Iterator[str]:
    """A line of counts, then the first few of each kind; nothing where nothing changed."""
    if not changes:
        return
    kinds = {"new": changes.new, "changed": changes.changed, "merged": changes.merged, "gone": changes.vanished}
    counts = ", ".join(f"{len(of_kind):,} {kind}" for kind, of_kind in kinds.items())
    yield f"Since the last run: {counts} (index.html#new shows them)."
    headlines = {event.id: event.headline for event in story.events}
    lines = {
        "new": [headlines[one] for one in changes.new],
        "changed": [f"{headlines[one.id]} ({'; '.join(one.what)})" for one in changes.changed],
        "merged": [f"{headlines[one.id]} (was {' and '.join(one.told or one.was)})" for one in changes.merged],
        "gone": [f"{one.headline} ({one.spot or 'no date, no place'})" for one in changes.vanished],
    }
    for kind, told in lines.items():
        yield from _first(kind, told)


def _first(kind: str, told: Sequence[str]) -> Iterator[str]:
    for line in told[:_SHOWN]:
        yield f"  {kind}: {line}"
    if len(told) > _SHOWN:
        yield f"  … and {len(told) - _SHOWN:,} more {kind}; run.json lists all"


def undated_lines(story: Story) -> Iterator[str]:
    """Articles without a day of publication in which words such as "last week" could be counted from none."""
    articles = {article.id: article for article in story.articles if article.published is None}
    words: dict[str, str] = {}
    for drop in with_reasons(story.drops, {"date-no-publication-date"} if articles else ()):
        if drop.article in articles:
            words.setdefault(drop.article, articles[drop.article].text[drop.start : drop.end])
    if not words:
        return
    shared = Counter(article.path for article in story.articles)
    for one in list(words)[:_NAMED]:
        yield _undated(articles[one], words[one], alone=shared[articles[one].path] == 1)
    if len(words) > _NAMED:
        yield f"… and so do {len(words) - _NAMED:,} other articles; run.json lists all."


def _undated(article: Article, words: str, *, alone: bool) -> str:
    said = " ".join(words.split())
    where = f"{article.path}.about" if alone else "its record"
    return (
        f"{article.path} does not say when it came out, so that “{said}” is not dated. Write it into {where}, such as "
        + ("published: 2025-06-05" if alone else '"published": "2025-06-05"')
    )
