#!/usr/bin/env python3
"""Fit the weights that choose the date and the place of an event, from gold that the user supplies.

    python bench/train_events.py --dates DATES.jsonl --places PLACES.jsonl [--cache DIR] [--gold-dates] [--write]

The formats are in events_gold.py. Prints figures of a ten-fold cross-validation over articles; with --write the weights
of all folds together go to dateline/events/weights.json. Ordering weights are a conditional logit (one choice among the
options of a clause), "place-chance" a plain logistic regression over single options; both with an L2 penalty, by a
fixed number of steps of Adam from zero, so that a rerun gives the same file.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from events_gold import Read, agrees, cut, dated_words, dates_of, parse_gold, places_of, published, rates, read_gold

from dateline.events import when, where
from dateline.events.scorer import Features

FOLDS = 10
PENALTY = 2.0
STEPS = 250
SEEN = 3  # a feature that holds for fewer options gets no weight: it would only remember its article
SMALLEST = 0.02  # lesser weights are left out of the file

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """The options of one clause and which of them are right."""

    group: str
    options: tuple[Features, ...]
    right: tuple[bool, ...]
    tested: bool = True  # whether it counts in validation: only occurrences do


def untested(examples: Sequence[Example]) -> list[Example]:
    """The same examples, to learn from only: annotated dates show more ways to be right than our tagger's do."""
    return [replace(example, tested=False) for example in examples]


def date_examples(reads: Sequence[Read], *, gold: bool) -> tuple[list[Example], int]:
    examples, wanted = [], 0
    for read in reads:
        anchors = when.find_anchors(read.tree, read.clauses, dates_of(read, gold=gold))
        tellings = when.find_tellings(read.tree, read.by_trigger, anchors)
        day = published(read.record)
        for start, span, occurs in dated_words(read.record, every=True):
            wanted += occurs
            clause = read.clause_at(start)
            if clause is None:
                continue
            options = when.choices(read.tree, clause, read.by_trigger, anchors, tellings, day)
            intervals = [when.dated(option, 1.0, clause, day) for option in options]
            right = tuple(found is not None and agrees(span, found.when) for found in intervals)
            examples.append(Example(read.record["id"], tuple(o.features for o in options), right, occurs))
    return examples, wanted


def place_examples(reads: Sequence[Read], *, bare: bool) -> tuple[list[Example], int]:
    examples = []
    for read in reads:
        clause = read.clause_at(read.record["verbs"][0]["start"])
        if clause is None:
            continue
        spots = where.find_spots(read.tree, read.clauses, places_of(read, bare=bare))
        options = where.choices(read.tree, clause, read.by_trigger, spots)
        gold = [(one["start"], one["end"]) for one in read.record["locations"]]
        mentions = [option.spot.resolution.mention for option in options]
        right = tuple(any(min(m.end, e) > max(m.start, s) for s, e in gold) for m in mentions)
        examples.append(Example(read.record["id"], tuple(o.features for o in options), right))
    return examples, len(reads)


def _matrix(examples: Sequence[Example], first: Sequence[str]) -> tuple[list[str], list[list[int]]]:
    counts: dict[str, int] = {}
    for example in examples:
        for features in example.options:
            for name in features:
                counts[name] = counts.get(name, 0) + 1
    names = [*first, *sorted(name for name, count in counts.items() if name and count >= SEEN)]
    index = {name: i for i, name in enumerate(names)}
    rows = [
        [*range(len(first)), *(index[name] for name in features if name in index)]
        for example in examples
        for features in example.options
    ]
    return names, rows


