"""Runs `dateline build` as a user would, in a process of its own."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

COMMAND = "from dateline.cli import command; command()"


def command(*arguments: str | Path) -> list[str]:
    """The command line of dateline, for the very interpreter that runs the tests."""
    return [sys.executable, "-c", COMMAND, *map(str, arguments)]


def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run to the end; `environment` is laid over ours."""
    env = {**os.environ, **environment}
    return subprocess.run(command(*arguments), cwd=cwd, env=env, capture_output=True, text=True, timeout=300)


def digest(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file that a user sees in an output."""
    names = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    seen = (name for name in names if not any(part.startswith(".") for part in name.parts))
    return {str(name): hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in seen}
