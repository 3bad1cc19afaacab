"""The parse as plain lists: what the finder reads of a spaCy document, taken out once, white space tokens left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dateline_geo.patterns import words
from dateline_geo.patterns_demonyms import DEMONYMS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity of the parse: token positions (end exclusive) and its label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """A document's words in parallel lists of equal length; positions are counted without white space tokens.

    `start` and `end` are code point offsets into the text, `head` is a position, `entity` an index into `entities`
    or -1, `first` says that a sentence or a line begins here.
    """

    text: str
    word: list[str]
    low: list[str]  # lower case, without a final full stop
    pos: list[str]
    dep: list[str]
    head: list[int]
    start: list[int]
    end: list[int]
    first: list[bool]
    capital: list[bool]
    entity: list[int]
    entities: list[Entity]
    cased: bool  # False where the whole text is in one case, so that capitals say nothing


# Abbreviations whose full stop the tokeniser takes for the end of a sentence, without it. US states by the AP
# Stylebook, Canadian provinces and Australian states by The Canadian Press and Australian usage, and a few generics.
ABBREVIATED = words(
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Md Mass Mich Minn Miss Mo Mont Neb Nebr Nev N.H "
    "N.J N.M N.Y N.C N.D Okla Ore Oreg Pa Penn R.I S.C S.D Tenn Tex Vt Va Wash W.Va Wis Wyo D.C P.R U.S U.K U.S.A "
    "U.N E.U Ont Que Alta Sask Man B.C N.B N.S P.E.I N.L Nfld N.W.T Vic Tas Qld N.S.W Phila Co St Mt Ft Twp Rd Ave "
    "Blvd Hwy Dr Ln Pkwy Ct Pl Sq"
)


def _is_tied(word: str) -> bool:
    """Whether a word is a name tied to something by a hyphen that the tokeniser left."""
    return "-" in word and len(word) > 2 and "--" not in word and not word.islower()


def _pieces(word: str, offset: int) -> list[tuple[str, int]]:
    """A word at its hyphens, where the tokeniser left a name tied to something ("U.S.-led", "D-Calif")."""
    out: list[tuple[str, int]] = []
    at = 0
    while (dash := word.find("-", at)) > 0 and dash + 1 < len(word):
        if dash > at:
            out.append((word[at:dash], offset + at))
        out.append(("-", offset + dash))
        at = dash + 1
    out.append((word[at:], offset + at))
    return out


_COLUMNS: list[int | str] = ["ORTH", "SPACY", "IDX", "POS", "DEP", "SENT_START", "HEAD", "ENT_IOB", "ENT_TYPE"]
_INSIDE, _BEGINS = 1, 3  # of ENT_IOB


def _entities(flags: NDArray[np.generic]) -> list[tuple[int, int]]:
    """The entities' tokens, end exclusive: as `doc.ents`, which takes longer than all the rest of the reading."""
    out = []
    inside = np.append(flags == _INSIDE, False)
    for start in np.flatnonzero(flags == _BEGINS).tolist():
        end = start + 1
        while inside[end]:
            end += 1
        out.append((start, end))
    return out


_SPELLED: dict[int, str] = {0: ""}
"""Words by spaCy's number for them, the same in all vocabularies: asking one takes longer."""
_MOST_SPELLED = 100_000


def read_tokens(doc: Doc) -> Tokens:
    """Take a parsed document apart.

    Words are mended where a tokeniser for running text does names no good: "Ont" and its full stop become one word,
    "U.S.-led" three. Works on a document without parser or entities too: then every word is its own head.
    """
    n = len(doc)
    table = doc.to_array(_COLUMNS) if n else np.zeros((0, len(_COLUMNS)))
    orth, spaces, idx, pos_ids, dep_ids, sent_starts, _, _, _ = (column.tolist() for column in table.T)
    heads = (table[:, 6].astype(np.int64) + np.arange(n)).tolist()
    strings = doc.vocab.strings
    if len(_SPELLED) > _MOST_SPELLED:
        _SPELLED.clear()
        _SPELLED[0] = ""
    spelled = _SPELLED
    for number in {*orth, *pos_ids, *dep_ids}:
        if number not in spelled:
            spelled[number] = strings[number]
    raw = [spelled[number] for number in orth]
    text = "".join([word + " " if space else word for word, space in zip(raw, spaces, strict=True)])
    opens = [flag == 1 for flag in sent_starts]
    # Only odd tokens are looked at one by one; what lies between them is copied.
    odd = {w for w in set(raw) if w == "." or w.isspace() or _is_tied(w)}
    word: list[str] = []
    start: list[int] = []
    source: list[int] = []  # token of the document that a position comes from
    first: list[bool] = []
    position: list[int] = []
    copied = 0
    for i in [i for i, w in enumerate(raw) if w in odd] + [n]:
        position += range(len(word), len(word) + i - copied)
        word += raw[copied:i]
        start += idx[copied:i]
        first += opens[copied:i]
        source += range(copied, i)
        copied = i
        if i == n:
            break
        spelling, at = raw[i], idx[i]
        if spelling == ".":
            if i and raw[i - 1] in ABBREVIATED and idx[i - 1] + len(raw[i - 1]) == at:
                word[-1] += "."
                position.append(len(word) - 1)
                copied = i + 1
            continue
        position.append(len(word))
        copied = i + 1
        if spelling.isspace():
            if i + 1 < n and (opens[i] or spelling.count("\n") > 1):
                opens[i + 1] = True
            continue
        for piece, offset in _pieces(spelling, at):
            first.append(opens[i] and offset == at)
            word.append(piece)
            start.append(offset)
            source.append(i)
    position.append(len(word))
    if first:
        first[0] = True
    last = len(word) - 1
    head = [min(position[heads[i]], last) for i in source]
    for k, i in enumerate(source):  # a piece hangs on the last piece of its word
        if k < last and source[k + 1] == i:
            head[k] = k + 1
        elif heads[i] == i:
            head[k] = k
    pos = [spelled[pos_ids[i]] for i in source]
    dep = [spelled[dep_ids[i]] for i in source]
    entities: list[Entity] = []
    entity = [-1] * len(word)
    for opening, closing in _entities(table[:, 7]):
        a, b = position[opening], max(position[closing], position[closing - 1] + 1)
        b = min(b, len(word))
        if a < b:
            entity[a:b] = [len(entities)] * (b - a)
            entities.append(Entity(a, b, strings[int(table[opening, 8])]))
    types = set(word)
    low = {w: w.lower().rstrip(".") or w for w in types}
    capital = {w for w in types if w[0].isupper()}
    return Tokens(
        text=text,
        word=word,
        low=[low[w] for w in word],
        pos=pos,
        dep=dep,
        head=head,
        start=start,
        end=[s + len(w) for s, w in zip(start, word, strict=True)],
        first=first,
        capital=[w in capital for w in word],
        entity=entity,
        entities=entities,
        cased=_is_cased(word[:400]),
    )


def demonyms_of(tokens: Tokens) -> dict[str, int]:
    """The demonyms of a text in lower case, with the position of the first use of each."""
    found: dict[str, int] = {}
    for i, low in enumerate(tokens.low):
        if tokens.capital[i] and low in DEMONYMS:
            found.setdefault(low, i)
    return found


def _is_cased(words: list[str]) -> bool:
    """Whether capitals say something in a text of these words: some words have one, and only one."""
    long = [word for word in words if len(word) > 2 and word.isalpha()]
    return not long or sum(word.istitle() for word in long) > 0.02 * len(long)
