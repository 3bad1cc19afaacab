"""Candidates for toponyms, wide on purpose: entities, gazetteer names, generics and proper-noun runs.

Nothing is decided here. On the development data over 97 % of the wanted names are among the candidates, some five
times as many as are wanted; `find` weighs the witnesses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline_geo.patterns import ADMIN, INSIDE_NAME, LOCATIVE, MONTHS, NOT_A_NAME, RELIEF, SITE, STREET, WATER, words
from dateline_geo.patterns_demonyms import DEMONYMS

if TYPE_CHECKING:
    from dateline_geo.find_tokens import Tokens
    from dateline_geo.place import Place

LONGEST_NAME = 6  # words; longer names in the gazetteer are official forms that news does not use
_LEADING = LOCATIVE | {"the", "of"}
GENERIC_LAST = ADMIN | WATER | RELIEF | STREET | SITE
GENERIC_FIRST = words("lake mount mt mountain fort ft port river cape isle isles camp county gulf bay point sea")
NUMBERED = words("highway interstate route hwy road junction exit motorway freeway autobahn")
WANTED_LABELS = frozenset(("GPE", "LOC", "FAC", "ORG", "PERSON", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"))
PUNCTUATION = frozenset(".,;:!?()[]{}\"“”‘’'`-–—/…*•·|<>")
_SPACE = re.compile(r"\s+")

Lookup = Callable[[str], "tuple[Place, ...]"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of words [start, end) that may be a toponym, with every place that it may name."""

    start: int
    end: int
    surface: str
    places: tuple[Place, ...]
    generic: str = ""  # "admin", "water", "relief", "street", "site" where a generic closes or opens the name