def _adam(size: int, gradient: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        slope = gradient(weights) - PENALTY * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope * slope
        weights += 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def fit_order(examples: Sequence[Example]) -> Weights:
    """Conditional logit: the share of probability that falls on right options is made as large as it can be."""
    used = [example for example in examples if any(example.right) and not all(example.right)]
    names, rows = _matrix(used, ())
    flat = np.concatenate([np.array(row, int) for row in rows])
    row_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    right = np.array([r for example in used for r in example.right], float)
    group = np.repeat(np.arange(len(used)), [len(example.options) for example in used])

    def gradient(weights: np.ndarray) -> np.ndarray:
        score = np.bincount(row_of, weights[flat], len(rows))
        share = np.exp(score - score.max())
        share /= np.bincount(group, share, len(used))[group]
        target = share * right
        target /= np.bincount(group, target, len(used))[group]
        return np.bincount(flat, (target - share)[row_of], len(names))

    return dict(zip(names, _adam(len(names), gradient).tolist(), strict=True))


def fit_chance(examples: Sequence[Example]) -> Weights:
    """Logistic regression: whether a single option is right."""
    names, rows = _matrix(examples, ("bias",))
    flat = np.concatenate([np.array(row, int) for row in rows])
    row_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    right = np.array([r for example in examples for r in example.right], float)

    def gradient(weights: np.ndarray) -> np.ndarray:
        score = np.bincount(row_of, weights[flat], len(rows))
        return np.bincount(flat, (right - 1 / (1 + np.exp(-score)))[row_of], len(names))

    return dict(zip(names, _adam(len(names), gradient).tolist(), strict=True))


def folds(examples: Sequence[Example]) -> list[tuple[list[Example], list[Example]]]:
    """Train and test parts, split by article in the order of the file."""
    number = {group: i % FOLDS for i, group in enumerate(dict.fromkeys(example.group for example in examples))}
    return [
        ([e for e in examples if number[e.group] != k], [e for e in examples if number[e.group] == k])
        for k in range(FOLDS)
    ]


def picked(example: Example, weights: Weights) -> int:
    scores = [sum(weights.get(name, 0.0) for name in features) for features in example.options]
    return max(range(len(scores)), key=lambda i: (scores[i], -i))


def validate(name: str, examples: Sequence[Example], wanted: int) -> None:
    hits = predicted = 0
    for train, test in folds(examples):
        weights = fit_order(train)
        for example in test:
            if example.options and example.tested:
                predicted += 1
                hits += example.right[picked(example, weights)]
    best = sum(any(example.right) for example in examples if example.tested)
    print(f"{name}: cross-validated {rates(hits, predicted, wanted)}; an oracle finds {100 * best / wanted:.1f} %")


def calibrate(examples: Sequence[Example]) -> None:
    """How often the chosen place is right, by the probability that the second model gives it."""
    table: dict[int, list[bool]] = {}
    for train, test in folds(examples):
        order, chances = fit_order(train), fit_chance(train)
        for example in test:
            if example.options:
                best = picked(example, order)
                score = chances["bias"] + sum(chances.get(n, 0.0) for n in example.options[best])
                table.setdefault(int(10 / (1 + np.exp(-score))), []).append(example.right[best])
    for tenth, hits in sorted(table.items()):
        print(
            f"  probability {tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}: "
            f"{100 * sum(hits) / len(hits):.0f} % of {len(hits)} right"
        )


def tidy(weights: Weights) -> Weights:
    return {name: round(weight, 2) for name, weight in sorted(weights.items()) if abs(weight) >= SMALLEST}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dates", type=Path, required=True)
    parser.add_argument("--places", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="folder for parses")
    parser.add_argument("--gold-dates", action="store_true", help="annotated dates instead of our tagger's")
    parser.add_argument("--bare-places", action="store_true", help="names by the entity recogniser alone")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()

    def load(path: Path) -> list[Read]:
        records = read_gold(path)
        return cut(records, parse_gold(records, options.cache and options.cache / f"{path.stem}.spacy"))

    reads = load(options.dates)
    dates, wanted = date_examples(reads, gold=options.gold_dates)
    if not options.gold_dates:
        dates += untested(date_examples(reads, gold=True)[0])
    validate("dates", dates, wanted)
    places, sentences = place_examples(load(options.places), bare=options.bare_places)
    validate("places", places, sentences)
    calibrate(places)
    if options.write:
        fitted = {
            "date": tidy(fit_order(dates)),
            "place": tidy(fit_order(places)),
            "place-chance": tidy(fit_chance(places)),
        }
        target = Path(__file__).parent.parent / "dateline/events/weights.json"
        target.write_text(json.dumps(fitted, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
