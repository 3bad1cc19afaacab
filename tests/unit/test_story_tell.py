"""Promises of the story: no wrong merges, copies once, stable ids, differences shown, order without effect."""

import datetime as dt
import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import (
    Article,
    Dated,
    Drop,
    Event,
    Evidence,
    Manner,
    Quantity,
    Reading,
    Status,
    Story,
    Voice,
    Where,
)  # fmt: skip
from dateline.story import default_title, story_bounds, tell
from dateline.story.trait import Owns
from dateline_geo.place import Extent, Kind, Mention, Place, Precision, Resolution
from dateline_timeline.when import Basis, Grain, When

GRAZ = Place("gn:1", "Graz", Kind.SETTLEMENT, Precision.SETTLEMENT, 47.07, 15.44, "AT", "Styria")
LINZ = Place("gn:2", "Linz", Kind.SETTLEMENT, Precision.SETTLEMENT, 48.31, 14.29, "AT", "Upper Austria")
STYRIA = Place("gn:3", "Styria", Kind.REGION, Precision.REGION, 47.3, 15.0, "AT", "Styria", extent=Extent(radius_km=90))
AIRPORT = Place("gn:4", "Graz Airport", Kind.SITE, Precision.SITE, 46.99, 15.44, "AT", "Styria")
DAY = dt.date(2025, 6, 5)


def day(on: dt.date, clock: str = "") -> Dated:
    when = When(on, on, Grain.DAY, on.isoformat(), Basis.EXPLICIT, "in the text", time=clock)
    return Dated(when, "in the same clause", 0.9, 0, 3)


def month(year: int, number: int) -> Dated:
    first = dt.date(year, number, 1)
    last = (first + dt.timedelta(32)).replace(day=1) - dt.timedelta(1)
    return Dated(
        When(first, last, Grain.MONTH, f"{year}-{number:02}", Basis.EXPLICIT, "in the text"), "clause", 0.9, 0, 3
    )


def at(place: Place | None) -> Where | None:
    if place is None:
        return None
    return Where(Resolution(Mention(0, 4, place.name), place, 0.9, "the only one", place.precision), "clause", 0.9)


def killed(count: int) -> Quantity:
    return Quantity("killed", count, count, "", str(count), 0, 2)


def event(
    number: str,
    quote: str,
    body: Article,
    when: Dated | None,
    place: Place | None,
    numbers: tuple[Quantity, ...] = (),
    verb: str = "",
) -> Event:
    start = body.text.index(quote)
    at_verb = body.text.index(verb, start) if verb else -1
    return Event(
        id=number,
        headline=quote[:80],
        quote=quote,
        category="conflict",
        when=when,
        where=at(place),
        voice=Voice(Manner.STATED),
        status=Status.HAPPENED,
        evidence=(Evidence(body.id, start, start + len(quote)),),
        numbers=numbers,
        trigger=(at_verb, at_verb + len(verb)),
        salience=0.5,
    )


def article(name: str, text: str, published: dt.date | None = DAY) -> Article:
    return Article(name, f"Title of {name}", text, published, "front matter", f"Paper {name}", path=f"{name}.txt")


Told = tuple[str, Dated | None, Place | None, tuple[Quantity, ...]]


def reading(name: str, *told: Told, published: dt.date | None = DAY) -> Reading:
    body = article(name, " ".join(quote for quote, *_ in told), published)
    events = [
        event(f"{name}{i}", quote, body, when, place, numbers) for i, (quote, when, place, numbers) in enumerate(told)
    ]
    return Reading(body, tuple(events), ())


FIRE = "A fire destroyed the old brewery on the river bank and killed twelve workers."
FIRE_TOO = "Twelve workers were killed when a fire destroyed the brewery by the river."


def joined(story: Story) -> list[list[str]]:
    return sorted(sorted(report.id for report in e.accounts) for e in story.events)


