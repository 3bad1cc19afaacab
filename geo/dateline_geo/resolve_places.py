"""Reads the places of an article: finds its toponyms, gathers them, ranks what they may mean, and says why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from dateline_geo.context import GeoContext, infer_home, masthead_names
from dateline_geo.find import Found, Refused, find_toponyms
from dateline_geo.find_tokens import Tokens, demonyms_of, read_tokens
from dateline_geo.patterns_demonyms import DEMONYMS
from dateline_geo.place import OWN, Alternative, Kind, Mention, Precision, Rejection, Resolution
from dateline_geo.resolve import load_ranker, rank
from dateline_geo.resolve_bare import DWARFED
from dateline_geo.resolve_features import NAMES, Floats, Options, tabulate
from dateline_geo.resolve_groups import gather
from dateline_geo.resolve_magnitude import magnitude
from dateline_geo.resolve_reason import explain

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dateline_geo.gazetteer import Gazetteer, Match
    from dateline_geo.place import Place
    from dateline_geo.resolve_bare import Bare

Bools = NDArray[np.bool_]

MOST_ALTERNATIVES = 5
SAME_GROUND_KM = 40.0
OWN_SCORE = 0.95  # of a place that the user has put into a table of their own
NEARBY = 0.3  # of nearness to the publisher's home, from 1 on the spot to 0
_FITS = NAMES.index("inside the place named with it")
_BY_A_REGION = NAMES.index("dwarfed by a region of the name")
# What speaks for a hamlet with the name of a state, beside the places around it.
_FOR_HAMLETS = [
    NAMES.index(name)
    for name in (
        "inside the place named with it",
        "kind as the text says",
        "home near",
        "stands in the masthead",
        "a town in the dateline",
    )
]
_MEMORY = 20_000  # names remembered before the memory is emptied, some 10 MB


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What a text says of places: toponyms in the order of the text, placed or not, and names turned down.

    A toponym that could not be placed is a resolution without a place and, with the reason, a rejection too
    ("not-in-gazetteer", "ambiguous").
    """

    resolutions: tuple[Resolution, ...]
    rejections: tuple[Rejection, ...]


@dataclass(slots=True)
class _Memory:
    """What has been looked up in a gazetteer, so that the names of one article cost nothing in the next."""

    gazetteer: Gazetteer
    known: dict[str, tuple[Match, ...]] = field(default_factory=dict)
    places: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    bare: dict[str, Bare] = field(default_factory=dict)

    def matches(self, name: str) -> tuple[Match, ...]:
        """Every place of the name, with how it bears it."""
        found = self.known.get(name)
        if found is None:
            if len(self.known) > _MEMORY:
                self.known.clear()
                self.places.clear()
                self.bare.clear()
            found = self.known[name] = self.gazetteer.matches(name)
        return found

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Every place of the name."""
        found = self.places.get(name)
        if found is None:
            found = tuple(match.place for match in self.matches(name))
            self.places[name] = found
        return found


_memories: WeakKeyDictionary[Gazetteer, _Memory] = WeakKeyDictionary()


def read_places(doc: Doc, gazetteer: Gazetteer, context: GeoContext | None = None) -> PlaceReading:
    """Find the toponyms of a parsed text and resolve them.

    Args:
        doc: the text with spaCy's tags, dependencies and entities; what is missing is done without.
        gazetteer: where places are looked up. Lookups are remembered as long as the gazetteer lives.
        context: what is known of the article besides its text.
    """
    context = context or GeoContext()
    memory = _memories.get(gazetteer)
    if memory is None:
        memory = _memories[gazetteer] = _Memory(gazetteer)
    tokens = read_tokens(doc)
    found, refused = find_toponyms(tokens, memory.lookup)
    demonyms = demonyms_of(tokens)
    peoples = frozenset(DEMONYMS[low] for low in demonyms)
    groups, of = gather(tokens, found, memory.matches, gazetteer.alike, peoples)
    home = context.home or _named_home(context.home_name, gazetteer)
    if home is None and (context.url or context.publisher):
        home = _own_home(tokens, found, gazetteer, context)
    options = tabulate(groups, context, home, gazetteer.contains, peoples, memory.bare)
    ranker = load_ranker()
    belief, full = rank(options, ranker)
    number = {id(group): i for i, group in enumerate(groups)}
    choices = [_choose(options, full, ranker.later, belief, i, ranker.threshold) for i in range(len(groups))]
    resolutions, rejections = [], [_rejected(tokens, one) for one in refused]
    for one, group in zip(found, of, strict=True):
        choice = choices[number[id(group)]]
        mention = _mention(tokens, one.start, one.end)
        precision = None
        reason = choice.reason
        if choice.place is not None:
            precision = choice.place.precision
            offset = near_words(tokens, one.start)
            if offset:
                # Beside a country is anywhere along its borders: no ring is that place.
                wide = precision in (Precision.COUNTRY, Precision.AREA)
                precision, reason = Precision.AREA if wide else Precision.NEAR, f"{offset} {reason}"
        else:
            rejections.append(Rejection(mention, choice.code, choice.reason))
        resolutions.append(
            Resolution(mention, choice.place, choice.score, reason, precision, choice.alternatives, one.role)
        )
    taken = {i for one in found for i in range(one.start, one.end)}
    for i in demonyms.values():
        if i not in taken:
            detail = f"“{tokens.word[i]}” names people or a language, and no place"
            rejections.append(Rejection(_mention(tokens, i, i + 1), "demonym", detail))
    rejections.sort(key=lambda r: (r.mention.start, r.mention.end))
    return PlaceReading(tuple(resolutions), tuple(rejections))


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a group of mentions was taken to mean."""

    place: Place | None
    score: float
    reason: str
    code: str
    alternatives: tuple[Alternative, ...]


