"""Where an event was: of all place names around its clause the one where it happened, not whence, whither or whose."""

import dataclasses
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.events.clauses import Clause
from dateline.events.scorer import Features, chance, total
from dateline.events.tree import Tree
from dateline.events.words import EVENT_NOUNS, LOCATIVE, MONTHS, MOTION, PERCEIVING, PERSONS, STRIKING, table
from dateline.model import Where
from dateline_geo.place import Kind, Mention, Precision, Resolution

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_NOT_PLACES = frozenset(
    {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE", "LAW", "NORP"}
)
_MEASURING = frozenset({"of", "from", "south", "north", "east", "west", "kilometers", "kilometres", "miles", "km"})
_PEOPLE = re.compile(r"(?:ans|anis|ese|ish|ites|men)$")  # "Armenians", "Azerbaijanis": people, not where they live
STANDING = frozenset({"in", "at", "near", "outside", "inside", "around", "across"})
WIDE = frozenset({Kind.COUNTRY, Kind.CONTINENT, Kind.AREA, Kind.HISTORICAL})  # too large to be lent to what stands by
_BESIDE = 4  # tokens between a name and the one that says where it lies
_NEAR = frozenset({"near", "outside"})
_JOINTS = _NEAR | {
    ",", "in", "of", "the", "a", "northern", "southern", "eastern", "western", "central", "province", "district",
    "area", "village", "town", "city", "suburb", "region", "county", "state", "market", "neighborhood", "neighbourhood",
}  # fmt: skip
HELD = 0.8  # of the certainty of the larger place is left for the smaller one that is put into it
_ORDINALS = frozenset({"first", "second", "third", "great"})
_BUCKETS = (2, 4, 7, 12, 20)
_INSIDE_NAMES = ("compound", "nmod", "amod", "flat", "poss", "nummod", "appos")

# Common nouns that make a site of the name before them: "al-Dabbit maternity hospital", "Owaja crossing".
SITES = table("""
    mine spire tunnel shelter stage nave
    airport airfield airbase base barracks bridge building cafe camp campus cathedral cemetery center centre
    checkpoint church city clinic club coast college compound consulate corridor countryside county court
    courthouse crossing dam desert district embassy factory farm field forest fort fortress gate gulf
    governorate harbor harbour headquarters highway hill hills hospital hotel house island islands jail junction
    lake mall market monastery monument mosque mountain mountains municipality museum neighborhood neighbourhood
    palace park pass peninsula plant plaza police-station port prison province quarter refinery region resort
    restaurant river road school sea shrine square stadium station strait street suburb suburbs synagogue temple
    terminal theater theatre tower town township tunnel university valley village villages ward zone area
""")


@dataclass(frozen=True, slots=True)
class Spot:
    """Words that may name a place, and where they hang in the parse."""

    resolution: Resolution
    first: int
    last: int
    top: int
    governor: int  # trigger token of the candidate they hang under, -1 for none
    path: tuple[str, ...]  # dependencies from `top` up to that trigger
    preposition: str  # the nearest one above
    sentence: int
    wide: bool  # found here by the parse alone, not by the gazetteer or the entity recogniser


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to place a clause, with the features that the scorer weighs."""

    spot: Spot
    at: str  # "own", "above", "below", "beside": how it is tied to the clause
    features: Features

    @property
    def doubtful(self) -> bool:
        """Whether little speaks for a place: unknown words, and not even under a preposition of place."""
        spot = self.spot
        if spot.resolution.role == "organisation" and "names-an-event" not in self.features:
            return spot.resolution.place is not None
        stands = spot.preposition in STANDING or "names-a-site" in self.features
        known = spot.resolution.place is not None or not _PLACE_FEATURES.isdisjoint(self.features)
        return (spot.wide or not known) and not stands and not any(name in _STRUCK for name in self.features)


_PLACE_FEATURES = frozenset({"label:GPE", "label:LOC", "label:FAC"})
ASIDE = 0.4  # by hand: the annotated sentences all have a place, and so teach nothing of when there is none
_STRUCK = frozenset({"struck:own:dobj", "struck:own:nsubjpass"})


def entity_mentions(tree: Tree) -> tuple[Resolution, ...]:
    """Place names as the entity recogniser has them, unresolved: for measuring this package alone."""
    found, i = [], 0
    while i < len(tree):
        if tree.labels[i] not in _PLACE_LABELS:
            i += 1
            continue
        end = i
        while end + 1 < len(tree) and tree.labels[end + 1] == tree.labels[i]:
            end += 1
        first = i + (tree.lower[i] == "the")
        if first <= end:
            found.append(_resolution(tree, first, end))
        i = end + 1
    return tuple(found)


def _resolution(tree: Tree, first: int, last: int) -> Resolution:
    start, end = tree.starts[first], tree.ends[last]
    return Resolution(Mention(start, end, tree.text[start:end]), None, 0.0, "no place of this name was found")


def find_spots(
    tree: Tree, clauses: Sequence[Clause], places: Sequence[Resolution], closed: Sequence[tuple[int, int]] = ()
) -> tuple[Spot, ...]:
    """All words that may name a place, in the order of the text: the given ones and those that the parse adds.

    Added are phrases of proper nouns, whatever the entity recogniser calls them, under a preposition of place, as the
    object of a verb that strikes or takes a place, or before a common noun that names a site. None is added in the
    token spans of `closed`, which are those of dates ("8:14 CST").
    """
    triggers = {clause.trigger for clause in clauses}
    taken = {token for first, last in closed for token in range(first, last + 1)}
    spans: list[tuple[int, int, Resolution, bool]] = []
    for resolution in places:
        if resolution.role in ("person", "demonym"):
            continue
        first, last = tree.at(resolution.mention.start, resolution.mention.end)
        if first >= 0:
            spans.append((first, last, resolution, False))
            taken.update(range(first, last + 1))
    known = {r.mention.text: r for r in places if r.place is not None and not r.role}
    for first, last in _proper_phrases(tree):
        if not taken.intersection(range(first, last + 1)):
            resolution = _resolution(tree, first, last)
            same = known.get(resolution.mention.text)  # the same name elsewhere: "the Karabakh War" beside "Karabakh"
            if same is not None:
                resolution = dataclasses.replace(same, mention=resolution.mention)
            spans.append((first, last, resolution, same is None))
    spans.sort(key=lambda span: span[:2])
    return tuple(_spot(tree, triggers, *span) for span in spans)


def _proper_phrases(tree: Tree) -> list[tuple[int, int]]:
    found, i, n = [], 0, len(tree)
    while i < n:
        if tree.tags[i] != "NNP" or tree.labels[i] in _NOT_PLACES or tree.lower[i].rstrip(".") in MONTHS:
            i += 1
            continue
        end = i
        while (
            end + 1 < n
            and tree.sentences[end + 1] == tree.sentences[i]
            and (
                tree.tags[end + 1] == "NNP"
                or (tree.words[end + 1] in "-–’'" and end + 2 < n and tree.pos[end + 2] == "PROPN")
            )
            and tree.labels[end + 1] not in _NOT_PLACES
        ):
            end += 1
        if end == i and tree.lemmas[i] in EVENT_NOUNS:
            i += 1
            continue
        if end > i and tree.lemmas[end] in EVENT_NOUNS:  # "the Second Karabakh War" is no place, Karabakh is
            following = end
            end -= 1
            i += tree.labels[i] == "ORDINAL" or tree.lower[i] in _ORDINALS
            if i > end:
                i = following + 1
                continue
        top = tree.top(i, end)
        if i == end and _PEOPLE.search(tree.words[i]):
            i = end + 1
            continue
        head = top
        while tree.deps[head] in ("compound", "nmod", "amod", "poss", "conj", "appos") and tree.heads[head] != head:
            head = tree.heads[head]
        above = tree.heads[head]
        site = head > end and tree.lemmas[head] in SITES
        event = end + 1 < n and tree.lemmas[end + 1] in EVENT_NOUNS and tree.heads[i] >= end
        placed = tree.deps[head] == "pobj" and tree.lower[above] in LOCATIVE | MOTION | {"of"}
        struck = tree.deps[head] in ("dobj", "nsubjpass") and tree.lemmas[above] in STRIKING
        if placed or struck or site or event:
            found.append((i, end))
        i = end + 1
    return found


def _spot(tree: Tree, triggers: set[int], first: int, last: int, resolution: Resolution, wide: bool) -> Spot:
    top = tree.top(first, last)
    governor, preposition, path = -1, "", []
    for node in tree.up(top):
        if node in triggers and not first <= node <= last:
            governor = node
            break
        if tree.pos[node] == "ADP" and not preposition and not first <= node <= last:
            preposition = tree.lower[node]
        path.append(tree.deps[node])
    return Spot(resolution, first, last, top, governor, tuple(path), preposition, tree.sentences[top], wide)


def choices(tree: Tree, clause: Clause, by_trigger: Mapping[int, Clause], spots: Sequence[Spot]) -> tuple[Choice, ...]:
    """All place names of the clause's sentence with their features, in the order of the text."""
    sentence = tree.sentences[clause.trigger]
    here = [
        spot
        for spot in spots
        if spot.sentence == sentence
        and (spot.governor in (-1, clause.trigger) or tree.lemmas[spot.governor] not in PERCEIVING)
    ]
    chain = _chain(clause, by_trigger)
    ranks = sorted(here, key=lambda spot: abs(spot.top - clause.trigger))
    first_after = min((s.first for s in here if s.first > clause.trigger), default=-1)
    kind = "noun" if clause.noun else "verb"
    found = []
    for spot in here:
        place = "beside"
        steps = "-"
        if spot.governor == clause.trigger:
            place = "own"
        elif spot.governor in chain:
            place, steps = "above", chain[spot.governor]
        elif spot.governor >= 0:
            below = _chain(by_trigger[spot.governor], by_trigger)
            if clause.trigger in below:
                place, steps = "below", below[clause.trigger]
            else:
                shared = [node for node in below if node in chain]
                if shared:
                    steps = chain[shared[0]].split(">")[-1] + "<" + below[shared[0]].split(">")[-1]
        path = [dep for dep in spot.path if dep not in ("compound", "nmod", "conj")] or ["-"]
        word = spot.preposition or "-"
        group = (
            "in" if word in LOCATIVE else "motion" if word in MOTION else word if word in ("of", "by", "with") else "-"
        )
        names = [
            f"at:{place}", f"at:{place}:{kind}", f"{place}:{steps}", f"preposition:{word}", f"{place}:{group}",
            f"path:{'<'.join(path[-3:])}" if place == "own" else f"{place}:{path[-1]}",
            f"top:{tree.deps[spot.top]}", f"{place}:top:{tree.deps[spot.top]}",
            f"distance:{bisect_left(_BUCKETS, abs(spot.top - clause.trigger))}",
            "after" if spot.first > clause.trigger else "ahead",
            f"label:{tree.labels[spot.last] or '-'}", f"rank:{min(ranks.index(spot), 3)}",
        ]  # fmt: skip
        if spot.wide:
            names.append("wide")
        if spot.first == first_after:
            names.append("first-after")
        if len(here) == 1:
            names.append("only")
        if tree.lemmas[clause.trigger] in STRIKING:
            names += [f"struck:{place}:{path[-1]}", f"struck:{place}:{group}"]
        if spot.first and tree.lower[spot.first - 1] in (
            "northern",
            "southern",
            "eastern",
            "western",
            "central",
            "downtown",
        ):
            names.append("part-of-it")
        if spot.last + 1 < len(tree) and tree.words[spot.last + 1] in ("'s", "’s", "'", "’"):
            names.append("possessive")
        if spot.last + 1 < len(tree) and tree.lemmas[spot.last + 1] in EVENT_NOUNS:
            names.append("names-an-event")
        head = tree.heads[spot.top]
        if head > spot.last and tree.lemmas[head] in SITES:
            names.append("names-a-site")
        elif head != spot.top and tree.deps[spot.top] in _INSIDE_NAMES:
            names.append("modifier")
        if any(tree.lower[t] in _MEASURING
               for t in range(max(0, spot.first - 3), spot.first)):  # fmt: skip
            names.append("measured-or-of")
        holder = tree.words[spot.last + 1] in ("'s", "’s", "'", "’") if spot.last + 1 < len(tree) else False
        if holder and any(0 < o.first - spot.last <= 5 and o.top in tree.subtree(tree.heads[spot.top]) for o in here):
            names.append("contains-another")  # "Azerbaijan's Khachmaz district"
        inside = [o for o in here if o is not spot and 0 < spot.first - o.last <= 4 and _contains(tree, o, spot)]
        if inside:
            names.append("contains-another")  # "in Jacobabad, Pakistan": the second says where the first lies
        if any(0 < o.first - spot.last <= 4 and _contains(tree, spot, o) for o in here if o is not spot):
            names.append("is-contained")
        found.append(Choice(spot, place, tuple(names)))
    return tuple(found)


def _contains(tree: Tree, small: Spot, large: Spot) -> bool:
    """Whether two names side by side read "small, large", "small in large" or "large's small"."""
    between = tree.lower[small.last + 1 : large.first]
    return "," in between or "in" in between


def _chain(clause: Clause, by_trigger: Mapping[int, Clause]) -> dict[int, str]:
    found: dict[int, str] = {}
    steps: list[str] = []
    node = clause
    while node.governor >= 0 and node.governor not in found:
        steps.append(node.relation)
        found[node.governor] = ">".join(steps[:2]) if len(steps) < 3 else "far"
        node = by_trigger[node.governor]
    return found


def choose(
    options: Sequence[Choice], order: Mapping[str, float], certainty: Mapping[str, float]
) -> tuple[Choice, float] | None:
    """The best option by the weights that order them, and its probability by those that know "none of them".

    The first of equals wins.
    """
    if not options:
        return None
    scores = [total(option.features, order) for option in options]
    best = max(range(len(options)), key=lambda i: (scores[i], -i))
    return options[best], chance(certainty.get("bias", 0.0) + total(options[best].features, certainty))


def finer(tree: Tree, chosen: Choice, options: Sequence[Choice]) -> Choice:
    """The smaller of two names that say one place together: "Khachmaz" of "Azerbaijan's Khachmaz district"."""
    large = chosen.spot
    for option in options:
        small = option.spot
        if option is chosen or small.resolution.place is None or large.resolution.place is None:
            continue
        held = tree.lower[large.last + 1 : large.last + 2] in (("'s",), ("’s",), ("'",), ("’",))
        if held and 0 < small.first - large.last <= 5 and small.top in tree.subtree(tree.heads[large.top]):
            return option
        between = tree.lower[small.last + 1 : large.first]
        if (
            small.last < large.first
            and len(between) <= 3
            and between[:1] in ((",",), ("in",))
            and _same_country(small, large)
        ):
            return option
    return chosen


def held(tree: Tree, chosen: Choice, options: Sequence[Choice]) -> Choice:
    """Words that no gazetteer knows, put where the name beside them says they lie: "Kiambaa, near Eldoret"."""
    small = chosen.spot
    if small.resolution.place is not None or tree.labels[small.last] == "PERSON":
        return chosen
    for option in options:
        large = option.spot
        between = tree.lower[small.last + 1 : large.first]
        if large.resolution.place is None or not 0 < len(between) <= _BESIDE or not _JOINTS.issuperset(between):
            continue
        near = not _NEAR.isdisjoint(between)
        precision = Precision.NEAR if near else large.resolution.precision or large.resolution.place.precision
        how = "near" if near else "in"
        reason = (
            f"{small.resolution.mention.text} is not in the gazetteer; the words beside it say that it lies "
            f"{how} {large.resolution.mention.text}: {large.resolution.reason}"
        )
        resolution = dataclasses.replace(
            large.resolution, mention=small.resolution.mention, precision=precision, reason=reason,
            score=large.resolution.score * HELD,
        )  # fmt: skip
        return dataclasses.replace(chosen, spot=dataclasses.replace(small, resolution=resolution))
    return chosen


def _same_country(small: Spot, large: Spot) -> bool:
    one, other = small.resolution.place, large.resolution.place
    return one is not None and other is not None and one.country == other.country != ""


def _is_home(tree: Tree, spot: Spot) -> bool:
    """Whether a place only says whence a person is: "Gary Wilson, 54, of Palestine"."""
    preposition = tree.heads[spot.top]
    if tree.deps[spot.top] != "pobj" or tree.lower[preposition] not in ("of", "from"):
        return False
    person = tree.heads[preposition]
    if tree.lower[preposition] == "from" and tree.pos[person] == "NOUN" and person != spot.governor:
        return True  # "our friends from Chad"
    return tree.labels[person] == "PERSON" or tree.lemmas[person] in PERSONS


def placed(tree: Tree, choice: Choice, likelihood: float, clause: Clause) -> Where:
    """The place of an event with the reason in words for the reader."""
    words = choice.spot.resolution.mention.text
    inside = clause.first <= choice.spot.first <= clause.last
    if choice.at == "below" and tree.deps[choice.spot.governor] in ("acl", "relcl"):
        likelihood *= ASIDE  # "a film showing life in X": the film need not be shown there
    if _is_home(tree, choice.spot):
        likelihood *= ASIDE  # "spoke with a farmer of Ten Mile": that is where the farmer lives
    basis = f"“{words}” in the same clause" if inside else f"“{words}” in the same sentence"
    return Where(choice.spot.resolution, basis, round(likelihood, 3))
