"""Trains the finder and the resolver on gold that the user supplies, and says how well they carry over.

    python bench/train_places.py GOLD.jsonl… --out geo/dateline_geo/weights [--cache DIR] [--copies N]
    python bench/train_places.py GOLD.jsonl… --cross [--cache DIR]

`--cross` writes nothing: it trains on each file and tests on the others, and does five-fold cross-validation with all
articles of one publisher in one fold. The finder is a logistic regression, the resolver a conditional log-linear model
trained by maximum likelihood, both with an L2 penalty, by L-BFGS in numpy. Deterministic.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from places_gold import GoldArticle, Ours, Tally, kilometres, pair, parse_gold, read_gold, touches
from places_swap import read_names, swap_all
from places_worlds import World, make_worlds
from spacy.tokens import Doc

from dateline_geo.context import GeoContext, host_of, infer_home
from dateline_geo.find import Found, Model, choose
from dateline_geo.find_features import Features, features, read_document
from dateline_geo.find_spans import Candidate, find_candidates
from dateline_geo.find_tokens import Tokens, demonyms_of, read_tokens
from dateline_geo.gazetteer import Gazetteer, Match
from dateline_geo.patterns_demonyms import DEMONYMS
from dateline_geo.place import Mention, Resolution
from dateline_geo.resolve import Ranker, rank, softmax
from dateline_geo.resolve_features import ALONE, NAMES, TOGETHER, Floats, Options, tabulate, together
from dateline_geo.resolve_groups import Group, gather
from dateline_geo.resolve_places import same_ground

L2_FIND = 4.0  # 1 to 3 differ by less than 0.2 of F1 across corpora; 10 loses 1
L2_RESOLVE = 3.0
FEWEST_DOCUMENTS = 5  # that a feature must occur in, so that no article's own words become a weight
THRESHOLD_FIND = 0.4
WEIGHT_OF_WORLDS = 0.3  # of a name in a made-up set; of a mention in an article 1
WEIGHT_WITHOUT_HOME = 0.4  # of a mention where the home is kept from the ranker
THRESHOLD_RESOLVE = 0.25


@dataclass(slots=True)
class Sample:
    """One article made ready: its candidates with features, and, once found, its groups and options."""

    corpus: str
    number: int  # of the article in all corpora; a swapped copy has its original's
    gold: GoldArticle
    tokens: Tokens
    candidates: list[Candidate]
    features: list[Features]


@dataclass(slots=True)
class Ranked:
    """An article's toponyms found by a finder that has not seen it, as the ranker takes them."""

    sample: Sample
    found: list[Found]
    groups: list[Group]
    of: list[Group]
    options: Options
    target: Floats  # (n,) 1 for rows that are right
    weight: Floats  # (g,) mentions of the group


def prepare(
    paths: Sequence[Path], gazetteer: Gazetteer, cache: Path | None, copies: int
) -> tuple[list[Sample], list[Sample]]:
    """Read, parse and take the features of all articles, and of swapped copies of them."""
    samples: list[Sample] = []
    swapped: list[Sample] = []
    names = read_names(gazetteer)
    for path in paths:
        articles = read_gold(path)
        docs = parse_gold(articles, cache)
        start = len(samples)
        samples += take(path.name, start, articles, docs, gazetteer)
        for seed in range(1, copies + 1):
            others = swap_all(articles, docs, gazetteer, names, seed)
            swapped += take(path.name, start, others, parse_gold(others, cache), gazetteer)
    return samples, swapped


def take(
    corpus: str, start: int, articles: Sequence[GoldArticle], docs: Sequence[Doc], gazetteer: Gazetteer
) -> list[Sample]:
    """Samples of articles, numbered from `start`."""
    samples = []
    for number, (article, doc) in enumerate(zip(articles, docs, strict=True), start):
        tokens = read_tokens(doc)
        candidates = find_candidates(tokens, gazetteer.lookup)
        document = read_document(tokens, candidates)
        rows = [features(tokens, c, document) for c in candidates]
        samples.append(Sample(corpus, number, article, tokens, candidates, rows))
    return samples


