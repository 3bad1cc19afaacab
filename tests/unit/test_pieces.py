"""Where the page's timeline is cut: at long silences, and around the spell that holds most events; else nowhere."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.render.pieces import NONE, Piece, pieces_of


def pieces(days: list[int], lasting: int = 0) -> list[Piece]:
    """The pieces of a line of events that each begin on a day."""
    start = np.array(days, np.int32)
    return pieces_of(start, start + np.int32(lasting))


def test_a_crowded_spring_is_a_piece_of_its_own() -> None:
    """Six hundred events of one spring on a line with one a year: enlarged, between the parts before and after."""
    before, large, after = pieces([*range(-22_000, 22_000, 440), *(15_000 + k * 90 // 600 for k in range(600))])
    assert large.enlarged
    assert 600 <= large.count <= 601
    assert large.first <= 15_000
    assert large.last >= 15_089
    assert (before.last, after.first) == (large.first, large.last)
    assert large.joined
    assert after.joined


def test_a_line_breaks_at_a_long_silence() -> None:
    """A month's events and one of two thousand years before stand on either side of a break."""
    old, new = pieces([-600_000, *range(18_000, 18_030)])
    assert (old.count, new.count) == (1, 30)
    assert not new.joined
    assert not new.enlarged


def test_an_even_line_is_whole() -> None:
    """Nothing is cut where events are spread evenly, where a line is short, and where nothing is dated."""
    assert pieces(list(range(0, 4000, 40))) == []
    assert pieces([3, 4, 5]) == []
    assert pieces([NONE, NONE]) == []
    assert pieces([]) == []


@given(st.lists(st.tuples(st.integers(-719_000, 20_000), st.integers(0, 4000), st.integers(0, 3)), max_size=80))
def test_pieces_lie_in_order_and_hold_no_event_twice(rows: list[tuple[int, int, int]]) -> None:
    """Whatever the dates, open on either side too: pieces do not overlap, and no event is counted twice."""
    start = np.array([NONE if way & 1 else day for day, _, way in rows], np.int32)
    end = np.array([NONE if way & 2 else day + length for day, length, way in rows], np.int32)
    found = pieces_of(start, end)
    assert all(a.first < a.last <= b.first for a, b in pairwise(found))
    assert sum(piece.count for piece in found) <= sum(way != 3 for _, _, way in rows)
