"""The day of publication of a web page, and lines that its source breaks."""

import datetime as dt

import pytest

from dateline.sources.limits import Limits
from dateline.sources.page import extract_page, lighten
from dateline.sources.page_date import PRINTED, STATED
from dateline.sources.published import parse_published

PROSE = [
    "The harbour of Port Ellery was closed on Monday after a tanker struck the outer wall in dense fog, it was said.",
    "Two tugs pulled the ship free by noon. The last closure, on 3 April 2015, had gone on for a week, they recalled.",
    "Ferries to the islands were sent to Saint Bride instead, and buses carried four hundred passengers there.",
]
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PROSE)


def day(beside: str = "", *, head: str = "", above: str = "", below: str = "") -> tuple[dt.date | None, str]:
    page = (
        f"<!doctype html><html lang='en'><head><title>Tanker closes harbour</title>{head}</head><body>{above}"
        f"<main><article><h1>Tanker closes harbour</h1>{beside}{BODY}</article></main>{below}</body></html>"
    )
    found = extract_page(page.encode(), Limits())
    assert PROSE[2] in found.text
    return parse_published(found.published), found.published_basis


def test_what_the_head_states_counts_before_what_is_printed() -> None:
    """A byline may have the day of a later edition."""
    head = '<meta property="article:published_time" content="2024-03-11T19:00:00+01:00">'
    assert day("<p>Updated March 13, 2024</p>", head=head) == (dt.date(2024, 3, 11), STATED)


@pytest.mark.parametrize(
    "line",
    [
        "<p class='byline'>By Jane Roe | March 12, 2024</p>", "<div class='date'>12 March 2024</div>",
        "<p>By Jane Roe <time datetime='2024-03-12T08:00'>Tuesday</time></p>", "<span>Published: 2024-03-12</span>",
    ],
)  # fmt: skip
def test_a_day_printed_beside_the_article_is_its_day(line: str) -> None:
    """Where the head has none; the page says that it was read there."""
    assert day(line) == (dt.date(2024, 3, 12), PRINTED)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"above": "<div class='top'><div id='date-box'>Mon, 25 Dec 2023</div></div>"},
        {"above": "<header><span class='date'>Monday, December 25, 2023</span></header>"},
        {"below": "<ul class='related'><li><time datetime='2011-05-02'>May 2, 2011</time> An older piece</li></ul>"},
        {"below": "<div class='comments'><p>Posted on 2024-05-06 by a reader</p></div>"},
        {"below": "<footer>© 2019 The Ellery Post</footer>"},
        {"head": "<meta itemprop='copyrightYear' content='2019'>"},
        {"beside": "<blockquote class='tweet'>Fog! <time datetime='2020-01-02'>2 January 2020</time></blockquote>"},
        {},
    ],
)  # fmt: skip
def test_a_day_elsewhere_on_the_page_is_not_its_day(elsewhere: dict[str, str]) -> None:
    """The day in the masthead is when it was saved; others are those of other texts, or of its sentences."""
    beside = elsewhere.pop("beside", "") if elsewhere else ""
    assert day(beside, **elsewhere) == (None, "")


def test_an_address_tells_the_day() -> None:
    """Many have it in them."""
    link = '<link rel="canonical" href="https://post.example/2024/03/12/tanker-closes-harbour">'
    assert day(head=link) == (dt.date(2024, 3, 12), STATED)


def test_the_end_of_a_source_line_is_no_end_of_a_paragraph() -> None:
    """Pages are written with lines of any length; only what is set as it stands keeps them."""
    broken = lighten(
        "<p>One sentence\r\nof two lines.</p><pre>a\nb</pre>\n<script type='application/ld+json'>{\n}</script>",
        Limits(),
    )
    assert broken.split("<pre>")[0].split() == ["<p>One", "sentence", "of", "two", "lines.</p>"]
    assert "\n" not in broken.split("<pre>")[0]
    assert "a\nb</pre>" in broken
    assert "{\n}" in broken


def test_an_open_element_of_set_lines_takes_no_long_time() -> None:
    """A page of nothing but the beginnings of such elements is read in a moment."""
    import time

    start = time.process_time()
    lighten("<pre\n" * 30_000, Limits())
    assert time.process_time() - start < 2
