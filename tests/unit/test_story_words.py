"""Promises of the words and the copies: stems meet, cosines stay in bounds, wire copies are found, others are not."""

import datetime as dt
import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Article
from dateline.story import find_copies
from dateline.story.copies import alike, shingles
from dateline.story.say import say_days, say_when
from dateline.story.words import Weights, cosine, stem, terms, written
from dateline_timeline.when import Basis, Grain, When

VOCABULARY = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("n", "r", "st", "lm")]


def prose(seed: int, words: int) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(VOCABULARY) for _ in range(words))


def article(name: str, text: str, day: int = 1) -> Article:
    return Article(name, name, text, dt.date(2025, 6, day))


def test_inflections_meet() -> None:
    """Forms of one verb or noun get one stem, short words and other scripts stay as they are."""
    assert {stem(word) for word in ("strike", "strikes", "striking")} == {"strik"}
    assert stem("killed") == stem("kills") == stem("killing") == "kill"
    assert stem("stopped") == stem("stopping") == "stop"
    assert stem("cities") == "city"
    assert [stem(word) for word in ("gas", "press", "крыши", "2,500")] == ["gas", "press", "крыши", "2,500"]


def test_calendar_and_wrapping_words_are_left_out() -> None:
    """What dates an event or wraps it in a report is no word of the event."""
    assert terms("Officials said on Monday that rebels reportedly took the harbour in March.") == [
        "rebel",
        "took",
        "harbour",
    ]


def test_shared_words_are_shown_as_written() -> None:
    """A stem is shown to people in the form that the report has."""
    assert written("Striking miners strike")["strik"] == "Striking"


@given(st.lists(st.text(max_size=60), min_size=2, max_size=6))
def test_cosines_are_bounded_and_symmetric(texts: list[str]) -> None:
    """The likeness of any two texts is between 0 and 1, the same both ways, and 1 with itself where there are words."""
    documents = [terms(text) for text in texts]
    weights = Weights(documents)
    vectors = [weights.vector(document) for document in documents]
    for one in vectors:
        assert not one or abs(cosine(one, one) - 1) < 1e-9
        for other in vectors:
            assert 0 <= cosine(one, other) <= 1 + 1e-9
            assert abs(cosine(one, other) - cosine(other, one)) < 1e-12


def test_wire_copies_are_one_group_led_by_the_earliest() -> None:
    """A wire story, its copy with another ending, and a longer piece that contains it are copies; others are not."""
    wire = prose(1, 200)
    articles = [
        article("longer", f"{wire} {prose(2, 150)}", 3),
        article("wire", wire, 1),
        article("cut", " ".join(wire.split()[:150]) + " Reporting by our own desk.", 2),
        article("other", prose(3, 200), 1),
    ]
    assert find_copies(articles) == (("wire", "cut", "longer"),)


def test_boilerplate_makes_no_copies() -> None:
    """A hundred articles that share a long legal notice are not copies of each other."""
    notice = prose(4, 40)
    assert find_copies([article(f"a{i}", f"{prose(100 + i, 120)} {notice}") for i in range(100)]) == ()


def test_many_copies_are_one_group() -> None:
    """Two hundred papers that print one wire story are one group: boilerplate caps don't split it."""
    wire = prose(5, 120)
    (group,) = find_copies([article(f"a{i:03}", f"{wire} Paper number {i}.") for i in range(200)])
    assert len(group) == 200


def test_copies_do_not_drift() -> None:
    """A chain of texts, each half like the next, is not one group: each copy is a copy of its group's first."""
    words = prose(6, 400).split()
    chain = [article(f"a{i}", " ".join(words[i * 40 : i * 40 + 160]), i + 1) for i in range(6)]
    for group in find_copies(chain):
        first = next(a for a in chain if a.id == group[0])
        assert all(alike(shingles(first.text), shingles(a.text)) for a in chain if a.id in group)
        assert len(group) < len(chain)


def test_short_texts_are_no_copies() -> None:
    """Texts without five words have nothing to be compared by."""
    assert find_copies([article("a", "Fire in Graz"), article("b", "Fire in Graz")]) == ()
    assert not alike(shingles(""), shingles(""))


@given(st.text(max_size=200))
def test_shingles_never_fail(text: str) -> None:
    """Any text has shingles, the same each time, sorted and distinct."""
    runs = shingles(text).tolist()
    assert runs == sorted(set(runs)) == shingles(text).tolist()


def test_times_in_words() -> None:
    """Days, months, years and stretches read as a person writes them."""
    day = dt.date
    assert say_days(day(2025, 6, 5), day(2025, 6, 5)) == "5 June 2025"
    assert say_days(day(2025, 6, 5), day(2025, 6, 8)) == "5 to 8 June 2025"
    assert say_days(day(2025, 6, 5), day(2025, 7, 3)) == "5 June to 3 July 2025"
    assert say_days(day(2024, 12, 31), day(2025, 1, 1)) == "31 December 2024 to 1 January 2025"
    assert say_days(day(2025, 6, 1), day(2025, 6, 30)) == "June 2025"
    assert say_days(day(2025, 6, 1), day(2025, 8, 31)) == "June to August 2025"
    assert say_days(day(2024, 12, 1), day(2025, 1, 31)) == "December 2024 to January 2025"
    assert say_days(day(2025, 1, 1), day(2025, 12, 31)) == "2025"
    assert say_days(day(1990, 1, 1), day(1999, 12, 31)) == "1990 to 1999"
    assert say_days(day(9999, 1, 1), day(9999, 12, 31)).endswith("December 9999")


def test_open_and_unknown_times_in_words() -> None:
    """Open sides, clock times and approximations are said; what has no days is given as EDTF."""
    on = dt.date(2025, 6, 5)
    base = When(on, on, Grain.DAY, "2025-06-05", Basis.EXPLICIT, "", time="09:10")
    assert say_when(base) == "5 June 2025, 09:10"
    assert say_when(replace(base, time="EV", approximate=True)) == "about 5 June 2025"
    assert say_when(replace(base, latest=None, open_end=True)) == "since 5 June 2025"
    assert say_when(replace(base, earliest=None, open_start=True)) == "until 5 June 2025"
    assert say_when(replace(base, earliest=None, latest=None, edtf="XXXX-06-05")) == "XXXX-06-05"


@given(st.dates(), st.dates())
def test_any_days_have_words(one: dt.date, other: dt.date) -> None:
    """Every stretch of the calendar has words, and they end in the year in which it ends."""
    first, last = sorted((one, other))
    assert say_days(first, last).endswith(str(last.year))
