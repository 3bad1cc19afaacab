"""JSON-LD with schema.org: each event with its place, and the news articles that tell it."""

from collections.abc import Mapping

from dateline.model import Article, Status, Story
from dateline.render.export.geojson import Value, dumps
from dateline.render.export.linkedplaces import iri_of
from dateline.render.export.rows import Row, rows_of
from dateline.render.export.safe import plain
from dateline.render.export.times import parts_of

# Written out, so that no reader has to ask a server; EDTF has a datatype of its own at the Library of Congress.
CONTEXT: dict[str, Value] = {
    "@vocab": "https://schema.org/",
    "id": "@id",
    "type": "@type",
    "url": {"@type": "@id"},
    "subjectOf": {"@type": "@id"},
    "startDate": {"@type": "Date"},
    "endDate": {"@type": "Date"},
    "datePublished": {"@type": "Date"},
    "eventStatus": {"@type": "@vocab"},
    "edtf": {"@id": "http://purl.org/dc/terms/date", "@type": "http://id.loc.gov/datatypes/edtf/EDTF"},
}


def _place(row: Row) -> dict[str, Value] | None:
    place = row.place
    if place is None:
        return None
    made: dict[str, Value] = {
        "type": "Place",
        "name": plain(place.name),
        "geo": {"type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon},
        "additionalType": str(row.precision),
    }
    if place.country:
        made["address"] = {"type": "PostalAddress", "addressCountry": place.country}
    if place.geonameid:
        made["sameAs"] = f"https://sws.geonames.org/{place.geonameid}/"
    return made


def _event(row: Row) -> dict[str, Value]:
    first, last = parts_of(row)
    made: dict[str, Value] = {
        "id": f"urn:dateline:event:{row.event.id}",
        "type": "Event",
        "identifier": row.number,
        "name": plain(row.event.headline),
        "description": plain(row.event.quote),
        "keywords": row.event.category,
        "subjectOf": [iri_of(article) for article in row.articles],
    }
    if row.edtf:
        made["edtf"] = row.edtf
    if first is not None:
        made["startDate"] = first.iso
    if last is not None:
        made["endDate"] = last.iso
    if row.event.status is Status.PLANNED:
        made["eventStatus"] = "EventScheduled"
    place = _place(row)
    if place is not None:
        made["location"] = place
    return made


def _article(article: Article) -> dict[str, Value]:
    made: dict[str, Value] = {
        "id": iri_of(article),
        "type": "NewsArticle",
        "headline": plain(article.title),
        "inLanguage": article.language,
    }
    if iri_of(article) == article.url:
        made["url"] = article.url
    if article.published:
        made["datePublished"] = article.published.isoformat()
    if article.publisher:
        made["publisher"] = {"type": "Organization", "name": plain(article.publisher)}
    if article.author:
        made["author"] = {"type": "Person", "name": plain(article.author)}
    if article.sha256:
        made["sha256"] = article.sha256
    return made


def write(story: Story) -> Mapping[str, bytes]:
    """`events.jsonld`."""
    graph: list[Value] = [_event(row) for row in rows_of(story)]
    graph += [_article(article) for article in story.articles]
    return {"events.jsonld": dumps({"@context": CONTEXT, "@graph": graph})}
