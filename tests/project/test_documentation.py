"""Documentation can't drift: what the code can say is written down, and what is written down exists."""

import doctest
import json
import re
from pathlib import Path

import msgspec
import pytest
from typer.main import get_command

from dateline.cli.app import app
from dateline.drops import REASONS, document
from dateline.extract import reading_json
from dateline.model import Story
from dateline.settings import KEYS, Settings


def test_every_drop_reason_is_documented(root: Path) -> None:
    """docs/drops.md is the table of reasons, to the letter."""
    assert (root / "docs/drops.md").read_text(encoding="utf-8") == document()


def test_every_drop_of_the_seeds_has_a_reason_with_a_sentence(seed_story: Story) -> None:
    """No code reaches a reader without a sentence that says what it means."""
    assert {drop.reason for drop in seed_story.drops} <= set(REASONS)
    assert len(seed_story.drops) > 20


def test_every_command_is_in_the_readme(root: Path) -> None:
    """The README names every command, and no command that does not exist; one of an extra may have its own page."""
    text = (root / "README.md").read_text(encoding="utf-8")
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    of_extras = {name for name in commands if (root / f"docs/{name}.md").is_file() and name == "scale"}
    assert set(re.findall(r"^\| `dateline ([a-z]+)", text, re.MULTILINE)) | of_extras == commands


def test_every_option_of_scale_is_documented(root: Path) -> None:
    """docs/scale.md names each command of `dateline scale` and each of its options."""
    text = (root / "docs/scale.md").read_text(encoding="utf-8")
    commands = get_command(app).commands["scale"].commands  # type: ignore[attr-defined]
    assert sorted(commands) == ["merge", "page", "run"]
    options = {option for command in commands.values() for p in command.params for option in p.opts if "--" in option}
    assert [option for option in sorted(options) if f"`{option}" not in text] == []


def test_every_key_is_an_option_of_build() -> None:
    """What dateline.toml can say, the command line can say too."""
    build = get_command(app).commands["build"]  # type: ignore[attr-defined]
    assert {parameter.name for parameter in build.params} >= set(KEYS)
    assert set(KEYS) == set(Settings.__slots__)


def test_every_field_of_extract_is_documented(root: Path) -> None:
    """docs/extract.md names every field that `dateline extract` writes."""
    text = (root / "docs/extract.md").read_text(encoding="utf-8")
    fields = set(re.findall(r"`([a-z0-9_]+)`", text))

    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {name for inner in value.values() for name in names(inner)}
        return {name for inner in value for name in names(inner)} if isinstance(value, list) else set()

    from dateline.reading import read_article
    from dateline.sources import read_sources
    from dateline_geo.gazetteer import Gazetteer

    article = next(iter(read_sources([root / "seeds" / "beirut-port-blast.md"])))
    written = json.loads(msgspec.json.encode(reading_json(read_article(article, Gazetteer.open()))))  # type: ignore[arg-type]
    assert len(written["events"]) > 3
    assert sorted(names(written) - fields) == []


def test_the_examples_in_the_docstrings_run(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the documentation of the Python side shows is what happens."""
    import dateline.notebook

    monkeypatch.chdir(root)
    failed, tried = doctest.testmod(dateline.notebook)
    assert tried >= 4
    assert failed == 0
