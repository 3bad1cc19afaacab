"""W3C Web Annotations: the words of every event, of its place and of its date, pointed at in their articles."""

import hashlib
from collections.abc import Iterator, Mapping

from dateline.model import Article, Event, Story
from dateline.render.export.geojson import Value, dumps
from dateline.render.export.linkedplaces import iri_of
from dateline.render.export.safe import plain

AROUND = 32  # characters before and after that help to find the words again where the text has moved


def _target(article: Article, start: int, end: int) -> dict[str, Value]:
    text = article.text
    return {
        "source": iri_of(article),
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": plain(text[start:end]),
                "prefix": plain(text[max(0, start - AROUND) : start]),
                "suffix": plain(text[end : end + AROUND]),
            },
        ],
    }


def _annotation(name: str, motivation: str, body: dict[str, Value], target: dict[str, Value]) -> dict[str, Value]:
    digest = hashlib.sha256(name.encode()).hexdigest()[:24]
    return {
        "id": f"urn:dateline:annotation:{digest}",
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": target,
    }


def _of_account(number: int, event: Event, account: Event, articles: dict[str, Article]) -> Iterator[dict[str, Value]]:
    about = f"urn:dateline:event:{event.id}"
    for piece in account.evidence:
        article = articles.get(piece.article)
        if article is None:
            continue
        body: dict[str, Value] = {
            "type": "TextualBody",
            "value": f"{number} {plain(event.headline)}",
            "format": "text/plain",
            "purpose": "describing",
        }
        name = f"event {event.id} {piece.article} {piece.start} {piece.end}"
        yield {**_annotation(name, "describing", body, _target(article, piece.start, piece.end)), "about": about}
    home = articles.get(account.evidence[0].article) if account.evidence else None
    if home is None:
        return
    resolution = account.where.resolution if account.where else None
    if resolution is not None and resolution.place is not None:
        mention, place = resolution.mention, resolution.place
        if mention.text and home.text[mention.start : mention.end] == mention.text:
            address = (
                f"https://sws.geonames.org/{place.geonameid}/" if place.geonameid else f"urn:dateline:place:{place.key}"
            )
            body = {"type": "SpecificResource", "source": address, "purpose": "identifying"}
            name = f"place {event.id} {home.id} {mention.start} {mention.end}"
            yield {**_annotation(name, "identifying", body, _target(home, mention.start, mention.end)), "about": about}
    dated = account.when
    if dated is not None and 0 <= dated.start < dated.end <= len(home.text):
        body = {"type": "TextualBody", "value": dated.when.edtf, "format": "text/plain", "purpose": "tagging"}
        name = f"date {event.id} {home.id} {dated.start} {dated.end}"
        yield {**_annotation(name, "tagging", body, _target(home, dated.start, dated.end)), "about": about}


def write(story: Story) -> Mapping[str, bytes]:
    """`annotations.jsonld`: one page of annotations, each once, in the order of events."""
    articles = {article.id: article for article in story.articles}
    found: dict[str, Value] = {}
    for index, event in enumerate(story.events, start=1):
        for account in event.accounts:
            for made in _of_account(index, event, account, articles):
                found.setdefault(str(made["id"]), made)
    page: dict[str, Value] = {
        "@context": [
            "http://www.w3.org/ns/anno.jsonld",
            {"about": {"@id": "https://schema.org/about", "@type": "@id"}},
        ],
        "id": "urn:dateline:annotations",
        "type": "AnnotationPage",
        "items": list(found.values()),
    }
    return {"annotations.jsonld": dumps(page)}
