"""Which reports may meet: blocks of days, and of countries within a day that is too full for one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from dateline.scale.tables import BlockRow

Counted = tuple[int, str, str, int]
"""Day (0 without one), label, country, and how many reports say so."""

_LOOK_BACK = 3  # a window is cut in its last third, where the fewest reports lie on both sides


def divide(counts: Iterable[Counted], limit: int) -> list[BlockRow]:
    """Put every day, label and country into a block of at most `limit` reports where that can be done.

    All that fits is one block: then the merge is that of `dateline build`. Else days follow each other until a block is
    full, and it is cut between two quiet days; a day that alone is too full is cut by country, and a country that alone
    is too full stays whole. Reports without a bounded date are cut by what they say of their time, then by country.
    """
    rows = sorted(counts)
    if sum(count for *_, count in rows) <= limit:
        return [BlockRow(day=day, label=label, country=country, block=0) for day, label, country, _ in rows]
    dated = [row for row in rows if row[0]]
    undated = [row for row in rows if not row[0]]
    groups = [*_cut(dated, limit, 0), *_cut(undated, limit, 1)]
    return [
        BlockRow(day=day, label=label, country=country, block=block)
        for block, group in enumerate(groups)
        for day, label, country, _ in group
    ]


def _cut(rows: Sequence[Counted], limit: int, by: int) -> Iterator[list[Counted]]:
    """Groups of rows; the rows of one day (or label) stay together unless they alone are too many."""
    window: list[list[Counted]] = []
    for _, same in groupby(rows, key=lambda row: row[by]):
        unit = list(same)
        if _size(unit) > limit:
            if window:
                yield _flat(window)
            window = []
            yield from _by_country(unit, limit)
            continue
        while window and sum(map(_size, window)) + _size(unit) > limit:
            at = _quiet([*map(_size, window), _size(unit)])
            yield _flat(window[:at])
            window = window[at:]
        window.append(unit)
    if window:
        yield _flat(window)


def _quiet(sizes: Sequence[int]) -> int:
    """Before which of these to cut: where the two neighbours are smallest, in the last third; the latest of equals."""
    first = max(1, len(sizes) - max(1, len(sizes) // _LOOK_BACK))
    return min(range(first, len(sizes)), key=lambda at: (sizes[at - 1] + sizes[at], -at))


def _by_country(rows: Sequence[Counted], limit: int) -> Iterator[list[Counted]]:
    countries: defaultdict[str, list[Counted]] = defaultdict(list)
    for row in rows:
        countries[row[2]].append(row)
    waiting: list[Counted] = []
    for _, same in sorted(countries.items()):
        if waiting and _size(waiting) + _size(same) > limit:
            yield waiting
            waiting = []
        waiting = [*waiting, *same]
    if waiting:
        yield waiting


def _size(rows: Sequence[Counted]) -> int:
    return sum(row[3] for row in rows)


def _flat(groups: Sequence[list[Counted]]) -> list[Counted]:
    return [row for group in groups for row in group]
