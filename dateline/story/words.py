"""Words as numbers: terms of a text, their tf-idf weights within one story, and the cosine between two texts."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

Vector = Mapping[str, float]
"""A sparse vector of unit length: term → weight."""

_TERM = re.compile(r"[^\W_]+(?:[.,]\d+)*")

# Function words, and the words with which newspapers wrap every event: they say nothing of which event it is.
_FUNCTION = (
    "a about after against all also amid among an and any are as at be because been before being between both but by "
    "can could did do does during each few for from further had has have he her here hers him his how i if in into is "
    "it its itself just may me might more most must my near no nor not now of off on once one only or other our out "
    "over own per s same shall she should since so some such t than that the their them then there these they this "
    "those through to too under until up upon us very was we were what when where which while who whom whose why will "
    "with would you your "
    "according added agency announced confirmed correspondent earlier later media news official officials people "
    "report reported reportedly reporter reporters reports said say saying says source sources spokesman spokesperson "
    "spokeswoman statement told today tomorrow tonight yesterday lrb rrb lsb rsb"
)
# A day or month is compared by the gate on dates; left among the words it would count twice.
_DAYS_AND_MONTHS = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december"
)
_EMPTY = frozenset(_FUNCTION.split()) | frozenset(_DAYS_AND_MONTHS.split())


_SUFFIXES = (("ies", "y"), ("ied", "y"), ("ings", ""), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))


def fold(text: str) -> str:
    """Compare-ready text: compatibility forms and case folded, accents kept."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Cut English inflection roughly, so that "killed", "kills" and "killing" meet; other scripts pass unchanged."""
    if len(word) < 5 or word[-1] not in "sdge" or not word.isascii() or not word.isalpha():
        return word
    for suffix, put in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            if suffix == "s" and word.endswith(("ss", "us", "is")):
                return word
            cut = word[: len(word) - len(suffix)] + put
            # "stopped" → "stop", "striking" → "strik" as "strike" below
            return cut[:-1] if len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "lsz" else cut
    return word.removesuffix("e")


def terms(text: str) -> list[str]:
    """The stemmed content words of a text, in order, with repeats."""
    return [stem(word) for word in _TERM.findall(fold(text)) if word not in _EMPTY]


class Weights:
    """How telling each term is within one story: smoothed inverse document frequency."""

    def __init__(self, documents: Iterable[Iterable[str]]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for document in documents:
            counts.update(set(document))
            total += 1
        self._idf = {term: math.log(1 + total / count) for term, count in counts.items()}
        self._unseen = math.log(1 + max(1, total))

    def rarity(self, term: str) -> float:
        """How rare a term is in the story: 1 for one that a single report has, towards 0 for one that all have."""
        return self._idf.get(term, self._unseen) / self._unseen

    def vector(self, document: Sequence[str]) -> Vector:
        """The document as a unit vector of (1 + log tf) · idf, terms by falling weight (ties by the alphabet)."""
        counts = Counter(document)
        raw = {t: (1 + math.log(n)) * self._idf.get(t, self._unseen) for t, n in counts.items()}
        length = math.sqrt(math.fsum(w * w for w in raw.values()))
        return {t: w / length for t, w in sorted(raw.items(), key=lambda item: (-item[1], item[0]))}


def cosine(one: Vector, other: Vector) -> float:
    """Cosine of two unit vectors, 0 to 1."""
    if len(other) < len(one):
        one, other = other, one
    return math.fsum(weight * other[term] for term, weight in one.items() if term in other)


def written(text: str) -> dict[str, str]:
    """For each stem the first word of the text that has it, as it is written there."""
    forms: dict[str, str] = {}
    for found in _TERM.finditer(text):
        forms.setdefault(stem(fold(found[0])), found[0])
    return forms
