"""Where no shape exists, the spread of settlements gives a region its middle, size and outline."""

import pytest
import shapely

from dateline_geo.compile import outline_rings, spread
from dateline_geo.shapes import inside, kilometres


def test_a_square_of_towns_has_its_middle_and_size() -> None:
    """Towns on a grid of one degree: the middle is theirs, the circle as large as the ground, the outline holds all."""
    towns = [(10 + x / 4, 50 + y / 4) for x in range(5) for y in range(5)]
    rings, (lat, lon), radius = spread(towns)
    assert (lat, lon) == pytest.approx((50.5, 10.5), abs=0.05)
    assert 45 < radius < 70
    assert all(inside(rings, y, x) for x, y in towns)


def test_one_town_is_a_small_circle() -> None:
    """A region with a single town is there, and no more than a few kilometres wide."""
    rings, (lat, lon), radius = spread([(48.8, 41.46)])
    assert (lat, lon) == pytest.approx((41.46, 48.8), abs=0.01)
    assert 3 < radius < 10
    assert rings


def test_a_region_across_the_date_line_lies_in_one_piece() -> None:
    """Towns on both sides of 180 degrees have their middle between them, not on the other side of the Earth."""
    _, (lat, lon), radius = spread([(179.0, 66.0), (179.5, 66.5), (-179.5, 66.2), (-179.0, 66.4)])
    assert kilometres(lat, lon, 66.25, 180.0) < 40
    assert radius < 100


def test_a_town_assigned_by_mistake_does_not_stretch_a_region() -> None:
    """Among many towns, one a thousand kilometres off is not counted."""
    towns = [(10 + x / 10, 50 + y / 10) for x in range(5) for y in range(5)]
    _, (lat, lon), _ = spread([*towns, (25.0, 40.0)])
    assert (lat, lon) == pytest.approx((50.2, 10.2), abs=0.05)


def test_islands_too_small_to_be_seen_are_left_out() -> None:
    """An outline keeps its large pieces and its holes, and drops specks."""
    land = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 2, 2))
    rings = outline_rings(shapely.union_all([land, shapely.box(5, 5, 5.01, 5.01)]), 0.0)
    assert len(rings) == 2
