"""What expressions of time mean: TIMEX3 value, interval, grain, EDTF and basis."""

import datetime as dt

import pytest

from dateline_timeline import Basis, Grain, Tense, TimexType, bound_publication, day_first_for, find_dates, read_dates

# A Friday.
PUBLISHED = dt.date(2025, 3, 14)


def values(text: str, published: dt.date | None = PUBLISHED, **options: object) -> list[tuple[str, str]]:
    return [(one.text, one.value) for one in find_dates(text, published=published, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It opened on 5 June 2020.", "5 June 2020", "2020-06-05"),
        ("It opened on June 5, 2020, in rain.", "June 5, 2020", "2020-06-05"),
        ("It opened on the 5th of June 2020.", "the 5th of June 2020", "2020-06-05"),
        ("It opened on Tuesday, 4 March 2025.", "Tuesday, 4 March 2025", "2025-03-04"),
        ("It opened in June 2020.", "June 2020", "2020-06"),
        ("It opened in early June 2020.", "early June 2020", "2020-06"),
        ("It opened on 2020-06-05.", "2020-06-05", "2020-06-05"),
        ("It opened in mid-2019.", "mid-2019", "2019"),
        ("It opened in the late 1990s.", "the late 1990s", "199"),
        ("It opened in the late 20th century.", "the late 20th century", "19"),
        ("It fell in 480 BC.", "480 BC", "BC0480"),
        ("It fell in AD 70.", "AD 70", "0070"),
        ("It fell in the 7th century BC.", "the 7th century BC", "BC06"),
        ("It grew in Q3 2024.", "Q3 2024", "2024-Q3"),
        ("It grew in the third quarter of 2024.", "the third quarter of 2024", "2024-Q3"),
        ("It grew in the first half of 2024.", "the first half of 2024", "2024-H1"),
        ("It grew in fiscal 2012.", "fiscal 2012", "2012"),
        ("It grew in the summer of 1942.", "the summer of 1942", "1942-SU"),
        ("They met last summer.", "last summer", "2024-SU"),
        ("They met this week.", "this week", "2025-W11"),
        ("They met last week.", "last week", "2025-W10"),
        ("They will meet next month.", "next month", "2025-04"),
        ("They met three weeks ago.", "three weeks ago", "2025-W08"),
        ("They met ten days ago.", "ten days ago", "2025-03-04"),
        ("They met two years ago.", "two years ago", "2023"),
        ("They met on Tuesday.", "Tuesday", "2025-03-11"),
        ("They will meet on Tuesday.", "Tuesday", "2025-03-18"),
        ("He said on Friday that it was over.", "Friday", "2025-03-14"),
        ("They met last Friday.", "last Friday", "2025-03-07"),
        ("They met yesterday morning.", "yesterday morning", "2025-03-13TMO"),
        ("They met on Tuesday night.", "Tuesday night", "2025-03-11TNI"),
        ("They met at 10:30 p.m. Tuesday.", "10:30 p.m. Tuesday", "2025-03-11T22:30"),
        ("They met in October.", "October", "2024-10"),
        ("It will open in October.", "October", "2025-10"),
        ("It stayed for three days.", "three days", "P3D"),
        ("It stayed for five and a half hours.", "five and a half hours", "PT5H30M"),
        ("It stayed for more than four hours.", "more than four hours", "PT4H"),
        ("It lasted two decades.", "two decades", "P20Y"),
        ("It stayed for years.", "years", "PXY"),
        ("In the past few weeks it rained.", "the past few weeks", "PXW"),
        ("They meet every Friday.", "every Friday", "XXXX-WXX-5"),
        ("They march each July.", "each July", "XXXX-07"),
        ("They meet every two years.", "every two years", "P2Y"),
        ("They are now at home.", "now", "PRESENT_REF"),
        ("It is for the future to say.", "the future", "FUTURE_REF"),
        ("It began nineteen ninety-six.", "nineteen ninety-six", "1996"),
        ("They came on Christmas Eve 1914.", "Christmas Eve 1914", "1914-12-24"),
        ("They rose at Easter 1916.", "Easter 1916", "1916-04-23"),
        ("They came last Thanksgiving.", "last Thanksgiving", "2024-11-28"),
    ],
)
def test_an_expression_has_the_value_of_timex3(text: str, words: str, value: str) -> None:
    """Each news style of date is found whole and normalised as the TIMEX3 guidelines have it."""
    assert values(text) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "edtf", "first", "last", "grain"),
    [
        ("in early June 2020", "2020-06-01~/2020-06-10~", "2020-06-01", "2020-06-10", Grain.DAYS),
        ("in mid-2019", "2019-05~/2019-08~", "2019-05-01", "2019-08-31", Grain.YEAR),
        ("in the late 20th century", "1970~/1999~", "1970-01-01", "1999-12-31", Grain.CENTURY),
        ("in the 1990s", "199X", "1990-01-01", "1999-12-31", Grain.DECADE),
        ("in the winter of 1941", "1941-24", "1941-12-01", "1942-02-28", Grain.SEASON),
        ("in the third quarter of 2024", "2024-35", "2024-07-01", "2024-09-30", Grain.QUARTER),
        ("last week", "2025-03-03/2025-03-09", "2025-03-03", "2025-03-09", Grain.WEEK),
    ],
)
def test_an_expression_is_an_interval(text: str, edtf: str, first: str, last: str, grain: Grain) -> None:
    """Parts of a period have the bounds that the README states, and EDTF says the same."""
    (one,) = find_dates(f"It happened {text}.", published=PUBLISHED)
    assert one.when is not None
    assert (one.when.edtf, one.when.grain) == (edtf, grain)
    assert (one.when.earliest, one.when.latest) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_before_christ_has_no_day_but_an_edtf() -> None:
    """480 BC is the astronomical year -479."""
    (one,) = find_dates("It fell in 480 BC.")
    assert one.when is not None
    assert (one.when.edtf, one.when.earliest, one.when.latest) == ("-0479", None, None)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("since 27 September 2020", "2020-09-27/.."),
        ("until March 1990", "../1990-03"),
        ("before 1990", "../1989-12-31"),
        ("after 2020", "2021-01-01/.."),
    ],
)
def test_one_side_may_be_open(text: str, edtf: str) -> None:
    """As in "Since", "until", "before" and "after" leave a side open, and say so."""
    (one,) = find_dates(f"It has stood {text}.")
    assert one.when is not None
    assert one.when.edtf == edtf
    assert one.when.open_start != one.when.open_end
    assert (one.when.earliest is None) == one.when.open_start
    assert (one.when.latest is None) == one.when.open_end


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("on the night of 14–15 June 2021", "2021-06-14/2021-06-15"),
        ("between March and May 2021", "2021-03/2021-05"),
        ("in October-November 2020", "2020-10/2020-11"),
        ("in 1988–1991", "1988/1991"),
        ("in 1939–45", "1939/1945"),
        ("from 1975 to 1990", "1975/1990"),
        ("from 5 to 8 May 1945", "1945-05-05/1945-05-08"),
        ("from December to February 2021", "2020-12/2021-02"),
        ("June 28 to July 3, 2021", "2021-06-28/2021-07-03"),
    ],
)
def test_a_range_is_one_interval_of_two_dates(text: str, edtf: str) -> None:
    """The two ends share the year and the month that only one of them says."""
    (one,) = read_dates(f"It rained {text}.").ranges
    assert one.when.edtf == edtf
    assert one.text.split()[-1] == text.split()[-1]


