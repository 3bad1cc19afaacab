"""What must not be read as a date."""

import datetime as dt

import pytest

from dateline_timeline import find_dates, read_dates

PUBLISHED = dt.date(2025, 3, 14)

NOT_DATES = [
    "You may leave, and we march on.",
    "May I come in? He may, she said.",
    "The March on Washington drew crowds.",
    "The Sun reported it, and the sun set.",
    "He came second, then third, in a second attempt.",
    "They drove down Highway 61 and Route 66.",
    "He is a 34-year-old teacher; she is 29 years old.",
    "Aged 12, he left.",
    "They won 3-2, then 21-14, and lost 1-0.",
    "It cost $1999 and weighs 2000 kg.",
    "About 1500 people came with 1200 horses.",
    "Call 555-0199 or +44 20 7946 0958.",
    'He read "1984" and watched "Blade Runner 2049".',
    "He installed Windows 2000 in Room 1408.",
    "The price rose to 1,945 or 19.45.",
    "It fell by 20% to 1.5 million.",
    "He will fall, and she will spring up.",
    "Jan Kowalski and Mar Sanchez met Dec Smith.",
    "The Sunday Times reported it.",
    "Easter Island has no Christmas tree.",
    "Chapter 12, page 1914, No. 1939.",
    "The ratio was 12:1.",
    "Flight 1549 landed safely.",
    "A first-rate, second-hand, third-party account.",
    "He polled 1996 votes.",
]


@pytest.mark.parametrize("text", NOT_DATES)
def test_no_date_is_seen_where_there_is_none(text: str) -> None:
    """Verbs, names, ages, scores, prices, phone numbers and titles are no dates."""
    assert [one.text for one in find_dates(text, published=PUBLISHED)] == []


def test_a_year_before_an_ordinal_name_is_a_year() -> None:
    """As in "The 2020 Second Karabakh War" is of the year 2020, never of 2,020 seconds."""
    assert [one.value for one in find_dates("after the 2020 Second Karabakh War")] == ["2020"]


def test_an_age_is_refused_by_name() -> None:
    """An age is counted among the refusals, so that nothing is dropped silently."""
    (one,) = read_dates("The 34-year-old teacher left.").refusals
    assert one.reason == "age"


def test_a_budget_of_a_year_is_no_day() -> None:
    """As in "The 2015 budget" is of a year."""
    (one,) = find_dates("The 2015 budget was passed.", published=PUBLISHED)
    assert one.value == "2015"
