"""Who acts or is acted upon in a clause: persons, organisations and groups by name, and countries where they act.

A town is no actor, and "French" of "French President" is none; "Libyan rebels" and "the US government" are. Where the
article names one person of a surname in full, the surname alone is written in full.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.events.clauses import Clause
from dateline.events.tree import Tree
from dateline.events.words import table
from dateline_geo.patterns_demonyms import DEMONYMS
from dateline_geo.place import Kind, Resolution

MOST = 6  # actors of an event; sentences that name more list participants

_NAMES = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_ROLES = ("nsubj", "nsubjpass", "dobj", "agent", "dative")
_ACTING = frozenset({"nsubj", "agent", "poss"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})
_REACH = 40  # tokens of a phrase that are looked at
_BESIDE = 3  # tokens from the name of a people to the noun of its group: "Libyan government forces"
_TITLES = table("mr mrs ms miss dr prof sir dame lord lady mr. mrs. ms. dr. prof. col. gen. lt. sgt. capt.")
_POSSESSIVE = frozenset({"'s", "’s"})
_LETTERS = re.compile(r"\w.*\w", re.DOTALL)

_PLURAL = frozenset({"NNS", "NNPS"})

# What a people or a country has that acts as one, and whom it has of whom several act: "Libyan officials".
_BODIES = table("""
    government administration army military force forces troops navy police authorities militia opposition parliament
    congress senate council court ministry regime
""")
_MEMBERS = table("""
    force troop authority rebel fighter militant insurgent soldier protester demonstrator official diplomat power
    lawmaker jet warplane warship leader minister senator
""")

# Of a people or of a side as words that stand before a noun; alone they are what a parser made of a hyphen.
_ADJECTIVES = table("""
    western eastern northern southern central arab islamic muslim jewish christian african european asian