def test_without_a_publication_date_nothing_relative_is_absolute() -> None:
    """A weekday, "yesterday" and "last year" stay unknown and are refused by name."""
    reading = read_dates("On Tuesday he left. Yesterday he came. Last year he was ill.")
    assert [one.when for one in reading.timexes] == [None, None, None]
    assert [one.reason for one in reading.refusals] == ["no-publication-date"] * 3


def test_a_day_without_a_year_is_known_as_such() -> None:
    """As in "5 June" alone is XXXX-06-05, not a day of this year."""
    (one,) = find_dates("The conference was held on 5 June.")
    assert one.value == "XXXX-06-05"
    assert one.when is not None
    assert (one.when.year_known, one.when.earliest, one.when.edtf) == (False, None, "XXXX-06-05")


def test_a_named_year_infers_the_year() -> None:
    """An official name of a year dates a day that has none, as an inference with its source."""
    reading = read_dates('In line with the "Year of Nizami Ganjavi", a meeting was held on June 5.')
    (one,) = reading.timexes
    assert one.when is not None
    assert (one.value, one.when.basis) == ("2021-06-05", Basis.INFERRED)
    assert "Year of Nizami Ganjavi" in one.when.reason
    assert [period.value for period in reading.periods] == ["2021"]


def test_a_weekday_with_a_date_infers_the_year() -> None:
    """Without a publication date, a weekday beside a date gives the first year that fits after what the text says."""
    text = "The law of 3 May 2021 is old. Its text is long. It was read. They met on Tuesday, March 4, in Paris."
    one = find_dates(text)[-1]
    assert one.when is not None
    assert (one.value, one.when.basis) == ("2025-03-04", Basis.INFERRED)
    assert "3 May 2021" in one.when.reason


