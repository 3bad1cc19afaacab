"""Articles that are copies of one another: wire stories printed by several papers, updates of the same article.

Every run of five words is hashed (w-shingling, Broder 1997); a quarter of the hashes, chosen by their value, finds the
candidates through an inverted index, and the full sets of two candidates decide. Unlike MinHash this sees that a short
wire story is contained in a longer one. An article is compared with the first of each group alone, so groups don't
drift: every copy is a copy of its group's first.
"""

import datetime as dt
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dateline.model import Article
from dateline.story.words import fold

_WORD = re.compile(r"\w+")
_RUN = 5  # words
_SAMPLE = np.uint64(3)  # keep hashes whose last two bits are 0
_RESEMBLANCE = 0.5  # share of all five-word runs of both that they share
_CONTAINMENT = 0.8  # share of the shorter one's runs that stand in the longer one
_ENOUGH = 30  # runs that the shorter one must have before containment counts
_CROWDED = 50  # groups in which a run may stand before it counts as boilerplate ("all rights reserved …")
_CANDIDATES = 3
_REMEMBERED = 2048  # texts whose runs are held, 7 kB each

Hashes = NDArray[np.uint64]


def shingles(text: str, codes: dict[str, int] | None = None) -> Hashes:
    """The distinct hashed runs of five words of a text, sorted.

    `codes` holds words that were hashed before and is added to: articles of one story have most of theirs in common.
    """
    words = _WORD.findall(fold(text))
    if len(words) < _RUN:
        return np.empty(0, np.uint64)
    known: dict[str, int] = {} if codes is None else codes
    known.update((w, zlib.crc32(w.encode("utf-8", "surrogatepass"))) for w in set(words) if w not in known)
    values = np.fromiter(map(known.__getitem__, words), np.uint64, len(words))
    rolled = np.zeros(len(words) - _RUN + 1, np.uint64)
    for offset in range(_RUN):
        rolled = rolled * np.uint64(0x9E3779B97F4A7C15) + values[offset : offset + len(rolled)]
        rolled ^= rolled >> np.uint64(29)
    rolled *= np.uint64(0xBF58476D1CE4E5B9)
    ordered: Hashes = np.sort(rolled ^ (rolled >> np.uint64(32)))
    first: NDArray[np.bool_] = np.append(True, ordered[1:] != ordered[:-1])
    return ordered[first]  # np.unique hashes before it sorts, and takes six times as long


def alike(one: Hashes, other: Hashes) -> bool:
    """Whether two texts are copies, from their full sets of runs."""
    if not len(one) or not len(other):
        return False
    shared = len(np.intersect1d(one, other, assume_unique=True))
    shorter = min(len(one), len(other))
    if shorter >= _ENOUGH and shared >= _CONTAINMENT * shorter:
        return True
    return shared >= _RESEMBLANCE * (len(one) + len(other) - shared)


def find_copies(
    articles: Iterable[Article], runs_of: Callable[[str], Hashes] | None = None
) -> tuple[tuple[str, ...], ...]:
    """Groups of article ids that are copies of one report, the earliest first; articles without a copy are in none.

    Args:
        articles: each once.
        runs_of: gives the `shingles` of a text, where somebody remembers them; it may be asked twice for one.
    """
    order = sorted(articles, key=lambda article: (article.published or dt.date.max, article.id))
    codes: dict[str, int] = {}
    # A thousand articles have 7 MB of runs and a quarter of that as samples: only these are held for all.
    runs = lru_cache(maxsize=_REMEMBERED)(runs_of or (lambda text: shingles(text, codes)))
    samples = [own[(own & _SAMPLE) == 0] for own in (runs(article.text) for article in order)]
    index: dict[int, list[int]] = {}
    groups: list[list[str]] = []
    leaders: list[str] = []
    for article, sample in zip(order, _shared(samples), strict=True):
        seen = Counter(chain.from_iterable([holders for run in sample if (holders := index.get(run))]))
        likely = sorted(((-count, group) for group, count in seen.items()))[:_CANDIDATES]
        home = next((group for _, group in likely if alike(runs(leaders[group]), runs(article.text))), None)
        if home is not None:
            groups[home].append(article.id)
            continue
        for run in sample:
            holders = index.setdefault(run, [])
            if len(holders) < _CROWDED:
                holders.append(len(groups))
        groups.append([article.id])
        leaders.append(article.text)
    return tuple(tuple(group) for group in groups if len(group) > 1)


def _shared(samples: Sequence[Hashes]) -> Iterator[list[int]]:
    """Of each article the sampled runs that another one has too: no other leads from one to another."""
    every = np.sort(np.concatenate(samples)) if samples else np.empty(0, np.uint64)
    repeated = np.unique(every[1:][every[1:] == every[:-1]])
    for sample in samples:
        at = np.searchsorted(repeated, sample)
        at[at == len(repeated)] = 0
        found: list[int] = sample[repeated[at] == sample].tolist() if len(repeated) else []
        yield found
