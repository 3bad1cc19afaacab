"""Tells where a name that a person of the document bears is that person: on its bare uses, later or earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline_geo.find_spans import generic_class
from dateline_geo.patterns import (
    ADMIN,
    AGENCY,
    COMPASS,
    DATELINE_DASH,
    INSIDE_NAME,
    LOCATIVE,
    MONTHS,
    NEWSPAPER,
    ORGANISATION,
    PEOPLE,
    POLICE,
    words,
)
from dateline_geo.patterns_demonyms import DEMONYMS
from dateline_geo.place import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline_geo.find_spans import Candidate
    from dateline_geo.find_tokens import Tokens

# Prepositions that put something on the ground; one comes "to" and hears "from" a person as well as a town.
_PUTS = words("in at near outside inside around across throughout within downtown nearby") | COMPASS
# What stands after a town's name, and seldom after a person's.
_OF_A_TOWN = POLICE | PEOPLE - {"family", "father", "mother", "officials"}


GIVEN = words(
    "paris georgia jordan chelsea sydney london austin savannah dakota brooklyn florence charlotte madison victoria "
    "virginia carolina alexandria adelaide geneva sofia vienna verona valencia sienna milan devon preston kingston "
    "clayton clifton carson camden tyler marion aurora helena brittany lourdes bristol regina nelson israel chad kenya "
    "india asia america ireland holland eden santiago roman logan ross branson selma elba malta cuba tripoli lima"
)
"""Names of places that are given names in English as well, from general knowledge; cities of teams are left out."""


def full_names(tokens: Tokens, named: frozenset[tuple[int, int]], large: frozenset[int]) -> list[int]:
    """Where a given name of a place's spelling and a surname stand together, whatever the parse took them for.

    "Paris Hilton said", "Jordan Henderson, 30,": the next word is capitalised and nothing but a name, what follows is
    no capital, and nothing before puts the first on the ground. What else has this form is a team or a company
    ("Brooklyn Nets"), which is no place either; "Austin Texas" is one, and "Jordan River", "Sydney Morning Herald" have
    another form. A name that the text puts on the ground anywhere is left to the other witnesses.

    Args:
        tokens: the text.
        named: the spans that the gazetteer knows.
        large: where a single word names a country or a region before anything else.
    """
    low, capital, word, n = tokens.low, tokens.capital, tokens.word, len(tokens.low)
    found = []
    grounded = {low[i] for i in range(1, n) if low[i] in GIVEN and low[i - 1] in _PUTS}
    for i in range(n - 1):
        if low[i] not in GIVEN or not capital[i] or low[i] in grounded:
            continue
        last = low[i + 1]
        if (
            not (capital[i + 1] and word[i + 1].isalpha() and word[i + 1][1:].islower() and word[i][1:].islower())
            or len(last) < 3
            or tokens.first[i + 1]
            or i + 1 in large
            or last in _NO_SURNAME
            or generic_class(last)
            or last in DEMONYMS
            or last.removesuffix("s") in DEMONYMS
            or (i + 2 < n and (capital[i + 2] or low[i + 2] == "-") and not tokens.first[i + 2])
            or (i and not tokens.first[i] and (low[i - 1] in _GROUNDS or low[i - 1] == "the" or capital[i - 1]))
            or any((i, stop) in named for stop in (i + 2, i + 3))
        ):
            continue
        found.append(i)
    return found


_LARGE = frozenset((Kind.COUNTRY, Kind.REGION))
_NO_SURNAME = ORGANISATION | POLICE | PEOPLE | NEWSPAPER | ADMIN | COMPASS | MONTHS
_GROUNDS = LOCATIVE - words("by to with")


def persons(tokens: Tokens) -> frozenset[str]:
    """The words of all persons' full names in a text, as they stand there; parts joined by hyphens count, too."""
    found: set[str] = set()
    for entity in tokens.entities:
        if entity.label != "PERSON":
            continue
        parts = [i for i in range(entity.start, entity.end) if tokens.capital[i] and len(tokens.low[i]) > 1]
        last = tokens.low[entity.end - 1]
        if len(parts) < 2 or len(parts) > 4 or generic_class(last) or last in ORGANISATION:
            continue
        if any(tokens.low[i] in (",", "(", "/", "and") for i in range(entity.start, entity.end)):
            continue
        found.update(tokens.word[i] for i in parts)
    return frozenset(found)


def are_persons(tokens: Tokens, candidates: Sequence[Candidate]) -> list[bool]:
    """Whether each candidate is the name of a person named in full elsewhere, and nothing here puts it on the ground.

    "In Jackson", "Jackson, Mississippi", "Jackson police" and a dateline are the town, whoever else is called so. A
    name joined to a particle ("Viollet-le-Duc") is no name by itself. In five folds on the development data: from 93.3
    to 93.9 of recognition F1 on TR-News, from 88.7 to 88.9 on LGL.
    """
    if not tokens.cased:
        return [False] * len(candidates)
    named = frozenset((c.start, c.end) for c in candidates if c.places)
    large = frozenset(c.start for c in candidates if c.end - c.start == 1 and c.places and c.places[0].kind in _LARGE)
    borne = persons(tokens)
    at = full_names(tokens, named, large)
    inside = {i + k for i in at for k in (0, 1)}
    borne |= {tokens.word[i] for i in inside}
    return [
        (c.start in inside and c.end - 1 in inside)
        or (
            c.end - c.start == 1
            and (_is_joined(tokens, c.start) or (c.surface in borne and not _is_put(tokens, c.start, named)))
        )
        for c in candidates
    ]


def _is_joined(tokens: Tokens, at: int) -> bool:
    low, start, end = tokens.low, tokens.start, tokens.end
    return (
        at > 2
        and low[at - 1] == low[at - 3] == "-"
        and low[at - 2] in INSIDE_NAME
        and end[at - 3] == start[at - 2]
        and end[at - 1] == start[at]
    )


def _is_put(tokens: Tokens, at: int, named: frozenset[tuple[int, int]]) -> bool:
    """Whether the words around a single word put it on the ground."""
    low, n = tokens.low, len(tokens.low)
    after = low[at + 1] if at + 1 < n else ""
    if after in _OF_A_TOWN:
        return True
    if after == "," and any((at + 2, stop) in named for stop in range(at + 3, min(n, at + 5) + 1)):
        return True
    if tokens.first[at] and (after in DATELINE_DASH or (after == "(" and at + 2 < n and low[at + 2] in AGENCY)):
        return True
    before = low[at - 1] if at else ""
    return before in _PUTS and after not in ("'s", "’s") and not (at + 1 < n and tokens.capital[at + 1])
