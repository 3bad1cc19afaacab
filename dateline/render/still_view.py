"""Chooses what part of the world a still map shows, and turns degrees into points on the page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EARTH_KM = 111.195  # kilometres a degree of a great circle, on a sphere of 6371 km

# Coefficients of the Equal Earth projection (Šavrič, Patterson and Jenny 2018).
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_ROOT3 = math.sqrt(3)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Points across."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Points upwards."""
        return self.top - self.bottom


def _equal_earth(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    theta = np.arcsin(_ROOT3 / 2 * np.sin(np.radians(lat)))
    square = theta * theta
    sixth = square * square * square
    slope = 9 * _A4 * sixth * square + 7 * _A3 * sixth + 3 * _A2 * square + _A1
    x = 2 * _ROOT3 / 3 * np.radians(lon) * np.cos(theta) / slope
    return x, theta * (_A4 * sixth * square + _A3 * sixth + _A2 * square + _A1)


@dataclass(frozen=True, slots=True)
class View:
    """A stretch of the world in a box: the whole world as Equal Earth, less of it with true angles at its middle.

    `west` to `east` and `south` to `north` are degrees that the box shows at least; longitudes may pass 180.
    """

    box: Box
    world: bool
    west: float
    east: float
    south: float
    north: float
    middle_x: float
    middle_y: float
    scale: float  # points a unit of the projection
    squeeze: float  # cosine of the middle latitude

    def xy(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Points on the page of degrees."""
        if self.world:
            x, y = _equal_earth(lon, lat)
        else:
            x, y = lon * self.squeeze, lat
        centre_x, centre_y = (self.box.left + self.box.right) / 2, (self.box.bottom + self.box.top) / 2
        return centre_x + (x - self.middle_x) * self.scale, centre_y + (y - self.middle_y) * self.scale

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """The point of a place, its longitude brought into the view."""
        x, y = self.xy(np.array([self.turn(lon)]), np.array([lat]))
        return float(x[0]), float(y[0])

    def turn(self, lon: float) -> float:
        """A longitude, turned by whole circles so that it lies in or nearest to the view."""
        if self.world:
            return (lon + 180) % 360 - 180
        middle = (self.west + self.east) / 2
        return middle + (lon - middle + 180) % 360 - 180

    def turn_all(self, lons: Floats) -> Floats:
        """The same for many."""
        middle = 0.0 if self.world else (self.west + self.east) / 2
        return middle + (lons - middle + 180) % 360 - 180

    @property
    def points_a_degree(self) -> float:
        """Points a degree of latitude at the middle of the view."""
        return self.scale * math.pi / 180 if self.world else self.scale

    @property
    def km_per_point(self) -> float:
        """Kilometres a point at the middle of a view that is not the world."""
        return EARTH_KM / self.scale

    def degrees(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the whole box."""
        if self.world:
            return -180.0, -90.0, 180.0, 90.0
        half_x = self.box.width / 2 / self.scale / self.squeeze
        half_y = self.box.height / 2 / self.scale
        lon, lat = self.middle_x / self.squeeze, self.middle_y
        return lon - half_x, lat - half_y, lon + half_x, lat + half_y


def window(lons: Sequence[float]) -> tuple[float, float]:
    """The shortest stretch of longitudes that holds all: west in [-180, 180), east beyond it by less than 360."""
    turned = sorted({(lon + 180) % 360 - 180 for lon in lons})
    gaps = [(b - a, b) for a, b in zip(turned, [*turned[1:], turned[0] + 360], strict=True)]
    gap, after = max(gaps, key=lambda pair: (pair[0], -pair[1]))
    west = (after + 180) % 360 - 180
    return west, west + 360 - gap


def choose_view(points: Sequence[tuple[float, float]], box: Box, least: float = 4.0) -> View:
    """The view that shows all points (longitude, latitude) with air about them; the world where there are none.

    `least` is the least height in degrees, so that one village is shown with its neighbours.
    """
    if points:
        west, east = window([lon for lon, _ in points])
        south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    if not points or east - west > 110 or north - south > 75:
        return _world(points, box)
    lat = (south + north) / 2
    squeeze = max(0.2, math.cos(math.radians(lat)))
    wide, high = (east - west) * squeeze, north - south
    scale = min(box.width / max(wide * 1.24, 0.1), box.height / max(high * 1.3, least))
    return View(box, False, west, east, south, north, (west + east) / 2 * squeeze, lat, scale, squeeze)


def _world(points: Sequence[tuple[float, float]], box: Box) -> View:
    south = min([-56.0, *(lat - 4 for _, lat in points)])
    north = max([78.0, *(lat + 4 for _, lat in points)])
    south, north = max(-90.0, south), min(90.0, north)
    _, (low, high) = _equal_earth(np.zeros(2), np.array([south, north]))
    half, _ = _equal_earth(np.array([180.0]), np.array([0.0]))
    scale = min(box.width / (2 * float(half[0])) * 0.99, box.height / float(high - low))
    return View(box, True, -180.0, 180.0, south, north, 0.0, float(low + high) / 2, scale, 1.0)


def circle(lon: float, lat: float, radius_km: float, points: int = 72) -> tuple[Floats, Floats]:
    """A circle on the sphere about a place, as longitudes and latitudes."""
    angle = np.linspace(0, 2 * np.pi, points + 1)
    reach = math.radians(radius_km / EARTH_KM)
    middle = math.radians(min(89.9, max(-89.9, lat)))
    lats = np.arcsin(math.sin(middle) * math.cos(reach) + math.cos(middle) * math.sin(reach) * np.cos(angle))
    lons = np.arctan2(
        np.sin(angle) * math.sin(reach) * math.cos(middle), math.cos(reach) - math.sin(middle) * np.sin(lats)
    )
    return lon + np.degrees(lons), np.degrees(lats)


_NICE = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


def scale_bar(view: View, most: float = 110.0) -> tuple[int, float]:
    """A round number of kilometres and its length in points."""
    fitting = [km for km in _NICE if km / view.km_per_point <= most]
    km = fitting[-1] if fitting else _NICE[0]
    return km, km / view.km_per_point
