"""A gazetteer, model or cache that is missing, cut short or of another version: said at the start, with what to do."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from building import run
from dateline import parse
from dateline.errors import ModelError
from dateline_geo.errors import GazetteerError
from dateline_geo.gazetteer import EMBEDDED, Gazetteer


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("On 3 March 2021 police in Paris arrested a man.")
    return folder


def another_format(path: Path) -> None:
    shutil.copy(EMBEDDED, path)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE meta SET value = '1' WHERE key = 'format'")
    db.close()


def of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    db.close()


def cut(path: Path, share: float) -> None:
    data = EMBEDDED.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: None,
    "empty": lambda path: path.write_bytes(b""),
    "a text": lambda path: path.write_text("name,lat,lon\nParis,48,2\n" * 100),
    "its first page": lambda path: cut(path, 0.0005),
    "a half": lambda path: cut(path, 0.5),
    "all but the end": lambda path: cut(path, 0.999),
    "older": another_format,
    "of another program": of_another_program,
    "a folder": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_gazetteer_is_refused_when_it_is_opened(tmp_path: Path, name: str) -> None:
    """The path, what is wrong, and what to do; never an answer from half of it."""
    path = tmp_path / "own.sqlite"
    DAMAGE[name](path)
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.open(path)
    assert str(path) in str(caught.value)
    assert "dateline gazetteer build" in str(caught.value)


def test_a_build_with_a_damaged_gazetteer_fails_before_it_reads(seeds: Path, tmp_path: Path) -> None:
    """Exit code 1, one line, and nothing is written."""
    cut(tmp_path / "own.sqlite", 0.5)
    (tmp_path / "dateline.toml").write_text('gazetteers = ["own.sqlite"]\n')
    ran = run("build", seeds, "-o", "output", "--cache", "none", cwd=tmp_path)
    assert ran.returncode == 1
    assert "own.sqlite" in ran.stderr
    assert "build the gazetteer with `dateline gazetteer build`" in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "output" / "index.html").exists()


def test_without_a_model_it_is_said_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pipeline is a clear error before anything is parsed."""
    monkeypatch.setattr(parse, "PIPELINES", ("no_such_model",))
    with pytest.raises(ModelError, match="pip install --force-reinstall dateline"):
        parse.installed_pipeline()


LOADER = """
from spacy.util import load_model_from_init_py
def load(**options):
    return load_model_from_init_py(__file__, **options)
"""


def model_without_parts(folder: Path) -> None:
    """What is left of a model whose installation was cut off."""
    (folder / "config.cfg").write_text("[nlp]\nlang = en\npipeline = [")


def model_of_another_version(folder: Path) -> None:
    """A configuration that names parts this spaCy has not."""
    parts = '[nlp]\nlang = "en"\npipeline = ["x"]\n[components]\n[components.x]\nfactory = "no_such"\n'
    (folder / "config.cfg").write_text(parts)


@pytest.mark.parametrize("damage", [None, model_without_parts, model_of_another_version])
def test_a_damaged_model_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None] | None
) -> None:
    """A pipeline that is installed and does not load is named in one line, with what to do: no worse one is taken."""
    package = tmp_path / "damaged_model"
    data = package / "damaged_model-3.8.0"
    package.mkdir()
    (package / "__init__.py").write_text(LOADER)
    for folder in (package, data) if damage else (package,):
        folder.mkdir(exist_ok=True)
        (folder / "meta.json").write_text(json.dumps({"lang": "en", "name": "model", "version": "3.8.0"}))
    if damage:
        damage(data)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(parse, "PIPELINES", ("damaged_model", *parse.PIPELINES))
    with pytest.raises(ModelError, match="the language model damaged_model is installed and does not load") as caught:
        parse.load_pipeline.__wrapped__()
    assert "Install it again, or uninstall it" in str(caught.value)
    assert "\n" not in str(caught.value)
