"""A worker that dies or hangs costs one article, and the run goes on."""

import pytest

import dying
from dateline.model import Article
from dateline.pool import read_in_pool


def articles(*texts: str) -> list[Article]:
    return [Article(str(number), "", text) for number, text in enumerate(texts)]


@pytest.mark.parametrize(("accident", "words"), [("die", "died"), ("hang", "too long"), ("starve", "died")])
def test_an_accident_costs_one_article(accident: str, words: str) -> None:
    """The article at fault comes back with a drop that says why; its neighbours in the same chunk are read."""
    given = articles(*["fine"] * 5, accident, *["fine"] * 50)
    readings = list(read_in_pool(dying.read, given, workers=2, limit=lambda chunk: 2.0))
    assert [reading.article.id for reading in readings] == [article.id for article in given]
    dropped = {reading.article.id: reading.drops for reading in readings if reading.drops}
    assert list(dropped) == ["5"]
    assert dropped["5"][0].reason == "reader-died"
    assert words in dropped["5"][0].detail


def test_an_error_of_ours_is_not_hidden() -> None:
    """A bug in the reader stops the run: only death and time-outs are turned into drops."""
    with pytest.raises(AttributeError):
        list(read_in_pool(dying.read, [None], workers=1, limit=lambda chunk: 5.0))  # type: ignore[list-item]