def test_a_story_carries_its_year_on() -> None:
    """In a text that tells history a month without a year belongs to the year said before, over New Year too."""
    text = (
        "The war began on 22 June 1941. On 8 August the city was encircled. In December the front held. "
        "In January the army withdrew. By 1943 it was over, and in 1945 there was peace."
    )
    assert [value for _, value in values(text, None)] == [
        "1941-06-22",
        "1941-08-08",
        "1941-12",
        "1942-01",
        "1943",
        "1945",
    ]


def test_an_aside_is_not_carried_on() -> None:
    """A distant year in mid-sentence does not become the year of the months that follow; one that opens does."""
    text = "It began on 22 June 1941. The castle, built in 1740, fell on 5 July. In 1760, in May, it had burnt down."
    assert [value for _, value in values(text, None)] == ["1941-06-22", "1740", "1941-07-05", "1760", "1760-05"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The next day they left.", "1941-06-23"),
        ("The following morning they left.", "1941-06-23TMO"),
        ("Two weeks later they left.", "1941-W27"),
        ("Three days earlier they had come.", "1941-06-19"),
        ("A decade later they returned.", "1951"),
        ("That night they left.", "1941-06-22TNI"),
        ("The following month they left.", "1941-07"),
        ("The same year they left.", "1941"),
    ],
)
def test_a_story_counts_from_itself(text: str, value: str) -> None:
    """What follows in a story is counted from the date said before, not from the publication."""
    found = find_dates(f"The war began on 22 June 1941. {text}", published=PUBLISHED)
    assert found[-1].value == value
    assert found[-1].anchored_by == "text"


def test_the_verb_decides_between_past_and_future() -> None:
    """A tense from a parse outweighs the look at the words around."""
    text = "The ministers meet Tuesday."
    assert values(text, tense=lambda _start, _end: Tense.FUTURE) == [("Tuesday", "2025-03-18")]
    assert values(text, tense=lambda _start, _end: Tense.PAST) == [("Tuesday", "2025-03-11")]


def test_the_basis_is_said_in_words() -> None:
    """Every interval has a sentence on where it comes from."""
    (one,) = find_dates("They met on Tuesday.", published=PUBLISHED)
    assert one.when is not None
    assert one.when.reason == "'Tuesday' before the article of 2025-03-14, past tense"
    assert one.when.basis is Basis.RELATIVE
    assert one.anchored_by == "published"


def test_today_may_mean_nowadays() -> None:
    """As in "Bordered today by" is no day; "arrived today" is."""
    assert values("It is bordered today by four states.") == [("today", "PRESENT_REF")]
    assert values("They arrived today.") == [("today", "2025-03-14")]


def test_an_impossible_date_is_refused() -> None:
    """30 February, 31 April and 29 February of a common year do not exist."""
    reading = read_dates("It was 30 February 2020, or 31 April, or 29 February 2019, or 13/13/2020.")
    assert not reading.timexes
    assert [one.reason for one in reading.refusals] == ["impossible"] * 4


@pytest.mark.parametrize(("day_first", "value"), [(True, "2020-04-03"), (False, "2020-03-04")])
def test_the_order_of_day_and_month_is_the_callers(day_first: bool, value: str) -> None:
    """03/04/2020 is read in the order of the publisher's country; 13/04/2020 leaves no choice."""
    assert values("On 03/04/2020 it rained.", day_first=day_first) == [("03/04/2020", value)]
    assert values("On 13/04/2020 it rained.", day_first=day_first) == [("13/04/2020", "2020-04-13")]


