"""Places that the user wrote down are the ones that are meant."""

from pathlib import Path

import pytest

from dateline.parse import load_pipeline
from dateline.telling import open_gazetteer
from dateline_geo import read_places


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("A boat sank near Eastisle on Monday.", "Eastisle", "user:own:1"),
        ("The march reached Springfield on Monday.", "Springfield", "user:own:2"),
        ("The march reached Springfield, Illinois, on Monday.", "Springfield", "gn:4250542"),
    ],
)
def test_a_place_of_the_users_own_is_meant(tmp_path: Path, text: str, name: str, key: str) -> None:
    """A row with a name and a point is enough, also for a name that others have, unless the text puts it elsewhere."""
    table = tmp_path / "own.csv"
    table.write_text("name,lat,lon\nEastisle,10.5,20.5\nSpringfield,1.0,2.0\n")
    reading = read_places(load_pipeline()(text), open_gazetteer([table]))
    (found,) = (one for one in reading.resolutions if one.mention.text == name)
    assert found.place is not None
    assert found.place.key == key
    assert ("own.csv" in found.reason) == key.startswith("user:")
