"""What an address and a masthead say of a publisher, and the words of a text as the finder reads them."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from dateline_geo.context import GeoContext, country_of_host, host_of, masthead_names
from dateline_geo.find_tokens import demonyms_of, read_tokens
from dateline_geo.patterns_demonyms import DEMONYMS
from dateline_geo.resolve import load_ranker
from dateline_geo.resolve_features import NAMES

NLP = spacy.blank("en")


@pytest.mark.parametrize(
    ("url", "host", "country"),
    [
        ("https://www.example.co.uk/a", "www.example.co.uk", "GB"),
        ("example.com.au/story", "example.com.au", "AU"),
        ("https://example.com", "example.com", ""),
        ("https://news.example.tv", "news.example.tv", ""),
        ("", "", ""),
        ("http://[broken", "", ""),
        ("not an address", "not an address", ""),
    ],
)
def test_address(url: str, host: str, country: str) -> None:
    """A top-level domain that is a country's says so, one that is sold as a word does not, and nothing fails."""
    assert (host_of(url), country_of_host(url)) == (host, country)


def test_masthead() -> None:
    """A town in the domain or the publisher's name is the publisher's; a short name must be a word of its own."""
    names = {"Palestine", "Lima", "Troy", "St. Paul"}
    assert masthead_names(names, GeoContext(url="https://www.palestineherald.com/x")) == {"Palestine"}
    assert masthead_names(names, GeoContext(publisher="The Lima News")) == {"Lima"}
    assert masthead_names(names, GeoContext(url="https://destroyer.com", publisher="The St. Paul Globe")) == {
        "St. Paul"
    }
    assert masthead_names(names, GeoContext()) == frozenset()


@given(st.text(alphabet="ab.-’' \nUSPar,Ont—(é\u2028", max_size=60))
def test_words_are_the_texts_own(text: str) -> None:
    """Mended words keep their offsets, in order and without overlap, and every list has the same length."""
    tokens = read_tokens(NLP(text))
    assert [text[a:b] for a, b in zip(tokens.start, tokens.end, strict=True)] == tokens.word
    assert all(a >= b for a, b in zip(tokens.start[1:], tokens.end, strict=False))
    lists = (tokens.low, tokens.pos, tokens.dep, tokens.head, tokens.first, tokens.capital, tokens.entity)
    assert {len(one) for one in lists} == {len(tokens.word)}
    assert all(0 <= head < len(tokens.word) for head in tokens.head)


def test_mended_words() -> None:
    """An abbreviation keeps its full stop and a tied name is cut loose."""
    assert read_tokens(NLP("a U.S.-led raid")).word == ["a", "U.S.", "-", "led", "raid"]
    assert "Ont." in read_tokens(NLP("They met in Barrie, Ont., on Monday.")).word


def test_demonyms_need_a_capital() -> None:
    """A demonym is one with its capital only; "polish" is no people."""
    assert demonyms_of(read_tokens(NLP("Polish farmers polish French and Polish apples."))) == {
        "polish": 0,
        "french": 3,
    }
    assert {len(code) for code in DEMONYMS.values()} == {2}


def test_weights_name_features_that_exist() -> None:
    """Every weight in the ranker's file belongs to a feature, so that none is dropped by a misspelling."""
    import json

    from dateline_geo.resolve import WEIGHTS

    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert set(data["first round"]) | set(data["later rounds"]) <= set(NAMES)
    assert load_ranker().later[NAMES.index("inside the place named with it")] > 1.0
