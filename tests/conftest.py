"""What every test shares: the root of the checkout, and the articles of seeds/ read once."""

from pathlib import Path

import pytest

from dateline.model import Story

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def seed_story() -> Story:
    """The story of seeds/, read once: what `dateline build` would draw."""
    from dateline.telling import read_story

    return read_story([ROOT / "seeds"]).story
