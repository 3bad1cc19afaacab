"""What pronouns and "these lands" stand for: the nearest safe antecedent, or nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dateline.events.tree import Tree
from dateline.events.where import Spot
from dateline.events.words import FEMALE, MALE, PERSONS
from dateline_geo.place import Kind

PRONOUNS = frozenset(
    {"it", "they", "he", "she", "this", "these", "those", "that", "we", "i", "you", "him", "her", "them"}
)
_PEOPLE = frozenset({"he", "she", "him", "her"})
_LOOK_BACK = 3

# Common nouns for stretches of ground that "these", "this" or "their ancestral" may point back with, and the kinds of
# place that each may stand for.
_GROUNDS: dict[str, frozenset[Kind]] = {
    **dict.fromkeys(
        ["land", "territory", "homeland", "area", "region", "home", "soil", "zone"],
        frozenset({Kind.AREA, Kind.REGION, Kind.HISTORICAL, Kind.COUNTRY, Kind.DISTRICT, Kind.ISLAND}),
    ),
    **dict.fromkeys(["city", "town", "village", "settlement"], frozenset({Kind.SETTLEMENT})),
    "country": frozenset({Kind.COUNTRY}),
    "nation": frozenset({Kind.COUNTRY}),
    "province": frozenset({Kind.REGION, Kind.AREA}),
    "district": frozenset({Kind.DISTRICT}),
    "island": frozenset({Kind.ISLAND}),
}
FEATURES = frozenset(
    {"lake", "river", "gulf", "sea", "valley", "desert", "mountain", "volcano", "strait", "bay", "delta"}
)
_DEFINITE = FEATURES | {"city", "town", "village", "country", "province", "island", "district", "peninsula"}
_POINTING = frozenset({"this", "these", "those", "that", "same"})
_COUNTED = frozenset({"country", "nation", "city", "town", "village", "province", "district", "island"})
_OWNING = frozenset({"their", "his", "her", "its"})
_ROOTED = frozenset({"ancestral", "native", "historic", "historical", "former", "traditional"})


@dataclass(frozen=True, slots=True)
class Ground:
    """A noun phrase that points back to a place ("these lands"), and the place name that it stands for."""

    first: int
    last: int
    head: int
    spot: Spot
    governor: int = -1  # trigger token of the candidate that it hangs under
    firm: bool = True  # "these lands", "this city"; False for "the city", which may be any


def subject_of(tree: Tree, verb: int) -> int:
    """The noun that is the grammatical subject of a verb, through conjunction and control; -1 where there is none.

    A relative pronoun gives the noun that it stands for.
    """
    node = verb
    for _ in range(6):
        found = tree.below(node, "nsubj", "nsubjpass")
        if found:
            subject = found[0]
            if tree.lower[subject] in ("who", "which", "that") and tree.deps[node] == "relcl":
                return tree.heads[node]
            return subject
        if tree.deps[node] in ("acl", "relcl") and tree.pos[tree.heads[node]] in ("NOUN", "PROPN", "PRON"):
            return tree.heads[node]
        if (
            tree.deps[node] not in ("conj", "xcomp", "advcl", "pcomp", "prep", "dep", "acomp")
            or tree.heads[node] == node
        ):
            return -1
        node = tree.heads[node]
    return -1


def antecedent(tree: Tree, pronoun: int) -> int:
    """The noun that a personal pronoun stands for, by number and person; -1 where that is not safe.

    It is the subject of the main clause of the same sentence before the pronoun, or of one of the three sentences
    before it in the same paragraph, if that is the only kind of thing that the pronoun can mean.
    """
    word = tree.lower[pronoun]
    sentence = tree.sentences[pronoun]
    for back in range(_LOOK_BACK + 1):
        number = sentence - back
        if number < 0 or tree.blocks[tree.bounds[number][0]] < tree.blocks[pronoun] - 1:
            return -1
        first, last = tree.bounds[number]
        subjects = [i for i in range(first, last + 1) if tree.deps[i] in ("nsubj", "nsubjpass") and i < pronoun]
        fitting = [s for s in subjects if tree.pos[s] in ("NOUN", "PROPN") and _fits(tree, word, s)]
        if len({tree.lower[s] for s in fitting}) > 1:
            return -1  # two that it could be
        if fitting and word in _PEOPLE and subjects[-1] not in fitting and tree.pos[subjects[-1]] in ("NOUN", "PROPN"):
            return -1  # "the judge said that the star was healthy before he died": another stands nearer
        if fitting and word in _PEOPLE and _is_rivalled(tree, pronoun, fitting[0]):
            return -1  # "Smith rode with Jones after he fell"
        if fitting:
            return fitting[0]
        if back and any(tree.pos[s] in ("NOUN", "PROPN") for s in subjects) and word not in _PEOPLE:
            return -1
    return -1


def _is_rivalled(tree: Tree, pronoun: int, noun: int) -> bool:
    """Whether another person is named from the noun's sentence up to the pronoun, or the noun acts on the pronoun."""
    if tree.deps[pronoun] in ("dobj", "dative") and tree.heads[noun] == tree.heads[pronoun]:
        return True  # "the doctor found him"
    own = {tree.lower[i] for i in tree.subtree(noun)}
    here = tree.bounds[tree.sentences[pronoun]][0]
    for i in range(tree.bounds[tree.sentences[noun]][0], pronoun):
        another = tree.labels[i] == "PERSON" and tree.tags[i] == "NNP" and tree.lower[i] not in own
        ends = i + 1 == len(tree) or tree.labels[i + 1] != "PERSON"
        # "Albright has invited Geremek. He will then travel …" is either; who is merely met or named is not.
        if another and ends and (i >= here or tree.deps[i] in ("dobj", "dative")):
            return True
    return False


