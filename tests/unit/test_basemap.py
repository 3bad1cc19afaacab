"""The embedded basemap decodes to the world as it is, at both scales and in every layer."""

from typing import get_args

import numpy as np
import pytest

from dateline.render.basemap import Scale, load_basemap

SCALES = get_args(Scale)


@pytest.mark.parametrize("scale", SCALES)
def test_every_layer_lies_on_the_earth(scale: Scale) -> None:
    """No layer is carried away by the one before it in the file."""
    basemap = load_basemap(scale)
    for layer in (basemap.land, basemap.lakes, basemap.borders, basemap.disputed):
        points = np.concatenate(layer)
        assert np.abs(points[:, 0]).max() <= 180.01
        assert np.abs(points[:, 1]).max() <= 90.01
    victoria = [ring for ring in basemap.lakes if ring[:, 0].min() > 31 and ring[:, 0].max() < 35.5]
    assert any(-3.5 < ring[:, 1].min() < -2 and 0 < ring[:, 1].max() < 1 for ring in victoria), "Lake Victoria"


@pytest.mark.parametrize("scale", SCALES)
def test_every_country_has_its_own_outline(scale: Scale) -> None:
    """A country's label lies within the box of its largest ring: no country wears another's outline."""
    astray = []
    for country in load_basemap(scale).countries:
        ring = max(country.rings, key=lambda ring: np.ptp(ring[:, 0]) * np.ptp(ring[:, 1]))
        low, high = ring.min(axis=0) - 3, ring.max(axis=0) + 3
        if not (low[0] <= country.lon <= high[0] and low[1] <= country.lat <= high[1]):
            astray.append(country.name)
    assert len(astray) <= 6, astray  # island states whose label stands between the islands
