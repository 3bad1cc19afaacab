"""Says in words what a name may mean and why one place comes before another."""

from dataclasses import dataclass

from .gazetteer import Gazetteer, Match
from .place import Kind, Place
from .store import How

_KINDS = {
    Kind.SITE: "a site",
    Kind.SETTLEMENT: "a settlement",
    Kind.DISTRICT: "a district",
    Kind.REGION: "a first-level division",
    Kind.COUNTRY: "a country",
    Kind.CONTINENT: "a continent",
    Kind.AREA: "an area without an administration of its own",
    Kind.SEA: "a sea",
    Kind.WATER: "a river, lake or canal",
    Kind.RELIEF: "a mountain, desert or park",
    Kind.ISLAND: "an island",
    Kind.HISTORICAL: "a state or region of the past",
}


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
    return tuple(
        Candidate(rank, match.place, what(gazetteer, match.place), why(name, match, rank), match.place.note)
        for rank, match in enumerate(matches, 1)
    )


def what(gazetteer: Gazetteer, place: Place) -> str:
    """Say what a place is and where: "a settlement of 67,600 people in Khachmaz District, Azerbaijan"."""
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
    return _KINDS[place.kind] + size + (f" in {', '.join(dict.fromkeys(within))}" if within else "")


def country_name(gazetteer: Gazetteer, code: str) -> str:
    """Return the English name of a country by its ISO 3166-1 code, the code itself where it is not known."""
    return gazetteer.country_name(code)


def why(name: str, match: Match, rank: int) -> str:
    """Say how the name fits the place, and what its rank rests on."""
    place = match.place
    if match.generic:
        fit = f"“{match.generic}” was set aside, and the rest is its name"
    elif match.how & How.SHORT:
        fit = f"“{name}” is a usual abbreviation of {place.name}"
    elif match.exact:
        fit = "the name is written exactly so"
    elif match.how & How.FORMER:
        fit = f"a former name of {place.name}"
    elif match.how & How.MAIN:
        fit = f"the same name, written {place.name}"
    elif match.how & How.SEAT:
        fit = f"named after its seat, {name}"
    elif match.how & How.USUAL:
        fit = f"a usual name of {place.name}"
    else:
        fit = f"one of the further names of {place.name}"
    if place.kind is Kind.COUNTRY:
        weight = "countries come before anything else of the name"
    elif place.population:
        weight = f"{place.population:,} people"
    else:
        weight = "ranked by how often such a place is in the news, estimated by hand"
    return f"{fit}; {weight}" if rank > 1 else f"{fit}; the most prominent of the name: {weight}"
