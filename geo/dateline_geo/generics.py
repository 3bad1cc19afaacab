"""Sets generic words of a division's name aside: "Khachmaz District", "Province of Lugo", "the state of Victoria"."""

import re
from dataclasses import dataclass

from .names import fold
from .place import Kind

_DIVISIONS = frozenset({Kind.REGION, Kind.DISTRICT})
_ANY = frozenset({Kind.REGION, Kind.DISTRICT, Kind.COUNTRY, Kind.AREA, Kind.HISTORICAL})

_OF_DIVISIONS = (
    "district districts rayon raion county counties parish borough municipality municipal commune canton department "
    "prefecture province provinces governorate governate oblast krai kray okrug voivodeship voivodship region regency "
    "division subdivision taluk tehsil taluka woreda zone emirate autonomous land raionul judet ilçe il muhafazah "
    "wilaya wilayat viloyat arrondissement shire"
)
_OF_STATES = "state republic territory kingdom federation"

_TOWNSHIPS = frozenset({Kind.DISTRICT, Kind.SETTLEMENT})  # GeoNames has many of them as the town alone

WORDS: dict[str, frozenset[Kind]] = {
    **dict.fromkeys(("co", "cos", "cty"), frozenset({Kind.DISTRICT})),
    **dict.fromkeys(("township", "twp"), _TOWNSHIPS),
    **dict.fromkeys(_OF_DIVISIONS.split(), _DIVISIONS),
    **dict.fromkeys(_OF_STATES.split(), _ANY),
}

_FOLDED = {fold(word): kinds for word, kinds in WORDS.items()}
GENERIC = frozenset(_FOLDED)
"""The words as they stand in folded keys: a name without any of them needs no closer look."""

_ADJECTIVES = r"(?:(?:autonomous|municipal|urban|rural|metropolitan|federal|special|capital)\s+)?"
_NAMES = "|".join(sorted(WORDS, key=len, reverse=True))
_AFTER = re.compile(rf"^(?:the\s+)?(?P<rest>.+?)\s+{_ADJECTIVES}(?P<word>{_NAMES})\.?$", re.IGNORECASE)
_BEFORE = re.compile(rf"^(?:the\s+)?{_ADJECTIVES}(?P<word>{_NAMES})\.?\s+(?:of\s+)?(?P<rest>.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stem:
    """A name without its generic word, and the kinds of place that the word speaks of."""

    rest: str
    word: str
    kinds: frozenset[Kind]


def stem(name: str) -> Stem | None:
    """Return the name without a generic word before or after it, None where there is none."""
    match = _AFTER.match(name) or _BEFORE.match(name)
    if match is None:
        return None
    word = match["word"].lower()
    return Stem(match["rest"], word, _FOLDED[fold(word)])  # İLÇE has another letter when it is made small