def _choose(options: Options, full: Floats, weights: Floats, belief: Floats, number: int, threshold: float) -> _Choice:
    first, last = int(options.first[number]), int(options.first[number + 1]) - 1
    name = options.groups[number].name
    if first == last:
        return _Choice(None, 0.0, f"the gazetteer has no place called “{name}”", "not-in-gazetteer", ())
    own = _own(options, first, last)
    if own:
        best = max(own, key=lambda row: belief[row])
        place = options.places[best]
        assert place is not None  # noqa: S101  the last row alone has none
        others = [options.places[row] for row in range(first, last) if row != best]
        alternatives = tuple(Alternative(p, 0.0) for p in others[:MOST_ALTERNATIVES] if p)
        return _Choice(
            place, OWN_SCORE, f"{place.name}: it stands in your own places ({place.source})", "", alternatives
        )
    chances = belief[first:last].tolist()
    order = sorted(range(last - first), key=chances.__getitem__, reverse=True)  # of equals, the more prominent first
    best = _rather_the_state(options, first + order[0], first, last)
    if best != first + order[0]:
        chances[best - first] += chances[order[0]]  # whatever spoke for the hamlet spoke for the name
        chances[order[0]] = 0.0
        order = sorted(order, key=chances.__getitem__, reverse=True)
    # A town and the district named after it stand on the same ground: their chances are one chance of being right.
    score = round(min(1.0, float(np.array(chances)[same_ground(options, best, first, last)].sum())), 4)
    ranked = [
        (place, round(chances[i], 4)) for i in order[: MOST_ALTERNATIVES + 1] if (place := options.places[first + i])
    ]
    if score >= threshold:
        alternatives = tuple(Alternative(p, s) for p, s in ranked[1:])
        return _Choice(ranked[0][0], score, explain(options, full, weights, belief, number, best), "", alternatives)
    alternatives = tuple(Alternative(p, s) for p, s in ranked[:MOST_ALTERNATIVES])
    reason = (
        f"none of the {last - first} places called “{name}” is likely enough"
        if last - first > 1
        else (f"the one place called “{name}” in the gazetteer is hardly the one meant")
    )
    return _Choice(None, score, reason, "ambiguous", alternatives)


