"""The parse of one article as plain tuples: what every room of this package walks on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.parse import block_starts

if TYPE_CHECKING:
    from spacy.tokens import Doc

# "CANBERRA, Australia (AP) _ ", "PARIS — ": where and by whom, before the first sentence.
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]+ ?){1,4}(?:,? [A-Z][\w.,' ]{1,40}?)?,?(?: ?\([^)\n]{2,40}\))?,? ?"
    r"(?<=[\s)])(?:—|–|--|_|-)\s*(?=[\"“‘'`]*[A-Z0-9])"
)
# "Tripoli, Libya (CNN) -- ", "BENGHAZI, Libya (Reuters) - ": the agency in brackets makes sure of it.
_AGENCIES = (
    "CNN|AP|AFP|UPI|dpa|DPA|IPS|IRNA|ANI|PTI|TASS|RIA|EFE|ANSA|AAP|BBC|IANS|KUNA|PA|Reuters|Xinhua|Bloomberg|Interfax"
)
_AGENCY = re.compile(
    r"(?:\b[A-Z][\w.'’/\\-]+ ?,? ){1,6}(?:\d{1,2} )?"
    rf"(?:\(|-LRB-) ?(?:{_AGENCIES}) ?(?:\)|-RRB-) ?"
    r"(?:--|—|–|-|_)\s+(?=[\"“‘'`]*[A-Z0-9])"
)
_AGENCY_HEAD = 2_500  # characters: some papers sum the article up in a dozen lines before it
_HEAD = 600  # characters in which a dateline may follow a title that stands in the same line


def datelines(text: str, starts: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Start and end of every dateline at the head of a block or after a title (offsets in code points)."""
    after_title = [match.end() for match in re.finditer(r"[.!?][\"”’']?\s+(?=[A-Z]{3})", text[:_HEAD])]
    found = (_DATELINE.match(text, start) for start in sorted({*starts, *after_title}))
    spans = [match.span() for match in found if match]
    joined: list[tuple[int, int]] = []
    for start, end in sorted([*spans, *(match.span() for match in _AGENCY.finditer(text, 0, _AGENCY_HEAD))]):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


@dataclass(frozen=True, slots=True)
class Tree:
    """One token an index into every tuple; offsets are code points of `text`.

    `heads` never leaves a block: a token whose head lies in another block is its own head, with the dependency "ROOT",
    since parsers draw arcs across a title's missing full stop. `lefts` and `rights` are the first and the last token
    of a token's subtree.
    """

    text: str
    words: tuple[str, ...]
    lower: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    pos: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lefts: tuple[int, ...]
    rights: tuple[int, ...]
    labels: tuple[str, ...]  # entity type
    sentences: tuple[int, ...]  # number of the sentence that a token is in
    bounds: tuple[tuple[int, int], ...]  # first and last token of each sentence
    blocks: tuple[int, ...]  # number of the block that a token is in

    def __len__(self) -> int:
        return len(self.words)

    def up(self, token: int) -> Iterator[int]:
        """The token and all its ancestors, the root last."""
        yield token
        while self.heads[token] != token:
            token = self.heads[token]
            yield token

    def below(self, token: int, *deps: str) -> list[int]:
        """The children of a token that hang on it by one of the given dependencies."""
        return [child for child in self.children[token] if self.deps[child] in deps]

    def subtree(self, token: int) -> list[int]:
        """All tokens under a token, itself included, in the order of the text."""
        found, stack = [], [token]
        while stack:
            one = stack.pop()
            found.append(one)
            stack.extend(self.children[one])
        return sorted(found)

    def at(self, start: int, end: int) -> tuple[int, int]:
        """First and last token that touch the code points [start, end); (-1, -1) if none does."""
        from bisect import bisect_left, bisect_right

        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end) - 1
        while first <= last and self.pos[first] == "SPACE":
            first += 1
        return (first, last) if first <= last else (-1, -1)

    def top(self, first: int, last: int) -> int:
        """The token of a stretch whose head lies outside it: the word by which the stretch hangs in its sentence."""
        for token in range(last, first - 1, -1):
            if not first <= self.heads[token] <= last and self.pos[token] not in ("PUNCT", "SPACE"):
                return token
        for token in range(first, last + 1):
            if self.heads[token] == token:
                return token
        return first


