"""A small linear scorer over named yes/no features, its weights in a file that a person can read."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

Features = tuple[str, ...]
"""The names of the features that hold for an option; all others do not."""


@lru_cache(maxsize=1)
def load_weights() -> Mapping[str, Mapping[str, float]]:
    """The weights of every model of this package, as `bench/train_events.py` wrote them: model → feature → weight."""
    with files("dateline.events").joinpath("weights.json").open(encoding="utf-8") as file:
        loaded: dict[str, dict[str, float]] = json.load(file)
    return MappingProxyType({model: MappingProxyType(weights) for model, weights in loaded.items()})


def total(features: Features, weights: Mapping[str, float]) -> float:
    """The sum of the weights of the features that hold; features without a weight count nothing."""
    return sum([weights.get(name, 0.0) for name in features])


def chance(score: float) -> float:
    """The logistic function, safe at both ends."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def shares(scores: Sequence[float]) -> tuple[float, ...]:
    """The scores as probabilities that add up to one (softmax)."""
    top = max(scores, default=0.0)
    powers = [math.exp(max(score - top, -30.0)) for score in scores]
    whole = sum(powers)
    return tuple(power / whole for power in powers)
