"""Decides which candidates are toponyms: a logistic model over named witnesses, its weights in `weights/find.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

from dateline_geo.find_features import Features, features, read_document
from dateline_geo.find_persons import are_persons
from dateline_geo.find_settled import settle
from dateline_geo.find_spans import Candidate, Lookup, find_candidates
from dateline_geo.patterns import AGENCY, DATELINE_DASH, ORGANISATION, POLICE, SITE
from dateline_geo.resolve_magnitude import magnitude

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline_geo.find_tokens import Tokens

WEIGHTS = Path(__file__).parent / "weights" / "find.json"

# Chosen for recognition F1 in cross-validation on the LGL and TR-News development halves: .35 to .45 differ by 0.2.
THRESHOLD = 0.4

PERSON_CHANCE = 0.06  # of a person's name; above .05, so that a well-known namesake is still told as turned down


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: the chance of a candidate is 1 / (1 + exp(-(bias + the sum of its features' weights)))."""

    bias: float
    weights: Mapping[str, float]
    threshold: float = THRESHOLD

    def chance(self, of: Features) -> float:
        """The probability that a candidate with these features is exactly a toponym."""
        get = self.weights.get
        z = self.bias + sum(map(get, of.on, repeat(0.0)))
        for name, value in of.valued:
            z += get(name, 0.0) * value
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, z))))


@dataclass(frozen=True, slots=True)
class Found:
    """A toponym found, in token positions; `chance` is the probability that there is a toponym here at all."""

    start: int
    end: int
    surface: str
    chance: float
    label: str  # of the parse's entity that it lies in, "" where in none
    generic: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A name that the gazetteer knows and that is not taken for a place here, with a code and a reason in words."""

    start: int
    end: int
    surface: str
    code: str
    detail: str


@lru_cache(maxsize=2)
def load_model(path: Path = WEIGHTS) -> Model:
    """Read a model from its JSON file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Model(float(data["bias"]), {str(k): float(v) for k, v in data["weights"].items()}, float(data["threshold"]))


def find_toponyms(tokens: Tokens, lookup: Lookup, model: Model | None = None) -> tuple[list[Found], list[Refused]]:
    """The toponyms of a text in its order, none overlapping, and the namesakes that were turned down.

    Overlapping candidates exclude each other, so that their chances add up to the chance that there is a toponym at
    all; where it is enough, the likeliest of them is taken.
    """
    model = model or load_model()
    candidates = find_candidates(tokens, lookup)
    document = read_document(tokens, candidates)
    chances = [model.chance(features(tokens, c, document)) for c in candidates]
    return choose(tokens, candidates, chances, model.threshold)


def choose(
    tokens: Tokens, candidates: Sequence[Candidate], chances: Sequence[float], threshold: float
) -> tuple[list[Found], list[Refused]]:
    """Take the likeliest candidate of every overlapping set whose chances add up to the threshold.

    A name of one of the document's persons has hardly any chance where nothing puts it on the ground.
    """
    borne = are_persons(tokens, candidates)
    chances = [min(c, PERSON_CHANCE) if person else c for c, person in zip(chances, borne, strict=True)]
    chances = settle(tokens, candidates, chances, borne)
    touching: list[list[int]] = [[] for _ in candidates]
    for i, one in enumerate(candidates):
        j = i + 1
        while j < len(candidates) and candidates[j].start < one.end:
            touching[i].append(j)
            touching[j].append(i)
            j += 1
    found, refused = [], []
    closed: set[int] = set()
    for i in sorted(range(len(candidates)), key=lambda k: (-chances[k], k)):
        if i in closed:
            continue
        closed.add(i)
        closed.update(touching[i])
        chance = min(1.0, chances[i] + sum(chances[j] for j in touching[i]))
        one = candidates[i]
        label = label_of(tokens, one.start, one.end)
        if chance >= threshold:
            role = role_of(tokens, one, label)
            found.append(Found(one.start, one.end, one.surface, chance, label, one.generic, role))
        elif one.places and (tokens.first[one.start] is False or chance > 0.05 or label):
            code, detail = why_not(one, "PERSON" if borne[i] else label)
            # A first name that is also a village somewhere is nothing that a reader would miss.
            if max(map(magnitude, one.places)) >= (5.0 if code != "demonym" else 0.0):
                refused.append(Refused(one.start, one.end, one.surface, code, detail))
    return sorted(found, key=lambda f: f.start), sorted(refused, key=lambda r: r.start)


def label_of(tokens: Tokens, start: int, end: int) -> str:
    """The label of the entity that a stretch of words lies in, "" where in none."""
    for i in range(start, end):
        if tokens.entity[i] >= 0:
            return tokens.entities[tokens.entity[i]].label
    return ""


def role_of(tokens: Tokens, one: Candidate, label: str) -> str:
    """How a toponym is used: the article's dateline, an organisation's name, an address, or plainly ("")."""
    low = tokens.low
    n = len(low)
    if tokens.first[one.start]:
        i = one.end
        while i < n and i < one.end + 8 and (tokens.capital[i] or low[i] in (",", "(", ")", "/") or low[i] in AGENCY):
            i += 1
        apart = i < n and (tokens.start[i] > tokens.end[i - 1] or (i + 1 < n and tokens.start[i + 1] > tokens.end[i]))
        if (
            apart
            and low[i] in DATELINE_DASH
            and (one.surface.isupper() or i > one.end or tokens.start[i] > tokens.end[i - 1])
        ):
            return "dateline"  # and not "US-led"
    if one.generic == "street":
        return "address"
    if label == "ORG" and one.generic != "site":
        e = tokens.entities[next(k for k in tokens.entity[one.start : one.end] if k >= 0)]
        if e.end - e.start > one.end - one.start + (low[e.start] == "the"):
            return "organisation"
    if one.end < n and tokens.capital[one.end] and low[one.end] in ORGANISATION | POLICE | SITE:
        return "organisation"
    return ""


def why_not(one: Candidate, label: str) -> tuple[str, str]:
    """A code and a sentence for a namesake that was turned down."""
    if label == "PERSON":
        return "person", f"“{one.surface}” is part of a person's name here"
    if label in ("ORG", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"):
        return "organisation", f"“{one.surface}” is part of the name of an organisation or a work here"
    if label in ("NORP", "LANGUAGE"):
        return "demonym", f"“{one.surface}” names people or a language here"
    return "common-word", f"“{one.surface}” is also a place's name, but nothing here speaks of a place"
