"""What the witnesses say of a candidate, as named features that a person can read in the weights file.

A feature is a name with the value 1 unless it says otherwise. Names have the form "witness:what it says". The features
of one candidate never look at the gold, the corpus or the publisher, only at the text and the gazetteer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dateline_geo.find_spans import Candidate, generic_class
from dateline_geo.patterns import (
    ADMIN,
    AGENCY,
    COMPASS,
    DATELINE_DASH,
    LOCATIVE,
    NEWSPAPER,
    ORGANISATION,
    PEOPLE,
    PERSON_VERB,
    POLICE,
    RELIEF,
    SITE,
    STREET,
    TITLE,
    WATER,
)
from dateline_geo.place import Kind
from dateline_geo.resolve_magnitude import magnitude

if TYPE_CHECKING:
    from dateline_geo.find_tokens import Tokens


@dataclass(frozen=True, slots=True)
class Features:
    """The features of one candidate: names whose value is 1, and names with another value."""

    on: list[str]
    valued: list[tuple[str, float]]


_PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_FOREMOST = 8  # places of a name that are looked at for its size; the most prominent come first
_OF_A_NAME = frozenset(("PROPN", "ADP", "PUNCT", "PART", "NUM"))
_LARGE = frozenset((Kind.COUNTRY, Kind.REGION, Kind.CONTINENT))


@dataclass(frozen=True, slots=True)
class Document:
    """What the whole document says of its capitalised words; keys are surfaces as they stand."""

    labels: dict[
        str, tuple[int, float, float, float]
    ]  # of entities, by surface: number; places, persons, organisations
    person_first: frozenset[str]  # words that open a person's name of two words or more
    person_last: frozenset[str]  # words that close one
    lower: frozenset[str]  # lower-case words that the text uses as common words
    uses: dict[str, Counter[str]]  # by surface: "prep", "comma", "title", "bare"
    covered: frozenset[tuple[int, int]]  # spans within a longer one that the gazetteer knows
    nearest_end: dict[int, int]  # by the start of spans that the gazetteer knows: where the shortest of them ends
    nearest_start: dict[int, int]  # by their end: where the shortest of them starts


def read_document(tokens: Tokens, candidates: list[Candidate]) -> Document:
    """Gather the witnesses that speak about a name everywhere in the text at once."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    first, last = set(), set()
    for entity in tokens.entities:
        start, end = entity.start, entity.end
        words = [w for w in tokens.word[start:end] if w[:1].isalnum()]
        if entity.label == "PERSON" and len(words) > 1:
            first.add(words[0])
            last.add(words[-1])
        labels[" ".join(words)][entity.label] += 1
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    low = tokens.low
    for c in candidates:
        before = low[c.start - 1] if c.start else ""
        if before == "the" and c.start > 1:
            before = low[c.start - 2]
        if before in LOCATIVE:
            uses[c.surface]["prep"] += 1
        elif before in TITLE:
            uses[c.surface]["title"] += 1
        else:
            uses[c.surface]["bare"] += 1
    nearest_end: dict[int, int] = {}
    nearest_start: dict[int, int] = {}
    for c in candidates:
        if c.places:
            nearest_end[c.start] = min(c.end, nearest_end.get(c.start, c.end))
            nearest_start[c.end] = max(c.start, nearest_start.get(c.end, c.start))
    return Document(
        labels={name: _shares(counted) for name, counted in labels.items()},
        person_first=frozenset(first),
        person_last=frozenset(last),
        lower=frozenset(w for w in set(tokens.word) if w.islower()),
        uses=uses,
        covered=frozenset(
            (i, j)
            for c in candidates
            if c.places and c.end - c.start > 1 and low[c.end - 1] not in ORGANISATION
            for i in range(c.start, c.end)
            for j in range(i + 1, c.end + 1)
            if (i, j) != (c.start, c.end)
        ),
        nearest_end=nearest_end,
        nearest_start=nearest_start,
    )


def _shares(labels: Counter[str]) -> tuple[int, float, float, float]:
    """How many entities, and the shares of places, persons and organisations among them."""
    total = sum(labels.values())
    places = sum(count for label, count in labels.items() if label in _PLACE_LABELS)
    return total, places / total, labels["PERSON"] / total, labels["ORG"] / total


_CLASSES = (
    ("police", POLICE),
    ("news", NEWSPAPER),
    ("org", ORGANISATION),
    ("people", PEOPLE),
    ("admin", ADMIN),
    ("street", STREET),
    ("site", SITE),
    ("water", WATER),
    ("relief", RELIEF),
    ("title", TITLE),
    ("say", PERSON_VERB),
)
_CLASS_OF = {word: name for name, members in reversed(_CLASSES) for word in members}


def word_class(low: str) -> str:
    """The class of a neighbouring word, the first that fits."""
    return _CLASS_OF.get(low, "")


# The names of features are put together once: a name that is found again keeps its hash, too.


