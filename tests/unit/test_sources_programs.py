"""Files by LibreOffice, which are kept in tests/assets."""

from pathlib import Path

import pytest

from dateline.model import Article
from dateline.sources import Limits, read_sources
from dateline.sources.opener import DirectReader

ASSETS = Path(__file__).parents[1] / "assets" / "libreoffice"
WHOLE = [  # how paragraphs of the source begin and end that must come out as one line
    ("Ferries began crossing", "communication to the shipping companies."),
    ("“We are carrying freight", "demanded compensation from the government."),
    ("In the meantime the neighbouring municipalities", "nine hundred meals on Wednesday evening alone."),
]


def one(path: Path) -> Article:
    (article,) = read_sources([path], opener=DirectReader(Limits()))
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize("name", ["harbour.docx", "harbour.pdf"])
def test_a_document_by_libreoffice_gives_its_paragraphs(name: str) -> None:
    """Two columns, hyphens, pages and the mark of a note leave no trace; title and author are those it states."""
    article = one(ASSETS / name)
    lines = article.text.split("\n")
    for begins, ends in WHOLE:
        assert any(line.startswith(begins) and line.endswith(ends) for line in lines), begins
    for divided in ("announced", "communication", "administration", "representatives", "compensation", "approximately"):
        assert divided in article.text
    assert lines[:2] == ["Ferry service resumes across the strait", "By Jane Roe, Holyhead, 14 March 2024"]
    assert (article.title, article.author) == ("Ferry service resumes across the strait", "Jane Roe")
    assert article.published is None  # the day it was made on is none
    for repeated in ("The Harbour Post", "Page"):
        assert repeated not in article.text


def test_the_table_of_a_document_keeps_its_cells_apart() -> None:
    """A row a line."""
    assert "Pier\tOpens\nEast\t31 May 2024\nA commission" in one(ASSETS / "harbour.docx").text