@pytest.mark.parametrize(
    ("language", "country", "expected"),
    [
        ("en", "", False),
        ("en-GB", "", True),
        ("de", "", True),
        ("en", "GB", True),
        ("en", "us", False),
        ("es", "PR", False),
    ],
)
def test_the_country_of_the_publisher_decides_the_order(language: str, country: str, expected: bool) -> None:
    """The country outweighs the language."""
    assert day_first_for(language, country) is expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Am 5. Juni 2020, vor drei Tagen.", ["2020-06-05", "2025-03-11"]),
        ("es", "El 5 de junio de 2020 y ayer.", ["2020-06-05", "2025-03-13"]),
        ("fr", "Le 14 juillet 1789, il y a trois jours.", ["1789-07-14", "2025-03-11"]),
        ("ru", "5 июня 2020 года, вчера.", ["2020-06-05", "2025-03-13"]),
        ("tr", "5 Haziran 2020, dün, 3 gün önce.", ["2020-06-05", "2025-03-13", "2025-03-11"]),
        ("zh", "2020年6月5日", ["2020-06-05"]),
        ("xx", "2020-06-05", ["2020-06-05"]),
    ],
)
def test_other_languages_work(language: str, text: str, expected: list[str]) -> None:
    """Dateparser's locales give the grammar its words; what it can't read dateparser resolves as one short span."""
    assert [value for _, value in values(text, language=language)] == expected


def test_periods_are_kept_apart() -> None:
    """Named eras and wars are intervals with a source, and not among the TIMEX3 expressions."""
    reading = read_dates("During the Russian Empire and Soviet rule, and after the 2020 Second Karabakh War.")
    assert [(one.text, one.value) for one in reading.periods] == [
        ("Russian Empire", "1721-11-02/1917-03-15"),
        ("Soviet rule", "1922-12-30/1991-12-26"),
        ("Second Karabakh War", "2020-09-27/2020-11-10"),
    ]
    assert all(one.period for one in reading.periods)
    assert [(one.text, one.value, one.type) for one in reading.timexes] == [("2020", "2020", TimexType.DATE)]


def test_the_publication_is_bounded_by_the_text() -> None:
    """A named year gives the year; past dates give the earliest day; a weekday with a date leaves some years."""
    named = bound_publication('For the "Year of Volunteers" a meeting was held.')
    assert (named.earliest, named.latest) == (dt.date(2020, 1, 1), dt.date(2020, 12, 31))
    bounded = bound_publication("It was signed on 3 May 2021. They met on Tuesday, March 4.")
    assert bounded.earliest == dt.date(2021, 5, 3)
    assert bounded.years[0] == 2025
    headed = bound_publication("LONDON, 19 April 2011 (Reuters) – Ministers met on 2 May 2009.")
    assert (headed.earliest, headed.latest) == (dt.date(2011, 4, 19), dt.date(2011, 4, 20))
    assert bound_publication("On 19 April 2011, the London-based firm met – in London.").latest is None
    assert bound_publication("19 April 2011, the London-based firm met.").latest is None
    assert bound_publication("Nothing is said.").reason == "the text does not say"