@cache
def _ner(label: str, relation: str, kind: str, size: str, country: bool) -> tuple[str, ...]:
    """The parse's entity, and what the gazetteer says with it; `size` is "large", "small" or "none"."""
    ner = f"ner:{label}:{relation}" if relation else "ner:none"
    if size == "none":
        return ner, "gaz:none", f"gaz:none&{ner}"
    return ner, f"gaz:{kind}", f"gaz:{size}&{ner}", *(("gaz:is country",) if country else ())


@cache
def _with(name: str, other: str) -> tuple[str, str]:
    return name, f"{name}&{other}"


@cache
def _with_both(witness: str, said: str, label: str, gaz: str) -> tuple[str, str, str]:
    return f"{witness}{said}", f"{witness}{said}&{label}", f"{witness}{said}&{gaz}"


@cache
def _joined(name: str, other: str) -> str:
    return f"{name}&{other}"


@cache
def _between(before: str, after: str) -> str:
    return f"between:{before}_{after}"


@cache
def _part_of_speech(tag: str, opening: bool) -> tuple[str, ...]:
    return (f"pos:{tag}", f"pos:{tag} opening a sentence") if opening else (f"pos:{tag}",)


@cache
def _within(label: str, relation: str, kind: str, head: str, left: int) -> tuple[str, str, str]:
    return f"in {label}:head {head}", f"in {label}:{relation}&{kind}", f"in {label}:words left {left}"


_WORDS = ("", "words:1", "words:2", "words:3", "words:4")


