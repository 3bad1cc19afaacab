"""Corrections: read with errors that name the line, applied to the right event, told when they match nothing."""

# ruff: noqa: E501  files of corrections are as wide as they are

import contextlib
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.corrections import Corrections, load_corrections
from dateline.corrections_apply import CORRECTION_REASONS, Corrector
from dateline.corrections_date import parse_edtf
from dateline.errors import SettingsError
from dateline.model import Article, Dated, Drop, Event, Evidence, Manner, Reading, Status, Story, Voice, Where
from dateline.story import tell
from dateline_geo.place import Alternative, Kind, Mention, Place, Precision, Resolution
from dateline_timeline.when import Basis, Grain, When


def place(key: str, name: str, country: str, admin1: str = "", kind: Kind = Kind.SETTLEMENT) -> Place:
    return Place(key, name, kind, Precision(kind.value), 1.0, 2.0, country, admin1)


class Shelf:
    """A gazetteer of five places: what `Corrector` asks of the real one."""

    places = (
        place("gn:1", "Lima", "PE"), place("gn:2", "Lima", "US", "Ohio"), place("gn:3", "Lima", "US", "Montana"),
        place("gn:4", "Khachmaz", "AZ"), place("ne:PER", "Peru", "PE", kind=Kind.COUNTRY),
    )  # fmt: skip

    def get(self, key: str) -> Place | None:
        return next((p for p in self.places if p.key == key), None)

    def lookup(self, name: str) -> tuple[Place, ...]:
        return tuple(p for p in self.places if p.name == name)

    def with_extent(self, found: Place) -> Place:
        return found


TEXT = "Two people died in Lima on Friday. The bridge was opened again on Monday, and a school was closed in Lima."


def event(article: str, identity: str, words: str, day: int = 1, text: str = TEXT) -> Event:
    start = text.index(words)
    when = When(dt.date(2025, 6, day), dt.date(2025, 6, day), Grain.DAY, f"2025-06-{day:02}", Basis.EXPLICIT, "said")
    lima = Resolution(
        Mention(19, 23, "Lima"), Shelf.places[0], 0.8, "why", alternatives=(Alternative(Shelf.places[1], 0.2),)
    )
    return Event(
        identity, words.capitalize(), words, "other", Dated(when, "same clause", 0.8, 27, 33), Where(lima, "same clause", 0.8),
        Voice(Manner.STATED), Status.HAPPENED, (Evidence(article, start, start + len(words)),),
    )  # fmt: skip


def reading(identity: str = "a1", day: int = 1, words: tuple[str, ...] = ("Two people died", "bridge was opened", "school was closed")) -> Reading:  # fmt: skip
    article = Article(identity, f"Title {identity}", TEXT, dt.date(2025, 6, 7), "front matter", "The Post", path=f"seeds/{identity}.txt", url=f"https://www.post.example/{identity}")  # fmt: skip
    events = tuple(event(identity, f"{identity}event{n:05}", w, day + n) for n, w in enumerate(words))
    return Reading(article, events, (), (events[0].where.resolution,))


def load(tmp_path: Path, text: str) -> Corrections:
    path = tmp_path / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    return load_corrections(path)


def run(tmp_path: Path, text: str, *readings: Reading) -> tuple[Story, list[tuple[int, str]]]:
    corrector = Corrector(load(tmp_path, text), Shelf())
    parts = list(corrector.articles(r.article for r in readings or (reading(),)))
    by_id = {part.id: part for part in parts if isinstance(part, Article)}
    drops = tuple(part for part in parts if isinstance(part, Drop))
    kept = [replace(r, article=by_id[r.article.id]) for r in readings or (reading(),) if r.article.id in by_id]
    corrected = corrector.readings(kept)
    told = tell(corrected, title="T", together=corrector.together, apart=corrector.apart)
    story = corrector.story(replace(told, drops=(*told.drops, *drops)))
    return story, [(one.line, one.message) for one in corrector.unmatched()]


def by_id(story: Story, identity: str) -> Event:
    (found,) = [e for e in story.events if identity in (e.id, *(r.id for r in e.reports))]
    return found


def test_a_file_that_is_not_there_holds_no_corrections(tmp_path: Path) -> None:
    """Nothing to correct is no error."""
    corrections = load_corrections(tmp_path / "corrections.toml")
    assert not corrections
    corrector = Corrector(corrections, Shelf())
    assert corrector.readings([reading()]) == [reading()]
    assert (corrector.together, corrector.apart, corrector.unmatched()) == ((), (), ())