def test_two_papers_on_one_fire_are_one_event_with_two_reports() -> None:
    """The same event told by two papers is one event, both reports stay, and why is said."""
    story = tell([reading("a", (FIRE, day(DAY), GRAZ, ())), reading("b", (FIRE_TOO, day(DAY), GRAZ, ()))], title="t")
    assert joined(story) == [["a0", "b0"]]
    only = story.events[0]
    assert only.independent == 2
    assert any("same day, 5 June 2025" in reason for reason in only.joined)
    assert any("same place, Graz" in reason for reason in only.joined)
    assert any("“brewery”" in reason for reason in only.joined)
    assert {evidence.article for evidence in only.evidence} == {"a", "b"}


def test_what_was_worked_out_early_changes_nothing() -> None:
    """A story is the same where its reports were looked at beforehand, also those that a person corrected since."""
    read = [reading("a", (FIRE, day(DAY), GRAZ, ())), reading("b", (FIRE_TOO, day(DAY), GRAZ, ()))]
    owns = Owns()
    owns.prepare(read)
    assert tell(read, title="t", owns=owns) == tell(read, title="t")
    moved = replace(read[1], events=(replace(read[1].events[0], where=at(LINZ), quote="The old brewery burnt."),))
    assert tell([read[0], moved], title="t", owns=owns) == tell([read[0], moved], title="t")
    assert len(tell([read[0], moved], title="t", owns=owns).events) == 2


def test_same_words_another_year_are_two_events() -> None:
    """What happened in the same town in another year is another event, however alike the words."""
    story = tell(
        [reading("a", (FIRE, day(DAY), GRAZ, ())), reading("b", (FIRE, day(DAY.replace(year=2024)), GRAZ, ()))],
        title="t",
    )
    assert joined(story) == [["a0"], ["b0"]]


def test_same_words_another_town_are_two_events() -> None:
    """What happened on the same day in another town is another event."""
    story = tell([reading("a", (FIRE, day(DAY), GRAZ, ())), reading("b", (FIRE_TOO, day(DAY), LINZ, ()))], title="t")
    assert joined(story) == [["a0"], ["b0"]]


def test_two_strikes_on_one_day_in_one_town_stay_two() -> None:
    """A strike on a hospital and one on a school, same day, same town, are two events, in one article and in two."""
    hospital = "A rocket strike hit a hospital in the northern district and killed five people."
    school = "A rocket strike hit a school in the northern district and killed three people."
    apart = tell([reading("a", (hospital, day(DAY), GRAZ, ())), reading("b", (school, day(DAY), GRAZ, ()))], title="t")
    assert len(apart.events) == 2
    one = tell([reading("a", (hospital, day(DAY), GRAZ, ()), (school, day(DAY), GRAZ, ()))], title="t")
    assert len(one.events) == 2


def test_another_strike_is_another_event() -> None:
    """Words such as "a second strike" keep two reports apart."""
    first = "A rocket strike hit the northern district and wounded several people."
    second = "A second rocket strike hit the northern district and wounded people."
    story = tell([reading("a", (first, day(DAY), GRAZ, ())), reading("b", (second, day(DAY), GRAZ, ()))], title="t")
    assert len(story.events) == 2


def test_other_times_of_day_are_other_events() -> None:
    """Two explosions hours apart are two events even if told in the same words."""
    text = "An explosion shook the city centre and shattered windows."
    story = tell(
        [reading("a", (text, day(DAY, "09:10"), GRAZ, ())), reading("b", (text, day(DAY, "17:30"), GRAZ, ()))],
        title="t",
    )
    assert len(story.events) == 2


def test_magnitudes_far_apart_are_two_earthquakes() -> None:
    """An earthquake of 7.8 and its aftershock of 6.7 on the same day are two events."""
    text = "A strong earthquake struck the region and people fled their homes."
    main = Quantity("magnitude", 7.8, 7.8, "", "7.8", 0, 3)
    after = Quantity("magnitude", 6.7, 6.7, "", "6.7", 0, 3)
    story = tell(
        [reading("a", (text, day(DAY), STYRIA, (main,))), reading("b", (text, day(DAY), STYRIA, (after,)))], title="t"
    )
    assert len(story.events) == 2


