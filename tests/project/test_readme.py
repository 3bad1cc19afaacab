"""The README's commands exist as they stand there."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from dateline.cli.app import app


def commands(root: Path) -> list[list[str]]:
    """Every line of the README's shell blocks, and what stands in its sentences, that begins with `dateline`."""
    text = (root / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.split("  #")[0] for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`(dateline [a-z]+ --?[^`…\[]*)`", text)
    return [shlex.split(line) for line in lines if line.startswith("dateline ")]


def test_the_readmes_commands_are_understood(root: Path) -> None:
    """Command and options are taken by the command line's own parser; none is run."""
    found = commands(root)
    assert {words[1] for words in found} >= {"fetch", "build"}
    assert ["dateline", "build", "--watch"] in found
    group = get_command(app)
    for words in found:
        command = group.commands[words[1]]  # type: ignore[attr-defined]
        command.make_context(words[1], words[2:], resilient_parsing=False).close()


@pytest.mark.parametrize("name", ["report.pdf.about", "corrections.toml", "index.html#new"])
def test_the_readmes_files_are_in_the_documentation(root: Path, name: str) -> None:
    """What the README tells to write or open is explained in docs/ or in the code that makes it."""
    assert name in (root / "README.md").read_text(encoding="utf-8")
    words = name.replace("report", "x")
    texts = [path.read_text(encoding="utf-8") for path in (root / "docs").glob("*.md")]
    texts.append((root / "dateline/cli/report.py").read_text(encoding="utf-8"))
    assert any(words in text for text in texts)
