"""The card's reasons: each thing once, days as people write them, and nothing lost that was known."""

import datetime as dt
from dataclasses import replace

import pytest

from dateline.model import Dated, Difference, Event, Evidence, Manner, Status, Voice, Where
from dateline.render.cards import card_of
from dateline.render.reasons import why_dated, why_placed
from dateline_geo.place import Alternative, Kind, Mention, Place, Precision, Resolution
from dateline_timeline.when import Basis, Grain, When

OBAN = Place("gn:1", "Oban", Kind.SETTLEMENT, Precision.SETTLEMENT, 56.4, -5.5, "GB", "Scotland")
OTHER = Place("gn:2", "Oban", Kind.SETTLEMENT, Precision.SETTLEMENT, -46.9, 168.1, "NZ", "Southland")
DISTRICT = Place("gn:3", "Oban", Kind.DISTRICT, Precision.DISTRICT, 56.4, -5.4, "GB", "Scotland")
COUNTRIES = {"GB": "United Kingdom", "NZ": "New Zealand"}


def _dated(reason: str, basis: str) -> Dated:
    day = dt.date(2024, 3, 5)
    return Dated(When(day, day, Grain.DAY, "2024-03-05", Basis.RELATIVE, reason), basis, 0.9)


@pytest.mark.parametrize(
    ("reason", "basis", "words", "said"),
    [
        ("'1976' says it", "“1976” in the same clause", "1976", "“1976” in the same clause"),
        (
            "'Tuesday' before the article of 2024-03-06, past tense", "“Tuesday” in the same clause", "Tuesday",
            "“Tuesday” in the same clause, before the article of 6 March 2024, past tense",
        ),
        (
            "'May 8', the year carried over from '2 May 2011' earlier in the text", "“May 8” in the same clause",
            "May\n8",
            "“May 8” in the same clause, the year carried over from “2 May 2011” earlier in the text",
        ),
        (
            "'the Thaw' is taken as 1953-03 to 1964-10-14 (a source)", "“the Thaw” in the same sentence", "the Thaw",
            "“the Thaw” in the same sentence; it is taken as March 1953 to 14 October 1964 (a source)",
        ),
        ("out on 2024-03-06", "out on 2024-03-06", "", "out on 6 March 2024"),
        (
            "'Friday' before the article of 2024-03-06", "said by another report (Paper): “Friday” in the same clause",
            "",
            "said by another report (Paper): “Friday” in the same clause, before the article of 6 March 2024",
        ),
        ("corrected by Jane Roe on 2025-06-10: seen", "", "", "corrected by Jane Roe on 10 June 2025: seen"),
        ("'last spring' counted from the article of 2010-02-09: 2009-21", "in it", "last spring",
         "in it, counted from the article of 9 February 2010: 2009-21"),
    ],
)  # fmt: skip
def test_date_is_reasoned_once(reason: str, basis: str, words: str, said: str) -> None:
    """The words stand there once, a reason that equals the tie is not said again, and ISO days become words."""
    assert why_dated(_dated(reason, basis), words) == said


def _where(reason: str, basis: str, place: Place | None = OBAN, others: tuple[Alternative, ...] = ()) -> Where:
    return Where(Resolution(Mention(0, 4, "Oban"), place, 0.9, reason, None, others), basis, 0.9)


def test_place_is_reasoned_once() -> None:
    """Its name and country stand beside the reason already; what it was preferred to stands among the others."""
    where = _where(
        "Oban (Scotland, GB): it has the most people of the places so called and it is the best known of the places so "
        "called, rather than Oban (Southland, NZ)",
        "“Oban” in the same clause",
    )
    said = "“Oban” in the same clause. It has the most people and it is the best known of the places so called"
    assert why_placed(where, COUNTRIES, others=True).why == f"{said}."
    assert why_placed(where, COUNTRIES, others=False).why == f"{said}, rather than Oban (Southland, NZ)."


