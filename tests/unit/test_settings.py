"""Settings: read with errors that name the line, and a commented file that says exactly what the defaults are."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from dateline.errors import SettingsError
from dateline.settings import KEYS, Settings, check, load_settings, option_error, template


def load(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "dateline.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_a_file_that_is_not_there_leaves_the_defaults(tmp_path: Path) -> None:
    """Nothing needs to be set."""
    assert load_settings(tmp_path / "dateline.toml") == Settings()


def test_every_key_is_explained() -> None:
    """The fields and their explanations are one list."""
    assert tuple(KEYS) == tuple(field.name for field in fields(Settings))
    assert all(key.meaning.endswith(".") for key in KEYS.values())


def test_the_commented_file_says_the_defaults(tmp_path: Path) -> None:
    """As it is it changes nothing; with every # taken off it still changes nothing."""
    text = template()
    assert load(tmp_path, text) == Settings()
    uncommented = re.sub(r"^#(?=\w+ = )", "", text, flags=re.MULTILINE)
    assert uncommented.count("\n#") < text.count("\n#")
    assert load(tmp_path, uncommented) == Settings()


def test_every_example_of_the_commented_file_is_right(tmp_path: Path) -> None:
    """What it says "for example" can be written so."""
    for name, key in KEYS.items():
        if key.example:
            text = f"{name} = {key.example}\n"
            if name == "tiles":
                text += 'tiles_attribution = "x"\n'
            if name == "geocoder_url":
                text += 'geocoder = "nominatim"\n'
            assert getattr(load(tmp_path, text), name) != getattr(Settings(), name)


def test_values_are_read(tmp_path: Path) -> None:
    """Text, numbers, truth and lists."""
    settings = load(
        tmp_path, 'title = "T"\nexports = ["kml"]\ntimeline_size = [10, 5.5]\nworkers = 2\ninclude_text = false\n'
    )
    assert (settings.title, settings.exports, settings.timeline_size) == ("T", ("kml",), (10.0, 5.5))
    assert (settings.workers, settings.include_text) == (2, False)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\ntitel = 'x'\n", 2, "'titel' is no key here; did you mean 'title'?"),
        ("[page]\ntitle = 'x'\n", 1, "'page' is no key here"),
        ("theme = 'drak'\n", 1, "theme 'drak' is unknown; did you mean 'dark'?"),
        ("title = 'x'\nmap_scale = 10\n", 2, "map_scale '10' is unknown"),
        ("workers = 'two'\n", 1, "'workers': expected a whole number, got text in quotes"),
        ("workers = -1\n", 1, "workers must be 0 to 256, not -1"),
        ("timeline_size = [10]\n", 1, "'timeline_size': expected a list in [ ] of length 2"),
        ("timeline_size = [1000, 10]\n", 1, "timeline_size must be 4 to 60 inches wide"),
        ("timeline_size = [nan, 10]\n", 1, "timeline_size must be"),
        ("timeline_dpi = 10000\n", 1, "timeline_dpi must be 36 to 600"),
        ("sources = []\n", 1, "sources must be at least one file or folder"),
        ("sources = 'seeds'\n", 1, "'sources': expected a list in [ ], got text in quotes"),
        ("output = ''\n", 1, "output must be a folder"),
        ("tiles = 'javascript:alert(1)//{x}{y}{z}'\ntiles_attribution = 'x'\n", 1, "tiles must be an address"),
        ("tiles = 'https://t.example/{z}/{x}/{y}'\n", 1, "tiles_attribution must be what the tiles' server asks for"),
        ("geocoder = 'nominatm'\n", 1, "did you mean 'nominatim'?"),
        ("geocoder_url = 'https://x'\n", 1, "nothing unless 'geocoder' is set"),
        ("title = x\n", 1, "is no TOML"),
        ("title = 'a'\ntitle = 'b'\n", 2, "is no TOML"),
        ("pdf = 1\n", 1, "'pdf': expected true or false"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_what_to_write(tmp_path: Path, text: str, line: int, message: str) -> None:
    """Every mistake names the file, its line and the way out."""
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path}/dateline.toml, line {line}: ")
    assert message in str(caught.value)


def test_a_mistake_in_an_option_names_the_option() -> None:
    """The same checks hold for the command line."""
    with pytest.raises(SettingsError, match=r"--timeline-dpi: timeline_dpi must be 36 to 600, not 5"):
        check(Settings(timeline_dpi=5), option_error)
