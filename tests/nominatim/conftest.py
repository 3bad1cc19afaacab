"""A real Nominatim and our geocoder in front of it; nothing starts before a test asks for one of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline_geo.online import OnlineGeocoder
from dateline_geo.providers import Access
from nominatim.serving import USER_AGENT, Seen, Time, nominatim_server, window


@pytest.fixture(scope="session")
def served() -> Iterator[int]:
    """The port of the server, one for all tests."""
    with nominatim_server() as port:
        yield port


@pytest.fixture
def nominatim(served: int) -> Iterator[Seen]:
    """The running server, and what this test asked of it."""
    with window(served) as seen:
        yield seen


@pytest.fixture
def geocoder(nominatim: Seen, tmp_path: Path) -> OnlineGeocoder:
    """Our geocoder, pointed at it, with an empty cache."""
    now = Time()
    access = Access(USER_AGENT, nominatim.url)
    return OnlineGeocoder("nominatim", tmp_path / "cache.sqlite", access, clock=now.clock, sleep=now.sleep)
