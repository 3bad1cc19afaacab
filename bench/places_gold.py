"""Gold toponyms for measuring and training: reading them, parsing their texts once, and pairing them with ours."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from spacy.tokens import Doc, DocBin

from dateline.parse import load_pipeline

NEAR_KM = 161.0  # 100 miles, the field's customary threshold
KEPT = ["ORTH", "TAG", "POS", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "LEMMA", "SENT_START", "MORPH"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Toponym:
    """A gold name: code point offsets, and where it is, if the gold says."""

    start: int
    end: int
    lat: float | None
    lon: float | None
    radius_km: float  # within which a place is right; at least NEAR_KM
    country_level: bool
    geonameid: int | None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its wanted names and the spans (demonyms and the like) where anything goes."""

    id: str
    text: str
    url: str
    title: str
    publisher: str
    wanted: tuple[Toponym, ...]
    ignored: tuple[Span, ...]


def read_gold(path: Path) -> list[GoldArticle]:
    """Read a gold file: JSON Lines of {"id", "text", "toponyms": [{"start", "end", "lat"?, "lon"?, …}], …}."""
    articles = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        data = json.loads(line)
        wanted, ignored = [], [(o["start"], o["end"]) for o in data.get("other", [])]
        for t in data["toponyms"]:
            if t.get("demonym"):
                ignored.append((t["start"], t["end"]))
                continue
            radius = max(NEAR_KM, t.get("radius_km") or 0.0)
            wanted.append(
                Toponym(
                    t["start"], t["end"], t.get("lat"), t.get("lon"), radius, bool(t.get("country_level")),
                    t.get("geonameid"),
                )
            )  # fmt: skip
        articles.append(
            GoldArticle(
                str(data["id"]), data["text"], data.get("url") or "", data.get("title") or "",
                data.get("publisher") or "", tuple(wanted), tuple(ignored),
            )
        )  # fmt: skip
    return articles


def parse_gold(articles: Sequence[GoldArticle], cache: Path | None = None) -> list[Doc]:
    """Parse the articles, or take the parses from the folder `cache` where they are kept by the texts' hash."""
    nlp = load_pipeline()
    digest = sha256("\0".join(a.text for a in articles).encode() + nlp.meta["version"].encode()).hexdigest()[:16]
    kept = cache / f"{digest}.spacy" if cache else None
    if kept and kept.is_file():
        return list(DocBin().from_bytes(kept.read_bytes()).get_docs(nlp.vocab))
    docs = list(nlp.pipe((a.text for a in articles), batch_size=16))
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(DocBin(attrs=KEPT, docs=docs).to_bytes())
    return docs


def pair(wanted: Sequence[Span], ours: Sequence[Span]) -> dict[int, int]:
    """One-to-one pairing by largest overlap, exact spans first: position in `wanted` → position in `ours`."""
    options = []
    for g, (a, b) in enumerate(wanted):
        for p, (c, d) in enumerate(ours):
            shared = min(b, d) - max(a, c)
            if shared > 0:
                options.append(((a, b) != (c, d), -shared, abs(a - c), g, p))
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for *_, g, p in sorted(options):
        if g not in chosen and p not in taken:
            chosen[g] = p
            taken.add(p)
    return chosen


def touches(span: Span, others: Iterable[Span]) -> bool:
    """Whether a span overlaps any of the others."""
    return any(min(span[1], b) > max(span[0], a) for a, b in others)


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance of two points in degrees."""
    a, b, c, d = map(radians, (lat1, lon1, lat2, lon2))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 12_742 * asin(min(1.0, sqrt(h)))


@dataclass(frozen=True, slots=True)
class Ours:
    """One of our places: its offsets, and its point where it was placed."""

    start: int
    end: int
    lat: float | None
    lon: float | None
    score: float = 0.0


class Tally:
    """Counts hits over articles; `report` makes the figures of them.

    The rules are those of the field's toponym evaluations: spans match by overlap, demonyms count nowhere, a place is
    right within 161 km or, for a country or another large area, within a circle of its size.
    """

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.reliability: dict[int, list[float]] = {}

    def add(self, article: GoldArticle, ours: Sequence[Ours]) -> None:
        """Count one article."""
        n = self.count
        spans = [(o.start, o.end) for o in ours]
        match = pair([(t.start, t.end) for t in article.wanted], spans)
        used = set(match.values())
        stray = [o for i, o in enumerate(ours) if i not in used and not touches(spans[i], article.ignored)]
        n["documents"] += 1
        n["hits"] += len(match)
        n["predicted"] += len(match) + len(stray)
        n["wanted"] += len(article.wanted)
        n["placed"] += sum(o.lat is not None for o in stray)
        for o in stray:
            if o.lat is not None:
                self.reliability.setdefault(min(9, int(o.score * 10)), []).append(0.0)
        for g, t in enumerate(article.wanted):
            if g in match:
                n["exact"] += (t.start, t.end) == spans[match[g]]
            if t.lat is None or t.lon is None:
                continue
            n["located"] += 1
            n["located below country"] += not t.country_level
            if g not in match:
                continue
            o = ours[match[g]]
            if o.lat is None or o.lon is None:
                continue
            n["placed"] += 1
            km = kilometres(t.lat, t.lon, o.lat, o.lon)
            n["right"] += km <= t.radius_km
            n["resolved"] += 1
            n["right below country"] += km <= NEAR_KM and not t.country_level
            n["near"] += km <= NEAR_KM
            self.reliability.setdefault(min(9, int(o.score * 10)), []).append(float(km <= t.radius_km))

    def report(self) -> dict[str, float]:
        """The figures, in per cent but for the number of documents."""
        n = self.count
        p, r, f = prf(n["hits"], n["predicted"], n["wanted"])
        ep, er, ef = prf(n["right"], n["placed"], n["located"])
        return {
            "documents": n["documents"],
            "recognition P": p, "recognition R": r, "recognition F1": f,
            "exact F1": prf(n["exact"], n["predicted"], n["wanted"])[2],
            "end to end P": ep, "end to end R": er, "end to end F1": ef,
            "within 161 km of those found": round(100 * n["near"] / max(1, n["resolved"]), 1),
            "below country within 161 km": prf(n["right below country"], 1, n["located below country"])[1],
        }  # fmt: skip


def prf(hits: float, predicted: float, wanted: float) -> tuple[float, float, float]:
    """Precision, recall and F1 in per cent."""
    p, r = hits / max(1, predicted), hits / max(1, wanted)
    return round(100 * p, 1), round(100 * r, 1), round(200 * p * r / (p + r), 1) if p + r else 0.0
