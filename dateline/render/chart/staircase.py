"""Places labels as a staircase on both sides of a line, so that none meets another label or a stem not its own."""

from collections.abc import Sequence
from dataclasses import dataclass

MAX_CANDIDATES = 350  # by importance; more than fit on any page, and the search stays under 0.3 s


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label to place: `x` of its stem, width in points, importance."""

    index: int
    x: float
    width: float
    importance: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A label at `level` (0 is nearest to the line) above (`side` 1) or below (-1)."""

    index: int
    side: int
    level: int


def _arrange(chosen: Sequence[Candidate], levels: tuple[int, int], gap: float) -> list[Placed] | None:
    """All of `chosen` (sorted from right to left) as a staircase, or None where they do not fit."""
    placed: list[Placed] = []
    sides: tuple[list[tuple[float, int]], list[tuple[float, int]]] = ([], [])  # (x, level) from right to left
    for label in chosen:
        best: tuple[int, int] | None = None
        for side in (0, 1):
            if not levels[side]:
                continue
            level = 0
            for x, other in reversed(sides[side]):
                if x > label.x + label.width + gap:
                    break
                level = max(level, other + 1)
            if level < levels[side] and (best is None or level < best[0]):
                best = (level, side)
        if best is None:
            return None
        level, side = best
        sides[side].append((label.x, level))
        placed.append(Placed(label.index, 1 if side == 0 else -1, level))
    return placed


def staircase(candidates: Sequence[Candidate], up: int, down: int, gap: float = 5.0) -> list[Placed]:
    """Place as many labels as fit, the most important first; `up` and `down` are the numbers of levels.

    A label runs to the right of its stem. Going from right to left, each takes the lowest level above all stems that
    its text would cross; so labels descend to the right like stairs. What finds no level stays without a label.
    """
    ranked = sorted(candidates, key=lambda c: (-c.importance, c.index))[:MAX_CANDIDATES]
    order = {c.index: (-c.x, -c.index) for c in ranked}
    chosen: list[Candidate] = []
    placed: list[Placed] = []
    step = max(1, len(ranked) // 8)
    queue = [ranked[i : i + step] for i in range(0, len(ranked), step)]
    while queue:
        batch = queue.pop(0)
        trial = sorted([*chosen, *batch], key=lambda c: order[c.index])
        arranged = _arrange(trial, (up, down), gap)
        if arranged is not None:
            chosen, placed = trial, arranged
        elif len(batch) > 1:  # halve what did not fit as a whole, so that its better half still gets its chance
            queue[:0] = [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
    return placed
