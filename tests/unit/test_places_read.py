"""Places found and resolved in whole texts: the names that lead others astray, and promises that hold for any text."""

from collections.abc import Callable

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from dateline.parse import load_pipeline
from dateline_geo import GeoContext, PlaceReading, infer_home, read_places
from dateline_geo.gazetteer import Gazetteer
from dateline_geo.place import Kind, Place, Precision, Resolution

Read = Callable[..., PlaceReading]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(scope="session")
def pipeline() -> Language:
    return load_pipeline()


@pytest.fixture(scope="session")
def read(gazetteer: Gazetteer, pipeline: Language) -> Read:
    def of(text: str, **context: object) -> PlaceReading:
        return read_places(pipeline(text), gazetteer, GeoContext(**context))  # type: ignore[arg-type]

    return of


def one(reading: PlaceReading, name: str) -> Resolution:
    """The first resolution of a name."""
    return next(r for r in reading.resolutions if r.mention.text == name)


def place(reading: PlaceReading, name: str) -> Place:
    """The place that a name was taken for."""
    found = one(reading, name).place
    assert found is not None, f"{name} was left in the tray: {one(reading, name).reason}"
    return found


def placed(reading: PlaceReading) -> list[str]:
    """The names that went onto the map."""
    return [r.mention.text for r in reading.resolutions if r.place is not None]


