"""The runs of words of each text, by which copies are found, kept between runs: working them out took 0.4 s of 716."""

import numpy as np

from dateline.cache import Cache, cache_key
from dateline.story.copies import Hashes, shingles

KIND = "runs"


class RunCache:
    """Gives the `shingles` of a text, kept or worked out. `version` names the program that works them out."""

    def __init__(self, cache: Cache, version: str) -> None:
        """Nothing is read yet."""
        self._cache = cache
        self._version = version
        self._codes: dict[str, int] = {}

    def __call__(self, text: str) -> Hashes:
        """The hashed runs of a text, sorted; new ones are kept."""
        key = cache_key(self._version, text)
        kept = self._cache.get(KIND, key)
        if kept is not None and len(kept) % 8 == 0:
            return np.frombuffer(kept, "<u8")
        runs = shingles(text, self._codes)
        self._cache.put(KIND, key, runs.astype("<u8").tobytes())
        return runs
