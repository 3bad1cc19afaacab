"""Texts that are made to be slow or large cost next to nothing, and what is not read of them is said."""

import resource
import time

import pytest

from dateline.model import Article
from dateline.parse import load_pipeline
from dateline.reading import read_article
from dateline_geo.gazetteer import Gazetteer

FLOODS = {
    "digits": "12 " * 4_000,
    "one number": "7" * 50_000,
    "question marks": "?" * 100_000,
    "prepositions": "in " * 100_000,
    "a sentence of 5 MB": "the river rose and rose and people in the town looked on, " * 86_000,
    "names": "Paris London " * 20_000,
    "weekdays": "Friday " * 30_000,
    "brackets": "(" * 50_000 + ")" * 50_000,
    "quotes": "“" * 40_000,
    "one word": "a" * 1_000_000,
    "spaces": " " * 1_000_000,
    "line breaks": "\n" * 300_000,
    "bidi controls": "\u202e\u2066" * 50_000,
    "combining marks": "e" + "\u0301" * 100_000,
    "surrogates": "\ud800" * 1_000 + " Paris.",
    "nothing": "",
    "one letter": "a",
    "NUL": "On 3 March 2021 \x00\x00 police in Paris arrested a man.",
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    gazetteer = Gazetteer.open()
    load_pipeline()
    read_article(Article("warm", "", "On 3 March 2021 police in Paris arrested a man."), gazetteer)
    return gazetteer


@pytest.mark.parametrize("name", sorted(FLOODS))
def test_a_flood_is_answered_at_once(name: str, gazetteer: Gazetteer) -> None:
    """Two seconds of one processor and 300 MB are enough for any text, and what is passed over is in the drops."""
    text = FLOODS[name]
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    reading = read_article(Article("x", "", text), gazetteer)
    took = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) / 1024
    assert took < 2.0, f"{took:.1f} s"
    assert grown < 300, f"{grown:.0f} MB"
    read = sum(drop.end - drop.start for drop in reading.drops if drop.reason in ("not-prose", "text-too-long"))
    assert len(text) - read <= 200_000