class TestTrapNames:
    """Names that stand for something else as well."""

    def test_georgia_the_country(self, read: Read) -> None:
        """Georgia beside Tbilisi is the country."""
        reading = read("Lawmakers in Tbilisi, the capital of Georgia, passed the bill as Russia watched.")
        assert (place(reading, "Georgia").kind, place(reading, "Georgia").country) == (Kind.COUNTRY, "GE")

    def test_georgia_the_state(self, read: Read) -> None:
        """Georgia beside Atlanta and Savannah is the state."""
        reading = read("Storms crossed Georgia on Monday. Power failed in Atlanta and in Savannah.")
        assert (place(reading, "Georgia").kind, place(reading, "Georgia").country) == (Kind.REGION, "US")

    def test_president_washington_said(self, read: Read) -> None:
        """A man called Washington is no place, though the city is."""
        reading = read("George Washington said he would not run again. Mr. Washington said he was tired.")
        assert placed(reading) == []

    def test_paris_hilton(self, read: Read) -> None:
        """Paris Hilton puts nobody in Paris."""
        reading = read("Paris Hilton arrived in London on Monday. Hilton said she loved it.")
        assert placed(reading) == ["London"]

    def test_mexico_city(self, read: Read) -> None:
        """Mexico City is one name and not Mexico."""
        reading = read("An earthquake shook Mexico City on Tuesday, and people ran into the streets.")
        assert placed(reading) == ["Mexico City"]
        assert place(reading, "Mexico City").kind is Kind.SETTLEMENT

    def test_reading_the_town(self, read: Read) -> None:
        """Reading in Berkshire is a town; reading books is none."""
        reading = read("Police in Reading, England, arrested two men. She enjoys reading books and reading aloud.")
        assert place(reading, "Reading").country == "GB"
        assert [r.mention.start for r in reading.resolutions if r.mention.text == "Reading"] == [10]

    def test_turkey_the_bird(self, read: Read) -> None:
        """A turkey on the table is no country."""
        reading = read("The family ate turkey at Thanksgiving. The turkey was roasted, and a second turkey was wild.")
        assert placed(reading) == []

    def test_turkey_the_country(self, read: Read) -> None:
        """Turkey beside Ankara is the country."""
        reading = read("Turkey summoned the ambassador in Ankara and closed its border with Syria.")
        assert place(reading, "Turkey").country == "TR"

    def test_nice_weather(self, read: Read) -> None:
        """Nice weather is not on the Riviera."""
        reading = read("Nice weather is expected on Sunday, forecasters said.")
        assert placed(reading) == []

    def test_nice_the_city(self, read: Read) -> None:
        """Nice in France is."""
        reading = read("The lorry was driven into crowds in Nice, France, on Thursday evening.")
        assert place(reading, "Nice").country == "FR"

    def test_jordan_the_man(self, read: Read) -> None:
        """A surname stays one through the document."""
        reading = read("Michael Jordan scored 40 points. Jordan said he was happy, and Jordan left.")
        assert placed(reading) == []

    def test_bare_surname_of_a_person_named_in_full(self, read: Read) -> None:
        """A surname that is also a town's stays the person, but for what is put on the ground."""
        reading = read(
            "Michael Jackson died on Thursday. Fans of Jackson wept, and many wrote to Jackson. The Jackson family "
            "came. His cousin lives in Jackson, Mississippi."
        )
        assert [r.mention.start for r in reading.resolutions if r.mention.text == "Jackson"] == [
            reading.resolutions[-1].mention.start - len("Jackson, ")
        ]

    def test_name_joined_to_a_particle(self, read: Read) -> None:
        """What hangs on a hyphen and a particle is part of a person's name."""
        assert "Duc" not in placed(read("The spire is by Viollet-le-Duc, an architect. Viollet-le-Duc drew it."))

    def test_the_planet(self, read: Read) -> None:
        """The Earth is no town in Texas."""
        assert placed(read("The probe came back to Earth. Life on Earth is hard.")) == []

    def test_jordan_the_country(self, read: Read) -> None:
        """The kingdom beside Amman is a country."""
        reading = read("King Abdullah of Jordan met officials in Amman. Refugees keep coming to Jordan from Syria.")
        assert place(reading, "Jordan").country == "JO"

    def test_lima_in_ohio(self, read: Read) -> None:
        """What the text says once of a name holds for all its mentions."""
        reading = read("A man from Lima, Ohio, was arrested. Police in Lima said he was drunk.")
        assert {r.place.admin1 for r in reading.resolutions if r.place and r.mention.text == "Lima"} == {"Ohio"}

    def test_cordoba(self, read: Read) -> None:
        """Cordoba follows its company: Spain here, Argentina there."""
        assert place(read("Tourists were led through Cordoba and Seville in Spain."), "Cordoba").country == "ES"
        assert place(read("Floods hit Cordoba and Rosario in Argentina."), "Cordoba").country == "AR"

    def test_springfield(self, read: Read) -> None:
        """Springfield among its neighbours is the one beside them."""
        reading = read("Springfield police arrested a man near Chicopee and Holyoke, Massachusetts.")
        assert place(reading, "Springfield").admin1 == "Massachusetts"

    def test_paris_in_texas(self, read: Read) -> None:
        """A town placed by the text beats its famous namesake, and the reason says so."""
        reading = read("A fire broke out in Paris, Texas, on Monday. Paris firefighters put it out.")
        assert place(reading, "Paris").admin1 == "Texas"
        assert one(reading, "Paris").reason == "Paris (Texas, US): the text itself places it in Texas"

    def test_a_state_is_no_hamlet_of_that_name(self, read: Read) -> None:
        """A story of one state that names another means the state, and not a hamlet so called in its own."""
        text = "Voters in Dayton, in Columbus and in all of Ohio heard it. A mill in Oregon burned down in June."
        assert place(read(text), "Oregon").kind is Kind.REGION
        text = "Police in Dayton and Columbus, Ohio, said the man came from Oregon, Ohio."
        assert place(read(text), "Oregon").admin1 == "Ohio"

    def test_a_list_is_no_containment(self, read: Read) -> None:
        """Rome is not in the country that the list goes on with."""
        reading = read("Gunmen attacked airports in Vienna and Rome, and the U.S. embassy in Tripoli, Libya.")
        assert "the text itself" not in one(reading, "Rome").reason
        assert "the text itself places it in Libya" in one(reading, "Tripoli").reason

    def test_two_londons(self, read: Read) -> None:
        """Two places of one name in one article stay apart where the text keeps them apart."""
        reading = read("She flew from London, England, to Toronto and drove to London, Ontario, at night.")
        assert [r.place.country for r in reading.resolutions if r.place and r.mention.text == "London"] == ["GB", "CA"]


