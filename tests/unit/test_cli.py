"""The command line as a new user meets it: hints, exit codes, help that shows what a command takes."""

import errno
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from dateline.cli import main
from dateline.cli.app import app
from dateline.cli.options import READING
from dateline.settings import KEYS


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """Runs the command in an empty folder; gives its exit code, output and messages."""
    monkeypatch.chdir(tmp_path)

    def running(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dateline", *arguments])
        try:
            main()
        except SystemExit as leaving:
            return leaving.code, *capsys.readouterr()
        return 0, *capsys.readouterr()

    return running


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["biuld"], "Did you mean 'build'?"),
        (["build", "--outptu", "x"], "--output"),
        (["build", "--theme", "drak"], "--theme: theme 'drak' is unknown; did you mean 'dark'?"),
        (["build", "--size", "16"], "--timeline-size: '16' is no size; write width x height in inches, such as 16x9"),
        (["build", "--config", "none.toml"], "--config: there is no file none.toml; `dateline init` writes one"),
        (["build", "--watch", "none"], "--watch needs files or folders that are there; not none"),
        (["fetch"], "name an address of an article, or a --feed"),
        (["fetch", "--entries", "0", "https://post.example/"], "--entries"),
        (["export", "kmll"], "there is no export 'kmll'; did you mean 'kml'?"),
        (["build", "--export", "kmll"], "there is no export 'kmll'; did you mean 'kml'?"),
    ],
)
def test_wrong_usage_is_2_with_what_to_write_instead(run, arguments: list[str], hint: str) -> None:
    """A misspelt command, option or value, and one that is missing."""
    code, _, told = run(*arguments)
    assert hint in " ".join(told.split())
    assert "Traceback" not in told
    assert code == 2


def test_a_settings_file_is_written_once(run, tmp_path: Path) -> None:
    """0 for the first; 1 for the second, which leaves the file as it is."""
    assert run("init")[:2] == (
        0,
        "Wrote dateline.toml. Every line in it is a comment: take the # off what you change.\n",
    )
    (tmp_path / "dateline.toml").write_text("title = 'Mine'\n")
    code, _, told = run("init")
    assert code == 1
    assert "dateline.toml is there already; name another file, or remove it first" in told
    assert (tmp_path / "dateline.toml").read_text() == "title = 'Mine'\n"


def test_a_wrong_file_fails_with_its_line(run, tmp_path: Path) -> None:
    """1: the command was right, what it read was not."""
    (tmp_path / "dateline.toml").write_text("\ntitel = 'x'\n")
    code, _, told = run("build")
    assert code == 1
    assert "dateline.toml, line 2: 'titel' is no key here; did you mean 'title'?" in told


def test_what_could_not_be_read_is_3(run) -> None:
    """Written, but an input was left out."""
    code, out, _ = run("extract", "nowhere.txt")
    assert code == 3
    assert '"missing"' in out or out == ""


def test_an_interrupted_command_is_130(run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends it with a word on the output."""

    def interrupted() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("dateline.settings.template", interrupted)
    code, _, told = run("init")
    assert code == 130
    assert "interrupted; the page is as the last complete run left it" in told


def test_an_output_without_permission_is_1(run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The path and what to do, before anything is read."""
    (tmp_path / "a.txt").write_text("On 3 March 2021 police in Paris arrested a man.")

    def denied(path: Path, *given: object, **more: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", denied)
    code, _, told = run("build", "a.txt", "-o", "closed")
    assert code == 1
    assert "can't write closed: you may not write there: change its permissions, or choose another folder" in told


def test_a_command_shows_only_options_that_it_heeds() -> None:
    """`check` draws nothing and has no look; `build` has every key."""
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert {parameter.name for parameter in commands["check"].params} == {"sources", "config", *READING}
    assert {parameter.name for parameter in commands["build"].params} == {"config", "watch", *KEYS}


def test_help_names_values_in_words_that_mean_something() -> None:
    """FILE and URL, not the types of a programming language; and every command says in a line what it does."""
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        assert 0 < len(command.get_short_help_str(80)) <= 80, name
        assert "..." not in command.get_short_help_str(80), name