def test_numbers_stay_side_by_side() -> None:
    """Two tolls of one event are both shown, and neither is averaged or preferred silently."""
    story = tell(
        [reading("a", (FIRE, day(DAY), GRAZ, (killed(12),))), reading("b", (FIRE_TOO, day(DAY), GRAZ, (killed(14),)))],
        title="t",
    )
    (only,) = story.events
    (toll,) = [d for d in only.differences if d.what == "killed"]
    assert toll.accounts == (("a0", "12"), ("b0", "14"))


def test_neighbouring_days_and_near_places_are_joined_and_shown() -> None:
    """A fire dated a day apart, at the town and at its airport, is one event, and both differences are shown."""
    story = tell(
        [reading("a", (FIRE, day(DAY), GRAZ, ())), reading("b", (FIRE, day(DAY + dt.timedelta(1)), AIRPORT, ()))],
        title="t",
    )
    (only,) = story.events
    assert {d.what for d in only.differences} == {"date", "place"}
    assert dict(next(d for d in only.differences if d.what == "date").accounts) == {
        "a0": "5 June 2025",
        "b0": "6 June 2025",
    }


def test_the_most_precise_report_leads() -> None:
    """A report with the day and the town leads one that has the month and the region."""
    vague = reading("a", (FIRE, month(2025, 6), STYRIA, ()), published=dt.date(2025, 6, 4))
    exact = reading("b", (FIRE_TOO, day(DAY), GRAZ, ()))
    (only,) = tell([vague, exact], title="t").events
    assert only.quote == FIRE_TOO
    assert only.when is not None
    assert only.when.when.edtf == "2025-06-05"


def test_the_headline_that_says_most_leads() -> None:
    """Among equally precise reports the one leads whose headline says what the others' say, not a fragment."""
    base = [reading(n, (FIRE if n != "b" else FIRE_TOO, day(DAY), GRAZ, ())) for n in "abc"]
    fragment = replace(base[0], events=(replace(base[0].events[0], headline="Cheered on by crowds"),))
    (only,) = tell([fragment, *base[1:]], title="t").events
    assert only.headline in {FIRE[:80], FIRE_TOO[:80]}


def test_a_missing_place_is_lent_and_says_so() -> None:
    """Where the leading report names no place, another report's is used, its basis says whose, and no offset lies."""
    exact = reading("a", (FIRE, day(DAY), None, ()))
    placed = reading("b", (FIRE, month(2025, 6), GRAZ, ()))
    (only,) = tell([exact, placed], title="t").events
    assert only.where is not None
    assert only.where.basis == "said by another report (Paper b): clause"
    assert only.where.resolution.mention == Mention(0, 0, "")


def test_copies_count_once() -> None:
    """A wire story printed by three papers is three reports and one independent source."""
    body = " ".join(f"Sentence {i} of the wire story tells how the brewery burned for {i} hours." for i in range(30))
    wire = [
        Reading(a := article(name, f"{FIRE} {body}{tail}"), (event(f"{name}0", FIRE, a, day(DAY), GRAZ),), ())
        for name, tail in (("a", ""), ("b", " Reporting by our desk."), ("c", " All rights reserved."))
    ]
    own = reading("d", (FIRE_TOO, day(DAY), GRAZ, ()))
    story = tell([*wire, own], title="t")
    assert story.copies == (("a", "b", "c"),)
    (only,) = story.events
    assert (len(only.reports), only.independent) == (4, 2)


def test_a_sentence_taken_over_word_by_word_is_not_independent() -> None:
    """Two otherwise different articles that print the same sentence are one independent source for it."""
    story = tell([reading("a", (FIRE, day(DAY), GRAZ, ())), reading("b", (FIRE, day(DAY), GRAZ, ()))], title="t")
    (only,) = story.events
    assert (len(only.reports), only.independent) == (2, 1)