def minimise(f: Callable[[Floats], tuple[float, Floats]], w: Floats, rounds: int = 200, memory: int = 8) -> Floats:
    """L-BFGS with a backtracking line search; `f` returns the value and the gradient."""
    steps: list[Floats] = []
    turns: list[Floats] = []
    value, slope = f(w)
    for _ in range(rounds):
        q = slope.copy()
        kept = []
        for s, y in zip(reversed(steps), reversed(turns), strict=True):
            rho = 1.0 / float(y @ s)
            alpha = rho * float(s @ q)
            kept.append((rho, alpha, s, y))
            q -= alpha * y
        if steps:
            q *= float(steps[-1] @ turns[-1]) / float(turns[-1] @ turns[-1])
        for rho, alpha, s, y in reversed(kept):
            q += s * (alpha - rho * float(y @ q))
        step = 1.0 if steps else 1.0 / max(1.0, float(np.abs(slope).sum()))
        downhill = -float(slope @ q)
        while True:
            w2 = w - step * q
            value2, slope2 = f(w2)
            if value2 <= value + 1e-4 * step * downhill or step < 1e-10:
                break
            step /= 2
        s, y = w2 - w, slope2 - slope
        if float(s @ y) > 1e-12:
            steps, turns = [*steps[-memory + 1 :], s], [*turns[-memory + 1 :], y]
        done = abs(value - value2) < 1e-7 * abs(value)
        w, value, slope = w2, value2, slope2
        if done:
            break
    return w


def labels(sample: Sample) -> list[float | None]:
    """1 for candidates that are exactly a wanted name, 0 for the rest, None where the gold has a demonym."""
    exact = {(t.start, t.end) for t in sample.gold.wanted}
    out: list[float | None] = []
    for c in sample.candidates:
        span = sample.tokens.start[c.start], sample.tokens.end[c.end - 1]
        out.append(1.0 if span in exact else None if touches(span, sample.gold.ignored) else 0.0)
    return out


def fit_finder(samples: Sequence[Sample]) -> Model:
    """Logistic regression on all candidates of the samples."""
    seen: dict[str, set[int]] = defaultdict(set)
    for sample in samples:
        for row in sample.features:
            for name in (*row.on, *(n for n, _ in row.valued)):
                if len(seen[name]) < FEWEST_DOCUMENTS:
                    seen[name].add(sample.number)
    number = {name: j for j, name in enumerate(sorted(n for n, docs in seen.items() if len(docs) >= FEWEST_DOCUMENTS))}
    where, which, value, wanted = [], [], [], []
    for sample in samples:
        for row, label in zip(sample.features, labels(sample), strict=True):
            if label is None:
                continue
            for name, v in (*((n, 1.0) for n in row.on), *row.valued):
                if name in number:
                    where.append(len(wanted))
                    which.append(number[name])
                    value.append(v)
            wanted.append(label)
    rows, columns, values, y = np.array(where), np.array(which), np.array(value), np.array(wanted)
    m, n = len(number), len(wanted)

    def loss(w: Floats) -> tuple[float, Floats]:
        z = np.bincount(rows, weights=values * w[columns], minlength=n) + w[m]
        miss = 1.0 / (1.0 + np.exp(-z)) - y
        slope = np.bincount(columns, weights=values * miss[rows], minlength=m) + L2_FIND * w[:m]
        total = float((np.logaddexp(0.0, z) - y * z).sum()) + L2_FIND / 2 * float(w[:m] @ w[:m])
        return total, np.append(slope, miss.sum())

    w = minimise(loss, np.zeros(m + 1))
    return Model(float(w[m]), {name: float(w[j]) for name, j in number.items()}, THRESHOLD_FIND)


def find(sample: Sample, model: Model) -> list[Found]:
    """The toponyms of a sample."""
    chances = [model.chance(row) for row in sample.features]
    return choose(sample.tokens, sample.candidates, chances, model.threshold)[0]


