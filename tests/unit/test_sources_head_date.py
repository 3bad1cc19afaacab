"""The day that an article's own first lines say is its day of publication, and no other date in them is."""

import datetime as dt
import time
from pathlib import Path

import pytest

from dateline.model import Article
from dateline.sources import read_sources
from dateline.sources.head_date import head_date


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ferry burns\n\nLISBON, 12 March 2024 – A ferry burned.", "12 March 2024"),
        ("Ferry burns\nLisbon, Portugal, March 12, 2024 (Agency) -- A ferry burned.", "March 12, 2024"),
        ("Ferry burns\nBy Jane Roe\nPORTO (12th March 2024) — A ferry burned.", "12th March 2024"),
        ("RIO DE JANEIRO, Sept. 2, 2024 - A ferry burned.", "Sept 2, 2024"),
        ("Ferry burns\nPublished on Tuesday, 12 March 2024 at 10:00\nA ferry burned.", "12 March 2024"),
        ("Ferry burns\nPosted: 2024-03-12\nA ferry burned.", "2024-03-12"),
        ("Ferry burns\n12 March 2024\nA ferry burned.", ""),
        ("In Lisbon, 12 March 2024 was a day like any other – a Tuesday.", ""),
        ("On the night of 12 March 2024 – a Tuesday – a ferry burned.", ""),
        ("LISBON – On 12 March 2024 a ferry burned.", ""),
        ("The chronicle was published in 1850. 12 March 2024 – A ferry burned.", ""),
        ("one\n" * 9 + "LISBON, 12 March 2024 – A ferry burned.", ""),
    ],
)
def test_only_a_dateline_or_a_line_that_says_so(text: str, said: str) -> None:
    """A date in a sentence, or one alone on a line, may be of anything."""
    assert head_date(text)[0] == said


def test_an_article_has_the_day_of_its_dateline(tmp_path: Path) -> None:
    """Unless something else says its day; where it is from is said."""
    words = "LISBON, 12 March 2024 – A ferry burned in the harbour on Friday, the coast guard said.\n"
    (tmp_path / "a.txt").write_text(f"Ferry burns\n\n{words}")
    (tmp_path / "b.txt").write_text(f"---\npublished: 2024-03-13\n---\nFerry burns again\n\n{words}")
    (tmp_path / "c.txt").write_text("LISBON, 31 April 2024 – A ferry burned.\n")
    one, two, three = (part for part in read_sources([tmp_path]) if isinstance(part, Article))
    assert (one.published, one.published_basis) == (dt.date(2024, 3, 12), "its dateline")
    assert (two.published, two.published_basis) == (dt.date(2024, 3, 13), "front matter")
    assert (three.published, three.published_basis) == (None, "")


def test_looking_takes_no_time() -> None:
    """However a line repeats what a dateline consists of."""
    began = time.process_time()
    for line in ("A " * 5_000, "A, " * 5_000, "A" * 10_000, "A'" * 5_000, "published " * 2_000, "A de " * 3_000):
        assert head_date(f"{line}\n" * 8) == ("", "")
    assert time.process_time() - began < 0.5