def test_another_toll_in_one_article_is_another_event() -> None:
    """One writer who gives two tolls tells of two events, where two papers differ on one."""
    told = [(FIRE, day(DAY), GRAZ, (killed(12),)), (FIRE_TOO, day(DAY), GRAZ, (killed(14),))]
    assert len(tell([reading("a", *told)], title="t").events) == 2


def test_a_course_of_days_is_not_one_of_its_days() -> None:
    """What "has been going on all week" is not what happened on Sunday."""
    week = When(DAY - dt.timedelta(6), DAY, Grain.WEEK, "2025-W23", Basis.EXPLICIT, "in the text")
    one = reading("a", ("The army shelled the port again and killed six.", day(DAY), GRAZ, ()))
    text = "The army has been shelling the port heavily."
    other = reading("b", (text, Dated(week, "clause", 0.9, 0, 3), GRAZ, ()))
    course = replace(other, events=(replace(other.events[0], status=Status.ONGOING),))
    assert len(tell([one, course], title="t").events) == 2


def test_one_death_in_any_words_is_one_event() -> None:
    """A person dies once: reports that share hardly a word are joined by the name and the time."""
    left, right = "Jane Doe died at her home.", "The painter Doe died of a heart attack while working on a mural."
    events = []
    for name, text, when in (("a", left, day(DAY)), ("b", right, month(2025, 6))):
        body = article(name, text)
        one = replace(event(f"{name}0", text, body, when, GRAZ, verb="died"), actors=("Jane Doe",))
        events.append(Reading(body, (one,), ()))
    assert joined(tell(events, title="t")) == [["a0", "b0"]]


def test_two_deaths_of_one_nation_are_two_events() -> None:
    """Sharing a nationality is not being the same person."""
    left, right = "A Libyan soldier died in the shelling of the port.", "The death of a Libyan nurse caused an outcry."
    events = []
    for name, text, verb in (("a", left, "died"), ("b", right, "death")):
        body = article(name, f"{text} It was said in the Libyan capital.")
        one = replace(event(f"{name}0", text, body, day(DAY), GRAZ, verb=verb), actors=("Libyan",))
        events.append(Reading(body, (one,), ()))
    assert joined(tell(events, title="t")) == [["a0"], ["b0"]]


def test_other_counts_are_other_events() -> None:
    """Two explosions in the evening are not the four of the morning."""
    left = "Two big explosions shook the harbour and woke the whole town."
    right = "Four explosions shook the harbour of the town before the morning."
    story = tell([reading("a", (left, day(DAY), GRAZ, ())), reading("b", (right, day(DAY), GRAZ, ()))], title="t")
    assert len(story.events) == 2


def test_a_guessed_place_keeps_nothing_apart() -> None:
    """A place that another sentence lent neither parts two reports nor wins over one that is named."""
    guessed = reading("a", (FIRE, day(DAY), LINZ, ()))
    assert guessed.events[0].where is not None
    weak = replace(guessed.events[0], where=replace(guessed.events[0].where, confidence=0.3))
    story = tell([replace(guessed, events=(weak,)), reading("b", (FIRE_TOO, day(DAY), GRAZ, ()))], title="t")
    (only,) = story.events
    assert only.where is not None
    assert only.where.resolution.place == GRAZ


def test_told_twice_in_one_article_is_one_event() -> None:
    """Headline and lead of one article that tell the same thing are one event, and one independent source."""
    story = tell([reading("a", (FIRE, day(DAY), GRAZ, ()), (FIRE_TOO, day(DAY), GRAZ, ()))], title="t")
    (only,) = story.events
    assert (len(only.reports), only.independent) == (2, 1)


