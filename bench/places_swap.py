"""Gold articles with their names swapped for others from all over the world, so that a finder learns no names.

The development corpora are local English-language news: their towns are American, British and Canadian, and the parse
labels those better than "Ouagadougou". A swapped copy keeps an article's sentences and its gold spans, and puts another
country for every country, another region for every region and another town for every town, the same throughout the
article. Up to two people get a town's name for a surname. Seeded: the same articles always give the same copies.
"""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from places_gold import GoldArticle, Span, Toponym
from spacy.tokens import Doc

from dateline_geo.find_spans import GENERIC_FIRST, GENERIC_LAST
from dateline_geo.gazetteer import Gazetteer
from dateline_geo.pages import read_pages
from dateline_geo.place import Kind
from dateline_geo.store import KINDS


@dataclass(frozen=True, slots=True)
class Names:
    """Names to swap in, by kind; towns as many times as their size deserves."""

    countries: tuple[str, ...]
    regions: tuple[str, ...]
    towns: tuple[str, ...]
    surnames: tuple[str, ...]
    grounds: tuple[str, ...]  # seas, rivers, mountains, areas: with an article


def read_names(gazetteer: Gazetteer) -> Names:
    """Names of countries, of larger regions and of towns from the gazetteer, in its own spelling."""
    db = sqlite3.connect(f"{gazetteer.path.resolve().as_uri()}?mode=ro", uri=True)

    places = list(read_pages(db))
    plain = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ’']+(?:[ -](?:[A-ZÀ-Þ][a-zà-ÿ]+|of|the|and|de|la|el|al)){0,4}")

    def of(kind: Kind, people: int, countries: tuple[str, ...] = ()) -> list[str]:
        number = KINDS.index(kind)
        return [
            p.name
            for p in places
            if p.kind == number
            and p.population >= people
            and (not countries or p.country in countries)
            and plain.fullmatch(p.name)
        ]

    surnames = of(Kind.SETTLEMENT, 20_000, ("US", "GB"))
    return Names(
        countries=tuple(of(Kind.COUNTRY, 0)),
        regions=tuple(of(Kind.REGION, 500_000)),
        towns=tuple(of(Kind.SETTLEMENT, 50_000) + of(Kind.SETTLEMENT, 1_000_000) * 8),
        surnames=tuple(name for name in surnames if name.isalpha()),
        grounds=tuple(
            name
            for kind in (Kind.SEA, Kind.WATER, Kind.RELIEF, Kind.AREA)
            for name in of(kind, 0)
            if "Lake" not in name
        ),
    )


def swap(article: GoldArticle, doc: Doc, gazetteer: Gazetteer, names: Names, seed: int) -> GoldArticle:
    """A copy of the article with other names. Streets, abbreviations, generics and demonyms stay as they are."""
    random = Random(f"{article.id} {seed}")
    text = article.text
    new: dict[str, str] = {}
    for t in article.wanted:
        old = text[t.start : t.end]
        key = old.casefold()
        if key in new or "." in old or t.lat is None or any(c.isdigit() for c in old) or len(old) < 3:
            continue
        words = key.split()
        if len(words) > 1 and (words[-1] in GENERIC_LAST or words[0] in GENERIC_FIRST):
            continue
        if random.random() < 0.12:
            new[key] = "the " + random.choice(names.grounds)
            continue
        kinds = {p.kind for p in gazetteer.lookup(old)[:1]}
        if t.country_level or Kind.COUNTRY in kinds:
            new[key] = random.choice(names.countries)
        elif Kind.REGION in kinds:
            new[key] = random.choice(names.regions)
        else:
            new[key] = random.choice(names.towns)
            if random.random() < 0.12:
                new[key] = _unknown(new[key], gazetteer, random)
    towns = sorted(key for key, name in new.items() if name in names.towns)
    if towns and random.random() < 0.1:
        # In one article of ten a town has the name of a word that the article uses as a word ("Reading", "Nice").
        words = sorted({w for w in re.findall(r"\b[a-z]{4,}\b", text) if _is_town(w.title(), gazetteer)})
        if words:
            new[random.choice(towns)] = random.choice(words).title()
    gold = [(t.start, t.end) for t in article.wanted]
    people = [e for e in doc.ents if e.label_ == "PERSON" and len(e) == 2 and e[1].is_alpha and e[1].is_title]
    people = [e for e in people if not any(a < e.end_char and b > e.start_char for a, b in gold)]
    for person in random.sample(people, min(2, len(people))):
        new.setdefault(person[1].text.casefold(), random.choice(names.surnames))
    if not new:
        return replace(article, id=f"{article.id}~{seed}")
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(key) for key in sorted(new, key=len, reverse=True))})(?!\w)", re.IGNORECASE
    )
    fixed = sorted([*article.ignored, *((t.start, t.end) for t in article.wanted)])
    pieces, moves, at = [], [(0, 0)], 0
    length = 0
    for match in pattern.finditer(text):
        a, b = match.span()
        if not match[0][0].isupper() or any(s < b and e > a and (s, e) != (a, b) for s, e in fixed):
            continue
        with_name = new[match[0].casefold()]
        before = text[at:a]
        if with_name.startswith("the ") and (before.endswith(("the ", "The ")) or not before.endswith(" ")):
            with_name = with_name[4:]
        if with_name.startswith("the "):
            before, with_name = before + "the ", with_name[4:]
        if match[0].isupper() and len(match[0]) > 3:
            with_name = with_name.upper()
        pieces += [before, with_name]
        length += len(before)
        moves.append((a, length - a))
        length += len(with_name)
        at = b
        moves.append((b, length - b))
    pieces.append(text[at:])

    def moved(span: Span) -> Span:
        start, end = (max((m for m in moves if m[0] <= x), default=(0, 0))[1] for x in span)
        return span[0] + start, span[1] + end

    def toponym(t: Toponym) -> Toponym:
        start, end = moved((t.start, t.end))
        return replace(t, start=start, end=end, lat=None, lon=None, geonameid=None)

    return replace(
        article,
        id=f"{article.id}~{seed}",
        text="".join(pieces),
        title="",
        wanted=tuple(toponym(t) for t in article.wanted),
        ignored=tuple(moved(span) for span in article.ignored),
    )


def _unknown(name: str, gazetteer: Gazetteer, random: Random) -> str:
    """A name like the given one that the gazetteer does not have, as most villages' are."""
    letters = list(name)
    for _ in range(20):
        at = random.randrange(1, len(letters)) if len(letters) > 1 else 0
        if letters[at] in "aeiou":
            letters[at] = random.choice("aeiou")
        elif letters[at].isalpha() and letters[at].islower():
            letters[at] = random.choice("bdfgklmnrstz")
        changed = "".join(letters)
        if changed != name and not gazetteer.lookup(changed):
            return changed
    return name


def _is_town(name: str, gazetteer: Gazetteer) -> bool:
    return any(p.kind is Kind.SETTLEMENT and p.population >= 5_000 and p.name == name for p in gazetteer.lookup(name))


def swap_all(
    articles: Sequence[GoldArticle], docs: Sequence[Doc], gazetteer: Gazetteer, names: Names, seed: int
) -> list[GoldArticle]:
    """A swapped copy of every article."""
    return [swap(article, doc, gazetteer, names, seed) for article, doc in zip(articles, docs, strict=True)]