""")


@dataclass(frozen=True, slots=True)
class Cast:
    """What an article knows of names: where places are named, and who is called by a surname alone."""

    countries: frozenset[int]  # offsets at which a country is named
    places: frozenset[int]  # offsets at which any place is named
    towns: frozenset[str]  # names that mean a place and no country somewhere in it
    full: Mapping[str, str]  # surname → the one full name of it


def cast_of(tree: Tree, places: Collection[Resolution]) -> Cast:
    """What `actors_of` has to know of the article."""
    known = [one for one in places if one.place is not None]
    wide = frozenset(one.mention.start for one in known if one.place and one.place.kind is Kind.COUNTRY)
    full: defaultdict[str, set[str]] = defaultdict(set)
    for first, last in _names(tree, range(len(tree))):
        if tree.labels[first] == "PERSON":
            words = _words(tree, first, last).split()
            if len(words) > 1:
                full[words[-1]].add(" ".join(words))
    one_only = {surname: next(iter(names)) for surname, names in full.items() if len(names) == 1}
    towns = {one.mention.text for one in known if one.place and one.place.kind is not Kind.COUNTRY}
    return Cast(wide, frozenset(one.mention.start for one in known), frozenset(towns), one_only)


def actors_of(tree: Tree, clause: Clause, cast: Cast) -> tuple[str, ...]:
    """The actors of a clause by name, in the order of the text."""
    found: dict[str, None] = {}
    roles = (*_ROLES, "poss", "prep") if clause.noun else _ROLES
    for child in tree.below(clause.trigger, *roles):
        if tree.deps[child] == "prep" and tree.lower[child] not in ("of", "by"):
            continue
        acting = tree.deps[child] in _ACTING or tree.lower[child] == "by"
        right = min(tree.rights[child], tree.lefts[child] + _REACH)
        for first, last in _names(tree, range(tree.lefts[child], right + 1)):
            name = _actor(tree, first, last, child if acting else -1, cast)
            if name:
                found[name] = None
    # "Gaddafi" beside "Muammar Gaddafi" is the same one.
    names = [name for name in found if not any(other != name and other.endswith(f" {name}") for other in found)]
    return tuple(names[:MOST])


def _actor(tree: Tree, first: int, last: int, acting: int, cast: Cast) -> str:
    """What an entity is called as an actor; empty where it is none. `acting` is the child of the verb that acts."""
    label = tree.labels[first]
    named = tree.starts[first]
    country = named in cast.countries
    place = named in cast.places or label == "GPE"
    side = tree.text[named : named + 5].lower().startswith(("pro-", "anti-"))  # however its tokens are cut
    if label == "NORP" or place or side:
        if side or label == "NORP" or country:
            group = _group(tree, last)
            if group >= 0:
                return _words(tree, first, group)
        if place:
            return _words(tree, first, last) if country and acting >= 0 and _is_head(tree, last, acting) else ""
        low = tree.lower[last]
        side = side or low in _ADJECTIVES or (low in DEMONYMS and low[-1] != "s")
        noun = tree.tags[last] in _PLURAL or (tree.deps[last] not in _MODIFIERS and tree.pos[last] in ("NOUN", "PROPN"))
        return _words(tree, first, last) if noun and not side else ""
    before = tree.lower[first - 1] if first else ""
    if first == last and (_is_common(tree.lower[first]) or (tree.lower[first], before) == ("state", "of")):
        return ""  # "State" of "Secretary of State"
    if label == "ORG" and first > 1 and tree.lower[first - 1] in _POSSESSIVE and tree.labels[first - 2] == "GPE":
        first -= 2  # "Kenya's Supreme Court"
        while first and tree.labels[first - 1] == "GPE":
            first -= 1
    name = _words(tree, first, last)
    if name in cast.towns:
        return ""
    return cast.full.get(name, name) if label == "PERSON" else name


def _is_common(word: str) -> bool:
    """Whether a word is no name by itself, whatever a parser takes it for at the head of a sentence: "Rebels"."""
    return word.removesuffix("s") in _BODIES | _MEMBERS or word in _ADJECTIVES or (word in DEMONYMS and word[-1] != "s")


def _group(tree: Tree, last: int) -> int:
    """The noun of the group that a people's or country's name stands before, or -1."""
    head = tree.heads[last]
    if not last < head <= last + _BESIDE or tree.labels[head]:
        return -1
    group = tree.lemmas[head] in _BODIES or (tree.lemmas[head] in _MEMBERS and tree.tags[head] in _PLURAL)
    return head if group else -1


def _is_head(tree: Tree, token: int, child: int) -> bool:
    """Whether a token is what the role is filled by: the child itself, what "by" governs, or joined to either."""
    while token != child and tree.deps[token] in ("conj", "pobj") and tree.heads[token] != token:
        token = tree.heads[token]
    return token == child


def _names(tree: Tree, tokens: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last token of each entity; a possessive ends a person's name, but not "Kenya's Supreme Court"."""
    first = -1
    for i in (*tokens, -1):
        label = tree.labels[i] if i >= 0 else ""
        if first >= 0:
            before = tree.labels[first]
            cut = i >= 0 and (
                (tree.lower[i] in _POSSESSIVE and before != "ORG") or tree.words[i] == "," or _is_bracket(tree.words[i])
            )
            if cut or label != before:
                yield from _trimmed(tree, first, i - 1 if i >= 0 else tokens[-1])
                first = -1
        if first < 0 and label in _NAMES and tree.words[i] != "," and not _is_bracket(tree.words[i]):
            first = i


def _trimmed(tree: Tree, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The entity without titles, articles and possessives at its ends."""
    while first < last and (tree.lower[first] in _TITLES or tree.lower[first] in ("the", *_POSSESSIVE, "-", "`", "``")):
        first += 1
    while first < last and (tree.lower[last] in _POSSESSIVE or not tree.words[last][0].isalnum()):
        last -= 1
    if (_LETTERS.fullmatch(tree.words[first]) and tree.words[first][0].isalnum()) or first < last:
        yield first, last


def _is_bracket(word: str) -> bool:
    return word in "()[]" or word in ("-LRB-", "-RRB-")


def _words(tree: Tree, first: int, last: int) -> str:
    return re.sub(r" (?=['’]s\b)", "", " ".join(tree.text[tree.starts[first] : tree.ends[last]].split()))
