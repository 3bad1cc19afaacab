"""The gazetteer serves geopy's users as any other geocoder would."""

import pytest
from geopy.location import Location

from dateline_geo.geocoder import DatelineGeocoder


@pytest.fixture(scope="module")
def geocoder() -> DatelineGeocoder:
    """The embedded gazetteer as a geocoder."""
    return DatelineGeocoder()


@pytest.mark.parametrize(
    ("query", "lat", "lon"),
    [
        ("Paris", 48.85, 2.35),
        ("Paris, Texas", 33.66, -95.56),
        ("Paris, Texas, United States", 33.66, -95.56),
        ("Cordoba, Spain", 37.89, -4.78),
        ("Springfield, Illinois", 39.8, -89.64),
        ("Washington, D.C.", 38.9, -77.04),
    ],
)
def test_a_name_becomes_a_location(geocoder: DatelineGeocoder, query: str, lat: float, lon: float) -> None:
    """A name, with or without what it lies in, gives a geopy location at the right point."""
    location = geocoder.geocode(query)
    assert isinstance(location, Location)
    assert (location.latitude, location.longitude) == pytest.approx((lat, lon), abs=0.05)
    assert location.raw["place"].lat == location.latitude


def test_all_answers_or_none(geocoder: DatelineGeocoder) -> None:
    """Geopy's conventions hold: a list when asked for all, None when there is nothing."""
    several = geocoder.geocode("Springfield", exactly_one=False)
    assert isinstance(several, list)
    assert len(several) > 10
    assert geocoder.geocode("Nowhereville-on-Nothing") is None
    assert geocoder.geocode("Paris, Bhutan") is None


def test_a_point_becomes_the_nearest_settlement(geocoder: DatelineGeocoder) -> None:
    """Reverse takes whatever geopy takes for a point, and gives nothing in the middle of the ocean."""
    for point in [(41.46, 48.8), "41.46, 48.8"]:
        location = geocoder.reverse(point)
        assert isinstance(location, Location)
        assert location.address == "Xaçmaz, Khachmaz District, Azerbaijan"
    several = geocoder.reverse((41.46, 48.8), exactly_one=False)
    assert isinstance(several, list)
    assert geocoder.reverse((-45.0, -130.0)) is None
