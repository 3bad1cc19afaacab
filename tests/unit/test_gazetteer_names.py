"""Names meet under one key however they are written, and never disturb each other otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline_geo.generics import stem
from dateline_geo.names import exact, fold, spell
from dateline_geo.place import Kind


@pytest.mark.parametrize(
    "writings",
    [
        ("Xaçmaz", "XAÇMAZ", "xacmaz"),
        ("St. Louis", "Saint Louis", "St Louis", "ST. LOUIS"),
        ("Ft. Worth", "Fort Worth", "Ft.Worth"),
        ("Mount Vernon", "Mt. Vernon"),
        ("The Hague", "the Hague", "Hague"),
        ("Guinea-Bissau", "Guinea Bissau", "Guinea–Bissau"),
        ("N'Djamena", "N’Djamena", "NDjamena"),
        ("Хачмас", "Khachmas"),
        ("თბილისი", "Tbilisi"),
        ("Łódź", "Lodz"),
        ("İstanbul", "Istanbul", "ISTANBUL"),
        ("Washington, D.C.", "Washington DC", "Washington D.C."),
    ],
)
def test_writings_of_one_name_meet(writings: tuple[str, ...]) -> None:
    """Case, marks, script, dots, hyphens, articles and "Saint" don't keep writings of one name apart."""
    assert len({fold(writing) for writing in writings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Saint", "St. Paul"), ("Fort", "Ft. Worth"), ("東京", "京都"), ("カ", "ガ")]
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    """Folding does not go so far that different names meet."""
    assert fold(one) != fold(other)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    """A key is its own key, so that a key may be used wherever a name may."""
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_a_key_is_words_with_single_spaces(text: str) -> None:
    """A key has no punctuation, no space at its ends and never two spaces: its words can be counted."""
    assert fold(text) == " ".join(fold(text).split())
    assert not set(fold(text)) & set(".,;:'\"!?()[]-–—")


def test_tokens_are_spelled_as_a_writer_would() -> None:
    """A possessive and a lone dot go back to the word that they were cut from."""
    assert spell(["St.", "John", "'s"]) == "St. John's"
    assert exact("  U.S. ") == "=U.S."


@pytest.mark.parametrize(
    ("name", "rest", "word"),
    [
        ("Khachmaz District", "Khachmaz", "district"),
        ("the state of Victoria", "Victoria", "state"),
        ("Province of Lugo", "Lugo", "province"),
        ("Nakhchivan Autonomous Republic", "Nakhchivan", "republic"),
        ("County Durham", "Durham", "county"),
        ("Cook Co.", "Cook", "co"),
        ("Jackson Twp.", "Jackson", "twp"),
    ],
)
def test_generic_words_are_set_aside(name: str, rest: str, word: str) -> None:
    """A division's generic word, before or after its name, is told from the name."""
    found = stem(name)
    assert found is not None
    assert (found.rest, found.word) == (rest, word)
    assert Kind.DISTRICT in found.kinds
    assert Kind.SITE not in found.kinds


@pytest.mark.parametrize("name", ["Paris", "District", "Stateline", "Orange Free"])
def test_names_without_a_generic_word_are_left(name: str) -> None:
    """A word that only looks like a generic one is part of the name."""
    assert stem(name) is None
