"""Times in words say no more than the article: about which hour, and that an end is ours."""

import datetime as dt

import pytest

from dateline.render.chart.words import when_words
from dateline.story.say import say_when, soon_after
from dateline_timeline.when import Basis, Grain, When

D = dt.date


def _when(edtf: str, first: dt.date, last: dt.date, basis: Basis = Basis.INFERRED, time: str = "") -> When:
    return When(first, last, Grain.PERIOD, edtf, basis, "", approximate=True, time=time)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2007-12/2008-04-01~", "December 2007 or soon after"),
        ("2006/2008-01-01~", "2006 or soon after"),
        ("2009-22/2010-03-02~", "June to August 2009 or soon after"),
        ("2007-12-01~/2008-04-01~", ""),
        ("2020/..", ""),
        ("../2008~", ""),
    ],
)
def test_an_end_that_is_ours_is_said_to_be(edtf: str, words: str) -> None:
    """Only where EDTF has a start as it was said and an end that is about."""
    when = _when(edtf, D(2006, 1, 1), D(2010, 3, 2))
    assert soon_after(when) == words
    if words:
        assert say_when(when) == when_words(when) == words


def test_only_inferred_ends_are_ours() -> None:
    """A stretch whose end the article calls "about" is the article's."""
    assert soon_after(_when("2006/2008~", D(2006, 1, 1), D(2008, 12, 31), Basis.EXPLICIT)) == ""


@pytest.mark.parametrize(
    ("time", "words"), [("18:00", "4 August 2020, about 18:00"), ("24:00", "4 August 2020, about midnight")]
)
def test_the_hour_is_about_and_not_the_day(time: str, words: str) -> None:
    """In differences and on pictures alike."""
    when = _when("2020-08-04", D(2020, 8, 4), D(2020, 8, 4), Basis.RELATIVE, time)
    assert say_when(when) == when_words(when) == words
