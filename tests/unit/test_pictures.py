"""Promises of the pictures as files, and of what is kept between two drawings."""

from pathlib import Path

import pytest

from dateline.pictures import draw_picture, get_ready, pack_for_drawing
from dateline.render.chart import ChartOptions, embed
from dateline.render.chart.cuts import FILE, Cuts
from tests.synthetic import make_story

OPTIONS = ChartOptions(dpi=40)


def test_kept_letters_change_no_byte_and_are_cut_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With fonts of an earlier drawing at hand a picture has the same bytes, and no font is cut again."""
    packed = pack_for_drawing(make_story(5))
    alone = draw_picture("timeline", packed, OPTIONS)
    assert draw_picture("timeline", packed, OPTIONS, kept=tmp_path) == alone

    def never(path: str, letters: str) -> bytes:
        raise AssertionError(f"{path} is cut again for {letters}")

    monkeypatch.setattr(embed, "_subset", never)
    assert draw_picture("timeline", packed, OPTIONS, kept=tmp_path) == alone


@pytest.mark.parametrize("damage", [b"", b"no cuts", b"\xff" * 400])
def test_damaged_letters_are_cut_anew(damage: bytes, tmp_path: Path) -> None:
    """A file of cut fonts that is damaged counts as none, and is written anew."""
    packed = pack_for_drawing(make_story(2))
    (tmp_path / FILE).write_bytes(damage)
    get_ready(tmp_path)
    assert Cuts(tmp_path)
    assert draw_picture("map", packed, OPTIONS, kept=tmp_path) == draw_picture("map", packed, OPTIONS)


def test_a_folder_that_takes_nothing_stops_no_picture(tmp_path: Path) -> None:
    """Where cut fonts can't be kept, because a file stands in the folder's place, the picture comes all the same."""
    (tmp_path / "file").write_bytes(b"")
    packed = pack_for_drawing(make_story(2))
    assert draw_picture("map", packed, OPTIONS, kept=tmp_path / "file") == draw_picture("map", packed, OPTIONS)


def test_only_the_latest_cuts_are_kept(tmp_path: Path) -> None:
    """What is kept does not grow for ever: the oldest go."""
    cuts = Cuts(tmp_path)
    font = tmp_path / "font"
    font.write_bytes(b"a font")
    for number in range(50):
        cuts.put(str(font), str(number), b"cut")
    cuts.save()
    assert Cuts(tmp_path).get(str(font), "49") == b"cut"
    assert Cuts(tmp_path).get(str(font), "0") is None