def test_a_corrected_event_says_who_and_why(tmp_path: Path) -> None:
    """Place, date, headline, category and status are those of the file; the event is marked as reviewed."""
    story, unmatched = run(
        tmp_path,
        'by = "Jane Roe"\n[[event]]\nid = "a1event00000"\nplace = "Khachmaz"\ndate = "2025-06-03/2025-06-04"\n'
        'headline = "New"\ncategory = "health"\nstatus = "planned"\non = 2025-06-10\nwhy = "the map was wrong"\n',
    )
    assert unmatched == []
    found = by_id(story, "a1event00000")
    assert found.where.resolution.place.key == "gn:4"
    assert found.where.resolution.mention.text == "Lima"
    assert found.where.resolution.reason == "corrected by Jane Roe on 2025-06-10: the map was wrong"
    assert (found.where.basis, found.when.basis) == ("", "")  # it is not said twice
    assert (found.where.confidence, found.when.confidence) == (1.0, 1.0)
    assert (found.when.when.earliest, found.when.when.latest) == (dt.date(2025, 6, 3), dt.date(2025, 6, 4))
    assert (found.when.start, found.when.end) == (27, 33)
    assert (found.headline, found.category, found.status) == ("New", "health", Status.PLANNED)
    assert found.reviewed == "Jane Roe, 2025-06-10"


def test_an_event_is_found_again_by_its_words(tmp_path: Path) -> None:
    """When the id is not there any more its words do, whatever their case and quotes."""
    story, unmatched = run(
        tmp_path,
        '[[event]]\nid = "ffffffffffff"\nquote = "BRIDGE was\\n opened"\narticle = "a1.txt"\ndate = "none"\nplace = "none"\n',
    )
    assert unmatched == []
    found = by_id(story, "a1event00001")
    assert (found.when, found.where, found.reviewed) == (None, None, "a reader")


def test_an_id_counts_more_than_words(tmp_path: Path) -> None:
    """Words are only looked at where no event has the id."""
    story, _ = run(tmp_path, '[[event]]\nid = "a1event00000"\nquote = "bridge was opened"\nheadline = "X"\n')
    assert [e.headline for e in story.events if e.reviewed] == ["X"]
    assert by_id(story, "a1event00000").headline == "X"


def test_a_correction_that_matches_nothing_or_too_much_is_told_with_its_line(tmp_path: Path) -> None:
    """Every kind of correction that did nothing is listed, in the file's order."""
    _, unmatched = run(
        tmp_path,
        '[[event]]\nquote = "never said"\nhide = true\n\n[[event]]\nquote = "was"\nreviewed = true\n\n'
        '[[article]]\narticle = "b.txt"\nhide = true\n\n[[publisher]]\nname = "Nobody"\nhome = "Lima"\n\n'
        '[[place]]\nname = "Rome"\nplace = "gn:1"\n\n[[add]]\nheadline = "X"\narticle = "b.txt"\n\n'
        '[[event]]\nid = "a1event00000"\nmerge = [\n"gone12345",\n"was closed or"]\n',
    )
    assert unmatched == [
        (1, "event 'never said': no such event"),
        (5, "event 'was': 2 events have these words; add 'article', or more words"),
        (9, "article 'b.txt': no such article"),
        (13, "publisher 'Nobody': no article of that publisher"),
        (17, "place 'Rome': these words were not found as a place"),
        (21, "add 'X': its article is not there"),
        (27, "event 'a1event00000': merge: no report is 'gone12345'"),
        (27, "event 'a1event00000': merge: no report is 'was closed or'"),
    ]


def test_copies_of_a_report_are_corrected_together(tmp_path: Path) -> None:
    """Words that several articles have in the very same sentence mean all of them; the nearest fit counts."""
    text = '[[event]]\nquote = "people died"\nplace = "Khachmaz"\n'
    story, unmatched = run(tmp_path, text, reading("a1"), reading("a2", 20))
    assert unmatched == []
    assert {r.id for e in story.events if e.reviewed for r in e.accounts} == {"a1event00000", "a2event00000"}