_SAID = dt.date(2020, 8, 6)  # a Thursday


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The vote ended shortly before midnight on October 12, 2010.", "2010-10-12T24:00"),
        ("It began minutes after noon on 5 June 2019.", "2019-06-05T12:00"),
        ("On Tuesday, it happened shortly after 6 p.m., officials said on Wednesday.", "2020-08-04T18:00"),
        ("The blast was on Tuesday. He fled just before 6:08 p.m., an aide said on Wednesday.", "2020-08-04T18:08"),
        ("It fell on Tuesday, an aide said Wednesday. Soon after 6 p.m. sirens rang.", "2020-08-04T18:00"),
        ("The crash was shortly after 3 a.m., police said Monday.", "2020-08-03T03:00"),
        ("The roof fell just after dawn on Tuesday.", "2020-08-04TMO"),
    ],
)
def test_before_and_after_a_time_is_that_day(text: str, value: str) -> None:
    """Shortly before or after a time of day is the day of what happened, about then: not open, no day of saying."""
    one = next(one for one in find_dates(text, published=_SAID) if one.type is TimexType.TIME)
    assert one.value == value
    assert one.when is not None
    assert one.when.earliest == one.when.latest == dt.date.fromisoformat(value[:10])
    assert one.when.approximate
    assert not one.when.open_start
    assert not one.when.open_end


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Between 1100 and 1200 calls came in.", ["2020-08-06T11:00", "2020-08-06T12:00"]),
        ("He fell asleep at about 1100.", ["2020-08-06T11:00"]),
        ("He had stopped breathing shortly after 1100.", ["2020-08-06T11:00"]),
        ("An ambulance was called at 1221 and came at 1240.", ["2020-08-06T12:21", "2020-08-06T12:40"]),
        ("It left at 1530 local time.", ["2020-08-06T15:30"]),
        ("They lost 1200 in raids and a total of 1400 fled.", []),
        ("The abbey was founded in 1163 and rebuilt between 1210 and 1260.", ["1163", "1210", "1260"]),
        ("The Battle of 1314 was lost.", ["1314"]),
    ],
)
def test_four_digits_are_a_time_or_a_year_by_their_company(text: str, values: list[str]) -> None:
    """Four digits below 1500 are a year only with support, and a time of day where calls or clocks are spoken of."""
    assert [one.value for one in find_dates(text, published=_SAID)] == values


@pytest.mark.parametrize(
    ("text", "value", "edtf"),
    [
        ("They opened in the first week of May 2019.", "2019-W18", "2019-05-01~/2019-05-07~"),
        ("It closed in the last week of July 2019.", "2019-W30", "2019-07-25~/2019-07-31~"),
        ("It fell on the last day of April 1975.", "1975-04-30", "1975-04-30"),
        ("He won in 216 BC. Two years later he lost.", "BC0214", "-0213"),
        ("On 12 July 1588 they came. In August of that same year they fled. The same month, he died.", "1588-08", None),
        ("Sales of 2019 fell in the third fiscal quarter of 2019.", "2019-Q3", "2019-35"),
    ],
)
def test_what_is_counted_in_a_narrative(text: str, value: str, edtf: str | None) -> None:
    """Weeks and days of a month, years BC and the month last said are counted as a reader counts them."""
    one = find_dates(text)[-1]
    assert one.value == value
    assert one.when is not None
    assert edtf in (None, one.when.edtf)


def test_an_amount_before_an_event_says_why_it_has_no_interval() -> None:
    """Ten days before a murder is no stretch of the calendar, and the reader is told so."""
    reading = read_dates("He left 10 days before the murder.", published=_SAID)
    assert [(one.value, one.when) for one in reading.timexes] == [("P10D", None)]
    assert [one.reason for one in reading.refusals] == ["counted-from-event"]


def test_days_are_not_counted_from_a_month() -> None:
    """Four days after a month or a year is no day."""
    one = find_dates("On 3 May 1940 they met. Nothing came of it until July 1941. Four days later he fell.")[-1]
    assert one.when is None


def test_seasons_are_half_a_year_off_in_the_south() -> None:
    """A country of the southern hemisphere moves its seasons, winter to June and summer to the turn of the year."""
    text = "The winter of 2019 was dry, the summer of 2019 hot."
    south = find_dates(text, country="AU")
    assert [(one.value, one.when and (one.when.earliest, one.when.latest, one.when.edtf)) for one in south] == [
        ("2019-WI", (dt.date(2019, 6, 1), dt.date(2019, 8, 31), "2019-32")),
        ("2019-SU", (dt.date(2019, 12, 1), dt.date(2020, 2, 29), "2019-30")),
    ]
    north = find_dates(text, country="FR")
    assert [one.when and one.when.earliest for one in north] == [dt.date(2019, 12, 1), dt.date(2019, 6, 1)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("February 17 - Crowds gather.", "2011-02-17"),
        ("Rebels enter.\nFeb 24: They take the port.", "2011-02-24"),
        ("The verdict came shortly after 1100 on Monday.", "2011-08-22"),
    ],
)
def test_a_chronicle_tells_the_past(text: str, day: str) -> None:
    """A day that heads a chronicle's line lies behind us, and four digits before a weekday are a time of day."""
    one = find_dates(text, published=dt.date(2011, 8, 25))[0]
    assert one.when is not None
    assert one.when.earliest == dt.date.fromisoformat(day)


