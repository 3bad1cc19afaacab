"""Whether a clause tells on about what a clause before it told, so that the place of the one is that of the other.

That a sentence follows another says little: of 25 events that had the place of the sentence before for no better
reason, 11 had happened elsewhere. "The governor signed a declaration" after "shelters were opened in Porto" may be
anywhere, "The storm tore down the line" is there.
"""

from collections.abc import Sequence

from dateline.events.clauses import Clause
from dateline.events.refer import PRONOUNS, subject_of
from dateline.events.tree import Tree
from dateline.events.where import STANDING, WIDE, Spot
from dateline.events.words import table
from dateline_geo.place import Place

_POINTING = frozenset({"the", "this", "that", "these", "those", "both"})
_MORE = table("more another other further second third same last latter former additional next final")
_GROUNDS = table("city town village island site scene area neighborhood neighbourhood")
_NAMES_OF = ("compound", "flat", "nmod", "appos")

# What befalls people whom nobody has spoken of when something else happens: "Three soldiers were wounded".
_BEFALLS = table("""
    kill wound injure hurt die arrest detain evacuate rescue hospitalize hospitalise trap bury flee perish drown
""")


def tells_on(tree: Tree, clause: Clause, before: Clause) -> bool:
    """Whether a clause takes up what the one before it told of, or what came of it.

    It does in the same sentence, by a pronoun or a name that was there, by "the" before a noun, or by "another"; and
    where people come to harm. Somebody new, or some thing without an article, may be anywhere.
    """
    token = clause.trigger
    if clause.noun and tree.below(token, "poss"):
        return False  # "is held in Porto since his arrest"
    if tree.sentences[token] == tree.sentences[before.trigger]:
        return True
    if clause.noun:
        return _takes_up(tree, token, before)
    subject = subject_of(tree, token)
    if subject >= 0 and (_takes_up(tree, subject, before) or tree.lemmas[token] in _BEFALLS):
        return True
    # "Police cordoned off the area", "will spend a week at the city's riverfront"
    if any(tree.lemmas[i] in _GROUNDS and _is_pointed_at(tree, i) for i in range(clause.first, clause.last + 1)):
        return True
    # "The prosecutor announced the indictment", of which the sentence before was.
    told = {tree.lemmas[i] for i in _between(tree, before, token)}
    return any(
        tree.pos[thing] == "NOUN" and tree.lemmas[thing] in told and _is_pointed_at(tree, thing)
        for thing in tree.below(token, "dobj")
    )


def stands_elsewhere(tree: Tree, clause: Clause, before: Clause, place: Place, spots: Sequence[Spot]) -> bool:
    """Whether a clause's sentence, if it is another, names ground of its own that is not the country round a place."""
    sentence = tree.sentences[clause.trigger]
    if sentence == tree.sentences[before.trigger]:
        return False
    return any(
        spot.sentence == sentence and spot.preposition in STANDING and not _is_around(spot, place) for spot in spots
    )


def _is_around(spot: Spot, place: Place) -> bool:
    other = spot.resolution.place
    return other is not None and (other.key == place.key or (other.kind in WIDE and other.country == place.country))


def _takes_up(tree: Tree, noun: int, before: Clause) -> bool:
    """Whether a noun phrase is of what was told: a pronoun, a name that stood there, or a noun that is pointed at."""
    if tree.lower[noun] in PRONOUNS:
        return True
    own = {tree.lower[i] for i in (noun, *tree.below(noun, *_NAMES_OF)) if tree.pos[i] == "PROPN"}
    if tree.labels[noun] in ("PERSON", "ORG") or len(own) > 1 or (own and not tree.below(noun, "det")):
        return not own.isdisjoint(tree.lower[i] for i in _between(tree, before, noun))
    return _is_pointed_at(tree, noun)


def _is_pointed_at(tree: Tree, noun: int) -> bool:
    words = {tree.lower[i] for i in tree.children[noun]}
    return not words.isdisjoint(_POINTING) or not words.isdisjoint(_MORE) or bool(tree.below(noun, "poss"))


def _between(tree: Tree, before: Clause, token: int) -> range:
    """The tokens from the sentence of the clause before up to that of a token."""
    return range(tree.bounds[tree.sentences[before.trigger]][0], tree.bounds[tree.sentences[token]][0])
