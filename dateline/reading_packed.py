"""Readings as bytes, from other processes or from this one: what a build asks for, without the libraries of reading."""

import gc
from collections.abc import Generator, Sequence
from functools import lru_cache, partial
from pathlib import Path

from dateline.cache_readings import Packed, pack_reading
from dateline.model import Article, Reading
from dateline.pool import EarlyReader, chunked, read_in_pool
from dateline.quiet import uncollected
from dateline_geo.gazetteer import Gazetteer


def pack_chunk(gazetteer: Gazetteer, kept: Path | None, articles: list[Article]) -> list[Packed]:
    """Read articles in a worker process; the gazetteer comes as its path and is opened there.

    Packing is shared among the processes then, and a tenth of the bytes passes between them.
    """
    settle_worker(kept)
    from dateline.reading import read_batch

    return [pack_reading(reading) for reading in read_batch(articles, gazetteer)]


@lru_cache(maxsize=1)
def settle_worker(kept: Path | None) -> None:
    """Once in a process that does nothing but read: what the model consists of stays, and is no garbage to look for.

    In the folder `kept` lies what one process makes of the model for the next; the same comes without it, later.
    """
    with uncollected():
        from dateline.parse import load_pipeline, spacy_without_commands
        from dateline.spellings import keep_spellings

        spacy_without_commands()
        import dateline.reading  # noqa: F401

        keep_spellings(load_pipeline(), kept)
    gc.freeze()


def read_packed(
    articles: Sequence[Article],
    gazetteer: Gazetteer,
    *,
    workers: int = 1,
    early: EarlyReader | None = None,
    kept: Path | None = None,
) -> Generator[Packed | Reading, None, None]:
    """Read articles in order, packed; one whose reader died comes as a reading without events.

    With one worker this process reads, when it is asked; others begin at once. Memory does not grow with their number.
    """
    if workers != 1 and articles:
        return read_in_pool(partial(pack_chunk, gazetteer, kept), articles, workers=workers, early=early)
    return _here(articles, gazetteer)


def _here(articles: Sequence[Article], gazetteer: Gazetteer) -> Generator[Packed | Reading, None, None]:
    if articles:
        from dateline.reading import read_batch

        for chunk in chunked(articles):
            yield from (pack_reading(reading) for reading in read_batch(chunk, gazetteer))