def test_two_events_of_one_article_are_never_joined_through_another() -> None:
    """An article that tells two things tells two events, even if another's report is like both."""
    left = "Rebels seized the harbour of the town after a long siege by the army."
    right = "Rebels freed the prisoners of the town after a long siege by the army."
    both = "Rebels seized the harbour of the town and freed the prisoners after a long siege by the army."
    one = article("a", f"{left} {right}")
    events = (
        event("a0", left, one, day(DAY), GRAZ, verb="seized"),
        event("a1", right, one, day(DAY), GRAZ, verb="freed"),
    )
    story = tell([Reading(one, events, ()), reading("b", (both, day(DAY), GRAZ, ()))], title="t")
    assert not any({"a0", "a1"} <= set(ids) for ids in joined(story))


def test_two_clauses_of_one_sentence_are_two_events() -> None:
    """Events that stand in the same words of an article are not taken for one told twice."""
    one = article("a", FIRE)
    events = (
        event("a0", FIRE, one, day(DAY), GRAZ, verb="destroyed"),
        event("a1", FIRE, one, day(DAY), GRAZ, verb="killed"),
    )
    assert len(tell([Reading(one, events, ())], title="t").events) == 2


def test_ids_stay_when_reports_are_added() -> None:
    """An event keeps its id when later articles report it too, so that links to it hold."""
    first = reading("m", (FIRE, day(DAY), GRAZ, ()))
    later = [
        reading(n, (FIRE_TOO, day(DAY), GRAZ, ()), published=DAY + dt.timedelta(i)) for i, n in enumerate("xaz", 1)
    ]
    for count in range(len(later) + 1):
        (only,) = tell([first, *later[:count]], title="t").events
        assert only.id == "m0"
        assert len(only.accounts) == count + 1


def test_an_article_that_comes_twice_is_used_once_and_said() -> None:
    """The same article from two files is one article; the other is a drop that names both."""
    one = reading("a", (FIRE, day(DAY), GRAZ, ()))
    story = tell([one, Reading(one.article, one.events, ())], title="t")
    assert len(story.articles) == len(story.events) == 1
    assert [(d.reason, d.detail) for d in story.drops] == [("duplicate-article", "a.txt: the same article as a.txt")]


def test_equal_ids_are_told_apart() -> None:
    """Two events that came with one id get two, so that each link leads to one event."""
    body = article("a", f"{FIRE} The mayor resigned over it.")
    twice = (event("x", FIRE, body, day(DAY), GRAZ), event("x", "The mayor resigned over it.", body, day(DAY), GRAZ))
    assert sorted(e.id for e in tell([Reading(body, twice, ())], title="t").events) == ["x", "x-2"]


def test_corrections_join_and_part() -> None:
    """What a person joined is joined, what a person parted stays apart, and the reason says so."""
    readings = [reading("a", (FIRE, day(DAY), GRAZ, ())), reading("b", (FIRE_TOO, day(DAY), GRAZ, ()))]
    assert len(tell(readings, title="t", apart=[("a0", "b0")]).events) == 2
    other = reading("c", ("The mayor of the town resigned over a loan.", day(DAY), LINZ, ()))
    story = tell([*readings, other], title="t", together=[("a0", "c0")])
    assert joined(story) == [["a0", "b0", "c0"]]
    assert "joined by a correction" in story.events[0].joined


def test_undated_events_come_last_and_are_kept() -> None:
    """Every event is in the story; those without a date follow those with one."""
    story = tell(
        [reading("a", ("The mayor resigned over a loan.", None, GRAZ, ()), (FIRE, day(DAY), GRAZ, ()))], title="t"
    )
    assert [e.id for e in story.events] == ["a1", "a0"]


def test_events_that_are_not_shown_are_left_out() -> None:
    """Clauses that a reading keeps only for measuring are no events of the story."""
    base = reading("a", (FIRE, day(DAY), GRAZ, ()), ("The mayor resigned.", day(DAY), GRAZ, ()))
    hidden = replace(base, events=(base.events[0], replace(base.events[1], shown=False)))
    assert joined(tell([hidden], title="t")) == [["a0"]]


