"""What a build says of its story in lines."""

from dataclasses import replace

from dateline.changes import Change, Changes, EventRecord, Merge
from dateline.cli.report import change_lines, undated_lines
from dateline.model import Drop
from tests.synthetic import make_story

STORY = make_story(20, seed=3)


def test_changes_are_counted_and_the_first_ones_named() -> None:
    """With what changed of each; what is gone stands nowhere else but in run.json."""
    ids = [event.id for event in STORY.events]
    changes = Changes(
        new=tuple(ids[:7]),
        changed=(Change(ids[8], ("place: Lima → none", "reports: 2 → 1")),),
        merged=(Merge(ids[9], (ids[9], "0ld"), ("“A fire” (2024-05, Graz)", "“A blaze”")),),
        vanished=(EventRecord("g0ne", "A bridge opens", "2024-05", where="Graz"), EventRecord("g0", "A port closes")),
    )
    lines = list(change_lines(changes, STORY))
    assert lines[0].startswith("Since the last run: 7 new, 1 changed, 1 merged, 2 gone (")
    assert lines[1] == f"  new: {STORY.events[0].headline}"
    assert lines[6] == "  … and 2 more new; run.json lists all"
    assert lines[7:] == [
        f"  changed: {STORY.events[8].headline} (place: Lima → none; reports: 2 → 1)",
        f"  merged: {STORY.events[9].headline} (was “A fire” (2024-05, Graz) and “A blaze”)",
        "  gone: A bridge opens (2024-05, Graz)",
        "  gone: A port closes (no date, no place)",
    ]
    assert list(change_lines(Changes(), STORY)) == []


def test_an_article_without_its_day_is_told_where_to_get_it() -> None:
    """Only where words of it were counted from no day; a file of several articles says it in its records."""
    alone, other, third = (
        replace(article, path=path, published=None)
        for article, path in zip(STORY.articles, ["seeds/a.pdf", "seeds/b.jsonl", "seeds/b.jsonl"], strict=False)
    )
    drops = tuple(Drop("date-no-publication-date", one.id, 0, 4, "") for one in (alone, other))
    story = replace(STORY, articles=(alone, other, third), drops=(*drops, Drop("no-date", third.id, 0, 4, "")))
    first, second = undated_lines(story)
    assert first == (
        f"seeds/a.pdf does not say when it came out, so that “{alone.text[:4].strip()}” is not dated. "
        "Write it into seeds/a.pdf.about, such as published: 2025-06-05"
    )
    assert second.endswith('Write it into its record, such as "published": "2025-06-05"')
    assert list(undated_lines(replace(story, drops=()))) == []