def test_a_hidden_event_goes_with_all_its_reports_and_leaves_a_drop(tmp_path: Path) -> None:
    """It does not come back through another article; the drop says who hid it."""
    text = '[[event]]\nid = "a1event00000"\nmerge = ["a2event00000"]\nreviewed = true\n[[event]]\nid = "a1event00000"\nhide = true\nby = "J"\n'
    story, unmatched = run(tmp_path, text, reading("a1"), reading("a2"))
    assert unmatched == []
    assert not any("event00000" in e.id for e in story.events)
    drops = [d for d in story.drops if d.reason == "hidden"]
    assert [d.detail for d in drops] == ["Two people died: hidden by J"]
    assert set(CORRECTION_REASONS) == {d.reason for d in drops}


def test_events_are_merged_and_split_by_id_or_words(tmp_path: Path) -> None:
    """`merge` joins what was apart; `split` parts what was joined."""
    two = (reading("a1", 1), reading("a2", 20, ("school was closed",)))
    story, unmatched = run(tmp_path, '[[event]]\nid = "a1event00000"\nmerge = ["a2event00000"]\n', *two)
    assert unmatched == []
    assert {r.id for r in by_id(story, "a1event00000").reports} == {"a1event00000", "a2event00000"}
    same = (reading("a1", 1), reading("a2", 1))
    joined, _ = run(tmp_path, "", *same)
    assert len(by_id(joined, "a1event00000").reports) == 2
    parted, unmatched = run(tmp_path, '[[event]]\nid = "a1event00000"\nsplit = ["a2event00000"]\n', *same)
    assert unmatched == []
    assert not by_id(parted, "a1event00000").reports


def test_what_is_corrected_in_one_report_holds_for_the_joined_event(tmp_path: Path) -> None:
    """A pinned place is that of the event, whichever of its reports leads."""
    text = '[[event]]\nid = "a2event00000"\nplace = {name = "The bridge", lat = 1.5, lon = 2.5, precision = "site"}\nmerge = ["a1event00000"]\n'
    story, _ = run(tmp_path, text, reading("a1"), reading("a2"))
    found = by_id(story, "a2event00000")
    assert len(found.reports) == 2
    assert (found.where.resolution.place.lat, found.where.resolution.place.kind) == (1.5, Kind.SITE)
    assert found.reviewed == "a reader"


def test_articles_get_dates_publishers_and_homes_and_keep_their_ids(tmp_path: Path) -> None:
    """What is corrected before reading; the basis says who."""
    corrector = Corrector(
        load(
            tmp_path,
            '[[article]]\narticle = "https://www.post.example/a1/"\npublished = 2025-06-06\npublisher = "P"\nby = "J"\n'
            '[[publisher]]\nname = "post.example"\nhome = "Lima"\n[[article]]\narticle = "a2.txt"\nhide = true\n',
        ),
        Shelf(),
    )
    first, second = corrector.articles([reading("a1").article, reading("a2").article])
    assert (first.id, first.published, first.published_basis) == ("a1", dt.date(2025, 6, 6), "corrected by J")
    assert (first.publisher, first.home) == ("P", "Lima")
    assert second == Drop("hidden", "", 0, 0, "seeds/a2.txt: hidden by a reader")
    assert corrector.unmatched() == ()


def test_words_are_pinned_to_a_place_in_every_article_or_one(tmp_path: Path) -> None:
    """A toponym that is always read wrongly is corrected once; "none" takes it off the map."""
    story, _ = run(tmp_path, '[[place]]\nname = "lima"\nplace = "Lima, Ohio"\nby = "J"\n')
    assert {e.where.resolution.place.key for e in story.events} == {"gn:2"}
    assert story.events[0].where.resolution.reason == "corrected by J"
    assert story.events[0].where.resolution.alternatives == ()
    story, _ = run(
        tmp_path, '[[place]]\nname = "Lima"\nplace = "none"\narticle = "a2.txt"\n', reading("a1"), reading("a2", 20)
    )
    assert {e.evidence[0].article for e in story.events if e.where is None} == {"a2"}


