"""Flattens events to rows of plain values, from which all exports take place, time and sources of an event."""

import datetime as dt
from dataclasses import dataclass

from dateline.model import Article, Event, Evidence, Story
from dateline.render.export.precision import acled_geo, acled_time, ged_date, ged_where
from dateline_geo.place import Place, Precision


@dataclass(frozen=True, slots=True)
class Row:
    """One event. `number` is its place in the story from 1, as on map and page; `lat` and `lon` are None if unplaced.

    Days are inclusive bounds, None where open or unknown. Codes of precision are None where the schemes have none.
    """

    number: int
    event: Event
    earliest: dt.date | None
    latest: dt.date | None
    edtf: str
    grain: str
    time_basis: str
    time_reason: str
    approximate: bool
    year_known: bool
    place: Place | None
    lat: float | None
    lon: float | None
    precision: Precision | None
    place_words: str
    place_score: float | None
    place_reason: str
    acled_geo: int | None
    acled_time: int | None
    ged_where: int | None
    ged_date: int | None
    articles: tuple[Article, ...]

    @property
    def number_of_articles(self) -> int:
        """How many articles tell it."""
        return len(self.articles)


def _row(number: int, event: Event, articles: dict[str, Article]) -> Row:
    when = event.when.when if event.when else None
    resolution = event.where.resolution if event.where else None
    place = resolution.place if resolution else None
    precision = (resolution.precision or place.precision) if resolution and place else None
    told = dict.fromkeys(evidence.article for account in (event, *event.reports) for evidence in account.evidence)
    return Row(
        number=number,
        event=event,
        earliest=when.earliest if when else None,
        latest=when.latest if when else None,
        edtf=when.edtf if when else "",
        grain=str(when.grain) if when else "",
        time_basis=str(when.basis) if when else "",
        time_reason=when.reason if when else "",
        approximate=bool(when and when.approximate),
        year_known=bool(when and when.year_known),
        place=place,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        precision=precision,
        place_words=resolution.mention.text if resolution else "",
        place_score=resolution.score if resolution and place else None,
        place_reason=resolution.reason if resolution else "",
        acled_geo=acled_geo(precision),
        acled_time=acled_time(when),
        ged_where=ged_where(precision, place.kind if place else None),
        ged_date=ged_date(when),
        articles=tuple(articles[name] for name in told if name in articles),
    )


def rows_of(story: Story) -> list[Row]:
    """All events of a story, in its order."""
    articles = {article.id: article for article in story.articles}
    return [_row(index + 1, event, articles) for index, event in enumerate(story.events)]


def credit_line(story: Story) -> str:
    """Whose data the places are, as their licences ask it to be said wherever coordinates go."""
    return "; ".join(("Places: GeoNames (CC BY 4.0), Natural Earth (public domain)", *story.attributions))


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """Words of an article that an event rests on: `text` is exactly `article.text[start:end]`."""

    number: int
    event: str
    report: str
    article: Article
    start: int
    end: int
    text: str


def evidence_of(story: Story) -> list[EvidenceRow]:
    """Every piece of evidence of every event and of the reports joined in it, each once, in the story's order."""
    articles = {article.id: article for article in story.articles}
    found: list[EvidenceRow] = []
    for index, event in enumerate(story.events):
        seen: set[Evidence] = set()
        for account in (*event.reports, event):  # a report's own first, so that its words carry its id
            for piece in account.evidence:
                article = articles.get(piece.article)
                if piece in seen or article is None:
                    continue
                seen.add(piece)
                text = article.text[piece.start : piece.end]
                found.append(EvidenceRow(index + 1, event.id, account.id, article, piece.start, piece.end, text))
    return found