def homes_of(
    samples: Sequence[Sample], found: Sequence[list[Found]], gazetteer: Gazetteer
) -> list[tuple[float, float] | None]:
    """Each sample's publisher's home, inferred from all of that publisher's samples."""
    by_host: dict[str, list[int]] = defaultdict(list)
    for i, sample in enumerate(samples):
        by_host[host_of(sample.gold.url)].append(i)
    out: list[tuple[float, float] | None] = [None] * len(samples)
    for host, members in by_host.items():
        if not host:
            continue
        articles = [
            [
                Resolution(Mention(samples[i].tokens.start[f.start], 0, f.surface), None, 0.0, "", role=f.role)
                for f in found[i]
            ]
            for i in members
        ]
        home = infer_home(articles, gazetteer, url=samples[members[0]].gold.url)
        for i in members:
            out[i] = home
    return out


def make_ranked(
    sample: Sample, found: list[Found], home: tuple[float, float] | None, gazetteer: Gazetteer,
    matches: Callable[[str], tuple[Match, ...]],
) -> Ranked:  # fmt: skip
    """Lay out a sample's options with what is right among them."""
    tokens, gold = sample.tokens, sample.gold
    peoples = frozenset(DEMONYMS[low] for low in demonyms_of(tokens))
    groups, of = gather(tokens, found, matches, gazetteer.alike, peoples)
    options = tabulate(groups, GeoContext(gold.title, gold.publisher, gold.url), home, gazetteer.contains, peoples)
    spans = [(tokens.start[f.start], tokens.end[f.end - 1]) for f in found]
    chosen = {p: g for g, p in pair([(t.start, t.end) for t in gold.wanted], spans).items()}
    number = {id(group): i for i, group in enumerate(groups)}
    target, weight = np.zeros(len(options.places)), np.zeros(len(groups))
    truths: list[list[int | None]] = [[] for _ in groups]
    for j, group in enumerate(of):
        if j in chosen or not touches(spans[j], gold.ignored):
            truths[number[id(group)]].append(chosen.get(j))
    for i, mentions in enumerate(truths):
        weight[i] = len(mentions)
        first, last = int(options.first[i]), int(options.first[i + 1]) - 1
        located = [gold.wanted[g] for g in mentions if g is not None and gold.wanted[g].lat is not None]
        if not located:
            target[last] = 1.0  # a name that is no place here, or one that the gold could not place either
            continue
        truth = max(located, key=lambda t: sum(o.lat == t.lat and o.lon == t.lon for o in located))
        assert truth.lat is not None
        assert truth.lon is not None
        right = [
            k for k in range(first, last)
            if (p := options.places[k]) and kilometres(truth.lat, truth.lon, p.lat, p.lon) <= truth.radius_km
        ]  # fmt: skip
        same = [k for k in range(first, last) if (p := options.places[k]) and p.geonameid == truth.geonameid]
        target[(same if right and same else right) or [last]] = 1.0
    return Ranked(sample, found, groups, of, options, target, weight)


def fit_ranker(items: Sequence[Ranked | World]) -> Ranker:
    """Both rounds of the log-linear model; the later one hears names as far as the earlier believes them."""
    live = [r for r in items if len(r.groups)]
    target = np.concatenate([r.target for r in live])
    weight = np.concatenate([r.weight for r in live])
    sizes = np.cumsum([0, *(len(r.target) for r in live)])
    first = np.concatenate([r.options.first[:-1] + at for r, at in zip(live, sizes[:-1], strict=True)])
    group_at = np.cumsum([0, *(len(r.groups) for r in live)])
    group_of = np.concatenate([r.options.group_of + at for r, at in zip(live, group_at[:-1], strict=True)])

    def fit(x: Floats, allowed: Floats, start: Floats) -> Floats:
        def loss(w: Floats) -> tuple[float, Floats]:
            score = x @ (w * allowed)
            raw = np.exp(score - np.maximum.reduceat(score, first)[group_of])
            whole = np.add.reduceat(raw, first)
            good = np.add.reduceat(raw * target, first)
            share = raw / whole[group_of] - raw * target / good[group_of]
            slope = x.T @ (share * weight[group_of]) * allowed + L2_RESOLVE * w
            return float(-(weight * np.log(good / whole)).sum()) + L2_RESOLVE / 2 * float(w @ w), slope

        return minimise(loss, start) * allowed

    alone = np.ones(len(NAMES))
    alone[len(ALONE) : len(ALONE) + len(TOGETHER)] = 0.0
    w1 = fit(np.concatenate([r.options.alone for r in live]), alone, np.zeros(len(NAMES)))
    beliefs = [softmax(r.options.alone @ w1, r.options) for r in live]
    w2 = np.zeros(len(NAMES))
    for _ in range(3):
        full = [together(r.options, b) for r, b in zip(live, beliefs, strict=True)]
        w2 = fit(np.concatenate(full), np.ones(len(NAMES)), w2)
        beliefs = [softmax(f @ w2, r.options) for f, r in zip(full, live, strict=True)]
    return Ranker(w1, w2, THRESHOLD_RESOLVE)