class TestNamesOfPersons:
    """A given name that is a place's, before a surname, in texts too short for the parse to tell."""

    @pytest.mark.parametrize(
        "given", ["Paris", "Georgia", "Jordan", "Chelsea", "Sydney", "London", "Dakota", "Savannah"]
    )
    @pytest.mark.parametrize(
        "sentence",
        [
            "{} Quennell arrived.",
            "{} Marwood signed a new deal.",
            "{} Tessaro, 30, won the prize.",
            "Reporters asked {} Velling about it.",
            "{} Oduya was seen shopping. Later {} left.",
        ],
    )
    def test_given_name_and_surname(self, read: Read, given: str, sentence: str) -> None:
        """Whoever is named in full is no place, with a surname that nobody has heard of."""
        assert placed(read(sentence.replace("{}", given))) == []

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("The flood reached Paris Street in Austin, Texas.", "Austin"),
            ("Jordan River water is scarce, said officials in Jordan.", "Jordan"),
            ("Police in Sydney Monday arrested two men.", "Sydney"),
            ("Georgia officials said the border with Russia was closed.", "Georgia"),
        ],
    )
    def test_what_is_no_surname(self, read: Read, text: str, name: str) -> None:
        """A generic, a weekday or a small word after the name leave the place where it is."""
        assert name in placed(read(text))


class TestSettledByWords:
    """Patterns that leave no doubt, whatever the names are."""

    @pytest.mark.parametrize("town", ["Paris", "Minsk", "Oslo", "Geneva", "Dayton"])
    @pytest.mark.parametrize("treaty", ["agreement", "accords", "peace agreement", "Protocol", "Convention"])
    def test_a_treaty_is_no_town(self, read: Read, town: str, treaty: str) -> None:
        """What was signed in a town long ago puts nothing there."""
        assert placed(read(f"Both sides accused each other of breaking the {town} {treaty}.")) == []

    @pytest.mark.parametrize("name", ["Tarbalun", "Quellmarra", "Drezhnovka", "Bin Tarwaq", "Al-Qawarish"])
    @pytest.mark.parametrize(
        "sentence",
        [
            "A bomb exploded in the village of {} on Monday, killing three.",
            "Fighting continued in the {} district on Monday.",
            "The convoy was ambushed near {} on Friday.",
        ],
    )
    def test_an_unknown_village_is_read(self, read: Read, name: str, sentence: str) -> None:
        """What the words put on the ground is a toponym, though no gazetteer has it: to the tray, or to a geocoder."""
        reading = read(sentence.replace("{}", name))
        assert [(r.mention.text, r.place) for r in reading.resolutions] == [(name, None)]

    def test_what_news_names_daily_is_no_hamlet(self, read: Read) -> None:
        """Organisations and goods that share their name with a village somewhere."""
        assert placed(read("Hamas and the EU rejected it. Brent crude rose. He ate a Turkey sandwich.")) == []

    def test_a_hyphen_makes_no_dateline(self, read: Read) -> None:
        """At the head of a text, “US-led” names a country, and not where the article was written."""
        assert one(read("US-led forces struck a bridge in Iraq."), "US").role == ""

    def test_a_part_of_the_world_is_no_hamlet(self, read: Read) -> None:
        """The Middle East is not the quarter of Baltimore, in an American article either."""
        reading = read("Ohio and Maryland senators in Baltimore said that the Middle East was at war.")
        assert place(reading, "Middle East").kind is Kind.AREA

    def test_a_romanisation_that_no_gazetteer_has(self, read: Read) -> None:
        """A town under a spelling of its own is found in a country that the text speaks of, and nowhere else."""
        assert place(read("Libyan rebels took the town of Zwara in western Libya."), "Zwara").name == "Zuwarah"
        assert one(read("Troops entered the town of Zwara in western Poland."), "Zwara").place is None

    def test_the_valley_of_the_country_spoken_of(self, read: Read) -> None:
        """In Kenya the Rift Valley is the former province; in Ethiopia the great valley."""
        assert place(read("Farmers fled Rift Valley for Nairobi, Kenya."), "Rift Valley").country == "KE"
        assert place(read("Ethiopia drills for steam in the Rift Valley."), "Rift Valley").kind is Kind.RELIEF


NAMES_OF_KHACHMAZ = ("khachmaz", "khachmaz district")  # with the kind or without it, as the language model has it


