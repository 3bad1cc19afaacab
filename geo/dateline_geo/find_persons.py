"""Tells where a name that a person of the document bears is that person: on its bare uses, later or earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline_geo.find_spans import generic_class
from dateline_geo.patterns import AGENCY, COMPASS, DATELINE_DASH, INSIDE_NAME, ORGANISATION, PEOPLE, POLICE, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline_geo.find_spans import Candidate
    from dateline_geo.find_tokens import Tokens

# Prepositions that put something on the ground; one comes "to" and hears "from" a person as well as a town.
_PUTS = words("in at near outside inside around across throughout within downtown nearby") | COMPASS
# What stands after a town's name, and seldom after a person's.
_OF_A_TOWN = POLICE | PEOPLE - {"family", "father", "mother", "officials"}


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
    named = frozenset((c.start, c.end) for c in candidates if c.places)
    borne = persons(tokens) if tokens.cased else frozenset()
    return [
        c.end - c.start == 1
        and (_is_joined(tokens, c.start) or (c.surface in borne and not _is_put(tokens, c.start, named)))
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