def test(items: Sequence[Ranked], ranker: Ranker) -> Tally:
    """Rank and count."""
    tally = Tally()
    for r in items:
        belief, _ = rank(r.options, ranker)
        number = {id(group): i for i, group in enumerate(r.groups)}
        ours = []
        for one, group in zip(r.found, r.of, strict=True):
            i = number[id(group)]
            first, last = int(r.options.first[i]), int(r.options.first[i + 1]) - 1
            start, end = r.sample.tokens.start[one.start], r.sample.tokens.end[one.end - 1]
            best = max(range(first, last), key=lambda k: (belief[k], -k), default=None)
            score = 0.0
            if best is not None:
                score = float(belief[first:last][same_ground(r.options, best, first, last)].sum())
            place = r.options.places[best] if best is not None and score >= ranker.threshold else None
            ours.append(Ours(start, end, place.lat if place else None, place.lon if place else None, score))
        tally.add(r.sample.gold, ours)
    return tally


def found_only(samples: Sequence[Sample], model: Model) -> Tally:
    """Count what is found, without placing it."""
    tally = Tally()
    for s in samples:
        spans = [(s.tokens.start[f.start], s.tokens.end[f.end - 1]) for f in find(s, model)]
        tally.add(s.gold, [Ours(start, end, None, None) for start, end in spans])
    return tally


def fold(sample: Sample, folds: int = 5) -> int:
    """The fold of a sample: all articles of a publisher fall into the same one."""
    return crc32(host_of(sample.gold.url).encode()) % folds


def cross_find(samples: Sequence[Sample], swapped: Sequence[Sample]) -> list[list[Found]]:
    """What finders that were trained without a sample's publisher find in it."""
    models = [fit_finder([s for s in [*samples, *swapped] if fold(s) != k]) for k in range(5)]
    return [find(s, models[fold(s)]) for s in samples]


def show(name: str, tally: Tally) -> None:
    """Print one line of figures."""
    r = tally.report()
    print(
        f"  {name:48} recognition {r['recognition P']} / {r['recognition R']} / {r['recognition F1']} (exact "
        f"{r['exact F1']})   end to end {r['end to end P']} / {r['end to end R']} / {r['end to end F1']}"
    )


def cross(samples: Sequence[Sample], swapped: Sequence[Sample], worlds: Sequence[World], gazetteer: Gazetteer) -> None:
    """Print how what is learned of one file does on another, and of some publishers on others."""
    corpora = sorted({s.corpus for s in samples})
    for learn in corpora if len(corpora) > 1 else ():
        own = [s for s in samples if s.corpus == learn]
        copies = [s for s in swapped if s.corpus == learn]
        model = fit_finder([*own, *copies])
        ranker = fit_ranker([*all_ranked(own, cross_find(own, copies), gazetteer), *worlds])
        for other in corpora:
            if other != learn:
                rest = [s for s in samples if s.corpus == other]
                found = [find(s, model) for s in rest]
                show(f"{learn} → {other}", test(all_ranked(rest, found, gazetteer), ranker))
                show(f"{learn} → {other}, swapped", found_only([s for s in swapped if s.corpus == other], model))
                show(f"{learn} → {other}, no home", test(all_ranked(rest, found, gazetteer, homes=False), ranker))
    found = cross_find(samples, swapped)
    for homes in (True, False):
        items = all_ranked(samples, found, gazetteer, homes=homes)
        for corpus in corpora:
            tally = Tally()
            for k in range(5):
                ranker = fit_ranker([*(r for r in items if fold(r.sample) != k), *worlds])
                part = test([r for r in items if fold(r.sample) == k and r.sample.corpus == corpus], ranker)
                tally.count.update(part.count)
            show(f"five folds by publisher: {corpus}{'' if homes else ', no home'}", tally)


