"""The parse as plain lists: what the finder reads of a spaCy document, taken out once, white space tokens left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline_geo.patterns import words

if TYPE_CHECKING:
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


def read_tokens(doc: Doc) -> Tokens:
    """Take a parsed document apart.

    Words are mended where a tokeniser for running text does names no good: "Ont" and its full stop become one word,
    "U.S.-led" three. Works on a document without parser or entities too: then every word is its own head.
    """
    text = doc.text
    n = len(doc)
    strings = doc.vocab.strings
    table = doc.to_array(["ORTH", "IDX", "POS", "DEP", "SENT_START", "IS_SPACE"]).tolist() if n else []
    heads = doc.to_array(["HEAD"]).astype("int64").tolist() if n else []
    spelled: dict[int, str] = {0: ""}
    word: list[str] = []
    pos: list[str] = []
    dep: list[str] = []
    start: list[int] = []
    first: list[bool] = []
    source: list[int] = []  # token of the document that a position comes from
    position = [0] * (n + 1)
    sentence, glue = True, -1
    for i, (orth, idx, pos_id, dep_id, sent_start, is_space) in enumerate(table):
        position[i] = len(word)
        sentence = sentence or sent_start == 1
        if is_space:
            sentence = sentence or text.count("\n", idx, idx + len(doc[i])) > 1
            continue
        for number in (orth, pos_id, dep_id):
            if number not in spelled:
                spelled[number] = strings[number]
        spelling = spelled[orth]
        if spelling == "." and glue == idx and word[-1] in ABBREVIATED:
            word[-1] += "."
            position[i] = len(word) - 1
            continue
        pieces = [(spelling, idx)]
        if "-" in spelling and len(spelling) > 2 and "--" not in spelling and not spelling.islower():
            pieces = _pieces(spelling, idx)
        for piece, at in pieces:
            word.append(piece)
            start.append(at)
            pos.append("PUNCT" if piece == "-" else spelled[pos_id])
            dep.append(spelled[dep_id])
            first.append(sentence)
            source.append(i)
            sentence = False
        glue = idx + len(spelling)
    position[n] = len(word)
    head: list[int] = []
    for k, i in enumerate(source):
        target = i + heads[i]
        if target == i or not 0 <= target < n:
            head.append(k if k + 1 == len(word) or source[k + 1] != i else position[i + 1] - 1)
        else:
            head.append(min(position[target], len(word) - 1))
    entities: list[Entity] = []
    entity = [-1] * len(word)
    for span in doc.ents:
        a, b = position[span.start], max(position[span.end], position[span.end - 1] + 1)
        b = min(b, len(word))
        if a < b:
            entity[a:b] = [len(entities)] * (b - a)
            entities.append(Entity(a, b, span.label_))
    upper = sum(w[0].isupper() and w[1:].islower() for w in word if len(w) > 2)
    letters = sum(w.isalpha() and len(w) > 2 for w in word)
    return Tokens(
        text=text,
        word=word,
        low=[w.lower().rstrip(".") or w for w in word],
        pos=pos,
        dep=dep,
        head=head,
        start=start,
        end=[s + len(w) for s, w in zip(start, word, strict=True)],
        first=first,
        capital=[w[0].isupper() for w in word],
        entity=entity,
        entities=entities,
        cased=letters == 0 or upper > 0.02 * letters,
    )
