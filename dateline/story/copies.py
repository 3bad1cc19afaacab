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
from collections.abc import Iterable

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

Hashes = NDArray[np.uint64]


def shingles(text: str) -> Hashes:
    """The distinct hashed runs of five words of a text, sorted."""
    words = _WORD.findall(fold(text))
    if len(words) < _RUN:
        return np.empty(0, np.uint64)
    codes = {word: zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in set(words)}
    values = np.fromiter((codes[word] for word in words), np.uint64, len(words))
    rolled = np.zeros(len(words) - _RUN + 1, np.uint64)
    for offset in range(_RUN):
        rolled = rolled * np.uint64(0x9E3779B97F4A7C15) + values[offset : offset + len(rolled)]
        rolled ^= rolled >> np.uint64(29)
    rolled *= np.uint64(0xBF58476D1CE4E5B9)
    return np.unique(rolled ^ (rolled >> np.uint64(32)))


def alike(one: Hashes, other: Hashes) -> bool:
    """Whether two texts are copies, from their full sets of runs."""
    if not len(one) or not len(other):
        return False
    shared = len(np.intersect1d(one, other, assume_unique=True))
    shorter = min(len(one), len(other))
    if shorter >= _ENOUGH and shared >= _CONTAINMENT * shorter:
        return True
    return shared >= _RESEMBLANCE * (len(one) + len(other) - shared)


def find_copies(articles: Iterable[Article]) -> tuple[tuple[str, ...], ...]:
    """Groups of article ids that are copies of one report, the earliest first; articles without a copy are in none."""
    order = sorted(articles, key=lambda article: (article.published or dt.date.max, article.id))
    index: dict[int, list[int]] = {}
    groups: list[list[str]] = []
    leaders: list[Hashes] = []
    for article in order:
        runs = shingles(article.text)
        sample: list[int] = runs[(runs & _SAMPLE) == 0].tolist()
        seen: Counter[int] = Counter()
        for run in sample:
            seen.update(index.get(run, ()))
        likely = sorted(((-count, group) for group, count in seen.items()))[:_CANDIDATES]
        home = next((group for _, group in likely if alike(leaders[group], runs)), None)
        if home is not None:
            groups[home].append(article.id)
            continue
        for run in sample:
            holders = index.setdefault(run, [])
            if len(holders) < _CROWDED:
                holders.append(len(groups))
        groups.append([article.id])
        leaders.append(runs)
    return tuple(tuple(group) for group in groups if len(group) > 1)