def _rather_the_state(options: Options, best: int, first: int, last: int) -> int:
    """The row of a state in place of a hamlet's of that name elsewhere in the country, if only its neighbours speak.

    "A mill in Oregon", in a story of Ohio, is not in Oregon, Ohio: that all other names lie round it is what a hamlet
    has always, and its own state writes it with "Ohio". In its own local paper it is the hamlet.
    """
    hamlet = options.places[best]
    if (
        hamlet is None
        or not options.alone[best, _BY_A_REGION]
        or any(options.alone[best, at] > NEARBY for at in _FOR_HAMLETS)
    ):
        return best
    for row in range(first, last):
        state = options.places[row]
        if state is None or state.kind is not Kind.REGION or state.country != hamlet.country:
            continue
        if state.key != hamlet.admin1_key and magnitude(state) >= magnitude(hamlet) + DWARFED:
            return row
    return best


def _own(options: Options, first: int, last: int) -> list[int]:
    """The rows of the user's own places of a name, which were written down because they are meant.

    None where the text itself puts the name into a state or country in which another of the name lies.
    """
    rows = range(first, last)
    own = [row for row in rows if (place := options.places[row]) and place.key.startswith(OWN)]
    elsewhere = any(options.alone[row, _FITS] for row in rows if row not in own)
    return [] if elsewhere and not any(options.alone[row, _FITS] for row in own) else own


def same_ground(options: Options, best: int, first: int, last: int) -> Bools:
    """Which of the options `first` to `last` lie on the ground of option `best` (last - first,)."""
    place = options.places[best]
    reach = max(SAME_GROUND_KM, (place.radius_km or 0.0) / 2.0 if place else 0.0)
    out: Bools = options.km[best, first:last] <= reach
    return out


def _mention(tokens: Tokens, start: int, end: int) -> Mention:
    a, b = tokens.start[start], tokens.end[end - 1]
    return Mention(a, b, tokens.text[a:b])


def _rejected(tokens: Tokens, one: Refused) -> Rejection:
    return Rejection(_mention(tokens, one.start, one.end), one.code, one.detail)


def _named_home(name: str, gazetteer: Gazetteer) -> tuple[float, float] | None:
    """The point of a home given in words: "Palestine, Texas" is the Palestine that lies in Texas."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if not parts:
        return None
    outer = [p for part in parts[1:] for p in gazetteer.lookup(part)]
    inner = gazetteer.lookup(parts[0])
    for place in inner:
        if any(gazetteer.contains(o, place) for o in outer):
            return place.lat, place.lon
    return (inner[0].lat, inner[0].lon) if inner else None


def _own_home(
    tokens: Tokens, found: list[Found], gazetteer: Gazetteer, context: GeoContext
) -> tuple[float, float] | None:
    """The publisher's home from this article alone: only where a name of the text stands in the masthead."""
    if not masthead_names({one.surface for one in found}, context):
        return None
    mentions = [Resolution(_mention(tokens, f.start, f.end), None, 0.0, "", role=f.role) for f in found]
    return infer_home([mentions], gazetteer, publisher=context.publisher, url=context.url)


_NEAR = re.compile(
    r"(?:(?P<far>\d[\d.,]*|a few|several|some|about)\s+(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi)\s+)?"
    r"(?:\(\S+ \S+\)\s+)?"
    r"(?:(?P<side>(?:to the )?(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)(?:ern)?)"
    r"\s+(?:of|from)|outside(?: of)?|(?:on )?(?:the )?outskirts of|near(?: to)?|close to|not far from|"
    r"(?:away )?from)\s+(?:the )?$",
    re.IGNORECASE,
)


def near_words(tokens: Tokens, start: int) -> str:
    """The words that put something beside a name rather than in it ("20 km north of"), "" where there are none."""
    before = tokens.low[start - 1 - (start > 1 and tokens.low[start - 1] == "the")] if start else ""
    if before not in ("of", "from", "near", "outside", "to"):
        return ""
    end = tokens.start[start]
    match = _NEAR.search(" ".join(tokens.text[max(0, end - 80) : end].split()) + " ")
    if match is None or (match["far"] is None and match[0].lower().strip() in ("from", "away from", "from the")):
        return ""
    return match[0].strip()