def test_added_events_stand_in_their_article_or_in_a_note_of_their_own(tmp_path: Path) -> None:
    """Their words are evidence where the article has them; else the note says who wrote it."""
    story, unmatched = run(
        tmp_path,
        'by = "Jane Roe"\n[[add]]\nheadline = "School closes"\ndate = 2025-06-09\nplace = "gn:4"\narticle = "a1"\nquote = "a school  was closed"\n'
        '[[add]]\nheadline = "Talks begin"\ndate = "2025-07"\nwhy = "seen there"\non = 2025-08-01\nmanner = "alleged"\nsource = "police"\n',
    )
    assert unmatched == []
    (school,) = [e for e in story.events if e.headline == "School closes"]
    assert school.quote == "a school was closed"
    assert TEXT[school.evidence[0].start : school.evidence[0].end] == school.quote
    assert school.where.resolution.place.name == "Khachmaz"
    (talks,) = [e for e in story.events if e.headline == "Talks begin"]
    (note,) = [a for a in story.articles if a.id == talks.evidence[0].article]
    assert (note.publisher, note.path, note.text) == ("Jane Roe", "corrections.toml", "Talks begin\nseen there")
    assert talks.when.when.grain is Grain.MONTH
    assert talks.voice == Voice(Manner.ALLEGED, "police")
    assert talks.reviewed == "Jane Roe, 2025-08-01"