class TestContestedNames:
    """A name that sides use differently goes where the article means it."""

    def test_western_azerbaijan_for_armenia(self, read: Read) -> None:
        """Used for Armenia, the name is the contested entry with its note, not Iran's province."""
        reading = read(
            "Azerbaijanis expelled from Western Azerbaijan, now internationally recognised as Armenia, want to "
            "return, the community said in Baku. Yerevan rejects the claim."
        )
        found = place(reading, "Western Azerbaijan")
        assert found.contested
        assert found.note

    def test_west_azerbaijan_in_iran(self, read: Read) -> None:
        """Beside Urmia, it is Iran's province."""
        reading = read("Lake Urmia in Iran's West Azerbaijan province is drying, officials in Urmia and Tehran said.")
        found = place(reading, "West Azerbaijan")
        assert (found.kind, found.country, found.contested) == (Kind.REGION, "IR", False)

    def test_khachmaz_district(self, read: Read) -> None:
        """A district is the district, by whatever spelling, and the community named after a claim is no place."""
        reading = read(
            "A conference was held in Azerbaijan's Khachmaz district on June 5. It was organised by the Khachmaz "
            "District Executive Authority and the Western Azerbaijan Community."
        )
        (name,) = {one.mention.text for one in reading.resolutions if one.mention.text.lower() in NAMES_OF_KHACHMAZ}
        assert (place(reading, name).name, place(reading, name).country) == ("Khachmaz District", "AZ")


class TestRoles:
    """How a name is used is said with it."""

    def test_dateline(self, read: Read) -> None:
        """A dateline is found, capitals and all, and marked."""
        reading = read("KHARTOUM, Sudan (AP) — Fighting broke out in Omdurman on Sunday.")
        assert one(reading, "KHARTOUM").role == "dateline"
        assert place(reading, "KHARTOUM").country == "SD"

    @pytest.mark.parametrize(
        ("text", "name", "key"),
        [
            (
                "HAVANA (AP) — Relatives in Miami, Florida, wrote to the White House. They live in Florida.",
                "HAVANA",
                "CU",
            ),
            ("LONDON (Reuters) - An explosion tore through a shop. It was heard in Columbus, Ohio.", "LONDON", "GB"),
        ],
    )
    def test_an_agency_names_no_country_where_the_city_is_known(
        self, read: Read, text: str, name: str, key: str
    ) -> None:
        """A city that stands alone before an agency's name is the one that every reader knows."""
        assert place(read(text), name).country == key

    @pytest.mark.parametrize("name", ["NEW YORK", "WASHINGTON"])
    def test_a_dateline_is_a_town(self, read: Read, name: str) -> None:
        """A reporter sits in a city, not in the state of its name."""
        assert place(read(f"{name} (AP) — The council voted on Tuesday."), name).kind is Kind.SETTLEMENT

    def test_organisation(self, read: Read) -> None:
        """A town in an organisation's name is marked as such."""
        reading = read("The Springfield Police Department closed the road. The Chicago Board of Education met.")
        assert {r.role for r in reading.resolutions} <= {"organisation"}

    def test_demonym(self, read: Read) -> None:
        """People and adjectives are no places."""
        reading = read("Turkish and American officials met Syrian rebels. The French walked out.")
        assert reading.resolutions == ()

    def test_near(self, read: Read) -> None:
        """Twenty kilometres north of a town is near it, not in it."""
        reading = read("The convoy was hit 20 km north of Khartoum, in Sudan.")
        assert one(reading, "Khartoum").precision is Precision.NEAR
        assert "20 km north of" in one(reading, "Khartoum").reason

    def test_near_a_country(self, read: Read) -> None:
        """Beside a country is no ring around its middle: it is as wide as the country."""
        assert one(read("A ship sank near Portugal on Friday."), "Portugal").precision is Precision.AREA

    def test_span_is_the_name_alone(self, read: Read) -> None:
        """No article, no possessive."""
        reading = read("The United States' navy left the Black Sea. Sudan's army stayed, and the U.K.'s did too.")
        assert {"United States", "Black Sea", "Sudan", "U.K."} >= {r.mention.text for r in reading.resolutions}
        assert "Black Sea" in placed(reading)

    def test_unknown_place_is_read_and_not_placed(self, read: Read) -> None:
        """A toponym that no gazetteer has stays in the tray with its code."""
        reading = read("Militants attacked the village of Qwrtzelbad in Mali, and people fled Qwrtzelbad.")
        assert one(reading, "Qwrtzelbad").place is None
        assert {r.reason for r in reading.rejections if r.mention.text == "Qwrtzelbad"} == {"not-in-gazetteer"}


