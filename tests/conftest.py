"""What every test shares: the root of the checkout, and the articles of seeds/ read once."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from dateline.model import Story

# How long an example takes is the machine's affair: a busy one failed what is right.
settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session", autouse=True)
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where no bytecode is written, each process that a test starts would compile spaCy and pandas anew: seconds."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.dont_write_bytecode:
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("bytecode")))
        yield


@pytest.fixture(scope="session")
def seed_story() -> Story:
    """The story of seeds/, read once: what `dateline build` would draw."""
    from dateline.telling import read_story

    return read_story([ROOT / "seeds"]).story
