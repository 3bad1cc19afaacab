"""What the table of spellings promises: the rows that spaCy's own dictionary gives, kept or not, damaged or not."""

from pathlib import Path

import pytest
import srsly

from dateline.errors import ModelError
from dateline.spellings import Spellings

ROWS = {2**64 - 1: 3, 7: 0, 2**40: 19_999, 8: 3}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "key2row"
    srsly.write_msgpack(path, ROWS)
    return path


def asked(spellings: Spellings) -> tuple[object, ...]:
    return dict(spellings), len(spellings), spellings.get(9, -1), 9 in spellings, 8 in spellings, spellings.get(9, -1)


EXPECTED = (ROWS, 4, -1, False, True, -1)


def test_rows_are_those_of_the_dictionary(file: Path) -> None:
    """Every spelling leads to its row, and one that the model lacks to none, however often it is asked for."""
    assert asked(Spellings(file)) == EXPECTED


def test_a_kept_table_gives_the_same_and_needs_no_dictionary(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next process takes the table from the folder."""
    folder = file.parent / "kept"
    first = Spellings(file)
    first.keep(folder)
    monkeypatch.setattr("dateline.spellings._make_table", lambda file: pytest.fail("made again"))
    second = Spellings(file)
    second.keep(folder)
    assert asked(first) == asked(second) == EXPECTED


@pytest.mark.parametrize("damage", [b"", b"x" * 80])
def test_a_damaged_table_is_made_again(file: Path, damage: bytes) -> None:
    """A byte that fell over in the folder changes no row."""
    folder = file.parent / "kept"
    Spellings(file).keep(folder)
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[: -len(damage) or -1] + damage)
    again = Spellings(file)
    again.keep(folder)
    assert asked(again) == EXPECTED
    assert kept.read_bytes() == whole


def test_another_model_has_a_table_of_its_own(file: Path) -> None:
    """A table is found by the content of the model's file; that of the model before is not kept for ever."""
    folder = file.parent / "kept"
    Spellings(file).keep(folder)
    srsly.write_msgpack(file, {7: 1})
    other = Spellings(file)
    other.keep(folder)
    assert dict(other) == {7: 1}
    assert len(list(folder.iterdir())) == 1


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(file: Path) -> None:
    """Without a place to keep it the table is made for this process alone."""
    (file.parent / "kept").write_text("a file")
    spellings = Spellings(file)
    spellings.keep(file.parent / "kept")
    assert asked(spellings) == EXPECTED


def test_a_damaged_model_is_an_error(file: Path) -> None:
    """A dictionary that was cut off is told, with what to do."""
    file.write_bytes(file.read_bytes()[:-3])
    with pytest.raises(ModelError, match="install the language model again"):
        Spellings(file).get(7)