def test_drops_and_extents_are_carried() -> None:
    """What the readings dropped is in the story, and the ground of every area that an event names."""
    base = reading("a", (FIRE, day(DAY), STYRIA, ()))
    drop = Drop("date-impossible", "a", 0, 3, "31 June")
    story = tell([Reading(base.article, base.events, (drop,))], title="t")
    assert story.drops == (drop,)
    assert story.extents == {"gn:3": Extent(radius_km=90)}


def test_a_crowd_of_like_reports_is_cut_short_and_said() -> None:
    """Many reports in like words on one day in one town cost little, and the story says what was left."""
    rng = random.Random(5)
    words = [f"w{i}x" for i in range(60)]
    readings = [reading(f"a{i}", (" ".join(rng.sample(words, 9)), day(DAY), GRAZ, ())) for i in range(1500)]
    story = tell(readings, title="t")
    assert sum(len(e.accounts) for e in story.events) == 1500
    assert [d.reason for d in story.drops] == ["not-all-compared"]


SENTENCES = (FIRE, FIRE_TOO, "The mayor resigned over a loan.", "Rebels seized the harbour after a siege.",
             "A fire destroyed the brewery.", "Rebels took the harbour of the town after a long siege.")  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_order_of_the_input_has_no_effect(data: st.DataObject) -> None:
    """Whatever order the readings come in, the story is the same."""
    told = st.lists(
        st.tuples(
            st.sampled_from(SENTENCES),
            st.sampled_from([None, day(DAY), day(DAY + dt.timedelta(1)), month(2025, 6), day(DAY, "09:00")]),
            st.sampled_from([None, GRAZ, LINZ, STYRIA, AIRPORT]),
            st.sampled_from([(), (killed(12),), (killed(14),)]),
        ),
        min_size=1,
        max_size=4,
    )
    groups = data.draw(st.lists(told, min_size=1, max_size=6))
    readings = [
        reading(f"a{i}", *group, published=data.draw(st.sampled_from([None, DAY, DAY + dt.timedelta(2)])))
        for i, group in enumerate(groups)
    ]
    story = tell(readings, title="t")
    assert tell(data.draw(st.permutations(readings)), title="t") == story
    told_ids = sorted(e.id for r in readings for e in r.events)
    assert sorted(report.id for e in story.events for report in e.accounts) == told_ids
    assert all(e.id in {report.id for report in e.accounts} for e in story.events)


def test_bounds_cross_the_antimeridian() -> None:
    """The box around Fiji and Samoa is narrow, and says so by a west greater than its east."""
    fiji = Place("gn:8", "Suva", Kind.SETTLEMENT, Precision.SETTLEMENT, -18.1, 178.4)
    samoa = Place("gn:9", "Apia", Kind.SETTLEMENT, Precision.SETTLEMENT, -13.8, -171.8)
    story = tell(
        [reading("a", (FIRE, day(DAY), fiji, ()), ("The mayor resigned.", month(2025, 7), samoa, ()))], title="t"
    )
    bounds = story_bounds(story.events)
    assert (bounds.first, bounds.last) == (DAY, dt.date(2025, 7, 31))
    assert (bounds.west, bounds.east, bounds.south, bounds.north) == (178.4, -171.8, -18.1, -13.8)
    assert story_bounds(()).south is None


def test_default_title() -> None:
    """One article lends its title; several give their places and years; none of it is invented."""
    one = reading("a", (FIRE, day(DAY), GRAZ, ()))
    assert default_title([one]) == "Title of a"
    assert default_title([one, reading("b", (FIRE, day(DAY), LINZ, ()), published=dt.date(2026, 1, 1))]) == (
        "Graz and Linz, 2025 to 2026"
    )
    assert default_title([]) == "0 articles"