def test_the_past_year_runs_up_to_now() -> None:
    """The past year is twelve months up to publication, while its TIMEX3 value stays what annotators write."""
    one = find_dates("In the past year nine million were sold.", published=dt.date(2010, 6, 25))[0]
    assert one.value == "2009"
    assert one.when is not None
    assert (one.when.earliest, one.when.latest) == (dt.date(2009, 6, 25), dt.date(2010, 6, 25))


def test_earlier_in_the_day_is_of_the_news() -> None:
    """A day that was said long before is not the one of "earlier in the day"."""
    text = "It began on February 15. Weeks went by. Nobody came. Prices rose. Earlier in the day, they had met."
    one = find_dates(text, published=dt.date(2011, 4, 5))[-1]
    assert one.when is not None
    assert one.when.earliest == dt.date(2011, 4, 5)


@pytest.mark.parametrize(
    ("words", "first", "last", "edtf"),
    [
        ("300 years ago", "1675-01-01", "1775-12-31", "1675~/1775~"),
        ("150 years ago", "1870-01-01", "1880-12-31", "1870~/1880~"),
        ("2,000 years ago", "None", "0525-12-31", "-0475~/0525~"),
        ("101 years ago", "1924-01-01", "1924-12-31", "1924"),
        ("20 years ago", "2005-01-01", "2005-12-31", "2005"),
    ],
)
def test_centuries_in_round_numbers_are_no_single_year(words: str, first: str, last: str, edtf: str) -> None:
    """“2,000 years ago” is half a millennium to either side, and says so; an exact number stays a year."""
    (found,) = find_dates(f"The wall was built {words}.", published=PUBLISHED)
    assert found.when is not None
    assert (str(found.when.earliest), str(found.when.latest), found.when.edtf) == (first, last, edtf)
    assert ("in round numbers" in found.when.reason) == (edtf != found.value)


@pytest.mark.parametrize("text", ["They met after Sunday's attack.", "They met before Sunday’s attack."])
def test_what_is_after_a_days_event_leaves_the_day_closed(text: str) -> None:
    """The attack was on Sunday; only the meeting came after it."""
    (one,) = find_dates(text, published=PUBLISHED)
    assert one.when is not None
    assert (one.when.edtf, one.when.open_end, one.when.open_start) == ("2025-03-09", False, False)


def test_that_year_is_the_year_said_before() -> None:
    """A day "that year" is of the year of the sentence before, and not of the article's."""
    assert values("It was built in April 2009. It burned on 25 June that year.")[1] == ("25 June", "2009-06-25")
    assert values("It was built in 2009. It burned on 25 June of the same year.")[1] == ("25 June", "2009-06-25")
    assert values("It was built in 2009. It burned on 25 June.")[1] == ("25 June", "2024-06-25")


def test_an_hour_that_is_about_leaves_the_day_exact() -> None:
    """What was "shortly after 6 p.m." was on a known day; only the hour is about."""
    (one,) = find_dates("It fell shortly after 6 p.m. on 5 March 2025.", published=PUBLISHED)
    assert one.when is not None
    assert (one.when.edtf, one.when.time, one.when.approximate) == ("2025-03-05", "18:00", True)


def test_the_articles_own_weekday_is_not_before_it() -> None:
    """On a Friday, "on Friday" is that day, and the reason says so."""
    (one,) = find_dates("They met on Friday.", published=PUBLISHED)
    assert one.when is not None
    assert one.when.reason == "'Friday' on the day of the article of 2025-03-14, past tense"


def test_a_month_of_the_year_10000_is_that_year_in_edtf() -> None:
    """EDTF has no months beyond the year 9999: the year alone is true, and an EDTF parser takes it."""
    (one,) = read_dates(
        "The fair opens in February.", published=dt.date(9999, 12, 1), tense=lambda *_: Tense.FUTURE
    ).timexes
    assert one.when is not None
    assert one.when.edtf == "Y10000"
