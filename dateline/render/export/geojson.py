"""GeoJSON (RFC 7946): one feature an event, geometry null where unplaced, and the areas that events name."""

from collections.abc import Mapping

import msgspec

from dateline.model import Event, Story
from dateline.render.export.rings import polygons
from dateline.render.export.rows import Row, credit_line, rows_of
from dateline.render.export.safe import plain

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]


def dumps(value: Value) -> bytes:
    """JSON in UTF-8 with a fixed layout; a number that is none becomes null."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def voice_of(event: Event) -> dict[str, Value]:
    """Who says it and how."""
    return {"manner": str(event.voice.manner), "source": plain(event.voice.source), "cue": plain(event.voice.cue)}


def properties(row: Row) -> dict[str, Value]:
    """The properties of an event's feature."""
    event, place = row.event, row.place
    return {
        "number": row.number,
        "id": event.id,
        "headline": plain(event.headline),
        "quote": plain(event.quote),
        "category": event.category,
        "status": str(event.status),
        "voice": voice_of(event),
        "actors": [plain(actor) for actor in event.actors],
        "salience": event.salience,
        "earliest": row.earliest.isoformat() if row.earliest else None,
        "latest": row.latest.isoformat() if row.latest else None,
        "edtf": row.edtf or None,
        "grain": row.grain or None,
        "time_basis": row.time_basis or None,
        "time_reason": plain(row.time_reason),
        "approximate": row.approximate,
        "year_known": row.year_known,
        "place": plain(place.name) if place else None,
        "place_words": plain(row.place_words),
        "place_kind": str(place.kind) if place else None,
        "place_key": place.key if place else None,
        "precision": str(row.precision) if row.precision else None,
        "radius_km": place.radius_km if place else None,
        "country": place.country if place else None,
        "admin1": plain(place.admin1) if place else None,
        "geonameid": place.geonameid if place else None,
        "place_score": row.place_score,
        "place_reason": plain(row.place_reason),
        "place_note": plain(place.note) if place else None,
        "acled_geo_precision": row.acled_geo,
        "acled_time_precision": row.acled_time,
        "ged_where_prec": row.ged_where,
        "ged_date_prec": row.ged_date,
        "reports": len(event.accounts),
        "independent": event.independent,
        "sources": [
            {
                "article": article.id,
                "title": plain(article.title),
                "publisher": plain(article.publisher),
                "published": article.published.isoformat() if article.published else None,
                "url": plain(article.url),
            }
            for article in row.articles
        ],
    }


def write(story: Story) -> Mapping[str, bytes]:
    """`events.geojson`, and `areas.geojson` with the outline of every area that an event names."""
    features: list[Value] = []
    rows = rows_of(story)
    for row in rows:
        point: Value = None
        if row.lat is not None and row.lon is not None:
            point = {"type": "Point", "coordinates": [row.lon, row.lat]}
        features.append({"type": "Feature", "id": row.event.id, "geometry": point, "properties": properties(row)})
    files = {
        "events.geojson": dumps(
            {
                "type": "FeatureCollection",
                "title": plain(story.title),
                "attribution": plain(credit_line(story)),
                "features": features,
            }
        )
    }
    areas: list[Value] = []
    for key in sorted(story.extents):
        extent = story.extents[key]
        shapes = polygons(extent.rings)
        if not shapes:
            continue
        numbers: list[Value] = [row.number for row in rows if row.place is not None and row.place.key == key]
        shape: Value = {"type": "MultiPolygon", "coordinates": [[[list(point) for point in ring]] for ring in shapes]}
        about: dict[str, Value] = {"approximate": extent.approximate, "source": plain(extent.source), "events": numbers}
        areas.append({"type": "Feature", "id": key, "geometry": shape, "properties": about})
    files["areas.geojson"] = dumps(
        {"type": "FeatureCollection", "attribution": plain(credit_line(story)), "features": areas}
    )
    return files
