"""RO-Crate 1.1 of a run: the articles that went in with their SHA-256, the files that came out, the software."""

import hashlib
import json
from collections.abc import Mapping

from dateline.model import Story
from dateline.render.export.geojson import dumps
from dateline.render.export.linkedplaces import iri_of
from dateline.render.export.rows import credit_line, rows_of
from dateline.render.export.safe import plain
from dateline.version import __version__


def describe(story: Story, outputs: Mapping[str, bytes] | None = None) -> bytes:
    """`ro-crate-metadata.json` of a run.

    Args:
        story: what was read.
        outputs: the files that stand beside the metadata, by name.

    The crate's date is that of the latest article, since a clock would make every rerun another file.
    """
    from rocrate.model.contextentity import ContextEntity
    from rocrate.model.file import File
    from rocrate.rocrate import ROCrate

    crate = ROCrate()
    days = [article.published for article in story.articles if article.published]
    latest = max(days).isoformat() if days else "1970-01-01"
    crate.datePublished = latest
    crate.name = plain(story.title) or "Events"
    crate.description = (
        f"{len(story.events)} events read from {len(story.articles)} news articles. {credit_line(story)}. "
        "The date is that of the latest article."
    )
    bounds = [day for row in rows_of(story) for day in (row.earliest, row.latest) if day]
    if bounds:
        crate.root_dataset["temporalCoverage"] = f"{min(bounds).isoformat()}/{max(bounds).isoformat()}"
    crate.license = "The articles keep their publishers' rights; see each one."
    software = crate.add(
        ContextEntity(
            crate,
            "#dateline",
            properties={"@type": "SoftwareApplication", "name": "dateline", "softwareVersion": __version__},
        )
    )
    inputs = [
        crate.add(
            ContextEntity(
                crate,
                iri_of(article),
                properties={
                    "@type": ["NewsArticle", "CreativeWork"],
                    "headline": plain(article.title),
                    "identifier": article.id,
                    "sha256": article.sha256,
                    "name": plain(article.path or article.title),
                    **({"datePublished": article.published.isoformat()} if article.published else {}),
                    **({"publisher": plain(article.publisher)} if article.publisher else {}),
                },
            )
        )
        for article in story.articles
    ]
    results = [
        crate.add(
            File(
                crate,
                dest_path=name,
                properties={"sha256": hashlib.sha256(data).hexdigest(), "contentSize": str(len(data)), "name": name},
            )
        )
        for name, data in sorted((outputs or {}).items())
    ]
    crate.add(
        ContextEntity(
            crate,
            "#run",
            properties={
                "@type": "CreateAction",
                "name": "Reading news articles and drawing their events",
                "instrument": {"@id": software.id},
                "object": [{"@id": entity.id} for entity in inputs],
                "result": [{"@id": entity.id} for entity in results],
            },
        )
    )
    crate.root_dataset["mentions"] = {"@id": "#run"}
    return dumps(json.loads(json.dumps(crate.metadata.generate())))


def write(story: Story) -> Mapping[str, bytes]:
    """`ro-crate-metadata.json` of the articles and the software; a build adds the files that it wrote (`describe`)."""
    return {"ro-crate-metadata.json": describe(story)}
