"""Finds bursts: events that come in several short spells with long silences between, each drawn as a panel."""

from collections.abc import Sequence

from dateline.render.chart.spans import Item

MOST = 4  # panels on a page
SHARE = 0.3  # of the whole span, that all bursts together may take
LEAST = 4  # events in a burst


def bursts(items: Sequence[Item]) -> list[list[Item]]:
    """Groups of items in order of time; one group where the events do not come in three or more spells.

    Two spells with one silence are left to a broken axis. Items that span several spells stay with the one that their
    middle is nearest to.
    """
    placed = [item for item in items if item.placed]
    if len(placed) < 3 * LEAST:
        return [placed] if placed else []
    span = max(item.end for item in placed) - min(item.start for item in placed)
    short = sorted(
        (item for item in placed if item.end - item.start <= span * SHARE / 3), key=lambda it: (it.middle, it.number)
    )
    groups: list[list[Item]] = [[]]
    reached = short[0].start if short else 0.0
    for item in short:
        if groups[-1] and item.start - reached > span * 0.12:
            groups.append([])
        groups[-1].append(item)
        reached = max(reached, item.end)
    taken = sum(max(it.end for it in group) - min(it.start for it in group) for group in groups if group)
    small = any(len(group) < LEAST for group in groups)
    if not 3 <= len(groups) <= MOST or small or taken > span * SHARE:
        return [placed]
    for item in placed:
        if item.end - item.start > span * SHARE / 3:
            nearest = min(range(len(groups)), key=lambda g: (min(abs(it.middle - item.middle) for it in groups[g]), g))
            groups[nearest].append(item)
    return [sorted(group, key=lambda it: it.number) for group in groups]
