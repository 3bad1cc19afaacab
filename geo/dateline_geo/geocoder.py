"""The offline gazetteer as a geopy geocoder, so that geopy's users can put it where any other service stood."""

from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder  # type: ignore[import-untyped]
from geopy.location import Location  # type: ignore[import-untyped]
from geopy.point import Point  # type: ignore[import-untyped]

from .describe import what
from .gazetteer import Gazetteer
from .place import Kind, Place

REACH_KM = (5.0, 20.0, 80.0)
"""Rings in which `reverse` looks for the nearest settlement, one after the other."""


class DatelineGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocodes offline with a gazetteer; takes a name, optionally followed by what it lies in ("Paris, Texas, US")."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        """Use a gazetteer, the embedded one unless told.

        Raises:
            GazetteerError: there is no gazetteer.
        """
        super().__init__(user_agent="dateline")
        self.gazetteer = gazetteer if gazetteer is not None else Gazetteer.open()

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the place that a name means, the most prominent unless what it lies in is named too.

        Args:
            query: a name, or names from the smallest to the largest with commas between.
            exactly_one: give the first answer alone; else the list of all.
            timeout: not used, nothing is waited for.

        Returns:
            geopy locations whose `raw` is our `Place`; None where the name is not known.
        """
        del timeout
        found = self.places(query)
        if not found:
            return None
        return self._location(found[0]) if exactly_one else [self._location(place) for place in found]

    def places(self, query: str) -> tuple[Place, ...]:
        """Return the places that a name with its containers may mean, the most prominent first."""
        whole = self.gazetteer.lookup(query)
        head, *containers = [part.strip() for part in query.split(",")]
        if whole or not containers:
            return whole
        found = self.gazetteer.lookup(head)
        for container in filter(None, containers):
            outers = self.gazetteer.lookup(container)
            within = tuple(p for p in found if any(self.gazetteer.contains(outer, p) for outer in outers))
            if not within:
                return ()
            found = within
        return found

    def reverse(
        self, query: object, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the settlement nearest to a point (anything that geopy takes for one), None far from all."""
        del timeout
        point = Point(query)
        for reach in REACH_KM:
            found = self.gazetteer.near(point.latitude, point.longitude, reach, kinds=[Kind.SETTLEMENT])
            if found:
                return self._location(found[0]) if exactly_one else [self._location(place) for place in found]
        return None

    def _location(self, place: Place) -> Location:
        parts = [place.name, place.admin2, place.admin1]
        if place.country and place.kind is not Kind.COUNTRY:
            parts.append(self.gazetteer.country_name(place.country))
        address = ", ".join(dict.fromkeys(part for part in parts if part))
        return Location(address, (place.lat, place.lon, 0.0), {"place": place, "what": what(self.gazetteer, place)})
