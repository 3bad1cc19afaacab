"""What the words around a name settle, whatever the weights say: treaties named after towns, villages nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline_geo.names import ARTICLES
from dateline_geo.patterns import COMPASS, MONTHS, NOT_A_NAME, TITLE, words
from dateline_geo.place import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline_geo.find_spans import Candidate
    from dateline_geo.find_tokens import Tokens

# What was signed or proclaimed in a town and is named after it: nothing happens there any more.
_TREATY = words(
    "accord accords agreement agreements protocol protocols treaty treaties convention conventions declaration pact "
    "statute consensus memorandum"
)
_OBJECTS = {
    "turkey": words("sandwich sandwiches breast breasts burger burgers leg legs gravy meat bacon dinner trot"),
    "brent": words("crude futures blend oil prices"),
}
_SETTLED = words("village town city hamlet suburb settlement outskirts port municipality township")
_DIVIDED = words("district province region governorate prefecture oblast raion rayon neighbourhood neighborhood")
_UNKNOWN = 0.5  # of a name that the gazetteer lacks, after "the village of": read, but kept from the map all the same


def settle(
    tokens: Tokens, candidates: Sequence[Candidate], chances: Sequence[float], borne: Sequence[bool]
) -> list[float]:
    """The chances of candidates, lowered or raised where a pattern leaves no doubt."""
    if not tokens.cased:
        return list(chances)
    return [
        chance
        if person
        else min(chance, 0.05)
        if c.places and c.end - c.start == 1 and (_is_treaty(tokens, c) or _is_object(tokens, c) or _is_code(tokens, c))
        else max(chance, _UNKNOWN)
        if not c.places and _is_ground(tokens, c)
        else chance
        for c, chance, person in zip(candidates, chances, borne, strict=True)
    ]


def _is_treaty(tokens: Tokens, c: Candidate) -> bool:
    """Whether a town's name is a treaty's: "the Paris agreement", and not "the Ukraine agreement"."""
    low, n = tokens.low, len(tokens.low)
    if c.end >= n or c.places[0].kind in (Kind.COUNTRY, Kind.REGION):
        return False
    after = (
        low[c.end + 1] if low[c.end] in ("climate", "peace", "ceasefire", "nuclear") and c.end + 1 < n else low[c.end]
    )
    return after in _TREATY and not tokens.first[c.end]


def _is_object(tokens: Tokens, c: Candidate) -> bool:
    return c.end < len(tokens.low) and tokens.low[c.end] in _OBJECTS.get(tokens.low[c.start], ())


def _is_code(tokens: Tokens, c: Candidate) -> bool:
    """Whether two capitals with an article are an organisation's, and no state's: "the PA"."""
    first = c.places[0]
    return (
        len(c.surface) == 2
        and c.surface.isupper()
        and first.kind is Kind.REGION
        and c.start > 0
        and tokens.low[c.start - 1] == "the"
        and not (c.end < len(tokens.low) and tokens.capital[c.end])
    )


def _is_ground(tokens: Tokens, c: Candidate) -> bool:
    """Whether a name that the gazetteer lacks is put on the ground: "the village of X", "the X district", "near X"."""
    low, capital, start, end = tokens.low, tokens.capital, c.start, c.end
    n = len(low)
    words_of_it = [i for i in range(start, end) if low[i] != "-"]
    if not 0 < len(words_of_it) <= 3 or not all(capital[i] and tokens.word[i][0].isalpha() for i in words_of_it):
        return False
    if start == 0 or capital[start - 1] or (end < n and capital[end] and not tokens.first[end]):
        return False  # a part of a longer name
    if any(low[i] in _COMMON and low[i] not in ARTICLES for i in words_of_it):
        return False
    before, first = low[start - 1], tokens.first[start]
    if first:
        return False
    if before == "of" and start > 1 and low[start - 2] in _SETTLED | _DIVIDED:
        return True
    if before == "the" and end < n and low[end] in _DIVIDED | {"village", "area"}:
        return start > 1 and low[start - 2] in _PUTS
    if before in _SETTLED and before != "port":
        return start > 1 and low[start - 2] in ("the", "a", "of") and not tokens.first[start - 1]
    return before == "near" and (end == n or low[end] in _CLOSES or tokens.first[end])


_COMMON = NOT_A_NAME | MONTHS | TITLE | COMPASS
_PUTS = words("in of across around near from into throughout to at")
_CLOSES = frozenset((",", ".", ";", ")", "on", "in", "and", "at", "where", "when", "after", "as", "late", "early"))