def test_words_that_lead_away_are_set_apart() -> None:
    """The words "12 kilometres north of" are said with the place; what holds an unknown name stays a reason."""
    north = _where("12 kilometres north of Oban (Scotland, GB): most places named here are in GB", "b")
    away = why_placed(north, COUNTRIES, others=False)
    assert (away.offset, away.why) == ("12 kilometres north of", "B. Most places named here are in United Kingdom.")
    near = _where("Kilbowie is not in the gazetteer; it lies near Oban: near Oban (Scotland, GB): the only one", "b")
    held = why_placed(near, COUNTRIES, others=False)
    assert (held.offset, held.lies) == ("", "near")
    assert held.why == "B. Kilbowie is not in the gazetteer; it lies near Oban. The only one."
    nowhere = _where("“Oban” is named beside it", "“Oban” in the same clause", None)
    assert why_placed(nowhere, COUNTRIES, others=False).why == "“Oban” is named beside it."


def _card(text: str, quote: str, **more: object) -> Event:
    start = text.index(quote)
    return Event(
        "e", "h", quote, "other", None, None, Voice(Manner.STATED), Status.HAPPENED,
        (Evidence("a", start, start + len(quote)),), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_others_are_likely_and_read_differently() -> None:
    """A namesake that is hardly meant, or the district of the town, is not offered as another reading."""
    others = (Alternative(DISTRICT, 0.3), Alternative(OTHER, 0.05), Alternative(OTHER, 0.04), Alternative(OTHER, 0.001))
    where = _where("Oban (Scotland, GB): the only one", "b", OBAN, others)
    event = replace(_card("It was in Oban.", "It was in Oban."), where=where)
    place = card_of(event, {"a": 0}, ["It was in Oban."], COUNTRIES).accounts[0].place
    assert place is not None
    assert [(other.name, other.where) for other in place.others] == [("Oban", "Southland, New Zealand")]


@pytest.mark.parametrize(
    ("text", "quote", "before", "after"),
    [
        ("He left. The mill closed in May and reopened in June. It rained.", "reopened in June",
         "The mill closed in May and ", "."),
        ("The mill closed in May.\nIt rained", "It rained", "", ""),
        ("As Mr. Ross says the mill closed “for good.” Rain", "the mill closed", "As Mr. Ross says ", " “for good.”"),
        ("Line\n  the mill closed\nLine", "the mill closed", "", ""),
        ("x" * 500 + " closed " + "y" * 500, "closed", "", ""),
        ("closed at last", "closed", "", " at last"),
    ],
)  # fmt: skip
def test_quote_stands_in_its_sentence(text: str, quote: str, before: str, after: str) -> None:
    """What of the sentence stands around the quote is shown with it, up to a length that a card can hold."""
    account = card_of(_card(text, quote), {"a": 0}, [text], {}).accounts[0]
    assert (account.before, account.quote, account.after) == (before, quote, after)


def test_marks_count_as_scripts_do() -> None:
    """Words of the event are marked in all of the sentence, in UTF-16 units; what reaches over an end is not."""
    text = "🔥 In May the mill closed for good."
    event = _card(text, "the mill closed", trigger=(text.index("closed"), text.index("closed") + 6))
    account = card_of(event, {"a": 0}, [text], {}).accounts[0]
    whole = f"{account.before}{account.quote}{account.after}".encode("utf-16-le")
    assert [whole[2 * a : 2 * b].decode("utf-16-le") for a, b, _ in account.marks] == ["closed"]
    assert not card_of(_card(text, "the mill closed", trigger=(3, 12)), {"a": 0}, [text], {}).accounts[0].marks


def test_the_report_that_the_event_is_told_by_comes_first() -> None:
    """Its words are what the headline, the date and the voice rest on, whoever told of it first."""
    texts = ["It began last month.", "It began on 16 February."]
    early, best = (replace(_card(text, text), id=str(n), evidence=(Evidence(str(n), 0, len(text)),))
                   for n, text in enumerate(texts))  # fmt: skip
    joined = replace(best, id=early.id, evidence=(*best.evidence, *early.evidence), reports=(early, best),
                     differences=(Difference("date", ((early.id, "February"), (best.id, "16 February"))),))  # fmt: skip
    card = card_of(joined, {"0": 0, "1": 1}, texts, {})
    assert [account.quote for account in card.accounts] == texts[::-1]
    assert card.differences[0].accounts == ((1, "February"), (0, "16 February"))