def all_ranked(
    samples: Sequence[Sample], found: Sequence[list[Found]], gazetteer: Gazetteer, *, homes: bool = True
) -> list[Ranked]:
    """Every sample made ready for the ranker."""
    known: dict[str, tuple[Match, ...]] = {}

    def matches(name: str) -> tuple[Match, ...]:
        if name not in known:
            known[name] = gazetteer.matches(name)
        return known[name]

    where = homes_of(samples, found, gazetteer) if homes else [None] * len(samples)
    return [make_ranked(s, f, h, gazetteer, matches) for s, f, h in zip(samples, found, where, strict=True)]


def write(out: Path, model: Model, ranker: Ranker, corpora: Sequence[str]) -> None:
    """Write both weights files, heaviest first; weights below .02 change nothing and are left out."""
    out.mkdir(parents=True, exist_ok=True)
    trained = f"bench/train_places.py on {', '.join(corpora)}"
    weights = sorted(
        ((round(w, 3), n) for n, w in model.weights.items() if abs(w) >= 0.02), key=lambda x: (-abs(x[0]), x[1])
    )
    about = (
        "A candidate is a toponym with the chance 1 / (1 + exp(-(bias + its features' weights))). A feature is named "
        "after its witness (ner: the parse's entity and how the candidate lies in it; gaz: the gazetteer; before, "
        "after: the neighbouring words or their class; dep, under: the syntax; doc: the whole "
        "document); & joins two of them."
    )
    finder = {"about": about, "trained": trained, "threshold": model.threshold, "bias": round(model.bias, 3),
              "weights": {n: w for w, n in weights}}  # fmt: skip
    (out / "find.json").write_text(json.dumps(finder, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    about = (
        "A place is meant with the chance exp(its features' weights) over the sum of that for all places of the name "
        "and for nowhere. In the first round each name stands alone, in the later ones names hear each other."
    )

    def named(w: Floats) -> dict[str, float]:
        return {n: round(float(v), 3) for n, v in zip(NAMES, w, strict=True) if abs(v) >= 0.005}

    resolver = {"about": about, "trained": trained, "threshold": ranker.threshold,
                "first round": named(ranker.first), "later rounds": named(ranker.later)}  # fmt: skip
    (out / "resolve.json").write_text(json.dumps(resolver, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Train, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--cross", action="store_true")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--copies", type=int, default=2, help="swapped copies of each article that the finder learns")
    parser.add_argument("--worlds", type=int, default=600, help="made-up sets of names that the ranker learns")
    args = parser.parse_args()
    gazetteer = Gazetteer.open()
    samples, swapped = prepare(args.gold, gazetteer, args.cache, args.copies)
    worlds = make_worlds(gazetteer, gazetteer.matches, args.worlds, WEIGHT_OF_WORLDS)
    if args.cross:
        cross(samples, swapped, worlds, gazetteer)
    if args.out:
        found = cross_find(samples, swapped)
        # With and without homes, so that one set of weights serves publishers known and unknown.
        without = all_ranked(samples, found, gazetteer, homes=False)
        for r in without:
            r.weight *= WEIGHT_WITHOUT_HOME
        items = [*all_ranked(samples, found, gazetteer), *without]
        write(args.out, fit_finder([*samples, *swapped]), fit_ranker([*items, *worlds]), [p.name for p in args.gold])


if __name__ == "__main__":
    main()