def _fits(tree: Tree, word: str, noun: int) -> bool:
    plural = tree.tags[noun] in ("NNS", "NNPS") or any(tree.deps[c] == "conj" for c in tree.children[noun])
    person = tree.labels[noun] == "PERSON" or tree.lemmas[noun] in PERSONS
    if word in _PEOPLE:
        near = {tree.lower[c].rstrip(".") for c in (*tree.children[noun], noun)}
        return person and not plural and not near & (FEMALE if word in ("he", "him") else MALE)
    if word in ("they", "them", "these", "those"):
        return plural
    if word in ("it", "this", "that"):
        return not plural and not person
    return False


def find_grounds(tree: Tree, spots: Sequence[Spot], triggers: Collection[int]) -> tuple[Ground, ...]:
    """All phrases that point back to a place, with the place name of a fitting kind named most often before them."""
    found = []
    for head in range(len(tree)):
        lemma = tree.lemmas[head]
        kinds = _GROUNDS.get(lemma)
        if tree.pos[head] != "NOUN" or (kinds is None and lemma not in FEATURES):
            continue
        if tree.deps[head] in ("compound", "nmod"):
            continue  # "the country home of an artist"
        if tree.tags[head] == "NNS" and lemma in _COUNTED:
            continue  # "those nations" are several, and "these lands" one
        words = {tree.lower[child] for child in tree.children[head]}
        firm = bool(words & _POINTING or (words & _OWNING and words & _ROOTED))
        if not firm and not ("the" in words and lemma in _DEFINITE):
            continue
        if any(tree.deps[c] == "prep" and tree.lower[c] in ("in", "of", "at") for c in tree.children[head]):
            continue  # "their ancestral lands in X" names its place itself
        spot = _most_named(tree, spots, head, kinds)
        if spot is not None:
            governor = next((node for node in tree.up(head) if node in triggers), -1)
            first = min([c for c in tree.children[head] if c < head], default=head)
            found.append(Ground(tree.lefts[first] if first < head else head, head, head, spot, governor, firm))
    return tuple(found)


def _most_named(tree: Tree, spots: Sequence[Spot], head: int, kinds: frozenset[Kind] | None) -> Spot | None:
    before = [s for s in spots if s.last < head and not s.wide]
    lemma = tree.lemmas[head]
    if kinds is None:  # "the lake" is one whose name says that it is a lake
        fitting = [s for s in before if lemma in s.resolution.mention.text.lower().split()]
    else:
        fitting = [s for s in before if _kind_fits(s, kinds)]
    if not fitting:
        return None
    counts: dict[str, int] = {}
    latest: dict[str, Spot] = {}
    for spot in fitting:
        name = spot.resolution.mention.text
        # A name that a clause is about counts more than one inside another name or a list of neighbours.
        counts[name] = counts.get(name, 0) + (
            1 if tree.deps[spot.top] in ("compound", "poss", "conj", "amod", "nmod") else 2
        )
        latest[name] = spot
    best = max(counts, key=lambda name: (counts[name], latest[name].first))
    return latest[best]


def _kind_fits(spot: Spot, kinds: frozenset[Kind]) -> bool:
    place = spot.resolution.place
    return place is not None and place.kind in kinds
