"""Linked Places Format 1.3: one feature an event, its place with names, type, links, and when it is attested there."""

from collections.abc import Mapping

from dateline.model import Article, Story
from dateline.render.export.geojson import Value, dumps
from dateline.render.export.rows import Row, credit_line, rows_of
from dateline.render.export.safe import plain
from dateline.render.export.times import parts_of, words_of
from dateline_geo.place import Kind

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.3.jsonld"

# GeoNames feature classes, which version 1.3 requires, and terms of Getty's Art & Architecture Thesaurus.
_CLASSES: dict[Kind, tuple[str, str, str]] = {
    Kind.SITE: ("S", "aat:300000809", "sites (locations)"),
    Kind.SETTLEMENT: ("P", "aat:300008347", "inhabited places"),
    Kind.DISTRICT: ("A", "aat:300000705", "districts"),
    Kind.REGION: ("A", "aat:300182722", "regions (administrative divisions)"),
    Kind.COUNTRY: ("A", "aat:300128207", "nations"),
    Kind.CONTINENT: ("L", "aat:300128176", "continents"),
    Kind.AREA: ("L", "aat:300182722", "regions (geographic)"),
    Kind.SEA: ("H", "aat:300008694", "seas"),
    Kind.WATER: ("H", "aat:300266059", "bodies of water"),
    Kind.RELIEF: ("T", "aat:300008746", "natural landforms"),
    Kind.ISLAND: ("T", "aat:300008791", "islands (landforms)"),
    Kind.HISTORICAL: ("A", "aat:300387506", "historical regions"),
}


def certainty(score: float | None) -> str:
    """The format's three words for how sure the place is: from 0.85, from 0.6, below."""
    if score is None or score < 0.6:
        return "uncertain"
    return "certain" if score >= 0.85 else "less-certain"


def when_of(row: Row) -> dict[str, Value] | None:
    """A `when`: an instant, or a stretch in which it lies by its earliest and latest day; the label is EDTF."""
    first, last = parts_of(row)
    if first is None and last is None:
        return {"timespans": [], "label": row.edtf} if row.edtf else None
    timespan: dict[str, Value] = {}
    if first is not None and last is not None and row.earliest is not None and row.latest is not None:
        if row.earliest == row.latest:
            timespan = {"start": {"in": first.iso}, "end": {"in": last.iso}}
        else:
            bounds: dict[str, Value] = {"earliest": row.earliest.isoformat(), "latest": row.latest.isoformat()}
            timespan = {"start": dict(bounds), "end": dict(bounds)}
    elif first is not None:
        timespan = {"start": {"in": first.iso}}
    elif last is not None:
        timespan = {"end": {"in": last.iso}}
    return {
        "timespans": [timespan],
        "label": row.edtf or words_of(row),
        "certainty": "less-certain" if row.approximate else "certain",
    }


def _citation(article: Article) -> dict[str, Value]:
    cited: dict[str, Value] = {"label": plain(article.title or article.url or article.id), "@id": iri_of(article)}
    if article.published:
        cited["year"] = article.published.year
    return cited


def iri_of(article: Article) -> str:
    """An address for an article: its web address, or a name made of its content."""
    if article.url.startswith(("http://", "https://")) and not any(
        char in plain(article.url) for char in ' <>"{}|\\^`'
    ):
        return plain(article.url)
    return f"urn:dateline:article:{article.id}"


def _feature(row: Row) -> dict[str, Value]:
    place, event = row.place, row.event
    citations: list[Value] = [_citation(article) for article in row.articles]
    when = when_of(row)
    names: list[Value] = []
    types: list[Value] = []
    links: list[Value] = []
    geometry: Value = None
    classes: list[Value] = []
    properties: dict[str, Value] = {"title": plain(event.headline), "number": row.number, "edtf": row.edtf or None}
    if place is not None:
        properties["ccodes"] = [place.country] if place.country else []
        toponyms = dict.fromkeys((plain(place.name), plain(row.place_words)))
        names = [{"toponym": name, "citations": citations} for name in toponyms if name]
        feature_class, identifier, label = _CLASSES[place.kind]
        classes = [feature_class]
        types = [{"identifier": identifier, "label": label, "sourceLabel": str(place.kind)}]
        if place.geonameid:
            links = [{"type": "exactMatch", "identifier": f"gn:{place.geonameid}"}]
        geometry = {"type": "Point", "coordinates": [place.lon, place.lat], "certainty": certainty(row.place_score)}
        properties["precision"] = str(row.precision)
        properties["fclasses"] = classes
    feature: dict[str, Value] = {
        "@id": f"urn:dateline:event:{event.id}",
        "type": "Feature",
        "properties": properties,
        "geometry": geometry,
        "names": names,
        "types": types,
        "links": links,
        "descriptions": [
            {"value": plain(event.quote), "lang": "en", "source": cite["@id"]}
            for cite in citations[:1]
            if isinstance(cite, dict)
        ],
    }
    if when is not None:
        feature["when"] = when
    return feature


def write(story: Story) -> Mapping[str, bytes]:
    """`events.lpf.json`."""
    features: list[Value] = [_feature(row) for row in rows_of(story)]
    collection: dict[str, Value] = {
        "type": "FeatureCollection",
        "@context": CONTEXT,
        "indexing": {
            "name": plain(story.title),
            "description": f"Places of events as news articles report them. {plain(credit_line(story))}",
        },
        "features": features,
    }
    return {"events.lpf.json": dumps(collection)}
