"""Says in words what a name may mean and why one place comes before another."""

import re
from dataclasses import dataclass

from .gazetteer import Gazetteer, Match
from .place import Kind, Place
from .store import How

_KINDS = {
    Kind.SITE: "a site",
    Kind.DISTRICT: "a county or district",
    Kind.REGION: "a state, province or region",
    Kind.COUNTRY: "a country",
    Kind.CONTINENT: "a continent",
    Kind.AREA: "a region without a government of its own",
    Kind.SEA: "a sea",
    Kind.WATER: "a river, lake or canal",
    Kind.RELIEF: "a mountain, valley, desert or park",
    Kind.ISLAND: "an island",
    Kind.HISTORICAL: "a state or region of the past",
}
_IN_COUNTRIES = {
    (Kind.REGION, "US"): "a state",
    (Kind.REGION, "AU"): "a state or territory",
    (Kind.REGION, "CA"): "a province or territory",
    (Kind.DISTRICT, "US"): "a county",
}
_CITY, _TOWN = 100_000, 5_000  # people from which a settlement is called so
_WITH_ARTICLE = re.compile(
    r"(?:United|Democratic Republic|Republic of|Central African|Dominican Republic|Czech Republic|.* Islands$|"
    r"(?:Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Vatican)$)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a name may mean. `why` says what it is, how the name fits and what puts it at its rank."""

    rank: int  # 1 is what the name means where nothing else is known
    place: Place
    what: str
    why: str
    note: str


def describe(gazetteer: Gazetteer, name: str) -> tuple[Candidate, ...]:
    """Return every candidate for a name, the one that it means without any context first; empty for an unknown name."""
    matches = gazetteer.matches(name)
    inner, comma, outer = name.rpartition(",")
    if not matches and comma:
        around = gazetteer.lookup(outer.strip())
        within = [m for m in gazetteer.matches(inner.strip()) if any(gazetteer.contains(o, m.place) for o in around)]
        name, matches = inner.strip(), tuple(within)
    return tuple(
        Candidate(
            rank,
            match.place,
            what(gazetteer, match.place),
            why(name, match, rank if len(matches) > 1 else 0),
            match.place.note,
        )
        for rank, match in enumerate(matches, 1)
    )


def what(gazetteer: Gazetteer, place: Place) -> str:
    """Say what a place is and where: "a town of 67,600 people in Khachmaz District, Azerbaijan"."""
    size = f" of {place.population:,} people" if place.population else ""
    if size and place.kind in {Kind.REGION, Kind.DISTRICT}:
        size = f" with {place.population:,} people in its towns"
    within = [part for part in (place.admin2, place.admin1) if part and part != place.name]
    countries = [place.country] if place.country else list(place.countries)
    if place.kind is not Kind.COUNTRY and countries:
        shown = [country_name(gazetteer, code) for code in countries[:4]]
        within.append(" and ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))))
        if len(countries) > 4:
            within[-1] += " and others"
    return _kind(place) + size + (f" in {', '.join(dict.fromkeys(within))}" if within else "")


def _kind(place: Place) -> str:
    if place.kind is Kind.SETTLEMENT:
        people = place.population
        return "a city" if people >= _CITY else "a town" if people >= _TOWN else "a small town or village"
    return _IN_COUNTRIES.get((place.kind, place.country), "") or _KINDS[place.kind]


def country_name(gazetteer: Gazetteer, code: str) -> str:
    """Return the English name of a country by its ISO 3166-1 code, the code itself where it is not known."""
    name = gazetteer.country_name(code)
    return f"the {name}" if _WITH_ARTICLE.match(name) else name


def why(name: str, match: Match, rank: int) -> str:
    """Say how the name fits the place, and what its rank rests on (0 where it is the only one)."""
    place = match.place
    if match.generic:
        fit = f"“{match.generic}” was set aside, and the rest is its name"
    elif match.how & How.SHORT:
        fit = f"“{name}” is a usual abbreviation of {place.name}"
    elif match.exact:
        fit = "spelled exactly so"
    elif match.how & How.FORMER:
        fit = f"a former name of {place.name}"
    elif match.how & How.MAIN:
        fit = f"the same name, spelled {place.name}"
    elif match.how & How.SEAT:
        fit = f"it is named after its main town, {name}"
    elif match.how & How.USUAL:
        fit = f"usual English for {place.name}"
    else:
        fit = f"{place.name} is also called so, more rarely"
    if place.kind is Kind.COUNTRY:
        weight = "a country comes before all else of the name" if rank else ""
    elif place.population:
        weight = "it has the most people of those called so" if rank == 1 else ""
    else:
        weight = "nobody is counted there: its rank is our estimate of how often news means it" if rank else ""
    return "; ".join(filter(None, (fit, weight)))
