"""Promises of packed drops: the same drops in the same order, whatever is packed and however they are joined."""

from collections import Counter

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from dateline.drop_list import (
    JoinedDrops,
    PackedDrops,
    count_reasons,
    join_drops,
    json_lines,
    pack_drops,
    parts_of,
    with_reasons,
)
from dateline.model import Drop

_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
_DROPS = st.lists(st.builds(Drop, st.sampled_from("abcd"), _TEXT, st.integers(0, 99), st.integers(0, 99), _TEXT))
_SEVERAL = st.lists(st.tuples(_DROPS, st.booleans()), max_size=6)


def joined(several: list[tuple[list[Drop], bool]]) -> tuple[list[Drop], object]:
    """The drops as a list, and joined of parts of which some are packed."""
    flat = [drop for drops, _ in several for drop in drops]
    return flat, join_drops(*(pack_drops(drops) if packed else tuple(drops) for drops, packed in several))


@given(_SEVERAL)
def test_packed_and_joined_drops_are_the_same_drops(several: list[tuple[list[Drop], bool]]) -> None:
    """As a sequence they are what went in: the length, the order, the values, one by one and in slices."""
    flat, made = joined(several)
    assert isinstance(made, (PackedDrops, JoinedDrops, tuple))
    assert list(made) == flat
    assert len(made) == len(flat)
    assert made == tuple(flat)
    assert made[1:3] == tuple(flat[1:3])
    assert all(made[number] == drop for number, drop in enumerate(flat[:3]))
    assert made != (*flat, Drop("a", "", 0, 0, ""))


@given(_SEVERAL)
def test_reasons_are_counted_and_lines_written_as_if_unpacked(
    several: list[tuple[list[Drop], bool]],
) -> None:
    """Counts come in the order of first occurrence; the lines are those of the drops of articles, packed whole."""
    flat, made = joined(several)
    counts = count_reasons(made)  # type: ignore[arg-type]
    assert list(counts.items()) == list(Counter(drop.reason for drop in flat).items())
    assert list(with_reasons(made, {"a", "c"})) == [drop for drop in flat if drop.reason in "ac"]  # type: ignore[arg-type]
    of_articles = [drop for drops, packed in several for drop in drops if packed or drop.article]
    assert b"".join(json_lines(made)) == msgspec.json.Encoder().encode_lines(of_articles)  # type: ignore[arg-type]


def test_what_has_none_of_the_reasons_stays_packed() -> None:
    """Looking for a reason unpacks no article that has none of it."""
    damaged = PackedDrops({"a": 1}, b"not compressed")
    fine = pack_drops([Drop("b", "x", 0, 1, "")])
    assert list(with_reasons(join_drops(damaged, fine), {"b"})) == [Drop("b", "x", 0, 1, "")]


def test_packing_what_is_packed_and_joining_what_is_joined_adds_nothing() -> None:
    """A thousand joins one after the other leave one flat sequence of parts."""
    one = pack_drops([Drop("a", "x", 0, 1, "")])
    assert pack_drops(one) is one
    made = join_drops()
    for _ in range(1000):
        made = join_drops(made, one)
    assert parts_of(made) == (one,) * 1000
