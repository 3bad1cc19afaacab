"""TimelineJS 3: the JSON that it loads and the spreadsheet that its users fill; dated events, all that it can show."""

import html
from collections.abc import Mapping

from dateline.model import Story
from dateline.render.chart.look import look_of
from dateline.render.chart.words import voice_words, where_words
from dateline.render.export.geojson import Value, dumps
from dateline.render.export.rows import Row, rows_of
from dateline.render.export.safe import line, plain
from dateline.render.export.table import Cell, sheet
from dateline.render.export.times import Part, clock_of, parts_of, words_of

# The columns of its template, in its order and spelling.
COLUMNS = (
    "Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date", "Headline", "Text",
    "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background",
)  # fmt: skip


def _text(words: str) -> str:
    """TimelineJS writes texts as HTML: ours are text."""
    return html.escape(line(words))


def _story_text(row: Row) -> str:
    parts = [
        f"<p>{_text(row.event.quote)}</p>",
        f"<p>{_text(where_words(row.event))} · {_text(voice_words(row.event))}</p>",
    ]
    for article in row.articles:
        words = _text(article.title or article.publisher or article.id)
        if article.url.startswith(("http://", "https://")):
            words = f'<a href="{html.escape(line(article.url))}">{words}</a>'
        parts.append(f"<p>{words}</p>")
    return "".join(parts)


def _dated(story: Story) -> list[tuple[Row, Part, Part | None]]:
    """Rows that have a beginning, or an end to stand for it."""
    found = []
    for row in rows_of(story):
        first, last = parts_of(row)
        start = first or last
        if start is not None:
            found.append((row, start, last if first is not None and last != first else None))
    return found


def _date(part: Part, row: Row) -> dict[str, Value]:
    date: dict[str, Value] = {"year": part.year}
    if part.month is not None:
        date["month"] = part.month
    if part.day is not None:
        date["day"] = part.day
        clock = clock_of(row)
        if clock is not None:
            date["hour"], date["minute"] = clock
    return date


def write(story: Story) -> Mapping[str, bytes]:
    """`timelinejs.csv` and `timelinejs.json`. Events without a date are counted in the title's text."""
    dated = _dated(story)
    slides: list[Value] = []
    rows: list[Mapping[str, Cell]] = []
    for row, start, end in dated:
        headline = f"{row.number}. {_text(row.event.headline)}"
        slide: dict[str, Value] = {
            "unique_id": f"e{row.event.id}",
            "start_date": _date(start, row),
            "display_date": _text(words_of(row)),
            "text": {"headline": headline, "text": _story_text(row)},
            "group": look_of(row.event.category).label,
        }
        if end is not None:
            slide["end_date"] = _date(end, row)
        slides.append(slide)
        clock = clock_of(row) if start.day is not None else None
        rows.append(
            dict.fromkeys(COLUMNS)
            | {
                "Year": start.year,
                "Month": start.month,
                "Day": start.day,
                "Time": f"{clock[0]:02d}:{clock[1]:02d}" if clock else None,
                "End Year": end.year if end else None,
                "End Month": end.month if end else None,
                "End Day": end.day if end else None,
                "Display Date": _text(words_of(row)),
                "Headline": headline,
                "Text": _story_text(row),
                "Group": look_of(row.event.category).label,
            }
        )
    missing = len(story.events) - len(dated)
    words = f"{len(story.events)} events from {len(story.articles)} articles; {missing} without a date are not shown."
    title: dict[str, Value] = {"text": {"headline": _text(plain(story.title)), "text": words}}
    return {
        "timelinejs.csv": sheet(COLUMNS, rows),
        "timelinejs.json": dumps({"title": title, "events": slides}),
    }
