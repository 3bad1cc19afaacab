"""Numbers that sources can be compared by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.events.clauses import find_clauses
from dateline.events.numbers import find_numbers, parse_number
from dateline.events.tree import read_tree
from dateline.parse import load_pipeline

NAMES = "zero one two three four five six seven eight nine twenty thirty forty fifty sixty seventy eighty ninety"
ONES, TENS = NAMES.split()[:10], NAMES.split()[10:]


def numbers(text: str) -> list[tuple[str, float | None, float | None, str]]:
    tree = read_tree(load_pipeline()(text))
    root = next(clause for clause in find_clauses(tree) if clause.governor < 0 and not clause.noun)
    return [(q.what, q.low, q.high, q.unit) for q in find_numbers(tree, root)]


@given(st.integers(min_value=0, max_value=10**12))
def test_digits(number: int) -> None:
    """Digits are read with and without separators."""
    assert parse_number(str(number)) == number
    assert parse_number(f"{number:,}") == number


@given(st.integers(0, 7), st.integers(1, 9), st.integers(1, 9))
def test_words(tens: int, ones: int, hundreds: int) -> None:
    """English number words add up."""
    words = f"{ONES[hundreds]} hundred and {TENS[tens]}-{ONES[ones]}"
    assert parse_number(words) == 100 * hundreds + 10 * (tens + 2) + ones
    assert parse_number(f"{words} thousand") == 1000 * (100 * hundreds + 10 * (tens + 2) + ones)


@given(st.text(max_size=20))
def test_anything_is_a_number_or_nothing(text: str) -> None:
    """No word is mistaken for a number by an error."""
    value = parse_number(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast killed at least 12 people in Porto.", [("killed", 12, None, "people")]),
        ("Twenty-two people were wounded in Porto.", [("injured", 22, 22, "people")]),
        ("Up to 300 people were displaced by the flood.", [("displaced", None, 300, "people")]),
        ("Dozens were killed in the blast.", [("killed", 24, None, "people")]),
        ("A quake of magnitude 6.4 struck Lisbon.", [("magnitude", 6.4, 6.4, "")]),
        ("A 5.8-magnitude earthquake struck Lisbon.", [("magnitude", 5.8, 5.8, "")]),
        ("The bank lost $2.5 billion in Lisbon.", [("money", 2.5e9, 2.5e9, "USD")]),
        ("The bank lost 40 million euros.", [("money", 4e7, 4e7, "EUR")]),
        ("Three ministers visited Porto in 2019.", []),
    ],
)
def test_what_is_counted(text: str, expected: list[tuple[str, float | None, float | None, str]]) -> None:
    """Victims, strength and money are found with the bounds that the words give, and nothing else is."""
    assert numbers(text) == expected
