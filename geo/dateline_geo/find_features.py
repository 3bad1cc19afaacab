"""What the witnesses say of a candidate, as named features that a person can read in the weights file.

A feature is a name with the value 1 unless it says otherwise. Names have the form "witness:what it says". The features
of one candidate never look at the gold, the corpus or the publisher, only at the text and the gazetteer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
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
_LARGE = frozenset((Kind.COUNTRY, Kind.REGION, Kind.CONTINENT))


@dataclass(frozen=True, slots=True)
class Document:
    """What the whole document says of its capitalised words; keys are surfaces as they stand."""

    labels: dict[str, Counter[str]]  # of entities, by surface
    person_first: frozenset[str]  # words that open a person's name of two words or more
    person_last: frozenset[str]  # words that close one
    lower: frozenset[str]  # lower-case words that the text uses as common words
    uses: dict[str, Counter[str]]  # by surface: "prep", "comma", "title", "bare"
    covered: frozenset[tuple[int, int]]  # spans within a longer one that the gazetteer knows


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
    return Document(
        labels=labels,
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
    )


def word_class(low: str) -> str:
    """The class of a neighbouring word, the first that fits."""
    for name, words in _CLASSES:
        if low in words:
            return name
    return ""


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


def features(tokens: Tokens, c: Candidate, document: Document, named: frozenset[tuple[int, int]]) -> Features:
    """The features of a candidate; `named` are the spans of all candidates that the gazetteer knows."""
    out = Features([], [])
    on, valued = out.on.append, out.valued.append
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
    ner = f"ner:{label}:{relation}" if relation else "ner:none"
    on(ner)

    # Gazetteer.
    places = c.places
    kind = ""
    if places:
        large = [p.kind for p in places[:_FOREMOST] if p.kind in _LARGE]
        kind = str(large[0]) if large else str(places[0].kind)
        size_of_it = max(map(magnitude, places[:_FOREMOST])) / 7
        on(f"gaz:{kind}")
        valued(("gaz:size", size_of_it))
        on(f"gaz:{'large' if large else 'small'}&{ner}")
        if large and Kind.COUNTRY in large:
            on("gaz:is country")
        if not large:
            valued((f"gaz:size&{label}", size_of_it))
    else:
        on("gaz:none")
        on(f"gaz:none&{ner}")
    covered = (start, end) in document.covered
    if covered:
        on("gaz:a longer name covers it")
        on(f"gaz:a longer name covers it&{label}")
    if size > 1:
        valued(("gaz:holds a shorter name", 1.0 if any((start, b) in named for b in range(start + 1, end)) else 0.0))
        valued(("gaz:ends in a shorter name", 1.0 if any((a, end) in named for a in range(start + 1, end)) else 0.0))

    # Shape.
    text = c.surface
    count = min(text.count(" ") + 1, 4)
    on(f"words:{count}")
    on(f"words:{count}&{'gaz' if places else 'nogaz'}")
    if text.isupper() and len(text) > 1:
        short = len(text.replace(".", "")) <= 4
        on("shape:short capitals" if short else "shape:capitals")
        on(f"shape:{'short ' if short else ''}capitals&{'gaz' if places else 'nogaz'}")
    if "." in text:
        on(f"shape:full stop&{'gaz' if places else 'nogaz'}")
    tag = (
        pos[start]
        if size == 1
        else ("PROPN" if all(p in ("PROPN", "ADP", "PUNCT", "PART", "NUM") for p in pos[start:end]) else "mixed")
    )
    on(f"pos:{tag}")
    if tokens.first[start] and size == 1:
        on(f"pos:{tag} opening a sentence")
    if c.generic:
        on(f"generic:{c.generic}")
        on(f"generic:{c.generic}&{label}")
        on(f"generic:{c.generic}&{'gaz' if places else 'nogaz'}")
    if low[end - 1] in ORGANISATION and size > 1:
        on("shape:ends like an organisation")
    if low[start] in COMPASS and size > 1:
        on("shape:begins with a compass word")
        on(f"shape:begins with a compass word&{'gaz' if places else 'nogaz'}")
    if size == 1 and low[start] in document.lower:
        on("doc:also a common word")
        on(f"doc:also a common word&{label}")
        if start and (low[start - 1] in LOCATIVE or low[start - 1] == "of"):
            on("doc:also a common word&locative")
        if end + 1 < n and low[end] == "," and any((end + 1, b) in named for b in range(end + 2, min(n, end + 4) + 1)):
            on("doc:also a common word&a place follows")
    if size == 1 and (generic_class(low[start]) or low[start] in COMPASS):
        on("shape:a generic alone")
    if tokens.capital[start] is False:
        on("shape:lower case")

    # The words before.
    before = low[start - 1] if start else ""
    article = before == "the"
    if article:
        on("before:the")
        on(f"before:the&{'gaz' if places else 'nogaz'}")
        before = low[start - 2] if start > 1 else ""
    opening = tokens.first[start] or (article and start and tokens.first[start - 1])
    before_class = ""
    if opening:
        before_class = "opening"
    elif before in LOCATIVE:
        before_class = "locative"
        on(f"before={before}")
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
    on(f"before:{before_class}")
    on(f"before:{before_class}&{label}")
    on(f"before:{before_class}&{'gaz' if places else 'nogaz'}")
    if before == "of" and start > 1:
        on(f"before:{word_class(low[start - 2 - article]) or 'other'} of")
        on(f"before={low[start - 2 - article]} of")

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
            on(f"after={after}")
    on(f"after:{after_class}")
    on(f"after:{after_class}&{label}")
    on(f"after:{after_class}&{'gaz' if places else 'nogaz'}")
    on(f"between:{before_class}_{after_class}")
    if places and after_class == "say":
        valued((f"gaz:size&after:say&{label}", size_of_it))
    if size > 1 and low[end - 1] in ADMIN:
        on(f"last={low[end - 1]}&after:{after_class}")
    if after in ("-", "–") and end + 1 < n:
        tied = "based" if low[end + 1] == "based" else "capital" if tokens.capital[end + 1] else "other"
        on(f"after:hyphen {tied}")
    if opening and (after in DATELINE_DASH or after == "("):
        on("dateline:dash follows")
        if text.isupper():
            on("dateline:capitals and a dash")
    if after == "(" and end + 1 < n and low[end + 1] in AGENCY:
        on("dateline:agency follows")
    if after == "," and end + 1 < n:
        follows = any((end + 1, b) in named for b in range(end + 2, min(n, end + 4) + 1))
        what = "a place" if follows else "a capital" if tokens.capital[end + 1] else "no place"
        on(f"comma:{what} follows")
        on(f"comma:{what} follows&{label}")
    if before == "," and start > 1:
        leads = any((a, start - 1) in named for a in range(max(0, start - 5), start - 1))
        what = "a place" if leads else "a number" if low[start - 2].isdigit() else "no place"
        on(f"comma:{what} leads")
        on(f"comma:{what} leads&{kind or 'nogaz'}")

    # Within an organisation or another longer entity: what runs it, and how the name is tied to it.
    if relation in ("opens", "within", "closes"):
        head = low[ent_end - 1]
        on(f"in {label}:head {word_class(head) or 'other'}")
        on(f"in {label}:head={head}")
        on(f"in {label}:{relation}&{kind or 'nogaz'}")
        if before == "of":
            on(f"in {label}:after of")
        on(f"in {label}:words left {min(ent_end - ent_start - size, 4)}")

    # Syntax.
    root = end - 1
    for i in range(start, end):
        if not start <= tokens.head[i] < end or tokens.head[i] == i:
            root = i
            break
    dep, head_at = tokens.dep[root], tokens.head[root]
    on(f"dep:{dep}")
    steps = 0
    while dep in ("conj", "appos", "compound", "nmod") and steps < 4 and head_at != root:
        root, dep, head_at = head_at, tokens.dep[head_at], tokens.head[head_at]
        steps += 1
    if steps:
        on(f"dep:chain {dep}")
    governor = low[head_at]
    if dep == "pobj":
        known = governor in LOCATIVE or governor in ("of", "for", "with", "against")
        on(f"under:{governor if known else 'other'}")
    elif dep in ("nsubj", "nsubjpass"):
        on(f"subject of:{'say' if governor in PERSON_VERB else 'other'}")

    # The document as a whole.
    seen = document.labels.get(text)
    if seen:
        total = sum(seen.values())
        place = sum(v for k, v in seen.items() if k in _PLACE_LABELS) / total
        valued(("doc:labelled a place", place))
        valued(("doc:labelled a person", seen["PERSON"] / total))
        valued(("doc:labelled an organisation", seen["ORG"] / total))
        if total > 1:
            valued(("doc:labelled a place, more than once", place))
    uses = document.uses.get(text)
    if uses:
        total = sum(uses.values())
        valued(("doc:after a locative", uses["prep"] / total))
        valued(("doc:after a title", uses["title"] / total))
        if total > 1:
            on("doc:named more than once")
    if word[end - 1] in document.person_last:
        on(f"doc:a surname&{'place' if label in _PLACE_LABELS else label}")
    if word[start] in document.person_first:
        on(f"doc:a first name&{'place' if label in _PLACE_LABELS else label}")
    if not tokens.cased:
        on("doc:one case")
    return out
