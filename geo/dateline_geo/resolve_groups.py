"""The names of a document gathered for the choice: mentions of one name, the places it may mean, what ties names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline_geo.patterns import ADMIN, AGENCY, COMPASS, words
from dateline_geo.place import Kind
from dateline_geo.resolve_magnitude import ANGLOPHONE, magnitude
from dateline_geo.store import How

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dateline_geo.find import Found
    from dateline_geo.find_tokens import Tokens
    from dateline_geo.gazetteer import Match

MOST_OPTIONS = 40  # places of one name that are weighed, the most prominent first; Springfield has 60, San José 400

KNOWN_CITY = 5.0  # magnitude, 100,000 people: a town of the name that may stand alone in an agency's dateline
_DATELINE_TOKENS = 6  # after the name of a dateline: "(AP)", ", Nov. 24 (Reuters)"
_CONTAINERS = frozenset(
    (Kind.COUNTRY, Kind.REGION, Kind.DISTRICT, Kind.AREA, Kind.ISLAND, Kind.CONTINENT, Kind.HISTORICAL)
)
_BETWEEN = (
    words(
        ", in of a an the small tiny remote town village city capital port coastal suburb district region province "
        "state county southern northern area country 's ’s ( largest second - near border part republic"
    )
    | COMPASS
)
_DIVISIONS = frozenset((Kind.DISTRICT, Kind.REGION))
_TIES = frozenset(("in", "of", ",", "(", "'s", "’s"))


@dataclass(slots=True)
class Group:
    """The mentions of a document that share a name, and so a sense.

    `matches` are the places that it may mean, the most prominent first; `inside` holds, for every place that the text
    itself names as what holds this one ("Paris, Texas"), the group of that place.
    """

    name: str
    mentions: list[int]  # positions in the list of found toponyms
    matches: tuple[Match, ...]
    inside: list[Group] = field(default_factory=list)
    holds: list[Group] = field(default_factory=list)
    cues: set[Kind] = field(default_factory=set)  # kinds that the words around speak of: "the city of X", "X province"
    roles: set[str] = field(default_factory=set)
    chance: float = 1.0  # of being a toponym at all
    demonym: bool = False  # stands for the country of a demonym in the text; is itself not placed


def container_of(tokens: Tokens, found: Sequence[Found], i: int) -> int | None:
    """The toponym that the text itself names as holding toponym `i`: its position, or None.

    Reads "X, Y", "X (Y)", "X in Y", "X, a town in the north of Y" and "Y's X".
    """
    one = found[i]
    if i + 1 < len(found):
        after = found[i + 1]
        between = tokens.low[one.end : after.start]
        if len(between) > 1 and between[0] in _CUES:  # "Khachmaz district of Azerbaijan"
            between = between[1:] if between[1] != "of" else ["in", *between[2:]]
        if (
            0 < len(between) <= 7
            and between[0] in (",", "(", "in", "-")
            and any(word in _TIES for word in between)
            and all(word in _BETWEEN for word in between)
            and between not in ([",", "the"], ["-"])  # members of a list
            and not any(tokens.first[k] for k in range(one.end, after.start + 1))
        ):
            return i + 1
    if i:
        before = found[i - 1]
        between = tokens.low[before.end : one.start]
        if between and between[0] in ("'s", "’s") and all(word in _BETWEEN or word in _ADJECTIVES for word in between):
            return i - 1
    return None


_ADJECTIVES = words("biggest main western eastern ancient historic old city's seaside")

_CUES = {
    "city": Kind.SETTLEMENT, "town": Kind.SETTLEMENT, "village": Kind.SETTLEMENT, "hamlet": Kind.SETTLEMENT,
    "suburb": Kind.SETTLEMENT, "neighbourhood": Kind.SETTLEMENT, "neighborhood": Kind.SETTLEMENT,
    "capital": Kind.SETTLEMENT, "port": Kind.SETTLEMENT, "county": Kind.DISTRICT, "counties": Kind.DISTRICT,
    "parish": Kind.DISTRICT, "district": Kind.DISTRICT, "districts": Kind.DISTRICT, "borough": Kind.DISTRICT,
    "municipality": Kind.DISTRICT, "township": Kind.SETTLEMENT, "rayon": Kind.DISTRICT, "raion": Kind.DISTRICT,
    "province": Kind.REGION, "provinces": Kind.REGION, "state": Kind.REGION, "region": Kind.REGION,
    "governorate": Kind.REGION, "oblast": Kind.REGION, "prefecture": Kind.REGION, "emirate": Kind.REGION,
    "republic": Kind.COUNTRY, "river": Kind.WATER, "lake": Kind.WATER, "creek": Kind.WATER, "island": Kind.ISLAND,
    "islands": Kind.ISLAND, "sea": Kind.SEA, "mountain": Kind.RELIEF, "mountains": Kind.RELIEF, "valley": Kind.RELIEF,
    "desert": Kind.RELIEF, "peninsula": Kind.RELIEF, "airport": Kind.SITE, "camp": Kind.SITE, "bridge": Kind.SITE,
}  # fmt: skip


def kind_cue(tokens: Tokens, start: int, end: int, options: Sequence[Match] = ()) -> Kind | None:
    """The kind of place that the words around or in a name speak of: "X district", "the city of X"."""
    low = tokens.low
    if end < len(low) and low[end] in _CUES and (low[end] in ADMIN or _CUES[low[end]] is not Kind.SETTLEMENT):
        return _CUES[low[end]]
    if low[end - 1] in _CUES and end - start > 1 and low[end - 1] != "city":
        kind, word = _CUES[low[end - 1]], low[end - 1]
        # "Rock Island" is a town as well: the word says nothing where it belongs to names of several kinds.
        kinds = {match.place.kind for match in options if word in match.place.name.lower()}
        return kind if kinds <= {kind} else None
    if start > 1 and low[start - 1] == "of" and low[start - 2] in _CUES:
        # In "Khachmaz district of Azerbaijan" the district is the other name's.
        return None if start > 2 and tokens.capital[start - 3] else _CUES[low[start - 2]]
    if start and low[start - 1] in _CUES:
        return _CUES[low[start - 1]]
    return None


def gather(
    tokens: Tokens,
    found: Sequence[Found],
    matches: Callable[[str], tuple[Match, ...]],
    alike: Callable[[str], tuple[Match, ...]] | None = None,
    peoples: frozenset[str] = frozenset(),
) -> tuple[list[Group], list[Group]]:
    """Gather toponyms into groups of one sense; returns the groups in order of appearance, and each toponym's group.

    A name keeps one sense in a document, unless the text itself places it in two ("London, Ontario" and "London,
    England"). A name that the gazetteer lacks may be another spelling (`alike`) of a town in one of the countries that
    the other names and the text's `peoples` (ISO codes) speak of.
    """
    containers = [container_of(tokens, found, i) for i in range(len(found))]
    keys: list[tuple[str, str]] = []
    for i, one in enumerate(found):
        name = one.surface.casefold()
        outer = containers[i]
        keys.append((name, found[outer].surface.casefold() if outer is not None else ""))
    senses: dict[str, list[str]] = {}
    for name, held in keys:
        known = senses.setdefault(name, [])
        if held and held not in known:
            known.append(held)
    groups: dict[tuple[str, str], Group] = {}
    last: dict[str, str] = {}
    of: list[Group] = []
    for i, one in enumerate(found):
        name, held = keys[i]
        split = len(senses[name]) > 1
        if split:
            held = held or last.get(name, senses[name][0])
            last[name] = held
        key = (name, held if split else "")
        group = groups.get(key)
        if group is None:
            options = options_of(one.surface, matches)
            if containers[i] is None:
                options = without_hamlets(options)
            group = groups[key] = Group(one.surface, [], options[:MOST_OPTIONS], chance=one.chance)
        group.mentions.append(i)
        group.chance = max(group.chance, one.chance)
        cue = kind_cue(tokens, one.start, one.end, group.matches)
        if cue is not None:
            # What one country calls a district is a first-level division in another; a region may be none at all.
            group.cues.update(_DIVISIONS if cue in _DIVISIONS else (cue,))
            if cue is Kind.REGION and "region" in tokens.low[max(0, one.start - 2) : one.end + 1]:
                group.cues.add(Kind.AREA)
        if one.role:
            group.roles.add(one.role)
            if one.role == "dateline" and AGENCY.intersection(tokens.low[one.end : one.end + _DATELINE_TOKENS]):
                group.roles.add("agency")
        of.append(group)
    if alike is not None:
        _listen(list(groups.values()), alike, peoples)
    for i, held_by in enumerate(containers):
        if held_by is not None and of[held_by] is not of[i]:
            if not any(g is of[held_by] for g in of[i].inside):
                of[i].inside.append(of[held_by])
            if not any(g is of[i] for g in of[held_by].holds):
                of[held_by].holds.append(of[i])
    for group in groups.values():
        if "agency" in group.roles and not group.inside:
            group.matches = _standing_alone(group.matches)
    return list(groups.values()), of


def is_town_called(match: Match) -> bool:
    """Whether a place is a town and bears the name now.

    Further names of towns where English is spoken are nicknames and former ones: no reporter sits in them.
    """
    proper = bool(match.how & (How.MAIN | How.USUAL)) or match.place.country not in ANGLOPHONE
    return match.place.kind is Kind.SETTLEMENT and proper


def _standing_alone(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """What an agency's dateline without a state or country means: the city that every reader knows, if there is one.

    "HAVANA (AP)" and "LONDON (Reuters)", beside "PARIS, Texas (AP)": so the agencies' style books have it.
    """
    towns = [match for match in matches if is_town_called(match)]
    best = max(towns, key=lambda match: magnitude(match.place), default=None)
    return (best,) if best is not None and magnitude(best.place) >= KNOWN_CITY else matches


def _listen(groups: list[Group], alike: Callable[[str], tuple[Match, ...]], peoples: frozenset[str]) -> None:
    """Give names that lead nowhere the towns that sound like them, in the countries that the document speaks of."""
    countries = {group.matches[0].place.country for group in groups if group.matches and group.chance > 0.5} | peoples
    for group in groups:
        if not group.matches and len(group.name) > 3 and group.name[0].isupper():
            group.matches = tuple(match for match in alike(group.name) if match.place.country in countries)[
                :MOST_OPTIONS
            ]


_WELL_KNOWN = frozenset((Kind.CONTINENT, Kind.AREA, Kind.SEA))  # and no country: Lebanon is in Tennessee, too


def without_hamlets(options: tuple[Match, ...]) -> tuple[Match, ...]:
    """Leave out a town that shares its name with a part of the world ("Middle East" in Baltimore)."""
    if options and options[0].place.kind in _WELL_KNOWN and magnitude(options[0].place) >= 6.0:
        return tuple(m for m in options if m.place.kind is not Kind.SETTLEMENT or m.place.population >= 50_000)
    return options


_SHORT = (("Ft. ", "Fort "), ("Mt. ", "Mount "), (" Co.", " County"), (" Is.", " Islands"), (" Mtns.", " Mountains"))


def options_of(name: str, matches: Callable[[str], tuple[Match, ...]]) -> tuple[Match, ...]:
    """Every place that a name as it stands in a text may mean, capitals and usual abbreviations read out."""
    spoken = name.title() if name.isupper() and len(name) > 4 and "." not in name.rstrip(".") else name
    found = matches(spoken) or matches(name)
    for short, full in _SHORT:
        if short.lower() in f"{spoken} ".lower():
            longer = re.sub(re.escape(short.strip()), full.strip(), spoken, flags=re.IGNORECASE)
            found = matches(longer) or found
    # "Republic of Congo" is a name; what "Congo" alone could mean as well was not said.
    direct = tuple(match for match in found if not match.generic)
    return direct or found


def holds(outer: Match, inner: Match, contains: Callable[..., bool]) -> bool:
    """Whether one place may be named as what holds the other."""
    return outer.place.kind in _CONTAINERS and bool(contains(outer.place, inner.place))
