"""Lines as a page sets them, back to paragraphs: what was one before it was printed is one again."""

import re
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_SENTENCE_END = (".", "!", "?", "”", '"', "’", ":", ")")
# What browsers put at the head and foot of each page that they print: the day of printing with the page's title, and
# its address with the number of the page.
_FOOT = re.compile(r"((?:https?|file)://\S{1,2000})(?: \d{1,4}/\d{1,4})?")
_HEAD = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d{2}(?: ?[AP]M)?(?: .*)?", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,4}/\d{1,4}|\d{1,4} (?:of|von|de) \d{1,4}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was set: page, height of its base line above the page's foot, size and face of its first letter."""

    text: str
    page: int = 0
    height: float = 0.0
    size: float = 0.0
    face: str = ""


def without_browser_lines(lines: Sequence[Line]) -> tuple[list[Line], str]:
    """Take out the lines that a browser printed around a page; also the address that they tell, "" if none does.

    They count as such only where every page has the line of the address.
    """
    feet = [line for line in lines if _FOOT.fullmatch(line.text)]
    pages = {line.page for line in lines if line.text}
    by_address = defaultdict(set)
    for line in feet:
        by_address[_address(line.text)].add(line.page)
    url = next((address for address, on in by_address.items() if on == pages), "")
    if not url:
        return list(lines), ""
    kept = [
        line
        for line in lines
        if not (_address(line.text) == url or _HEAD.fullmatch(line.text) or _COUNT.fullmatch(line.text))
    ]
    return kept, "" if url.startswith("file:") else url


def paragraphs(lines: Sequence[Line]) -> str:
    """Lines joined to paragraphs, one a line: words that were divided at the end of a line are made whole.

    A paragraph ends at a blank line, where the type changes its size, where the space between lines is clearly wider
    than usual, and at a short line that ends a sentence or is set in another face. What stands on most pages (page
    numbers, the name of the paper) is left out.
    """
    lines = _without_repeated(lines)
    lengths = [len(line.text) for line in lines if len(line.text) > 20]
    full = statistics.median(lengths) if lengths else 0
    usual = _usual_drops(lines)
    made: list[str] = []
    current = ""
    before: Line | None = None
    for line in lines:
        if current and (not line.text or (before is not None and _apart(before, line, usual, full))):
            made.append(current)
            current = ""
        if not line.text:
            continue
        if not current:
            current = line.text
        elif re.search(r"[a-zà-ÿ]-$", current) and line.text[0].islower():
            current = current[:-1] + line.text
        else:
            current = f"{current} {line.text}"
        before = line
    return "\n".join([*made, current] if current else made)


def _usual_drops(lines: Sequence[Line]) -> dict[int, float]:
    """For each size of type, how far a line usually stands below the one before it."""
    drops: defaultdict[int, list[float]] = defaultdict(list)
    for a, b in pairwise([line for line in lines if line.text]):
        if a.page == b.page and a.height > b.height and round(a.size) == round(b.size):
            drops[round(a.size)].append(a.height - b.height)
    # Not the median: in news most paragraphs have two lines, so that half of all gaps are between paragraphs.
    return {size: sorted(some)[len(some) // 5] for size, some in drops.items()}


def _apart(before: Line, line: Line, usual: dict[int, float], full: float) -> bool:
    """True if a new paragraph begins with `line`."""
    if before.size and line.size and abs(before.size - line.size) > 0.08 * before.size:
        return True
    ended = before.text.endswith(_SENTENCE_END)
    if before.page != line.page or before.height < line.height:  # the next column or page
        return ended and not line.text[0].islower()
    drop = usual.get(round(line.size), 0.0)
    if drop and before.height - line.height > 1.25 * drop:
        return True
    short = len(before.text) < 0.8 * full
    return short and (ended or (before.face != line.face and not line.text[0].islower()))


def _without_repeated(lines: Sequence[Line]) -> list[Line]:
    """Leave out what stands on most of three pages and more, or at the same height of two, but for its numbers."""
    pages = {line.page for line in lines}
    if len(pages) < 2:
        return list(lines)
    seen: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for line in lines:
        seen[_masked(line, len(pages))].add(line.page)
    return [line for line in lines if not line.text or len(seen[_masked(line, len(pages))]) < max(2, 0.6 * len(pages))]


def _masked(line: Line, pages: int) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.height) if pages == 2 else 0


def _address(text: str) -> str:
    match = _FOOT.fullmatch(text)
    return match[1] if match else ""