def read_tree(doc: "Doc") -> Tree:
    """Copy what is needed out of a parsed spaCy document, cutting arcs and sentences at the ends of blocks."""
    from bisect import bisect_right

    text = doc.text
    marks = block_starts(text)
    n = len(doc)
    starts = [0] * n
    ends = [0] * n
    heads = [0] * n
    blocks = [0] * n
    deps, pos = [""] * n, [""] * n
    words, lower, lemmas, tags, labels = [""] * n, [""] * n, [""] * n, [""] * n, [""] * n
    for token in doc:
        i = token.i
        starts[i] = token.idx
        words[i] = token.text
        ends[i] = token.idx + len(words[i])
        lower[i] = token.lower_
        lemmas[i] = token.lemma_.lower()
        tags[i], pos[i], deps[i], labels[i] = token.tag_, token.pos_, token.dep_, token.ent_type_
        heads[i] = token.head.i
        blocks[i] = bisect_right(marks, token.idx)
    begins = [sentence.start for sentence in doc.sents]
    opening = set(begins) | {i for i in range(1, n) if blocks[i] != blocks[i - 1]}
    # "Caliber.Az reports": no sentence ends in the middle of a written word.
    opening -= {
        i for i in opening if i and starts[i] == ends[i - 1] and blocks[i] == blocks[i - 1] and pos[i] != "SPACE"
    }
    numbers: list[int] = []
    bounds: list[tuple[int, int]] = []
    for i in range(n):
        if i in opening or not bounds:
            bounds.append((i, i))
        else:
            bounds[-1] = (bounds[-1][0], i)
        numbers.append(len(bounds) - 1)
    for i in range(n):
        if blocks[heads[i]] != blocks[i]:
            heads[i], deps[i] = i, "ROOT"
    _cut_datelines(text, marks, starts, heads, deps)
    children: list[list[int]] = [[] for _ in range(n)]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    lefts, rights = _edges(heads, children)
    return Tree(
        text, tuple(words), tuple(lower), tuple(lemmas), tuple(tags), tuple(pos), tuple(deps), tuple(heads),
        tuple(map(tuple, children)), tuple(starts), tuple(ends), tuple(lefts), tuple(rights), tuple(labels),
        tuple(numbers), tuple(bounds), tuple(blocks),
    )  # fmt: skip


def _cut_datelines(text: str, marks: tuple[int, ...], starts: list[int], heads: list[int], deps: list[str]) -> None:
    """Take the words of a dateline out of the sentence that follows, where parsers make a subject of them."""
    from bisect import bisect_left

    for start, end in datelines(text, marks):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        inside = range(first, last)
        for i in range(last, len(heads)):
            if starts[i] > end + 2_000:
                break
            if heads[i] not in inside:
                continue
            top, dep = heads[i], deps[i]
            while top in inside and heads[top] != top:
                top, dep = heads[top], deps[top]
            # The court that hung on "NAIROBI" takes its place under the verb.
            heads[i], deps[i] = (top, "nsubj" if dep == "npadvmod" else dep) if top not in inside else (i, "ROOT")
        for i in inside:
            if heads[i] not in inside:
                heads[i], deps[i] = i, "ROOT"


def _edges(heads: list[int], children: list[list[int]]) -> tuple[list[int], list[int]]:
    """First and last token of every subtree, leaves first and without recursion (parses of lists run deep)."""
    lefts, rights = list(range(len(heads))), list(range(len(heads)))
    order: list[int] = []
    stack = [i for i, head in enumerate(heads) if head == i]
    while stack:
        one = stack.pop()
        order.append(one)
        stack.extend(children[one])
    for one in reversed(order):
        head = heads[one]
        if head != one:
            lefts[head] = min(lefts[head], lefts[one])
            rights[head] = max(rights[head], rights[one])
    return lefts, rights