def strip(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Cut articles, possessives and punctuation off both ends: a span is the name alone."""
    low = tokens.low
    while start < end and (low[start] in ("the", "a", "an") or low[start] in PUNCTUATION or low[start] in ("'s", "’s")):
        start += 1
    while start < end and (low[end - 1] in ("'s", "’s") or (low[end - 1] in PUNCTUATION)):
        end -= 1
    return start, end


def generic_class(low: str) -> str:
    """Which class of generic a word belongs to, or ""."""
    if low in STREET:
        return "street"
    if low in ADMIN:
        return "admin"
    if low in WATER:
        return "water"
    if low in RELIEF:
        return "relief"
    return "site" if low in SITE else ""


def runs(tokens: Tokens) -> list[tuple[int, int]]:
    """Maximal stretches of capitalised words and the small words between them."""
    found: list[tuple[int, int]] = []
    low, capital, word = tokens.low, tokens.capital, tokens.word
    n = len(low)
    i = 0
    while i < n:
        if not capital[i]:
            i += 1
            continue
        last = i
        j = i + 1
        gap = 0
        while j < n and not (tokens.first[j] and word[j - 1] in ".!?"):
            if capital[j]:
                last, gap = j, 0
            elif low[j] in INSIDE_NAME and gap < 2:
                gap += 1
            elif word[j].isdigit() and low[j - 1] in NUMBERED and capital[j - 1]:
                last, gap = j, 0
            else:
                break
            j += 1
        found.append((i, last + 1))
        i = last + 1
    return found


def surface(tokens: Tokens, start: int, end: int) -> str:
    """The words as they stand in the text, each stretch of white space made one space."""
    if end - start == 1:
        return tokens.word[start]
    text = tokens.text[tokens.start[start] : tokens.end[end - 1]]
    return _SPACE.sub(" ", text) if "\n" in text or "  " in text or "\t" in text or "\xa0" in text else text


def find_candidates(tokens: Tokens, lookup: Lookup) -> list[Candidate]:
    """Every stretch of words that one of the witnesses takes for a name, in the order of the text."""
    if not tokens.cased:
        return _uncased(tokens, lookup)
    spans: set[tuple[int, int]] = set()
    for entity in tokens.entities:
        if entity.label in WANTED_LABELS:
            spans.add(strip(tokens, entity.start, entity.end))
    named: dict[tuple[int, int], tuple[Place, ...]] = {}
    for start, end in runs(tokens):
        _run_spans(tokens, start, end, spans)
        _gazetteer_spans(tokens, start, end, lookup, named)
    out = []
    for start, end in sorted(spans | named.keys()):
        if start >= end or end - start > 2 * LONGEST_NAME:
            continue
        low = tokens.low
        if end - start == 1 and (
            low[start] in NOT_A_NAME or low[start] in MONTHS or low[start] in DEMONYMS or not _has_letter(low[start])
        ):
            continue
        text = surface(tokens, start, end)
        places = named.get((start, end))
        if places is None:
            places = lookup(text)
        generic = ""
        if end - start > 1:
            generic = generic_class(low[end - 1]) or ("water" if low[start] in GENERIC_FIRST else "")
            if not generic and low[end - 1].isdigit() and low[end - 2] in NUMBERED:
                generic = "street"
        out.append(Candidate(start, end, text, places, generic))
    return out


def _has_letter(word: str) -> bool:
    return word.isalpha() or any(c.isalpha() for c in word)


def _run_spans(tokens: Tokens, start: int, end: int, spans: set[tuple[int, int]]) -> None:
    """Spans of one run: the whole after a locative word, and what generics close or open."""
    low, capital = tokens.low, tokens.capital
    if start and low[start - 1] in _LEADING and end - start <= 4:
        simple = start
        while simple < end and capital[simple]:
            simple += 1
        spans.add(strip(tokens, start, simple))
        spans.add(strip(tokens, start, end))
    for i in range(start, end):
        if not capital[i]:
            if i > start and low[i - 1] in NUMBERED and low[i].isdigit():
                spans.add((i - 1, i + 1))
                if i - 2 >= start and capital[i - 2]:
                    spans.add((i - 2, i + 1))
            continue
        if i > start and low[i] in GENERIC_LAST:
            first = i - 1
            while first >= start and i - first <= 4 and (capital[first] or low[first] in ("of", "-", "’", "'")):
                if capital[first] and low[first] != "the":
                    spans.add((first, i + 1))
                first -= 1
        if low[i] in GENERIC_FIRST and i + 1 < end:
            stop = i + 2
            while stop <= end and stop - i <= 4:
                if capital[stop - 1]:
                    spans.add((i, stop))
                stop += 1


def _gazetteer_spans(
    tokens: Tokens, start: int, end: int, lookup: Lookup, named: dict[tuple[int, int], tuple[Place, ...]]
) -> None:
    """Every sub-stretch of a run that the gazetteer knows."""
    capital, low = tokens.capital, tokens.low
    for i in range(start, end):
        if not capital[i]:
            continue
        for j in range(i + 1, min(end, i + LONGEST_NAME) + 1):
            if not capital[j - 1] or (j == i + 1 and (low[i] in NOT_A_NAME or low[i] in MONTHS or len(low[i]) < 2)):
                continue
            places = lookup(surface(tokens, i, j))
            if places and not (low[i] == "the" and _same_without_article(tokens, i, j, places, lookup)):
                named[i, j] = places


def _same_without_article(tokens: Tokens, start: int, end: int, places: tuple[Place, ...], lookup: Lookup) -> bool:
    """Whether "The X" is X with an article ("The UK") rather than a name that has one ("The Hague")."""
    bare = lookup(surface(tokens, start + 1, end)) if start + 1 < end else ()
    return bool(bare) and (bare[0].population >= places[0].population or bare[0].key == places[0].key)


def _uncased(tokens: Tokens, lookup: Lookup) -> list[Candidate]:
    """Text in one case: entities, and gazetteer names among its nouns."""
    spans = {strip(tokens, e.start, e.end) for e in tokens.entities if e.label in WANTED_LABELS}
    out: dict[tuple[int, int], Candidate] = {}
    low, pos = tokens.low, tokens.pos
    for i in range(len(low)):
        if low[i] in NOT_A_NAME or low[i] in MONTHS or not _has_letter(low[i]):
            continue
        for j in range(i + 1, min(len(low), i + 4) + 1):
            if pos[j - 1] not in ("PROPN", "NOUN", "ADJ") and (i, j) not in spans:
                break
            places = lookup(surface(tokens, i, j))
            if places and (j > i + 1 or pos[i] == "PROPN" or max(p.population for p in places) > 100_000):
                out[i, j] = Candidate(i, j, surface(tokens, i, j), places)
    for start, end in spans:
        if start < end and (start, end) not in out:
            text = surface(tokens, start, end)
            out[start, end] = Candidate(start, end, text, lookup(text))
    return [out[key] for key in sorted(out)]