def test_the_same_file_gives_the_same_story(tmp_path: Path) -> None:
    """Applying corrections is deterministic, whatever the order of the readings."""
    text = '[[event]]\nquote = "people died"\narticle = "a2"\nplace = "gn:2"\n[[add]]\nheadline = "X"\n'
    first, _ = run(tmp_path, text, reading("a1"), reading("a2", 9))
    second, _ = run(tmp_path, text, reading("a2", 9), reading("a1"))
    assert first == second


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[[event]\n", 1, "is no TOML"),
        ('by = "J"\n[[event]]\nid = "x"\nplce = "Lima"\n', 4, "'plce' is no key here; did you mean 'place'?"),
        ('[[evnt]]\nid = "x"\n', 1, "'evnt' is no key here; did you mean 'event'?"),
        ("[[event]]\nplace = 'Lima'\n", 1, "say which event"),
        ("[[event]]\nid = 'x'\n", 1, "says nothing about the event"),
        ("[[event]]\nid = 'x'\nhide = true\ndate = '2025'\n", 3, "hides the event and changes it"),
        ("[[event]]\nid = 'x'\n\nhide = 'yes'\n", 4, "'hide': expected true or false, got text in quotes"),
        ("[[event]]\nid = 5\nhide = true\n", 2, "'id': expected text in quotes, got a whole number"),
        ("[[event]]\nid = 'x'\ndate = '05/06/2025'\n", 3, "'date': '05/06/2025' is no date; write a day (2025-06-05)"),
        ("[[event]]\nid = 'x'\ndate = '2025-02-30'\n", 3, "'date': '2025-02-30' is a date that doesn't exist"),
        ("[[event]]\nid = 'x'\ncategory = 'politic'\n", 3, "category 'politic' is unknown; did you mean 'politics'?"),
        ("[[event]]\nid = 'x'\nplace = {name = 'L', lat = 91, lon = 0}\n", 3, "lat 91.0 and lon 0.0 are no position"),
        ("[[event]]\nid = 'x'\nplace = {name = 'L', lat = nan, lon = 0}\n", 3, "lat nan"),
        ("[[event]]\nid = 'x'\nplace = {name = 'L', lat = 1}\n", 3, "'lon' is missing"),
        ("[[event]]\nid = 'x'\nplace = {name = 'L', lat = 1, lon = 2, precision = 'citty'}\n", 3, "precision 'citty' is unknown"),
        ("[[event]]\nid = 'x'\nplace = ' '\n", 3, "'place' is empty"),
        ("\n[[article]]\narticle = 'x'\npublished = '6/5/25'\n", 4, "'published': '6/5/25' is no date"),
        ("[[article]]\nhide = true\n", 1, "'article' is missing"),
        ("[[publisher]]\nname = 'P'\n", 1, "'home' is missing"),
        ("[[add]]\nheadline = ''\n", 2, "'headline' is empty"),
        ("[[add]]\nheadline = 'x'\nquote = 'y'\n", 3, "needs the 'article'"),
        ("[[add]]\nheadline = 'x'\nmanner = 'allegd'\n", 3, "did you mean 'alleged'?"),
        ("gazetteers = ['none.csv']\n", 1, "there is no gazetteer"),
        ("[[event]]\nid = 'x'\nplace = 'Lima'\n", 3, "'Lima' could be gn:1 Lima, PE; gn:2 Lima, Ohio, US; gn:3"),
        ("[[event]]\nid = 'x'\nplace = 'Limma'\n", 3, "no place is called 'Limma'"),
        ("[[event]]\nid = 'x'\nplace = 'Lima, Chile'\n", 3, "no place is called 'Lima, Chile'"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_what_to_write(tmp_path: Path, text: str, line: int, message: str) -> None:
    """Every mistake that the file can have is found before anything is read."""
    with pytest.raises(SettingsError) as caught:
        Corrector(load(tmp_path, text), Shelf())
    assert str(caught.value).startswith(f"{tmp_path}/corrections.toml, line {line}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["Lima, Peru", "Lima, PE", "gn:1", "Lima, pe"])
def test_a_namesake_is_told_apart_by_country_or_key(tmp_path: Path, name: str) -> None:
    """By the country's name or code, by the region, by the key."""
    story, _ = run(tmp_path, f'[[event]]\nid = "a1event00000"\nplace = "{name}"\n')
    assert by_id(story, "a1event00000").where.resolution.place.key == "gn:1"


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    """TOML is UTF-8."""
    path = tmp_path / "corrections.toml"
    path.write_bytes(b'by = "J"\nwhy = "caf\xe9"\n')
    with pytest.raises(SettingsError, match=r"corrections\.toml, line 2: is not UTF-8"):
        load_corrections(path)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "grain"),
    [
        ("2025-06-05", (2025, 6, 5), (2025, 6, 5), Grain.DAY),
        ("2025-06-05T14:30", (2025, 6, 5), (2025, 6, 5), Grain.MINUTE),
        ("2024-02", (2024, 2, 1), (2024, 2, 29), Grain.MONTH),
        ("2025", (2025, 1, 1), (2025, 12, 31), Grain.YEAR),
        ("202X", (2020, 1, 1), (2029, 12, 31), Grain.DECADE),
        ("19XX", (1900, 1, 1), (1999, 12, 31), Grain.CENTURY),
        ("2025-24", (2025, 12, 1), (2026, 2, 28), Grain.SEASON),
        ("2025-33", (2025, 1, 1), (2025, 3, 31), Grain.QUARTER),
        ("2025-06-05/2025-06-07", (2025, 6, 5), (2025, 6, 7), Grain.DAYS),
        ("2025-06/2025-07-02", (2025, 6, 1), (2025, 7, 2), Grain.MONTH),
        ("2025-06/..", (2025, 6, 1), None, Grain.MONTH),
        ("../1990", None, (1990, 12, 31), Grain.YEAR),
        ("XXXX-02-29", None, None, Grain.DAY),
    ],
)
def test_dates_of_people_are_intervals(text: str, earliest: tuple | None, latest: tuple | None, grain: Grain) -> None:
    """EDTF as far as people need it."""
    when = parse_edtf(text, "why")
    assert (when.earliest, when.latest) == (earliest and dt.date(*earliest), latest and dt.date(*latest))
    assert (when.grain, when.edtf, when.reason) == (grain, text, "why")
    assert when.year_known == (not text.startswith("XXXX"))


def test_marks_of_doubt_are_kept() -> None:
    """~ and ? make a date approximate."""
    assert parse_edtf("1980~", "").approximate
    assert not parse_edtf("1980", "").approximate


@pytest.mark.parametrize("text", ["", "5 June", "2025-13", "2025-06-31", "0000", "2025-XX-05", "XXXX", "XXXX-06", "../..", "/", "2025/2024", "XXXX-06-05/2025", "2025-06-05/06", "99999", "9999-24", "2025-06-05 10:00", "١٩٩٠"])  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    """With what can be written instead."""
    with pytest.raises(ValueError, match=r"date|day|years|ends|beyond|side|neither"):
        parse_edtf(text, "")


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("0123456789X-/~?.T:"), max_size=24))
def test_a_date_is_an_interval_or_a_value_error(text: str) -> None:
    """Never anything else, and never an interval that ends before it begins."""
    try:
        when = parse_edtf(text, "")
    except ValueError:
        return
    assert when.earliest is None or when.latest is None or when.earliest <= when.latest


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("[]event\n=\"'idplac{}x1,# "), max_size=80))
def test_any_file_is_corrections_or_an_error_of_ours(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """No text makes the reader raise anything but SettingsError."""
    path = tmp_path_factory.mktemp("c") / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    with contextlib.suppress(SettingsError):
        Corrector(load_corrections(path), Shelf())