class TestContext:
    """What is known of the publisher weighs in."""

    def test_home_decides(self, read: Read) -> None:
        """A local paper means its own town."""
        text = "Firefighters were called to a house in Paris on Monday night. Nobody was hurt, the chief said."
        assert place(read(text), "Paris").country == "FR"
        assert place(read(text, home=(33.66, -95.56)), "Paris").admin1 == "Texas"
        assert place(read(text, home_name="Paris, Texas"), "Paris").admin1 == "Texas"

    def test_infer_home_from_a_publishers_articles(self, read: Read, gazetteer: Gazetteer) -> None:
        """Names that several towns bear agree on one corner of the map."""
        texts = (
            "A man was arrested in Palestine on Monday. Police in Elkhart said he fled.",
            "The Anderson County commissioners met in Palestine with visitors from Athens and Tyler.",
            "Fire destroyed a barn between Frankston and Palestine, Texas.",
        )
        home = infer_home([read(text).resolutions for text in texts], gazetteer)
        assert home is not None
        assert home == pytest.approx((31.76, -95.63), abs=0.7)

    def test_no_home_for_a_paper_of_the_world(self, read: Read, gazetteer: Gazetteer) -> None:
        """Articles that scatter over the world have no home."""
        texts = (
            "Protests in Lima.",
            "Voting began in Nairobi.",
            "Snow fell in Oslo.",
            "Rain in Jakarta.",
            "Riots in Lyon.",
        )
        assert infer_home([read(text).resolutions for text in texts], gazetteer) is None


class TestAnyText:
    """Promises that hold whatever is read."""

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "\n\n\n",
            "a",
            ".",
            "-",
            "Paris-",
            "-Paris- --Paris-- U.S.-led D-Calif.",
            "Paris, ,, (Paris) “Paris” Paris’s Paris's PARIS paris",
            "The the The the of of of of of of of of of of of of",
            "Paris " * 300,
            "Springfield, San José, Santa Cruz, Victoria, " * 20,
            "A" * 5000,
            "\u202eParis\u202c in \u200bLondon\ufeff 🇫🇷 Москва Αθήνα بغداد 北京",
            "<b>Paris</b> {{Paris}} ${Paris} 'Paris'; DROP TABLE places;--",
            "0 1 2 3 4 5 6 7 8 9 " * 50,
        ],
    )
    def test_hostile_text(self, read: Read, text: str) -> None:
        """No text makes it fail, and its offsets are those of the text."""
        self.check(text, read(text))

    @given(
        st.lists(
            st.sampled_from(
                ["Paris", "Texas", ",", "in", "the", "The", "U.S.-led", "Ont", ".", "\n\n", "—", "(AP)", "Mr", "said",
                 "Lake", "County", "New", "York", "'s", "of", "and", "highway", "19", "-", "é", "\u2028", "北京"]
            ),
            max_size=25,
        )
    )  # fmt: skip
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_offsets_without_a_parse(self, gazetteer: Gazetteer, words: list[str]) -> None:
        """Any heap of words, parsed by nothing but a tokeniser, gives mentions that are the text's own."""
        text = " ".join(words)
        self.check(text, read_places(spacy.blank("en")(text), gazetteer))

    @staticmethod
    def check(text: str, reading: PlaceReading) -> None:
        end = 0
        for r in reading.resolutions:
            assert text[r.mention.start : r.mention.end] == r.mention.text
            assert r.mention.text.strip() == r.mention.text != ""
            assert r.mention.start >= end
            assert 0.0 <= r.score <= 1.0
            assert len(r.alternatives) <= 5
            assert r.reason
            assert (r.place is None) == (r.precision is None)
            end = r.mention.end
        for rejection in reading.rejections:
            mention = rejection.mention
            assert text[mention.start : mention.end] == mention.text
            assert rejection.reason in {
                "person",
                "organisation",
                "demonym",
                "common-word",
                "not-in-gazetteer",
                "ambiguous",
            }

    def test_same_answer_twice(self, read: Read) -> None:
        """Reading is a function: memory of earlier lookups changes nothing."""
        text = "Clashes in Tripoli and Benghazi, Libya, spread to Sirte, said the U.S. ambassador in Paris."
        assert read(text) == read(text)
