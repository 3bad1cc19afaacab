"""Drops by the hundred thousand: packed by article as the lines that run.json has, and unpacked when looked at.

An article has some 170 of them. As values they took ten times the room of its text, and most of the memory of a run;
packed they take less than the text, and the record of a run is written without making a single one.
"""

import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import overload

import msgspec

from dateline.model import Drop

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Drop)
_LEVEL = 6


class _Drops(Sequence[Drop]):
    """A sequence of drops that equals any other with the same drops in the same order."""

    __slots__ = ()

    @overload
    def __getitem__(self, index: int) -> Drop: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Drop]: ...
    def __getitem__(self, index: int | slice) -> Drop | Sequence[Drop]:
        """Looked at one by one they are unpacked each time: iterate instead."""
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        """Whether the other has the same drops."""
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))

    __hash__ = None  # type: ignore[assignment]


def _same(one: object, other: object) -> bool:
    return one == other


class PackedDrops(_Drops):
    """The drops of one article: how many of each reason, and the lines of all, compressed."""

    __slots__ = ("counts", "packed")

    def __init__(self, counts: dict[str, int], packed: bytes) -> None:
        """As `pack_drops` gives them."""
        self.counts, self.packed = counts, packed

    def __len__(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    def __iter__(self) -> Iterator[Drop]:
        """Unpack all."""
        return iter(_DECODER.decode_lines(self.lines()))

    def having(self, reasons: Collection[str]) -> list[Drop]:
        """Those with one of the reasons: of the others no value is made, since each line begins with its reason."""
        wanted = [reason for reason in self.counts if reason in reasons]
        if not wanted:
            return []
        lines = self.lines()
        found = []
        for reason in wanted:
            begin, at = b'{"reason":%s,' % _ENCODER.encode(reason), 0
            for _ in range(self.counts[reason]):  # inside a line no quotation mark stands without a backslash
                at = lines.index(begin, at)
                end = lines.index(b"\n", at)
                found.append((at, lines[at:end]))
                at = end
        return _DECODER.decode_lines(b"\n".join(line for _, line in sorted(found)))

    def lines(self) -> bytes:
        """A line of JSON each, each with its line end."""
        return zlib.decompress(self.packed)


class JoinedDrops(_Drops):
    """Several sequences as one."""

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[Sequence[Drop], ...]) -> None:
        """None of them is a `JoinedDrops`."""
        self.parts = parts

    def __len__(self) -> int:
        """How many there are in all."""
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[Drop]:
        """One part after the other: what is packed is unpacked an article at a time."""
        return chain.from_iterable(self.parts)


def pack_drops(drops: Sequence[Drop]) -> PackedDrops:
    """Pack the drops of an article."""
    if isinstance(drops, PackedDrops):
        return drops
    lines = _ENCODER.encode_lines(drops)
    return PackedDrops(dict(Counter(drop.reason for drop in drops)), zlib.compress(lines, _LEVEL))


def join_drops(*several: Sequence[Drop]) -> Sequence[Drop]:
    """All of them in that order, nothing unpacked."""
    parts = [part for drops in several for part in parts_of(drops) if len(part)]
    return parts[0] if len(parts) == 1 else JoinedDrops(tuple(parts))


def parts_of(drops: Sequence[Drop]) -> tuple[Sequence[Drop], ...]:
    """The pieces that it was joined of."""
    return drops.parts if isinstance(drops, JoinedDrops) else (drops,)


def count_reasons(drops: Sequence[Drop]) -> Counter[str]:
    """How many there are of each reason, in the order in which reasons come first."""
    counts: Counter[str] = Counter()
    for part in parts_of(drops):
        counts.update(part.counts if isinstance(part, PackedDrops) else (drop.reason for drop in part))
    return counts


def with_reasons(drops: Sequence[Drop], reasons: Collection[str]) -> Iterator[Drop]:
    """Those that have one of the reasons; what has none of them stays packed. `reasons` may shrink meanwhile."""
    for part in parts_of(drops):
        some = part.having(reasons) if isinstance(part, PackedDrops) else part
        yield from (drop for drop in some if drop.reason in reasons)


def json_lines(drops: Sequence[Drop]) -> Iterator[bytes]:
    """Those of articles as lines of JSON, in pieces of whole lines."""
    for part in parts_of(drops):
        if isinstance(part, PackedDrops):
            yield part.lines()
        else:
            yield _ENCODER.encode_lines([drop for drop in part if drop.article])