def features(tokens: Tokens, c: Candidate, document: Document) -> Features:
    """The features of a candidate."""
    out = Features([], [])
    on, valued = out.on, out.valued.append
    start, end = c.start, c.end
    low, word, pos, entity = tokens.low, tokens.word, tokens.pos, tokens.entity
    n = len(low)
    size = end - start

    # Named entities of the parse.
    label, relation = "none", ""
    inside = entity[start]
    if inside < 0 and entity[end - 1] >= 0:
        inside = entity[end - 1]
    ent_end = end
    ent_start = start
    if inside >= 0:
        e = tokens.entities[inside]
        label = e.label
        ent_start, ent_end = e.start, e.end
        if low[ent_start] in ("the", "a", "an") and ent_start < start:
            ent_start += 1
        if low[ent_end - 1] in ("'s", "’s") and ent_end > end:
            ent_end -= 1
        if ent_start == start and ent_end == end:
            relation = "is"
        elif ent_start <= start and ent_end >= end:
            relation = "opens" if ent_start == start else "closes" if ent_end == end else "within"
        elif start <= ent_start and end >= ent_end:
            relation = "holds"
        else:
            relation = "crosses"
    # Gazetteer.
    places = c.places
    kind = ""
    if places:
        foremost = places[:_FOREMOST]
        large = [p.kind for p in foremost if p.kind in _LARGE]
        kind = str(large[0] if large else places[0].kind)
        size_of_it = max(map(magnitude, foremost)) / 7
        on += _ner(label, relation, kind, "large" if large else "small", Kind.COUNTRY in large)
        valued(("gaz:size", size_of_it))
        if not large:
            valued((f"gaz:size&{label}", size_of_it))
    else:
        on += _ner(label, relation, "", "none", country=False)
    gaz = "gaz" if places else "nogaz"
    covered = (start, end) in document.covered
    if covered:
        on += _with("gaz:a longer name covers it", label)
    if size > 1:
        valued(("gaz:holds a shorter name", 1.0 if document.nearest_end.get(start, end) < end else 0.0))
        valued(("gaz:ends in a shorter name", 1.0 if document.nearest_start.get(end, start) > start else 0.0))

    # Shape.
    text = c.surface
    count = min(text.count(" ") + 1, 4)
    on += _with(_WORDS[count], gaz)
    if text.isupper() and len(text) > 1:
        on += _with("shape:short capitals" if len(text.replace(".", "")) <= 4 else "shape:capitals", gaz)
    if "." in text:
        on.append(_joined("shape:full stop", gaz))
    tag = pos[start] if size == 1 else ("PROPN" if _OF_A_NAME.issuperset(pos[start:end]) else "mixed")
    on += _part_of_speech(tag, opening=tokens.first[start] and size == 1)
    if c.generic:
        on += _with_both("generic:", c.generic, label, gaz)
    if low[end - 1] in ORGANISATION and size > 1:
        on.append("shape:ends like an organisation")
    if low[start] in COMPASS and size > 1:
        on += _with("shape:begins with a compass word", gaz)
    if size == 1 and low[start] in document.lower:
        on += _with("doc:also a common word", label)
        if start and (low[start - 1] in LOCATIVE or low[start - 1] == "of"):
            on.append("doc:also a common word&locative")
        if end + 1 < n and low[end] == "," and document.nearest_end.get(end + 1, n + 1) <= end + 4:
            on.append("doc:also a common word&a place follows")
    if size == 1 and (generic_class(low[start]) or low[start] in COMPASS):
        on.append("shape:a generic alone")
    if tokens.capital[start] is False:
        on.append("shape:lower case")

    # The words before.
    before = low[start - 1] if start else ""
    article = before == "the"
    if article:
        on += _with("before:the", gaz)
        before = low[start - 2] if start > 1 else ""
    opening = tokens.first[start] or (article and start and tokens.first[start - 1])
    before_class = ""
    if opening:
        before_class = "opening"
    elif before in LOCATIVE:
        before_class = "locative"
        on.append(f"before={before}")
    elif before in ("of", "and", ",", "-", "–", "(", ":", "or", "’s", "'s", "&", "/"):
        before_class = before
    elif before in TITLE:
        before_class = "title"
    elif before.isdigit():
        before_class = "number"
    elif start and tokens.capital[start - 1] and not article:
        before_class = "capital"
        if before in document.lower or word_class(before):
            before_class = "capital:" + (word_class(before) or "common")
    elif start:
        before_class = "pos:" + pos[start - 1]
    on += _with_both("before:", before_class, label, gaz)
    if before == "of" and start > 1:
        on.append(f"before:{word_class(low[start - 2 - article]) or 'other'} of")
        on.append(f"before={low[start - 2 - article]} of")

    # The words after.
    after = low[end] if end < n else ""
    after_class = ""
    if not after or tokens.first[end]:
        after_class = "end"
    elif after in ("'s", "’s", ",", "(", ")", "-", "–", "and", "or", ".", ";", ":"):
        after_class = after
    elif after in DATELINE_DASH:
        after_class = "dash"
    else:
        found = word_class(after)
        capital = tokens.capital[end]
        after_class = ("capital:" if capital else "") + (found or ("other" if capital else "pos:" + pos[end]))
        if found:
            on.append(f"after={after}")
    on += _with_both("after:", after_class, label, gaz)
    on.append(_between(before_class, after_class))
    if places and after_class == "say":
        valued((f"gaz:size&after:say&{label}", size_of_it))
    if size > 1 and low[end - 1] in ADMIN:
        on.append(f"last={low[end - 1]}&after:{after_class}")
    if after in ("-", "–") and end + 1 < n:
        tied = "based" if low[end + 1] == "based" else "capital" if tokens.capital[end + 1] else "other"
        on.append(f"after:hyphen {tied}")
    if opening and (after in DATELINE_DASH or after == "("):
        on.append("dateline:dash follows")
        if text.isupper():
            on.append("dateline:capitals and a dash")
    if after == "(" and end + 1 < n and low[end + 1] in AGENCY:
        on.append("dateline:agency follows")
    if after == "," and end + 1 < n:
        follows = document.nearest_end.get(end + 1, n + 1) <= end + 4
        what = "a place" if follows else "a capital" if tokens.capital[end + 1] else "no place"
        on += _with(f"comma:{what} follows", label)
    if before == "," and start > 1:
        leads = document.nearest_start.get(start - 1, -1) >= max(0, start - 5)
        what = "a place" if leads else "a number" if low[start - 2].isdigit() else "no place"
        on += _with(f"comma:{what} leads", kind or "nogaz")

    # Within an organisation or another longer entity: what runs it, and how the name is tied to it.
    if relation in ("opens", "within", "closes"):
        head = low[ent_end - 1]
        on += _within(label, relation, kind or "nogaz", word_class(head) or "other", min(ent_end - ent_start - size, 4))
        on.append(f"in {label}:head={head}")
        if before == "of":
            on.append(f"in {label}:after of")

    # Syntax.
    root = end - 1
    for i in range(start, end):
        if not start <= tokens.head[i] < end or tokens.head[i] == i:
            root = i
            break
    dep, head_at = tokens.dep[root], tokens.head[root]
    on.append(f"dep:{dep}")
    steps = 0
    while dep in ("conj", "appos", "compound", "nmod") and steps < 4 and head_at != root:
        root, dep, head_at = head_at, tokens.dep[head_at], tokens.head[head_at]
        steps += 1
    if steps:
        on.append(f"dep:chain {dep}")
    governor = low[head_at]
    if dep == "pobj":
        known = governor in LOCATIVE or governor in ("of", "for", "with", "against")
        on.append(f"under:{governor if known else 'other'}")
    elif dep in ("nsubj", "nsubjpass"):
        on.append(f"subject of:{'say' if governor in PERSON_VERB else 'other'}")

    # The document as a whole.
    seen = document.labels.get(text)
    if seen:
        total, place, person, organisation = seen
        valued(("doc:labelled a place", place))
        valued(("doc:labelled a person", person))
        valued(("doc:labelled an organisation", organisation))
        if total > 1:
            valued(("doc:labelled a place, more than once", place))
    uses = document.uses.get(text)
    if uses:
        total = sum(uses.values())
        valued(("doc:after a locative", uses["prep"] / total))
        valued(("doc:after a title", uses["title"] / total))
        if total > 1:
            on.append("doc:named more than once")
    if word[end - 1] in document.person_last:
        on.append(f"doc:a surname&{'place' if label in _PLACE_LABELS else label}")
    if word[start] in document.person_first:
        on.append(f"doc:a first name&{'place' if label in _PLACE_LABELS else label}")
    if not tokens.cased:
        on.append("doc:one case")
    return out
