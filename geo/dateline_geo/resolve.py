"""Chooses the place that each toponym means: a log-linear ranker over the whole document, in two rounds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dateline_geo.resolve_features import NAMES, Floats, Options, together

if TYPE_CHECKING:
    from collections.abc import Mapping

WEIGHTS = Path(__file__).parent / "weights" / "resolve.json"
ROUNDS = 3  # after the first, in which names don't hear each other; a fourth changes nothing on the development data


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights of the first round, in which each name stands alone, and of the later ones; arrays as `NAMES`.

    An option's chance is exp(its weighted features) over the sum of the same for all options of its name.
    """

    first: Floats
    later: Floats
    threshold: float


@lru_cache(maxsize=2)
def load_ranker(path: Path = WEIGHTS) -> Ranker:
    """Read a ranker from its JSON file; a feature without a weight there counts nothing."""
    data = json.loads(path.read_text(encoding="utf-8"))

    def vector(weights: Mapping[str, float]) -> Floats:
        return np.array([float(weights.get(name, 0.0)) for name in NAMES])

    return Ranker(vector(data["first round"]), vector(data["later rounds"]), float(data["threshold"]))


def softmax(score: Floats, options: Options) -> Floats:
    """Chances (n,) of options within their groups."""
    if not len(score):
        return score
    top = np.maximum.reduceat(score, options.first[:-1])
    raw = np.exp(score - top[options.group_of])
    out: Floats = raw / np.add.reduceat(raw, options.first[:-1])[options.group_of]
    return out


def rank(options: Options, ranker: Ranker) -> tuple[Floats, Floats]:
    """Chances (n,) of all options, and the feature matrix (n, features) of the last round."""
    belief = softmax(options.alone @ ranker.first, options)
    full = options.alone
    for _ in range(ROUNDS):
        full = together(options, belief)
        belief = softmax(full @ ranker.later, options)
    return belief, full
