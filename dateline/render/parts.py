"""Moves blocks of a page that would be too large into files beside it, which its script loads when they are looked at.

A page that was opened from disk may not fetch, but a script of ours may add another one by its address. Such a file
is one call of one function with blocks in base64, so that no text of an article stands in it as it was written, let
alone as code. It is named by the hash of its content: a rerun writes the same files, and a page never reads those of
another run.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from dateline.render.block import pack

FOLDER = "chunks"

# What goes first: whole articles are most of a page and the least often looked at.
ORDER = ("texts", "cards", "drops", "aliases", "articles")

# Characters of a file, unless one block alone has more: about a megabyte of text. From click to filled card Chromium
# took 20 to 26 ms from disk on a busy machine; smaller files would be thousands, larger ones slow from a server.
FILE = 400_000


@dataclass(frozen=True, slots=True)
class Parts:
    """Blocks of a page by name: `inside` it, and packed in `files` beside it by the files' relative addresses."""

    inside: Mapping[str, str]
    files: Mapping[str, bytes]


def part(blocks: Mapping[str, str], room: int) -> Parts:
    """Keep blocks inside a page as far as there is room, whole kinds of them at once.

    Args:
        blocks: by name: a kind of `ORDER`, a hyphen and a number.
        room: how many characters all blocks may have together.

    Returns:
        The parts; where something went beside the page, `inside` has a block "files" that says what is where.
    """
    inside = dict(blocks)
    size = sum(map(len, blocks.values()))
    files: dict[str, bytes] = {}
    index: dict[str, list[str]] = {}
    for kind in ORDER:
        if size <= room:
            break
        moved = {name: inside.pop(name) for name in blocks if name.startswith(f"{kind}-")}
        size -= sum(map(len, moved.values()))
        for some in _shelves(moved):
            code = f"dateline.take({msgspec.json.encode(some).decode()});\n".encode("ascii")
            address = f"{FOLDER}/{hashlib.sha256(code).hexdigest()[:16]}.js"
            files[address] = code
            index[address] = list(some)
    if files:
        inside["files"] = pack(msgspec.json.encode(index))
    return Parts(inside, files)


def _shelves(blocks: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Blocks in their order, as many together as a file holds."""
    shelf: dict[str, str] = {}
    size = 0
    for name, block in blocks.items():
        if shelf and size + len(block) > FILE:
            yield shelf
            shelf, size = {}, 0
        shelf[name] = block
        size += len(block)
    if shelf:
        yield shelf
